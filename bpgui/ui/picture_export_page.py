"""The page of pictures in the dialog “Export”: the worksheet, the loss plot or the whole window, with a preview."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QVBoxLayout

from bpgui.session.screen import Screen
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.data_export_page import ExportPage, Suffix
from bpgui.ui.derivation_picture import TooHighError
from bpgui.ui.export_content import Copied, put_on_the_clipboard, title_of
from bpgui.ui.picture_content import PictureForm, as_image, content_of
from bpgui.ui.picture_parts import NotShownError, Part, name_of_the_loss, on_paper, picture_of, refuse_what_is_hidden
from bpgui.ui.picture_preview import PicturePreview
from bpgui.ui.picture_recording import Recording
from bpgui.ui.picture_svg import as_svg
from bpgui.ui.theme import Theme
from bpgui.ui.whole_files import NotWrittenError, not_saved, write_whole

if TYPE_CHECKING:
    from bpgui.ui.main_window import MainWindow

_FORMS = {
    PictureForm.svg: ("SVG, for slides and texts", Suffix("SVG picture", "svg")),
    PictureForm.pdf: ("PDF, to hand in", Suffix("PDF document", "pdf")),
    PictureForm.png: ("PNG, in pixels", Suffix("PNG picture", "png")),
}
_SCALES = (1, 2, 4)
_USUAL_SCALE = 2


class PictureExportPage(ExportPage):
    """Which part of the window, on which ground, in which format; the picture is made anew each time."""

    title = "Pictures"

    def __init__(self, bridge: SessionBridge, window: MainWindow) -> None:
        super().__init__()
        self._bridge, self._window = bridge, window
        self._is_painting = False
        self.setObjectName("picture_page")
        self._part, self._look, self._form, self._scale = (QComboBox() for _ in range(4))
        self._note, self._preview = QLabel(), PicturePreview()
        self._fill()
        self._arrange()
        for box in (self._part, self._look, self._form, self._scale):
            box.currentIndexChanged.connect(self._on_chosen)
        window.looks_chosen.connect(self._on_looks_chosen)

    def _fill(self) -> None:
        for part, text in ((Part.worksheet, "The worksheet"), (Part.loss, ""), (Part.window, "The whole window")):
            self._part.addItem(text, part)
        self._name_the_loss()
        self._look.addItem("Light on white, for paper", True)
        self._look.addItem("As on the screen", False)
        for form, (text, _) in _FORMS.items():
            self._form.addItem(text, form)
        for scale in _SCALES:
            self._scale.addItem(f"{scale}×", scale)
        self._scale.setCurrentIndex(self._scale.findData(_USUAL_SCALE))

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        boxes = (
            (self._part, "&Picture of", "picture_part", "What the picture shows"),
            (self._look, "&Look", "picture_look", "Look of the picture"),
            (self._form, "&Format", "picture_form", "Format"),
            (self._scale, "Pi&xels", "picture_scale", "How many pixels a PNG has for one of the screen, each way"),
        )
        for place, (box, text, name, said) in enumerate(boxes):
            label = QLabel(text)
            label.setBuddy(box)
            box.setObjectName(name)
            box.setAccessibleName(said)
            box.setToolTip(said)
            grid.addWidget(label, place // 2, 2 * (place % 2))
            grid.addWidget(box, place // 2, 2 * (place % 2) + 1)
        self._of_pixels = (label, box)
        for widget in self._of_pixels:
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        self._note.setObjectName("picture_note")
        self._note.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(grid)
        layout.addWidget(self._preview, 1)
        layout.addWidget(self._note)
        self.setFocusProxy(self._part)

    # --- what is chosen

    @property
    def _chosen_part(self) -> Part:
        return Part(self._part.currentData())

    @property
    def _chosen_form(self) -> PictureForm:
        return PictureForm(self._form.currentData())

    @property
    def _theme(self) -> Theme:
        worn = self._window.theme
        return on_paper(worn) if self._look.currentData() else worn

    @property
    def _ground(self) -> QColor:
        theme = self._theme
        return QColor(theme.card if self._chosen_part is Part.loss else theme.ground)

    @property
    def suffixes(self) -> tuple[Suffix, ...]:
        return (_FORMS[self._chosen_form][1],)

    @property
    def proposed_name(self) -> str:
        name = self._chosen_part.value
        if self._chosen_part is Part.loss and self._window.loss_card.is_landscape:
            name = "landscape"
        return f"{name}.{self._chosen_form.value}"

    @property
    def why_not_saved(self) -> str:
        try:
            refuse_what_is_hidden(self._window, self._chosen_part)
        except NotShownError as error:
            return str(error)
        return ""

    @property
    def why_not_copied(self) -> str:
        if self._chosen_form is PictureForm.pdf:
            return "Programs don’t take PDF from the clipboard: save it, or choose SVG or PNG."
        return self.why_not_saved

    # --- showing it

    def _on_chosen(self) -> None:
        self.refresh()
        self.changed.emit()

    def _on_looks_chosen(self) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Paint the preview; not while the window is painted for it, which changes its looks."""
        if self._is_painting:
            return
        self._name_the_loss()
        for widget in self._of_pixels:
            widget.setVisible(self._chosen_form is PictureForm.png)
        try:
            picture = self._picture()
        except NotShownError as error:
            self._preview.show_sentence(str(error))
            self._note.setText("")
            return
        self._note.setText(self._size_in_words(picture))
        self._preview.show_picture(picture, self._ground, f"Preview of {self._described}")

    def _name_the_loss(self) -> None:
        self._part.setItemText(self._part.findData(Part.loss), f"The {name_of_the_loss(self._window)}")

    @property
    def _described(self) -> str:
        return f"{self._part.currentText()[:1].lower()}{self._part.currentText()[1:]}"

    def _size_in_words(self, picture: Recording) -> str:
        size = picture.size.toSize()
        if self._chosen_form is PictureForm.png:
            scale = int(self._scale.currentData())
            return f"{size.width() * scale} × {size.height() * scale} pixels."
        return "Drawn with lines and letters: it stays sharp at any size. A larger window makes a larger picture."

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._preview.update()

    # --- doing it

    def _picture(self) -> Recording:
        self._is_painting = True
        try:
            return picture_of(self._window, self._chosen_part, self._theme)
        finally:
            self._is_painting = False

    @property
    def _title(self) -> str:
        screen: Screen = self._bridge.screen
        return f"{title_of(screen)}: {self._described}"

    def save(self, path: Path) -> str:
        try:
            picture, scale = self._picture(), int(self._scale.currentData())
            content = content_of(picture, self._chosen_form, self._ground, self._title, scale)
            write_whole(path, [content])
        except (NotShownError, TooHighError) as error:
            return str(error)
        except NotWrittenError as error:
            return not_saved(path, str(error))
        return f"Saved {self._described} as {path}."

    def copy(self) -> str:
        form = self._chosen_form
        try:
            picture = self._picture()
            image = as_image(picture, self._ground, int(self._scale.currentData()))
        except (NotShownError, TooHighError) as error:
            return str(error)
        vector = as_svg(picture, self._ground, self._title) if form is PictureForm.svg else b""
        put_on_the_clipboard(Copied(image=image, vector=vector))
        return f"Copied {self._described} as {form.value.upper()}."
