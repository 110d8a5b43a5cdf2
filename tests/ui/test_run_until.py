"""Run until… as a person uses it: typed, understood, refused, gone to, remembered."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from bpgui.ui.run_until_dialog import RunUntilDialog
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme
from tests.ui.person import Key, Modifier, Person
from tests.ui.test_looks import contrast
from tests.ui.what_is_shown import everything

LOSS, NORM, ITERATION = "the loss L is at most", "the gradient norm is at most", "iteration"


class Asking:
    """The dialog, as a person sees it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        come_back(person)
        person.press(Key.Key_R, Modifier.ControlModifier | Modifier.ShiftModifier)
        self.dialog = person.find(RunUntilDialog, "run_until_dialog")
        person.qtbot.waitUntil(self.dialog.isVisible)

    @property
    def field(self) -> QLineEdit:
        return self.dialog.findChild(QLineEdit, "run_until_target")

    @property
    def goal(self) -> QComboBox:
        return self.dialog.findChild(QComboBox, "run_until_goal")

    @property
    def asked(self) -> str:
        return self.dialog.findChild(QLabel, "run_until_asked").text()

    @property
    def refusal(self) -> str:
        return self.dialog.findChild(QLabel, "run_until_refusal").text()

    def choose(self, goal: str) -> None:
        """Choose with the keys, as in any list."""
        self.goal.setFocus()
        while self.goal.currentText() != goal:
            before = self.goal.currentIndex()
            QTest.keyClick(self.goal, Key.Key_Down)
            if self.goal.currentIndex() == before:
                QTest.keyClick(self.goal, Key.Key_Home)

    def type(self, text: str) -> None:
        self.field.setFocus()
        self.field.selectAll()
        QTest.keyClick(self.field, Key.Key_Delete)
        QTest.keyClicks(self.field, text)

    def press_return(self) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.dialog, Key.Key_Return)


def come_back(person: Person) -> None:
    """To the window, as a desktop lets one when a dialog has closed; offscreen there is none to do it."""
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)


@pytest.fixture
def asking(person: Person) -> Asking:
    return Asking(person)


def test_it_opens_with_the_keyboard_in_the_field_and_says_only_what_is_asked(asking: Asking) -> None:
    assert asking.field.hasFocus()
    assert asking.field.selectedText() == asking.field.text() == "0.01"
    assert asking.asked == "Goes to the first iteration with L ≤ 0.01."
    asking.type("1/3")
    assert asking.asked == "Goes to the first iteration with L ≤ 1/3."
    asking.type("0,5")
    assert asking.asked == "Goes to the first iteration with L ≤ 0.5."
    asking.type("soon")
    assert asking.asked == ""
    asking.choose(NORM)
    asking.type("1e-3")
    assert asking.asked.startswith("Goes to the first iteration with a gradient norm ≤ 0.001. The gradient norm is")
    asking.choose(ITERATION)
    asking.type("1e6")
    assert asking.asked == "Goes to iteration 1\u2009000\u2009000."
    assert asking.person.position.iteration == 0


def test_return_goes_to_the_first_iteration_with_so_small_a_loss(asking: Asking) -> None:
    asking.type("0.01")
    asking.press_return()
    assert not asking.dialog.isVisible()
    person = asking.person
    t = int(person.iteration)
    assert person.sentence == f"Iteration {t} is the first with L ≤ 0.01."
    come_back(person)
    person.press(Key.Key_Period, Modifier.ControlModifier, times=6)
    assert float(person.cell("loss")) < 0.01
    person.type_into("iteration", str(t - 1))
    assert float(person.cell("loss")) > 0.01


def test_the_button_goes_to_the_first_iteration_with_so_small_a_gradient(asking: Asking) -> None:
    asking.choose(NORM)
    asking.type("0.5")
    asking.dialog.findChild(QPushButton, "run_until_go").click()
    person = asking.person
    come_back(person)
    norms = []
    for t in (int(person.iteration) - 1, int(person.iteration)):
        person.type_into("iteration", str(t))
        rows = person.matrix("dL_dw") + person.matrix("dL_db")
        norms.append(sum(float(text.replace("−", "-")) ** 2 for row in rows for text in row) ** 0.5)
    assert norms[0] > 0.5 >= norms[1] - 0.02


