"""The worksheet: all matrices and the signs between them, as the note writes them, as large as the room allows."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QStyle, QWidget

from bpgui.core.cells import Cell, Matrix
from bpgui.session.position import Position
from bpgui.session.screen import Knowledge
from bpgui.session.sentence import loss_change
from bpgui.ui.axis_scrolling import AxisScrolling
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.card import title_font
from bpgui.ui.factor_button import FactorButton
from bpgui.ui.fonts import text_font
from bpgui.ui.matrix_frame import MatrixFrame
from bpgui.ui.metrics import Metrics
from bpgui.ui.theme import Theme
from bpgui.ui.typeset import piece
from bpgui.ui.worksheet_layout import CAPTION_LEFT, Arrangement, Fits, Layouter
from bpgui.ui.worksheet_plan import W_TRANSPOSED, X_TRANSPOSED, Name, Sign, focused_worksheet, whole_worksheet

_ROUNDING = 0.5
_CHANGE_HEIGHT = 18
_FITS = Fits(largest=1.7)
_FITS_IN_FOCUS = Fits(largest=2.6, wanted=1.9, may_be_loose=False)
"""At 1.9 figures are 18 pixels tall."""


def _is_a_leap(before: Position, position: Position) -> bool:
    """Whether more than one term was added or taken back."""
    if before[:2] != position[:2]:
        return position.terms > 1
    return abs(position.terms - before.terms) > 1


class Sheet(QWidget):
    """The ground on which cards, signs and frames stand."""

    cell_to_show = Signal(QRect)
    """Where the selected cell stands."""
    sizes_changed = Signal()
    """There are more or fewer rows or columns than before."""

    def __init__(self, bridge: SessionBridge, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._scale = 1.0
        self._is_focused = False
        self._typesets = False
        self._room = QSizeF(800, 500)
        self._arrangement: Arrangement | None = None
        self._arranged_for: object = None
        self._painted: tuple[str, list[str]] | None = None
        self._brought_into_view: object = None
        self._position = bridge.session.position
        self._is_after_a_leap = False
        self._shape = bridge.session.document.shape
        self.frames: dict[Name, MatrixFrame] = {
            matrix: MatrixFrame(bridge, matrix, theme, parent=self) for matrix in Matrix
        }
        for name, matrix in ((X_TRANSPOSED, Matrix.x), (W_TRANSPOSED, Matrix.w)):
            self.frames[name] = MatrixFrame(bridge, matrix, theme, transposed=True, parent=self)
        self.factor_button = FactorButton(theme, self)
        self._set_tab_order()
        self._scrolling = AxisScrolling([frame.view for frame in self.frames.values()])
        bridge.changed.connect(self._on_changed)

    @property
    def arrangement(self) -> Arrangement | None:
        """Where everything stands."""
        return self._arrangement

    def show_typeset(self) -> None:
        """From now on names and signs are typeset."""
        self._typesets = True
        for frame in self.frames.values():
            frame.show_typeset()
        self.update()

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take other colours, and another scale."""
        self._theme, self._scale = theme, scale
        for frame in self.frames.values():
            frame.set_theme(theme)
        self.factor_button.set_theme(theme)
        self.arrange()

    def set_focused(self, focused: bool) -> None:
        """Show the equation at work alone, or all of them."""
        self._is_focused = focused
        self.arrange()

    def set_room(self, room: QSizeF) -> None:
        """Arrange for another size of the window."""
        self._room = room
        self.arrange()

    def arrange(self) -> None:
        """Find the place of everything."""
        document, view = self._bridge.session.document, self._bridge.session.view
        a = document.network.a
        strips = focused_worksheet(self._equation, a) if self._is_focused else whole_worksheet(a, view.hidden)

        def metrics_at(scale: float, row_height: float, tight: bool) -> Metrics:
            return Metrics.at(scale, view.digits, row_height, tight, view.fractions)

        layouter = Layouter(strips, self.frames, metrics_at, self._scroll_bar)
        fits = _FITS_IN_FOCUS if self._is_focused else _FITS
        arranged = layouter.arrange(self._room, self._scale, fits)
        if arranged.size.height() > self._room.height() + _ROUNDING:  # its scroll bar takes some of the width
            arranged = layouter.arrange(self._room - QSizeF(self._scroll_bar, 0), self._scale, fits)
        self._arrangement = arranged
        shown = {placed.frame for placed in arranged.frames}
        for frame in self.frames.values():
            if frame not in shown:
                frame.hide()
        for placed in arranged.frames:
            placed.frame.setGeometry(placed.at.toRect())
            placed.frame.arrange(arranged.metrics, placed.rows, placed.columns, placed.head, placed.ghost_rows)
            placed.frame.show()
        self.factor_button.lie_over(arranged.signs)
        self._arranged_for = self._what_the_arrangement_depends_on()
        self.resize(self._size_of(arranged))
        self._scrolling.synchronise()
        self.update()

    def sizeHint(self) -> QSize:
        return self._size_of(self._arrangement) if self._arrangement else QSize(800, 500)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._arrangement is not None:
                region = event.region()  # a few cells, most of the time
                for caption, rect in self._arrangement.cards:
                    if region.intersects(rect.toAlignedRect()):
                        self._paint_card(painter, caption, rect, QRectF(region.boundingRect()) & rect)
                for placed in self._arrangement.signs if self._typesets else ():
                    made = piece(self._latex_now(placed.sign))
                    x, baseline, size = placed.at.x(), placed.at.y(), placed.size
                    if region.intersects(made.bounds(x, baseline, size).toAlignedRect()):
                        made.paint(painter, x, baseline, size, QColor(self._theme.text))
                self._paint_loss_change(painter)
                self._painted = self._what_the_ground_says()

    @property
    def _equation(self) -> Matrix:
        """The equation at work, or the one that makes the selected entry."""
        selection = self._bridge.session.selection
        if selection is not None and not selection.matrix.is_input:
            return selection.matrix
        return self._bridge.session.position.equation

    def _what_the_arrangement_depends_on(self) -> object:
        session = self._bridge.session
        equation = self._equation if self._is_focused else None
        document, view = session.document, session.view
        format_of_numbers = view.digits, view.fractions
        given = document.shape, document.names, document.convention, document.standardised is None
        return *given, view.hidden, format_of_numbers, equation

    def _on_changed(self) -> None:
        if self._what_the_arrangement_depends_on() != self._arranged_for:
            self.arrange()
        shape = self._bridge.session.document.shape
        if shape != self._shape:
            self._shape = shape
            self.sizes_changed.emit()
        self._bring_into_view()
        self._repaint_what_says_otherwise()

    def _repaint_what_says_otherwise(self) -> None:
        (change, latex), before = self._what_the_ground_says(), self._painted
        if before is None or latex != before[1] or self._arrangement is None:
            self.update()
        elif change != before[0]:  # beside it all matrices would be painted anew
            top = self.frames[Matrix.loss].geometry().bottom() - 1
            self.update(0, top, self.width(), round(_CHANGE_HEIGHT * self._arrangement.metrics.scale) + 4)

    def _what_the_ground_says(self) -> tuple[str, list[str]]:
        """All that is painted here, rather than by the frames, and may change without a new arrangement."""
        signs = self._arrangement.signs if self._arrangement else ()
        latex = [self._latex_now(placed.sign) for placed in signs if placed.sign.equates is not None]
        return loss_change(self._bridge.screen), latex

    def _bring_into_view(self) -> None:
        """Scroll the matrices to the selected cell and to the cells of the term that was just added."""
        screen = self._bridge.screen
        if screen.position != self._position:
            self._is_after_a_leap = _is_a_leap(self._position, screen.position)
            self._position = screen.position
        cells = [] if screen.selection is None else [screen.selection]
        if screen.terms is not None and screen.current_term is not None and self._shows_the_term:
            cells += screen.terms[screen.current_term].cells
        shown = cells, screen.document.shape, screen.view.hidden, self._equation if self._is_focused else None
        if shown == self._brought_into_view:  # what has been scrolled away since then stays away
            return
        self._brought_into_view = shown
        for frame in self.frames.values():
            for cell in cells:
                if frame.matrix is cell.matrix and frame.isVisible():
                    frame.view.show_cell(cell)
        if screen.selection is not None:
            frame = self.frames[screen.selection.matrix]
            if frame.isVisible():
                self.cell_to_show.emit(QRectF(frame.view.place_of(screen.selection)).translated(frame.pos()).toRect())

    @property
    def _shows_the_term(self) -> bool:
        """Whether one has come term by term: of a whole sum, added at once, the last term is no better than others."""
        screen = self._bridge.screen
        return not self._is_after_a_leap or screen.terms_added < len(screen.terms or ())

    def _paint_card(self, painter: QPainter, caption: str, rect: QRectF, asked: QRectF) -> None:
        theme, scale = self._theme, self._scale
        if rect.adjusted(6, 20 * scale, -6, -6).contains(asked):  # away from edges and caption, as most of the time
            painter.fillRect(asked, QColor(theme.card))
            return
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setFont(title_font(scale))
        painter.setPen(QColor(theme.text_pale))
        painter.drawText(QPointF(rect.left() + CAPTION_LEFT * scale, rect.top() + 15 * scale), caption)

    def _latex_now(self, sign: Sign) -> str:
        screen = self._bridge.screen
        if sign.equates is not None:
            cell = Cell(sign.equates, 0, 0)
            if screen.knowledge(cell) is Knowledge.known and (shown := screen.shown_in_cell(cell)).rounded:
                return "<" if shown.text[0] == "<" else r"\approx"
        return sign.latex

    def _paint_loss_change(self, painter: QPainter) -> None:
        frame = self.frames[Matrix.loss]
        change = loss_change(self._bridge.screen)
        if not frame.isVisible() or not change or self._arrangement is None:
            return
        metrics = self._arrangement.metrics
        font = text_font(metrics.small * 1.1)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text_pale))
        width = QFontMetricsF(font).horizontalAdvance(change) + 2
        card = next(rect for _, rect in self._arrangement.cards if rect.contains(QPointF(frame.pos())))
        left = max(min(frame.geometry().center().x() - width / 2, card.right() - width - metrics.gap), card.left())
        box = QRectF(left, frame.geometry().bottom() + 1, width, _CHANGE_HEIGHT * metrics.scale)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, change)

    def _size_of(self, arranged: Arrangement) -> QSize:
        """As large as the room; where it must be larger along one side, a scroll bar takes some of the other."""
        room, needed, bar = self._room, arranged.size, self._scroll_bar
        for_width = bar if needed.height() > room.height() + _ROUNDING else 0
        for_height = bar if needed.width() > room.width() + _ROUNDING else 0
        width = max(needed.width(), room.width() - for_width)
        height = max(needed.height(), room.height() - for_height)
        return QSize(int(width + _ROUNDING), int(height + _ROUNDING))

    @property
    def _scroll_bar(self) -> int:
        return QApplication.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)

    def _set_tab_order(self) -> None:
        views = [self.frames[name].view for name in _IN_TAB_ORDER]
        for before, after in pairwise(views):
            QWidget.setTabOrder(before, after)


