"""Compare rates… as a person uses it: what is proposed, typed, told, refused and kept."""

from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTableWidget

from bpgui.session.rates import rate_marks
from bpgui.ui.compare_dialog import CompareDialog
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme
from tests.ui.person import Key, Modifier, Person
from tests.ui.test_run_until import come_back
from tests.ui.what_is_shown import everything

PROPOSED = "0.05  0.0277  0.139  0.276  0.291"


class Comparing:
    """The dialog, as a person sees it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        come_back(person)
        person.press(Key.Key_K, Modifier.ControlModifier | Modifier.ShiftModifier)
        self.dialog = person.find(CompareDialog, "compare_dialog")
        person.qtbot.waitUntil(self.dialog.isVisible)

    @property
    def field(self) -> QLineEdit:
        return self.dialog.findChild(QLineEdit, "compare_rates_field")

    @property
    def refusal(self) -> str:
        return self.dialog.findChild(QLabel, "compare_refusal").text()

    @property
    def table(self) -> QTableWidget:
        return self.dialog.findChild(QTableWidget, "compare_table")

    @property
    def rows(self) -> list[tuple[str, ...]]:
        model = self.table.model()
        return [tuple(model.index(row, column).data() for column in range(3)) for row in range(model.rowCount())]

    def type(self, text: str) -> None:
        self.field.setFocus()
        self.field.selectAll()
        QTest.keyClick(self.field, Key.Key_Delete)
        QTest.keyClicks(self.field, text)

    def press_return(self) -> None:
        QTest.keyClick(self.field, Key.Key_Return)


def kept(person: Person) -> list[str]:
    return [curve.name for curve in person.window.bridge.session.kept.curves]


@pytest.fixture
def comparing(person: Person) -> Comparing:
    return Comparing(person)


def test_it_proposes_rates_around_the_bound_and_tells_what_comes_of_each(comparing: Comparing) -> None:
    assert comparing.field.text() == PROPOSED
    assert comparing.field.selectedText() == PROPOSED
    assert comparing.rows == [
        ("0.05", "within the bound", "15 iterations to 1 % of the excess loss"),
        ("0.0277", "within the bound", "27 iterations to 1 % of the excess loss"),
        ("0.139", "within the bound", "5 iterations to 1 % of the excess loss"),
        ("0.276", "within the bound", "175 iterations to 1 % of the excess loss"),
        ("0.291", "past the bound", "diverges: numbers too large after iteration 3764"),
    ]


def test_return_keeps_a_curve_for_each_and_says_so(comparing: Comparing) -> None:
    person = comparing.person
    comparing.press_return()
    assert not comparing.dialog.isVisible()
    assert kept(person) == [f"η = {rate}, start 1" for rate in PROPOSED.split()]
    assert {curve.seen for curve in person.window.bridge.session.kept.curves} == {175}
    assert person.sentence == "5 curves from this start are kept, each at its own learning rate."
    assert person.position.iteration == 0
    assert person.window.bridge.session.document.learning_rate == Fraction("0.05")


def test_what_is_told_follows_what_is_typed(comparing: Comparing) -> None:
    comparing.type("0,1; 1/3 0.1 fast 0")
    rows = comparing.rows
    assert [row[0] for row in rows] == ["0,1", "1/3", "fast", "0"]
    assert rows[0][1] == "within the bound"
    assert rows[1][2].startswith("diverges")
    assert rows[2][2].startswith("“fast” is not a number here")
    assert rows[3][2] == "nothing changes"
    comparing.type("")
    assert comparing.rows == []


def test_decimal_commas_are_decimals(comparing: Comparing) -> None:
    comparing.type("0,1 0,2")
    comparing.dialog.findChild(QPushButton, "compare_go").click()
    assert kept(comparing.person) == ["η = 0.1, start 1", "η = 0.2, start 1"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Expected learning rates"),
        ("0.1 fast", "“fast” is not a number here"),
        ("0.1 -0.2", "“-0.2” is negative"),
        ("1/0", "divides by zero"),
        (" ".join(f"0.{n}" for n in range(101, 114)), "At most 12 curves can be told apart: take 1 of these 13 away."),
    ],
)
def test_what_cannot_be_compared_is_refused_beside_the_field_and_nothing_is_lost(
    comparing: Comparing, typed: str, said: str
) -> None:
    before = everything(comparing.person.window)
    comparing.type(typed)
    comparing.press_return()
    assert comparing.dialog.isVisible()
    assert comparing.refusal.startswith(said) or said in comparing.refusal
    assert comparing.field.text() == typed
    assert comparing.field.hasFocus()
    assert kept(comparing.person) == []
    shown = everything(comparing.person.window)
    assert {name: shown[name] for name in before if name != "compare_table"} == {
        name: what for name, what in before.items() if name != "compare_table"
    }
    comparing.type("0.1")
    assert comparing.refusal == ""


def test_what_was_typed_stays_until_it_was_compared(comparing: Comparing) -> None:
    comparing.type("0.1 0.2 0.3x")
    QTest.keyClick(comparing.dialog, Key.Key_Escape)
    assert not comparing.dialog.isVisible()
    again = Comparing(comparing.person)
    assert again.field.text() == "0.1 0.2 0.3x"
    again.type("0.1 0.2")
    again.press_return()
    assert Comparing(comparing.person).field.text() == PROPOSED


def test_other_data_are_proposed_other_rates(comparing: Comparing) -> None:
    comparing.type("0.1")
    comparing.dialog.findChild(QPushButton, "compare_cancel").click()
    come_back(comparing.person)
    comparing.person.enter("x", 1, 1, "20")
    limit = rate_marks(comparing.person.window.bridge.session).limit  # type: ignore[union-attr]
    rates = [float(text) for text in Comparing(comparing.person).field.text().split()]
    assert rates[0] == 0.05
    assert rates[-1] == pytest.approx(1.05 * limit, rel=0.006)


def test_with_some_kept_already_there_is_room_for_fewer(comparing: Comparing) -> None:
    comparing.type(" ".join(f"0.{n}" for n in range(101, 111)))
    comparing.press_return()
    again = Comparing(comparing.person)
    again.press_return()
    assert again.refusal == "At most 12 curves can be told apart, and 10 are kept already: take 3 of these 5 away."
    again.type("0.101 0.102 0.05 0.06")
    again.press_return()
    assert not again.dialog.isVisible()
    assert len(kept(comparing.person)) == 12


def test_compared_curves_are_seen_as_far_as_was_gone_already(person: Person) -> None:
    person.type_into("iteration", "5000")
    comparing = Comparing(person)
    comparing.type("0.1 0.2")
    comparing.press_return()
    assert {curve.seen for curve in person.window.bridge.session.kept.curves} == {5000}


def test_tab_goes_through_it(comparing: Comparing) -> None:
    visited = []
    for _ in range(4):
        visited.append(QApplication.focusWidget().objectName())
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    assert visited == ["compare_rates_field", "compare_table", "compare_go", "compare_cancel"]
    assert comparing.table.accessibleName()
    assert comparing.field.accessibleName()


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name.value)
def test_all_of_it_is_seen_whole_in_every_theme_at_1280_by_720(person: Person, theme: Theme) -> None:
    person.window.resize(1280, 660)
    person.choose(f"theme_{theme.name.value}")
    person.press(Key.Key_Plus, Modifier.ControlModifier, times=2)
    comparing = Comparing(person)
    QApplication.processEvents()
    dialog, table = comparing.dialog, comparing.table
    assert dialog.width() <= 1280
    assert dialog.height() <= 660
    assert not table.verticalScrollBar().isVisible()
    assert not table.horizontalScrollBar().isVisible()
    for row, texts in enumerate(comparing.rows):
        for column, text in enumerate(texts):
            room = table.visualRect(table.model().index(row, column)).width()
            assert table.fontMetrics().horizontalAdvance(text) < room, text
    for label in dialog.findChildren(QLabel):
        if label.text():
            assert label.rect().width() >= label.minimumSizeHint().width()
            assert label.heightForWidth(label.width()) <= label.height()
