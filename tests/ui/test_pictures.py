"""Pictures of the worksheet, the loss and the whole window: as the window shows them, in lines and letters."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGuiApplication,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QListWidget, QPushButton, QWidget

from bpgui.ui.data_export_dialog import DataExportDialog
from bpgui.ui.derivation_picture import HIGHEST, TooHighError
from bpgui.ui.fonts import text_font
from bpgui.ui.picture_content import as_image, as_pdf
from bpgui.ui.picture_export_page import PictureExportPage
from bpgui.ui.picture_marks import Outline, Pixels
from bpgui.ui.picture_parts import Part, on_paper, picture_of
from bpgui.ui.picture_recording import Recording, record, record_painting, under_each_other
from bpgui.ui.picture_svg import as_svg
from bpgui.ui.settings import Settings
from bpgui.ui.theme import DARK, LIGHT, ThemeName
from tests.ui.person import Key, Modifier, Person

SVG = "{http://www.w3.org/2000/svg}"
PARTS = ("The worksheet", "The loss plot", "The whole window")
FORMS = {"svg": "SVG, for slides and texts", "pdf": "PDF, to hand in", "png": "PNG, in pixels"}
ON_PAPER, AS_SHOWN = "Light on white, for paper", "As on the screen"


class Pictures:
    """The page of pictures in the dialog Export, as a person uses it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        person.choose("export")
        dialog = person.window.findChild(DataExportDialog)
        assert dialog is not None
        self.dialog = dialog
        person.qtbot.waitUntil(dialog.isActiveWindow)
        pages = dialog.findChild(QListWidget)
        assert pages is not None
        pages.setCurrentItem(pages.findItems("Pictures", Qt.MatchFlag.MatchExactly)[0])
        page = dialog.page
        assert isinstance(page, PictureExportPage)
        self.page = page

    def choose(self, part: str = "", form: str = "", look: str = "", scale: str = "") -> None:
        for name, text in (("part", part), ("form", FORMS.get(form, "")), ("look", look), ("scale", scale)):
            box = self.dialog.findChild(QComboBox, f"picture_{name}")
            assert box is not None
            if text:
                assert box.findText(text) >= 0, f"{text} can't be chosen"
                box.setCurrentText(text)

    def saved(self, folder: Path) -> bytes:
        path = folder / self.page.proposed_name
        assert self.page.save(path) == f"Saved {self.said_part} as {path}."
        return path.read_bytes()

    @property
    def said_part(self) -> str:
        box = self.dialog.findChild(QComboBox, "picture_part")
        assert box is not None
        return box.currentText()[0].lower() + box.currentText()[1:]

    @property
    def note(self) -> str:
        label = self.dialog.findChild(QLabel, "picture_note")
        assert label is not None
        return label.text()

    @property
    def preview(self) -> QWidget:
        widget = self.dialog.findChild(QWidget, "picture_preview")
        assert widget is not None
        return widget


@pytest.fixture
def at_work(person: Person) -> Person:
    """∂L/∂w₁₂ is being built, after some iterations."""
    person.choose("backward")
    person.type_into("iteration", "20")
    person.click_cell("dL_dw", 1, 2)
    return person


@pytest.fixture
def pictures(at_work: Person) -> Pictures:
    return Pictures(at_work)


def words(svg: bytes) -> list[str]:
    """What is written in an SVG picture, where letters are outlines."""
    labels = (element.get("aria-label") for element in ElementTree.fromstring(svg).iter())
    return [label for label in labels if label]


def tags(svg: bytes) -> set[str]:
    return {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(svg).iter()}


