"""The examples of the menu."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from tests.ui.person import Key, Modifier, Person
from tests.ui.plain import agrees, moment, read
from tests.ui.what_is_shown import everything

EXAMPLES = {
    1: (5, 4, 3),
    2: (4, 3, 2),
    3: (5, 4, 3),
    4: (150, 4, 3),
    5: (1, 1, 1),
    6: (4, 3, 2),
    7: (4, 2, 1),
    8: (6, 2, 2),
    9: (6, 2, 2),
    10: (5, 1, 1),
    11: (4, 2, 1),
    12: (4, 2, 1),
    13: (4, 2, 1),
    14: (5, 1, 1),
}
ALL = pytest.mark.parametrize(("number", "shape"), EXAMPLES.items(), ids=str)


@ALL
def test_an_example_comes_from_its_start_with_its_sizes_and_its_title(
    person: Person, number: int, shape: tuple[int, int, int]
) -> None:
    person.press(Key.Key_F9)
    person.press(Key.Key_F8)
    person.choose(f"example_{number}")
    N, D, K = shape
    assert (len(person.matrix("x")), len(person.matrix("x")[0]), len(person.matrix("y")[0])) == (N, D, K)
    assert (len(person.matrix("x_transposed")), len(person.matrix("x_transposed")[0])) == (D, N)
    assert person.iteration == "0"
    assert person.sentence.startswith("Press Step")
    assert all(person.is_blank(name) for name in ("y_hat", "loss", "dL_dw", "w_next"))
    title = person.action(f"example_{number}").text().split("  ", 1)[1]
    assert person.window.windowTitle() == f"{title}[*] – bpgui"
    assert person.action(f"example_{number}").toolTip().endswith(".")


@ALL
def test_an_example_is_stepped_through_a_whole_iteration_and_its_numbers_are_right(
    person: Person, number: int, shape: tuple[int, int, int]
) -> None:
    person.choose(f"example_{number}")
    person.press(Key.Key_4 if number == 4 else Key.Key_1, Modifier.ControlModifier)
    given = {name: [[read(text) for text in row] for row in person.matrix(name)] for name in "xwby"}
    rate = Fraction(person.window.bridge.session.document.learning_rate)
    presses = 0
    while person.is_blank("b_next") or "" in person.matrix("b_next")[0] or "…" in str(person.matrix("b_next")):
        person.press(Key.Key_PageDown)
        assert person.position.iteration == 0
        presses += 1
    assert presses <= 40
    for name, numbers in moment(*given.values(), rate=rate, iteration=0).items():
        if person.table(name).isVisible():
            for texts, of_row in zip(person.matrix(name), numbers, strict=True):
                assert all(agrees(text, value) for text, value in zip(texts, of_row, strict=True)), name
    person.press(Key.Key_PageDown)
    assert person.iteration == "1"


def test_an_example_forgets_all_of_the_one_before(person: Person) -> None:
    person.choose("example_1")
    at_first = everything(person.window)
    person.choose("example_4")
    person.press(Key.Key_F8)
    person.click_cell("dL_dw", 2, 2)
    person.press(Key.Key_R, Modifier.ControlModifier)
    person.choose("example_1")
    assert everything(person.window) == at_first


def test_the_irises_bear_their_names(person: Person) -> None:
    person.choose("example_3")
    w = person.table("w").model()
    assert [w.headerData(row, Qt.Orientation.Vertical) for row in range(4)][2] == "petal length"
    assert [w.headerData(k, Qt.Orientation.Horizontal) for k in range(3)] == ["setosa", "versicolor", "virginica"]
    assert person.table("x").model().headerData(4, Qt.Orientation.Vertical) == "virginica 102"
    assert person.table("x_transposed").model().headerData(4, Qt.Orientation.Horizontal) == "virginica 102"
    person.press(Key.Key_F8)
    assert not person.window.grab().isNull()


def test_one_weight_says_what_two_times_three_plus_one_lacks(person: Person) -> None:
    person.choose("example_5")
    person.press(Key.Key_F7)
    assert person.matrix("y_hat") == [["7"]]
    assert person.matrix("error") == [["−2"]]
    assert person.cell("loss") == "4"


def test_the_singular_example_falls_to_its_floor(person: Person) -> None:
    person.choose("example_6")
    person.press(Key.Key_F7)
    person.type_into("iteration", "1000000")
    assert person.cell("loss") == "0.33"


def test_the_loss_of_all_irises_falls(person: Person) -> None:
    person.choose("example_4")
    person.press(Key.Key_F7)
    at_first = read(person.cell("loss"))
    person.press(Key.Key_R, Modifier.ControlModifier)
    assert read(person.cell("loss")) < at_first


def test_every_example_of_the_folder_is_in_the_menu(person: Person) -> None:
    folder = Path(__file__).parents[2] / "resources" / "examples"
    files = sorted(folder.glob("*.json"), key=lambda file: int(file.stem.split("-")[0]))
    titles = [json.loads(file.read_text(encoding="utf-8"))["title"] for file in files]
    menu = next(m.menu() for m in person.window.menuBar().actions() if m.text() == "&Examples")
    gallery, separator, *numbered = menu.actions()
    assert gallery is person.action("gallery")
    assert separator.isSeparator()
    assert [action.text() for action in numbered] == [
        f"{'&' if number < 10 else ''}{number}  {title}" for number, title in enumerate(titles, 1)
    ]
    assert len(titles) == len(EXAMPLES)


def test_an_example_is_one_step_to_undo_and_redo(person: Person) -> None:
    person.choose("backward")
    before = everything(person.window)
    person.choose("example_13")
    loaded = everything(person.window)
    person.choose("undo")
    differs = {name for name, shown in everything(person.window).items() if shown != before[name]}
    assert differs == {"can", "sentence"}
    person.choose("redo")
    assert everything(person.window)["x"] == loaded["x"]
    assert "XOR" in person.window.windowTitle()


def test_a_start_at_the_optimum_stays_there(person: Person) -> None:
    person.choose("example_14")
    person.choose("backward")
    assert person.matrix("dL_dw") == [["0"]]
    assert person.matrix("dL_db") == [["0"]]
    person.type_into("iteration", "1000")
    assert person.matrix("w") == [["0.7"]]
    assert person.cell("loss") == "0.16"


@pytest.mark.parametrize("number", EXAMPLES.keys() - {14})  # which has nothing that could grow
def test_at_the_end_of_a_diverging_descent_all_numbers_are_still_numbers(person: Person, number: int) -> None:
    person.choose(f"example_{number}")
    person.type_into("learning_rate", "1000")
    person.type_into("iteration", "1000000")
    assert "diverges" in person.sentence
    assert not person.can("update")
    person.press(Key.Key_4, Modifier.ControlModifier)
    while person.can("step"):
        person.press(Key.Key_PageDown)
    for view in person.window.findChildren(QTableView):
        said = str(person.matrix(view.objectName())).lower()
        assert "nan" not in said
        assert "inf" not in said
    assert all(text for row in person.matrix("b_next") for text in row)
