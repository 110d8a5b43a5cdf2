"""A card of the gallery: the picture, the title and the sentence under it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from bpgui.ui.fonts import TEXT_PIXELS, text_font
from bpgui.ui.gallery_model import PICTURE, SENTENCE
from bpgui.ui.theme import LIGHT, Theme, blend

Index = QModelIndex | QPersistentModelIndex
_LEAST_WIDTH, _PICTURE_HEIGHT = 300, 104
_MARGIN, _PADDING, _GAP, _RADIUS = 5, 10, 5, 8
_WORDS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class GalleryDelegate(QStyledItemDelegate):
    """Cards of one size, so many beside each other as there is room for."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__()
        self._sentences = sentences
        self._theme, self._scale, self._size = LIGHT, 1.0, QSize(_LEAST_WIDTH, 2 * _PICTURE_HEIGHT)

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Other colours, and another scale."""
        self._theme, self._scale = theme, scale

    def fit(self, room: int) -> None:
        """Share a width among cards, and make them all as high as the longest sentence needs."""
        columns = max(int(room // (_LEAST_WIDTH * self._scale)), 1)
        width = room // columns
        inner = self._inner_width(width)
        metrics = QFontMetrics(self._sentence_font)
        of_sentence = max(
            (metrics.boundingRect(0, 0, inner, 10_000, int(_WORDS), each).height() for each in self._sentences),
            default=0,
        )
        height = self._picture_height + QFontMetrics(self._title_font).height() + of_sentence
        self._size = QSize(width, round(height + 2 * (_MARGIN + _PADDING) * self._scale + 2 * _GAP * self._scale))

    @property
    def picture_size(self) -> QSize:
        """How large a card's picture is."""
        return QSize(self._inner_width(self._size.width()), self._picture_height)

    @property
    def card_size(self) -> QSize:
        """How large a card is, with its margins."""
        return self._size

    def _inner_width(self, width: int) -> int:
        return round(width - 2 * (_MARGIN + _PADDING) * self._scale)

    @property
    def _picture_height(self) -> int:
        return round(_PICTURE_HEIGHT * self._scale)

    @property
    def _title_font(self) -> QFont:
        return text_font((TEXT_PIXELS + 1) * self._scale, QFont.Weight.DemiBold)

    @property
    def _sentence_font(self) -> QFont:
        return text_font(TEXT_PIXELS * self._scale)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, scale = self._theme, self._scale
        state = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        is_pointed = bool(state & QStyle.StateFlag.State_MouseOver)
        margin = _MARGIN * scale
        card = QRectF(option.rect).adjusted(margin, margin, -margin, -margin)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 3.0 * scale if is_chosen else 1.0
        ground = QColor(theme.card)
        painter.setBrush(blend(ground, QColor(theme.accent), 0.06) if is_chosen or is_pointed else ground)
        painter.setPen(QPen(QColor(theme.accent if is_chosen else theme.border), width))
        painter.drawRoundedRect(card.adjusted(width / 2, width / 2, -width / 2, -width / 2), _RADIUS, _RADIUS)
        inside = card.adjusted(*(side * _PADDING * scale for side in (1, 1, -1, -1)))
        picture = index.data(PICTURE)
        if picture is not None:
            painter.drawPixmap(inside.topLeft(), picture)
        top = inside.top() + self._picture_height + _GAP * scale
        title_height = QFontMetrics(self._title_font).height()
        painter.setPen(QColor(theme.text))
        painter.setFont(self._title_font)
        title = QFontMetrics(self._title_font).elidedText(
            index.data(), Qt.TextElideMode.ElideRight, round(inside.width())
        )
        painter.drawText(QRectF(inside.left(), top, inside.width(), title_height), Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(self._sentence_font)
        top += title_height + _GAP * scale
        rest = QRectF(inside.left(), top, inside.width(), inside.bottom() - top)
        painter.drawText(rest, int(_WORDS), index.data(SENTENCE))
        painter.restore()