def colours(image: QImage) -> np.ndarray:
    """Rows of pixels of red, green and blue."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), -1, 4)
    return rows[:, : image.width(), :3].astype(np.int16)


def share_that_differs(one: QImage, other: QImage) -> float:
    assert one.size() == other.size()
    return float((abs(colours(one) - colours(other)).max(axis=2) > 60).mean())


# --- the page


def test_each_part_is_saved_in_each_form(pictures: Pictures, tmp_path: Path) -> None:
    for part, form in product(PARTS, FORMS):
        pictures.choose(part, form)
        content = pictures.saved(tmp_path)
        if form == "svg":
            assert {"path", "title"} <= tags(content)
            assert "text" not in tags(content)
        elif form == "pdf":
            assert content.startswith(b"%PDF")
            assert content.rstrip().endswith(b"%%EOF")
        else:
            assert not QImage.fromData(content).isNull()
        if part != "The whole window":  # which has icons
            assert b"<image" not in content
            assert b"/Subtype /Image" not in content


def test_what_is_written_in_the_cells_is_written_in_the_picture(
    pictures: Pictures, at_work: Person, tmp_path: Path
) -> None:
    written = words(pictures.saved(tmp_path))
    for name in ("x", "w", "y_hat", "dL_dw"):
        assert {text for row in at_work.matrix(name) for text in row} <= set(written)
    assert "FORWARD" in written


def test_the_cells_that_glow_glow_in_the_picture(at_work: Person, tmp_path: Path) -> None:
    pictures = Pictures(at_work)
    before = pictures.saved(tmp_path)
    assert LIGHT.glow(at_work.table("x").model().matrix, 0.16).name() in before.decode()  # type: ignore[attr-defined]
    at_work.window.bridge.do(lambda session: session.select(None))
    assert pictures.saved(tmp_path) != before
    assert before.count(LIGHT.hue_x.encode()) > pictures.saved(tmp_path).count(LIGHT.hue_x.encode())


def test_on_paper_it_is_light_although_the_screen_is_dark_and_stays_so(at_work: Person, tmp_path: Path) -> None:
    at_work.choose("theme_dark")
    window = at_work.window
    pictures = Pictures(at_work)
    seen = window.grab().toImage()
    for part in PARTS:
        pictures.choose(part, "png", ON_PAPER, "1×")
        made = QImage.fromData(pictures.saved(tmp_path))
        assert made.pixelColor(1, made.height() - 2).name() == "#ffffff"
        assert colours(made).mean() > 200
    assert window.theme == DARK
    assert window.grab().toImage() == seen
    pictures.choose(PARTS[2], "png", AS_SHOWN, "1×")
    assert colours(QImage.fromData(pictures.saved(tmp_path))).mean() < 80
    window.close()
    assert Settings.of_the_user().theme is ThemeName.dark


def test_as_on_the_screen_it_is_what_the_screen_shows(at_work: Person) -> None:
    window = at_work.window
    window.bridge.do(lambda session: session.keep_curve())
    QApplication.processEvents()
    made = as_image(picture_of(window, Part.window, window.theme), QColor(window.theme.ground), 1)
    assert share_that_differs(made, window.grab().toImage()) < 0.003


def test_a_png_has_so_many_times_the_pixels(pictures: Pictures, at_work: Person, tmp_path: Path) -> None:
    for scale in (1, 2, 4):
        pictures.choose("The worksheet", "png", scale=f"{scale}×")
        size = at_work.window.worksheet.sheet.size() * scale
        assert QImage.fromData(pictures.saved(tmp_path)).size() == size
        assert pictures.note == f"{size.width()} × {size.height()} pixels."


def test_the_landscape_is_called_so_and_has_its_contours(at_work: Person, tmp_path: Path) -> None:
    at_work.choose("show_landscape")
    pictures = Pictures(at_work)
    pictures.choose("The landscape of the loss", "svg")
    assert pictures.page.proposed_name == "landscape.svg"
    written = words(pictures.saved(tmp_path))
    assert any("direction" in word for word in written)


def test_kept_curves_have_a_legend(at_work: Person, tmp_path: Path) -> None:
    at_work.choose("keep_curve")
    pictures = Pictures(at_work)
    pictures.choose("The loss plot", "svg")
    assert any("start 1" in word for word in words(pictures.saved(tmp_path)))


def test_a_loss_that_is_not_shown_is_refused_with_a_sentence(person: Person, tmp_path: Path) -> None:
    person.choose("show_loss")
    pictures = Pictures(person)
    pictures.choose("The loss plot", "svg")
    why = "The loss isn’t on the screen. Show it with View › Show the loss over iterations."
    assert pictures.page.why_not_saved == why
    assert pictures.preview.accessibleDescription() == why
    assert pictures.page.save(tmp_path / "loss.svg") == why
    assert not (tmp_path / "loss.svg").exists()


def test_a_large_matrix_is_shown_where_it_is_scrolled_to(person: Person, tmp_path: Path) -> None:
    person.choose("example_4")
    pictures = Pictures(person)
    assert "150" not in words(pictures.saved(tmp_path))
    bar = person.table("x").verticalScrollBar()
    bar.setValue(bar.maximum())
    assert "150" in words(pictures.saved(tmp_path))


def test_the_preview_follows_what_happens(pictures: Pictures, at_work: Person) -> None:
    QApplication.processEvents()
    before = pictures.preview.grab().toImage()
    at_work.window.bridge.do(lambda session: session.step())
    at_work.qtbot.waitUntil(lambda: pictures.preview.grab().toImage() != before)


def test_the_preview_takes_the_look_of_the_screen_with_it(pictures: Pictures, at_work: Person) -> None:
    pictures.choose(look=AS_SHOWN)
    light = colours(pictures.preview.grab().toImage()).mean()
    at_work.choose("theme_dark")
    dark = colours(pictures.preview.grab().toImage()).mean()
    assert dark < 80 < light


def test_a_file_that_cannot_be_written_is_told(pictures: Pictures, tmp_path: Path) -> None:
    said = pictures.page.save(tmp_path / "no folder" / "worksheet.svg")
    assert said.startswith("worksheet.svg could not be saved: ")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def _empty_clipboard(qapp: QApplication) -> Iterator[None]:
    QGuiApplication.clipboard().clear()
    yield
    QGuiApplication.clipboard().clear()


@pytest.mark.usefixtures("_empty_clipboard")
def test_pictures_are_copied_but_not_as_pdf(pictures: Pictures, at_work: Person) -> None:
    pictures.choose("The worksheet", "png", scale="2×")
    assert pictures.page.copy() == "Copied the worksheet as PNG."
    assert QGuiApplication.clipboard().image().size() == at_work.window.worksheet.sheet.size() * 2
    pictures.choose(form="svg")
    assert pictures.page.copy() == "Copied the worksheet as SVG."
    data = QGuiApplication.clipboard().mimeData()
    assert bytes(data.data("image/svg+xml").data()).startswith(b"<?xml")
    pictures.choose(form="pdf")
    assert pictures.page.why_not_copied.startswith("Programs don’t take PDF")
    copy = pictures.dialog.findChild(QPushButton, "data_export_copy")
    assert copy is not None
    assert not copy.isEnabled()


def test_it_is_chosen_with_keys_alone(at_work: Person) -> None:
    at_work.press(Key.Key_U, Modifier.ControlModifier)
    pictures = Pictures(at_work)
    for key, name in ((Key.Key_P, "part"), (Key.Key_L, "look"), (Key.Key_F, "form")):
        QTest.keyClick(pictures.dialog.windowHandle(), key, Modifier.AltModifier)
        box = pictures.dialog.findChild(QComboBox, f"picture_{name}")
        assert box is not None
        assert box.hasFocus()
        assert box.accessibleName()
    QTest.keyClick(pictures.dialog.windowHandle(), Key.Key_Down)
    assert pictures.page.proposed_name == "worksheet.pdf"


# --- recordings

Paint = Callable[[QPainter], object]


def box_of(x: float, y: float, width: float, height: float) -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(x, y, width, height))
    return path


def _dashes(painter: QPainter) -> None:
    pen = QPen(QColor("red"), 3, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawLine(QPointF(5, 10), QPointF(95, 10))
    painter.scale(10, 10)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.drawLine(QPointF(1, 3), QPointF(9, 3))


def _clips(painter: QPainter) -> None:
    painter.setClipRect(QRectF(10, 10, 50, 50))
    painter.fillRect(0, 0, 100, 100, QColor("blue"))
    painter.save()
    circle = QPainterPath()
    circle.addEllipse(QPointF(40, 40), 25, 25)
    painter.setClipPath(circle, Qt.ClipOperation.IntersectClip)
    painter.fillRect(0, 0, 100, 100, QColor("yellow"))
    painter.restore()
    painter.fillRect(0, 55, 100, 100, QColor("green"))
    painter.setClipping(False)
    painter.fillRect(80, 80, 20, 20, QColor("black"))


def _gradients(painter: QPainter) -> None:
    gradient = QLinearGradient(10, 0, 90, 0)
    gradient.setColorAt(0, QColor("white"))
    gradient.setColorAt(1, QColor("black"))
    painter.fillRect(QRectF(10, 10, 80, 30), gradient)
    painter.setOpacity(0.5)
    painter.fillRect(QRectF(10, 50, 80, 30), QColor(255, 0, 0, 128))


def _images(painter: QPainter) -> None:
    pixmap = QPixmap(10, 10)
    pixmap.fill(QColor("purple"))
    painter.drawPixmap(QRectF(10, 10, 30, 30), pixmap, QRectF(0, 0, 10, 10))
    painter.drawImage(QPointF(60, 10), pixmap.toImage())
    painter.drawTiledPixmap(QRectF(10, 60, 40, 20), pixmap)
    painter.fillRect(QRectF(60, 60, 30, 30), QBrush(QColor("black"), Qt.BrushStyle.BDiagPattern))


def _shapes(painter: QPainter) -> None:
    painter.setPen(QPen(QColor("black"), 2))
    painter.setBrush(QColor("orange"))
    painter.drawEllipse(QRectF(10, 10, 30, 20))
    painter.drawRoundedRect(QRectF(50, 10, 40, 20), 5, 5)
    painter.translate(50, 65)
    painter.rotate(30)
    painter.scale(2, 1)
    painter.drawPolygon([QPointF(-10, -10), QPointF(10, -10), QPointF(0, 10)])
    painter.drawPolyline([QPointF(-20, 0), QPointF(0, 5), QPointF(20, 0)])


def _words(painter: QPainter) -> None:
    painter.setFont(text_font(20))
    painter.setPen(QColor("black"))
    painter.drawText(QPointF(5, 30), "−0.25 ŷ")
    painter.rotate(90)
    painter.drawText(QPointF(40, -20), "loss")


@pytest.mark.parametrize("paint", [_dashes, _clips, _gradients, _images, _shapes, _words])
def test_what_is_recorded_is_painted_and_written_as_it_was(paint: Paint, qapp: QApplication) -> None:
    direct = QImage(100, 100, QImage.Format.Format_RGB32)
    direct.fill(QColor("white"))
    with QPainter(direct) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
    recording = record_painting(QSizeF(100, 100), paint)
    assert share_that_differs(as_image(recording, QColor("white"), 1), direct) < 0.01
    if paint is _clips:  # which Qt itself doesn't read, but browsers and drawing programs do
        return
    of_svg = QImage(100, 100, QImage.Format.Format_RGB32)
    of_svg.fill(QColor("white"))
    renderer = QSvgRenderer(as_svg(recording, QColor("white"), "A & B <C>"))
    assert renderer.isValid()
    with QPainter(of_svg) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter)
    assert share_that_differs(of_svg, direct) < 0.04


def test_clips_are_written_once_and_only_where_they_cut(qapp: QApplication) -> None:
    svg = as_svg(record_painting(QSizeF(100, 100), _clips), None, "")
    root = ElementTree.fromstring(svg)
    clips = {clip.get("id"): clip[0].get("d", "") for clip in root.iter(f"{SVG}clipPath")}
    assert "M10 10L60 10L60 60L10 60L10 10" in clips.values()
    cut = [group.get("clip-path", "")[5:-1] for group in root.iter(f"{SVG}g")]
    assert set(cut) == set(clips)
    assert len(cut) == 3
    assert len(list(root.iter(f"{SVG}path"))) == len(clips) + 4


def test_a_svg_bears_its_title_and_its_words_whatever_they_are(qapp: QApplication) -> None:
    recording = record_painting(QSizeF(100, 100), lambda painter: painter.drawText(QPointF(0, 20), 'a < "b" & c'))
    svg = as_svg(recording, None, "A & B <C>\x00\x1b\ud800")
    assert ElementTree.fromstring(svg).findtext(f"{SVG}title") == "A & B <C>"
    assert "".join(words(svg)) == 'a < "b" & c'
    assert b"<rect" not in svg


def test_recordings_stand_under_each_other(qapp: QApplication) -> None:
    one = record_painting(QSizeF(40, 10), lambda painter: painter.fillRect(0, 0, 40, 10, QColor("red")))
    other = record_painting(QSizeF(30, 10), lambda painter: painter.fillRect(0, 0, 30, 10, QColor("blue")))
    both = under_each_other([one, other])
    assert both.size == QSizeF(40, 20)
    image = as_image(both, QColor("white"), 1)
    assert image.pixelColor(5, 5).name() == "#ff0000"
    assert image.pixelColor(5, 15).name() == "#0000ff"
    assert image.pixelColor(35, 15).name() == "#ffffff"


def test_what_is_behind_a_clip_is_not_recorded(qapp: QApplication) -> None:
    def paint(painter: QPainter) -> None:
        painter.setClipRect(QRectF(0, 0, 10, 10))
        painter.fillRect(QRectF(50, 50, 10, 10), QColor("red"))
        painter.fillRect(QRectF(1, 1, 5, 5), QColor("red"))

    (mark,) = record_painting(QSizeF(100, 100), paint).marks
    assert isinstance(mark, Outline)
    assert mark.clip is None


def test_a_painter_is_ended_where_painting_fails(person: Person) -> None:
    def fail(painter: QPainter) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        record_painting(QSizeF(10, 10), fail)

    class Broken(Recording):
        def paint(self, painter: QPainter) -> None:
            raise ZeroDivisionError

    for make in (lambda r: as_image(r, QColor("white"), 1), lambda r: as_pdf(r, QColor("white"), "")):
        with pytest.raises(ZeroDivisionError):
            make(Broken((), QSizeF(10, 10)))
    gc.collect()  # Qt would crash here, had a painter been left on its device
    assert not person.window.grab().isNull()


def test_the_look_is_given_back_where_painting_fails(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.choose("theme_dark")

    def fail(*arguments: object, **options: object) -> Recording:
        raise ZeroDivisionError

    monkeypatch.setattr("bpgui.ui.picture_parts.record", fail)
    with pytest.raises(ZeroDivisionError):
        picture_of(person.window, Part.worksheet, on_paper(DARK))
    assert person.window.theme == DARK


def test_a_png_that_would_be_too_large_is_refused(qapp: QApplication) -> None:
    wide = record_painting(QSizeF(HIGHEST, 2), lambda painter: painter.fillRect(0, 0, 5, 2, QColor("red")))
    assert as_image(wide, QColor("white"), 1).width() == HIGHEST
    with pytest.raises(TooHighError, match="Choose a smaller scale"):
        as_image(wide, QColor("white"), 2)


def test_the_worksheet_is_recorded_without_a_single_pixel(person: Person) -> None:
    person.choose("backward")
    marks = record(person.window.worksheet.sheet).marks
    assert len(marks) > 100
    assert not [mark for mark in marks if isinstance(mark, Pixels)]
