"""The gallery of examples, used as a person does; and what a lecturer may put into it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView, QPushButton

from bpgui.resource_files import resource_path
from bpgui.session.examples import ExampleFile, example_files
from bpgui.session.problems import ProblemError
from bpgui.ui import window_pages
from bpgui.ui.gallery_dialog import GalleryDialog
from bpgui.ui.gallery_model import PICTURE
from bpgui.ui.gallery_picture import example_picture
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme
from tests.ui.person import SPOKEN, Key, Person
from tests.ui.what_is_shown import everything

IRIS = resource_path("data", "iris.csv")
SHIPPED = example_files([resource_path("examples")], IRIS)
SIZE = QSize(300, 104)
ONE = {"title": "Mine", "sentence": "My own.", "x": [[2]], "w": [[3]], "b": [[1]], "y": [[9]]}


class Gallery:
    """The dialog, as a person sees and uses it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        person.press(Key.Key_F3)
        dialog = person.window.findChild(GalleryDialog)
        assert dialog is not None
        person.qtbot.waitUntil(dialog.isActiveWindow)
        self.dialog = dialog
        cards = dialog.findChild(QListView, "gallery")
        assert cards is not None
        self.cards = cards

    @property
    def titles(self) -> list[str]:
        model = self.cards.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    @property
    def chosen(self) -> str:
        return str(self.cards.currentIndex().data())

    @property
    def refusal(self) -> str:
        label = self.dialog.findChild(QLabel, "gallery_refusal")
        assert label is not None
        return label.text() if label.isVisible() else ""

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.dialog.windowHandle(), key)
        QApplication.processEvents()

    def wait_for_pictures(self) -> None:
        def all_drawn() -> bool:
            model = self.cards.model()
            return all(isinstance(model.index(row, 0).data(PICTURE), QPixmap) for row in range(model.rowCount()))

        self.person.qtbot.waitUntil(all_drawn)


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "my examples"
    folder.mkdir()
    monkeypatch.setattr(window_pages, "own_folder", lambda: folder)
    return folder


@pytest.fixture
def gallery(own_folder: Path, person: Person) -> Gallery:
    return Gallery(person)


def put(folder: Path, name: str, **content: object) -> ExampleFile:
    path = folder / f"{name}.json"
    path.write_text(json.dumps({**ONE, **content}), encoding="utf-8")
    return next(file for file in example_files([folder], IRIS) if file.path == path)


# --- using it


def test_it_shows_every_example_with_title_sentence_and_picture(gallery: Gallery) -> None:
    assert gallery.titles == [file.title for file in SHIPPED]
    gallery.wait_for_pictures()
    model = gallery.cards.model()
    for row, file in enumerate(SHIPPED):
        assert model.index(row, 0).data(SPOKEN) == f"{file.title}. {file.sentence}"
    assert gallery.cards.accessibleName() == "Examples"
    assert gallery.refusal == ""


def test_arrows_go_about_and_return_opens(gallery: Gallery, person: Person) -> None:
    assert gallery.cards.hasFocus()
    assert gallery.chosen == SHIPPED[0].title
    gallery.press(Key.Key_Right)
    assert gallery.chosen == SHIPPED[1].title
    columns = next(
        row for row in range(1, 14) if gallery.cards.visualRect(gallery.cards.model().index(row, 0)).top() > 10
    )
    gallery.press(Key.Key_Down)
    assert gallery.chosen == SHIPPED[1 + columns].title
    gallery.press(Key.Key_Return)
    person.qtbot.waitUntil(lambda: not person.window.findChildren(GalleryDialog))
    assert SHIPPED[1 + columns].title in person.window.windowTitle()