_IN_TAB_ORDER: tuple[Name, ...] = (
    Matrix.x,
    Matrix.w,
    Matrix.b,
    Matrix.y_hat,
    Matrix.y,
    Matrix.error,
    Matrix.loss,
    X_TRANSPOSED,
    Matrix.dL_dy_hat,
    Matrix.dL_dw,
    Matrix.dL_db,
    Matrix.w_next,
    Matrix.b_next,
    W_TRANSPOSED,
    Matrix.dL_dx,
)


class Worksheet(QScrollArea):
    """The sheet in a frame that scrolls where the window is too small for it."""

    def __init__(self, bridge: SessionBridge, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("worksheet")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sheet = Sheet(bridge, theme)
        self.setWidget(self.sheet)
        self.sheet.cell_to_show.connect(self._show)
        self.sheet.sizes_changed.connect(self._begin_at_the_corner)
        self.setMinimumSize(320, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sheet.set_room(QSizeF(self.maximumViewportSize()))

    def _begin_at_the_corner(self) -> None:
        """What was scrolled to is no longer there."""
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)

    def _show(self, cell: QRect) -> None:
        """Where the window is too small for the whole sheet, scroll to what is selected or being built."""
        if self.horizontalScrollBar().maximum() or self.verticalScrollBar().maximum():
            margin = cell.height()
            self.ensureVisible(cell.center().x(), cell.center().y(), cell.width() // 2 + margin, 2 * margin)