def test_an_iteration_is_gone_to_as_well(asking: Asking) -> None:
    asking.choose(ITERATION)
    asking.type("1 234")
    asking.press_return()
    assert asking.person.iteration == "1234"


@pytest.mark.parametrize(
    ("goal", "typed", "said"),
    [
        (LOSS, "-1", "never negative"),
        (LOSS, "0", "No training gets there"),
        (LOSS, "soon", "“soon” is not a number here"),
        (LOSS, "", "is not a number here"),
        (LOSS, "1e-40", "nothing but rounding"),
        (NORM, "0", "expected a number above 0"),
        (ITERATION, "1.5", "Expected a whole number from 0 to"),
        (ITERATION, "1e10", "Expected a whole number from 0 to"),
    ],
)
def test_what_cannot_be_reached_is_refused_beside_the_field_and_nothing_changes(
    asking: Asking, goal: str, typed: str, said: str
) -> None:
    before = everything(asking.person.window)
    asking.choose(goal)
    asking.type(typed)
    asking.press_return()
    assert asking.dialog.isVisible()
    assert said in asking.refusal
    assert asking.field.text() == typed
    assert asking.field.hasFocus()
    assert everything(asking.person.window) == before
    asking.type("5")
    assert asking.refusal == ""


def test_past_the_bound_it_says_that_descent_diverges(person: Person) -> None:
    person.type_into("learning_rate", "0.5")
    asking = Asking(person)
    asking.type("0.01")
    asking.press_return()
    assert "diverges at this learning rate" in asking.refusal


@pytest.mark.parametrize("how", ["Escape", "Cancel"])
def test_it_can_be_left_and_has_the_last_goal_still(asking: Asking, how: str) -> None:
    asking.choose(NORM)
    asking.type("0.25")
    asking.press_return()
    t = asking.person.iteration
    again = Asking(asking.person)
    assert (again.goal.currentText(), again.field.text()) == (NORM, "0.25")
    assert again.field.selectedText() == "0.25"
    if how == "Escape":
        QTest.keyClick(again.dialog, Key.Key_Escape)
    else:
        again.dialog.findChild(QPushButton, "run_until_cancel").click()
    assert not again.dialog.isVisible()
    assert asking.person.iteration == t
    assert len(asking.person.window.findChildren(RunUntilDialog)) == 1


def test_while_large_data_are_not_solved_it_cannot_be_opened(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    course = type(person.window.bridge.session.course)
    monkeypatch.setattr(course, "is_solved", property(lambda self: False))
    person.press(Key.Key_F, Modifier.NoModifier)
    person.press(Key.Key_F, Modifier.NoModifier)
    assert not person.can("run_until")


def test_every_part_has_a_name_and_tab_goes_through_them(asking: Asking) -> None:
    for widget in (asking.field, asking.goal):
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()
        assert widget.toolTip()
    visited = []
    for _ in range(5):
        visited.append(QApplication.focusWidget().objectName())
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    assert set(visited) == {"run_until_target", "run_until_goal", "run_until_go", "run_until_cancel"}


def test_nothing_jumps_when_it_speaks(asking: Asking) -> None:
    def places() -> list[object]:
        QApplication.processEvents()
        return [asking.dialog.size(), *(child.geometry() for child in asking.dialog.findChildren(QWidget))]

    before = places()
    asking.type("1e-40")
    asking.press_return()
    assert asking.refusal
    assert places() == before
    asking.choose(NORM)
    assert places() == before


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name.value)
def test_the_refusal_can_be_read_in_every_theme_and_is_whole(person: Person, theme: Theme) -> None:
    person.choose(f"theme_{theme.name.value}")
    person.press(Key.Key_Plus, Modifier.ControlModifier, times=3)
    asking = Asking(person)
    asking.type("1e-40")
    asking.press_return()
    label = asking.dialog.findChild(QLabel, "run_until_refusal")
    assert label.palette().windowText().color().name() == theme.warning
    assert contrast(theme.warning, asking.dialog.grab().toImage().pixelColor(3, 3)) >= 4.5
    assert label.heightForWidth(label.width()) <= label.height()