def test_a_double_click_opens_and_it_is_one_step_to_undo(gallery: Gallery, person: Person) -> None:
    before = everything(person.window)
    row = [file.path.stem for file in SHIPPED].index("5-one-weight")
    index = gallery.cards.model().index(row, 0)
    gallery.cards.scrollTo(index)
    place = gallery.cards.visualRect(index).center()
    QTest.mouseClick(gallery.cards.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(gallery.cards.viewport(), Qt.MouseButton.LeftButton, pos=place)
    person.qtbot.waitUntil(lambda: not person.window.findChildren(GalleryDialog))
    assert person.matrix("x") == [["2"]]
    assert [step.name for step in person.window.bridge.session.history.done] == ["Load “One weight”"]
    person.choose("undo")
    after = everything(person.window)
    assert {name for name in before if after[name] != before[name]} == {"can", "sentence"}
    assert person.sentence == "Undone: Load “One weight”."


def test_the_button_opens_the_chosen_one_and_cancel_none(gallery: Gallery, person: Person) -> None:
    gallery.press(Key.Key_Escape)
    person.qtbot.waitUntil(lambda: not person.window.findChildren(GalleryDialog))
    person.window.activateWindow()  # as a window manager does, which is missing offscreen
    person.qtbot.waitUntil(person.window.isActiveWindow)
    assert person.matrix("x")[0] == ["1", "0", "2", "−1"]
    again = Gallery(person)
    again.press(Key.Key_End)
    button = again.dialog.findChild(QPushButton, "gallery_go")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert SHIPPED[-1].title in person.window.windowTitle()


def test_cards_wrap_and_none_is_cut(gallery: Gallery) -> None:
    cards, counts = gallery.cards, []
    for width in (500, 900, 1340):
        gallery.dialog.resize(width, 600)
        QApplication.processEvents()
        rects = [cards.visualRect(cards.model().index(row, 0)) for row in range(len(SHIPPED))]
        counts.append(sum(rect.top() == rects[0].top() for rect in rects))
        assert all(rect.left() >= 0 and rect.right() <= cards.viewport().width() for rect in rects)
        assert len({rect.top() for rect in rects}) == -(-len(rects) // counts[-1])
        assert cards.horizontalScrollBar().maximum() == 0
    assert counts == [1, 2, 4]


# --- a lecturer's own


def test_files_of_ones_own_come_last_without_a_new_start(own_folder: Path, person: Person) -> None:
    put(own_folder, "2-second", title="Second")
    put(own_folder, "1-first", title="First")
    put(own_folder, "10-tenth", title="Tenth")
    gallery = Gallery(person)
    assert gallery.titles[len(SHIPPED) :] == ["First", "Second", "Tenth"]
    label = gallery.dialog.findChild(QLabel, "gallery_folder")
    assert label is not None
    assert str(own_folder) in label.text()
    gallery.press(Key.Key_End)
    gallery.press(Key.Key_Return)
    assert "Tenth" in person.window.windowTitle()


def test_bad_files_are_told_and_the_others_still_show(own_folder: Path, person: Person) -> None:
    put(own_folder, "1-good", title="Good")
    (own_folder / "2-bad.json").write_text("{ no", encoding="utf-8")
    put(own_folder, "3-ragged", title="Ragged", x=[[1, 2], [3]])
    put(own_folder, "4-iris", title="No such iris", iris_examples=[151])
    gallery = Gallery(person)
    gallery.wait_for_pictures()
    person.qtbot.waitUntil(lambda: "4-iris.json" in gallery.refusal)
    assert gallery.titles == [*(file.title for file in SHIPPED), "Good"]
    assert "2-bad.json: line 1, column 3: expected a name in quotation marks" in gallery.refusal
    assert "3-ragged.json: x" in gallery.refusal
    assert len(gallery.refusal.splitlines()) == 3


def test_a_file_that_goes_bad_while_the_gallery_is_open_changes_nothing(own_folder: Path, person: Person) -> None:
    file = put(own_folder, "1-mine")
    gallery = Gallery(person)
    gallery.wait_for_pictures()
    file.path.unlink()
    before = everything(person.window)
    gallery.press(Key.Key_End)
    gallery.press(Key.Key_Return)
    assert "1-mine.json" in gallery.refusal
    assert gallery.dialog.isVisible()
    gallery.press(Key.Key_Escape)
    assert everything(person.window)["x"] == before["x"]


@pytest.mark.parametrize("chosen", [[0], [1, 151], ["a"], "some", {"a": 1}, [1.5], []])
def test_irises_that_do_not_exist_are_refused_with_a_sentence(own_folder: Path, chosen: object) -> None:
    with pytest.raises(ProblemError, match=r"1-it\.json: iris_examples: expected \"all\" or numbers from 1 to 150"):
        put(own_folder, "1-it", iris_examples=chosen).read()


# --- pictures


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name.value)
@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.path.stem)
def test_a_picture_is_drawn_of_the_numbers_in_every_theme(file: ExampleFile, theme: Theme, qapp: QApplication) -> None:
    image = example_picture(file, SIZE, theme, 2.0).toImage()
    assert image.size() == 2 * SIZE
    assert len(colours(image, QPoint(0, 0))) > 3, "nothing at the left"
    assert QColor(theme.text).name() in colours(image, QPoint(SIZE.width(), 0)), "no loss curve at the right"


def colours(image: QImage, start: QPoint) -> set[str]:
    """The opaque colours in the half of an image that begins there."""
    return {
        image.pixelColor(x, y).name()
        for x in range(start.x(), start.x() + image.width() // 2)
        for y in range(start.y(), image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def test_different_examples_have_different_pictures(qapp: QApplication) -> None:
    images = [example_picture(file, SIZE, LIGHT, 1.0).toImage() for file in SHIPPED]
    assert all(one != other for row, one in enumerate(images) for other in images[:row])


def _png(path: Path) -> None:
    image = QImage(30, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    image.save(str(path))


def _svg(path: Path) -> None:
    size = 'width="30" height="30"'
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect {size} fill="#123456"/></svg>')


@pytest.mark.qt_log_ignore("Cannot read file")
@pytest.mark.parametrize(("ending", "write"), [("png", _png), ("svg", _svg)])
def test_a_picture_beside_the_file_takes_the_place_of_the_drawn_one(
    own_folder: Path, qapp: QApplication, ending: str, write: Callable[[Path], None]
) -> None:
    file = put(own_folder, "1-mine")
    drawn = example_picture(file, SIZE, LIGHT, 1.0).toImage()
    write(own_folder / f"1-mine.{ending}")
    given = example_picture(file, SIZE, LIGHT, 1.0).toImage()
    assert given != drawn
    assert given.pixelColor(SIZE.width() // 2, SIZE.height() // 2).name() == "#123456"
    (own_folder / f"1-mine.{ending}").write_bytes(b"no picture")
    assert example_picture(file, SIZE, LIGHT, 1.0).toImage() == drawn
