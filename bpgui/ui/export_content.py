"""What leaves the panel: the formats, what each holds, what its file is called, and how it is copied."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QByteArray, QCoreApplication, QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from bpgui.core.cells import Cell, Matrix
from bpgui.core.notation import symbol
from bpgui.session.derivation import Derivation
from bpgui.session.derivation_latex import as_latex
from bpgui.session.derivation_text import as_text
from bpgui.session.screen import Screen
from bpgui.ui.derivation_picture import as_image, as_pdf, as_png, as_svg
from bpgui.ui.theme import Theme

_SVG = "image/svg+xml"


class Format(Enum):
    """The formats, by the endings of their files."""

    latex = "tex"
    text = "txt"
    svg = "svg"
    pdf = "pdf"
    png = "png"

    @property
    def title(self) -> str:
        """What it is called."""
        return {Format.latex: "LaTeX", Format.text: "Plain text"}.get(self, self.name.upper())

    @property
    def is_picture(self) -> bool:
        """Whether it has colours."""
        return self not in (Format.latex, Format.text)

    @property
    def can_be_copied(self) -> bool:
        """Whether programs take it from the clipboard."""
        return self is not Format.pdf


@dataclass(frozen=True)
class Copied:
    """What goes on the clipboard: text, or a picture in pixels and perhaps as SVG too."""

    text: str = ""
    image: QImage | None = None
    vector: bytes = b""


@dataclass(frozen=True)
class Export:
    """Derivations in a format; `title` stands over a LaTeX document."""

    derivations: tuple[Derivation, ...]
    format: Format
    theme: Theme
    transparent: bool = False
    title: str = ""

    @property
    def named(self) -> str:
        """What is derived: an entry, or all entries of a matrix."""
        first = self.derivations[0]
        return first.title if len(self.derivations) == 1 else f"all entries of {symbol(first.entry.matrix)}"

    def words(self) -> str:
        """What a format of words holds."""
        return as_latex(self.derivations, self.title) if self.format is Format.latex else as_text(self.derivations)

    def content(self) -> bytes:
        """What its file holds. Raises TooHighError."""
        match self.format:
            case Format.svg:
                return as_svg(self.derivations, self.theme, self.transparent)
            case Format.pdf:
                return as_pdf(self.derivations, self.theme, self.transparent)
            case Format.png:
                return as_png(self.derivations, self.theme, self.transparent)
        return self.words().encode()

    def for_the_clipboard(self) -> Copied:
        """What is copied; SVG goes with its picture in pixels, for programs that don't take it. Raises TooHighError."""
        if not self.format.is_picture:
            return Copied(text=self.words())
        vector = self.content() if self.format is Format.svg else b""
        return Copied(image=as_image(self.derivations, self.theme, self.transparent), vector=vector)


def put_on_the_clipboard(copied: Copied) -> None:
    """Replace what is on the clipboard.

    With PySide 6.11.3 the process crashes at its end if the clipboard holds a QMimeData made in Python. So one is made
    for SVG alone, and leaves its place to the picture when the program ends.
    """
    clipboard = QGuiApplication.clipboard()
    if copied.image is None:
        clipboard.setText(copied.text)
    elif not copied.vector:
        clipboard.setImage(copied.image)
    else:
        data, image = QMimeData(), copied.image
        data.setData(_SVG, QByteArray(copied.vector))
        data.setImageData(image)
        clipboard.setMimeData(data)

        def leave_the_picture() -> None:
            if clipboard.mimeData() is data:
                clipboard.setImage(image)

        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(leave_the_picture)


def title_of(screen: Screen) -> str:
    """What stands over a document: the problem's name, and when it is."""
    parts = [screen.document.title, f"iteration {screen.position.iteration}"]
    return ", ".join(part for part in parts if part)


def proposed_name(entry: Cell, whole_matrix: bool, form: Format) -> str:
    """derivation-dL_dw_12.tex, derivation-dL_dw.tex; indices of two digits apart: derivation-x_1_12.png."""
    letters = tuple(entry.matrix.axes)
    indices = [str(at + 1) for letter, at in zip(letters, (entry.row, entry.column), strict=True) if letter != "1"]
    joined = ("_" if any(len(index) > 1 for index in indices) else "").join(indices)
    name = "L" if entry.matrix is Matrix.loss else entry.matrix.value
    return f"derivation-{name}{f'_{joined}' if joined and not whole_matrix else ''}.{form.value}"
