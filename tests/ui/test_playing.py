"""Play at its paces, by steps and by 1, 2, 4, … iterations; and going to an iteration that is typed."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from bpgui.core.cells import Matrix
from bpgui.core.numbers import entered_text, grouped, parse_number, parse_whole
from bpgui.session import course
from bpgui.session.course import LAST_ITERATION
from bpgui.session.position import StepSize
from bpgui.session.session import Session
from bpgui.session.view import Pace
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.player import Player
from tests.session.documents import note, of_size, one_weight
from tests.strategies import decimals, proof
from tests.ui.conftest import MakeWindow
from tests.ui.person import Key, Modifier, Person, free

SHIFT, CONTROL = Modifier.ShiftModifier, Modifier.ControlModifier
FASTER, SLOWER = (Key.Key_F5, CONTROL), (Key.Key_F5, SHIFT)


class Played:
    """A player without a window, and the iterations and positions that it went through."""

    def __init__(self, qtbot: QtBot, session: Session) -> None:
        self.session, self.qtbot = session, qtbot
        session.set_pace(Pace.fast)
        self.bridge = SessionBridge(session)
        self.player = Player(self.bridge)
        self.iterations: list[int] = []
        self.bridge.changed.connect(lambda: self.iterations.append(session.iteration))

    def until(self, done: Callable[[], bool]) -> None:
        self.player.toggle()
        self.qtbot.waitUntil(done)
        self.player.stop()


def pace(person: Person) -> Pace:
    return person.window.bridge.session.view.pace


def checked_paces(person: Person) -> list[str]:
    return [pace.name for pace in Pace if person.action(f"pace_{pace.name}").isChecked()]


# --- paces


def test_keys_change_the_pace_as_far_as_it_goes_and_a_sentence_says_so(person: Person) -> None:
    assert pace(person) is Pace.steady
    for expected, said in ((Pace.quick, "0.25"), (Pace.fast, "0.05")):
        person.press(*FASTER)
        assert pace(person) is expected
        assert person.sentence == f"Play is {expected.name} now: it takes a step every {said} seconds."
        assert checked_paces(person) == [expected.name]
    assert not person.can("play_faster")
    person.press(*FASTER)
    assert pace(person) is Pace.fast
    person.press(*SLOWER, times=3)
    assert pace(person) is Pace.slow
    assert not person.can("play_slower")
    assert person.can("play_faster")


def test_the_menu_at_the_button_has_the_paces_with_the_one_of_now_marked(person: Person) -> None:
    button = person.find(QToolButton, "play_button")
    menu = button.menu()
    assert isinstance(menu, QMenu)
    assert button.popupMode() is QToolButton.ToolButtonPopupMode.MenuButtonPopup
    said = [action.text().replace("&", "") for action in menu.actions() if not action.isSeparator()]
    assert said[:4] == ["Play: slowly", "Play: steadily", "Play: quickly", "Play: very fast"]
    menu.actions()[2].trigger()
    assert pace(person) is Pace.quick
    assert [action.isChecked() for action in menu.actions()[:4]] == [False, False, True, False]


def test_hovering_over_play_names_the_pace_and_the_keys(person: Person) -> None:
    tip = person.find(QToolButton, "play_button").toolTip()
    for words in ("the chosen step, steadily: every 0.7 seconds", "F5"):
        assert words in tip
    for name in ("play_slower", "play_faster"):
        assert person.action(name).shortcut().toString(QKeySequence.SequenceFormat.NativeText) in tip
    person.press(*FASTER)
    person.choose("play_accelerating")
    assert "1, 2, 4, … iterations, quickly: every 0.25 seconds" in person.find(QToolButton, "play_button").toolTip()


def test_the_pace_is_remembered_but_not_the_sentence_about_it(make_window: MakeWindow, qtbot: QtBot) -> None:
    person = Person(make_window(), qtbot)
    person.press(*FASTER)
    free(person.window)
    person = Person(make_window(), qtbot)
    assert pace(person) is Pace.quick
    assert person.sentence.startswith("Press Step")


def test_another_pace_holds_from_the_next_step_on(qtbot: QtBot) -> None:
    played = Played(qtbot, Session(note()))
    played.session.set_pace(Pace.slow)
    played.player.toggle()
    played.bridge.do(lambda session: session.set_pace(Pace.fast))
    with qtbot.waitSignal(played.bridge.changed, timeout=Pace.slow.value // 2):
        pass
    played.player.stop()


def test_every_pace_has_its_own_pause(qtbot: QtBot) -> None:
    pauses = []
    for each in Pace:
        played = Played(qtbot, Session(note()))
        played.session.set_pace(each)
        played.player.toggle()
        pauses.append(played.player.findChild(QTimer).interval())
        played.player.stop()
    assert pauses == sorted(pauses, reverse=True)
    assert all(earlier > 2 * later for earlier, later in pairwise(pauses))


def test_steps_never_queue_up_behind_slow_painting(qtbot: QtBot) -> None:
    played = Played(qtbot, Session(note()))
    at_once: list[int] = []

    def paint_slowly() -> None:
        before = len(played.iterations)
        QTest.qSleep(4 * Pace.fast.value)
        at_once.append(len(played.iterations) - before)

    played.bridge.changed.connect(paint_slowly)
    played.until(lambda: len(at_once) >= 3)
    timer = played.player.findChild(QTimer)
    assert set(at_once) == {0}
    assert timer.isSingleShot()
    # the pause begins when the slow step is done, so that keys and mouse have their turn
    played.player.toggle()
    assert timer.remainingTime() > Pace.fast.value // 2
    played.player.stop()


def test_playing_by_iterations_keeps_the_place_in_them(qtbot: QtBot) -> None:
    played = Played(qtbot, Session(note()))
    played.session.forward()
    played.session.set_step_size(StepSize.iteration)
    place = played.session.position
    played.until(lambda: played.session.iteration == 4)
    assert played.session.position == place._replace(iteration=4)
    assert played.iterations == [1, 2, 3, 4]


# --- acceleration


def test_accelerating_goes_by_1_2_4_iterations_and_begins_anew_each_time(qtbot: QtBot) -> None:
    played = Played(qtbot, Session(note()))
    played.session.set_accelerates(True)
    assert played.session.view.step_size is StepSize.iteration
    played.until(lambda: played.session.iteration >= 63)
    assert played.iterations == [1, 3, 7, 15, 31, 63]
    played.until(lambda: played.session.iteration >= 66)
    assert played.iterations[6:] == [64, 66]
    assert played.session.has_run


def test_accelerating_ends_at_the_last_iteration(qtbot: QtBot) -> None:
    played = Played(qtbot, Session(note()))
    played.session.set_accelerates(True)
    played.player.toggle()
    qtbot.waitUntil(lambda: not played.player.is_playing, timeout=20_000)
    assert played.session.iteration == LAST_ITERATION
    assert len(played.iterations) == 30
    assert "the last that is shown" in played.session.notice


def test_accelerating_ends_where_descent_diverges(qtbot: QtBot) -> None:
    played = Played(qtbot, Session(one_weight(1)))
    played.session.set_accelerates(True)
    played.player.toggle()
    qtbot.waitUntil(lambda: not played.player.is_playing)
    assert played.session.iteration == played.session.course.last_iteration == 161
    assert played.session.notice.startswith("Descent diverges")


def test_large_data_are_gone_through_one_by_one_until_they_are_solved(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course, "LARGE", 1)
    played = Played(qtbot, Session(of_size(3, 2, 2)))
    played.session.set_accelerates(True)
    played.until(lambda: played.session.iteration == 3)
    assert played.iterations == [1, 2, 3]
    played.session.solve_with(played.session.course.factorise())
    played.until(lambda: played.session.iteration >= 10)
    assert played.iterations[3:] == [4, 6, 10]


def test_choosing_another_step_size_turns_acceleration_off(person: Person) -> None:
    person.press(Key.Key_F5, CONTROL | SHIFT)
    assert person.action("play_accelerating").isChecked()
    assert person.find(QComboBox, "step_size").currentText() == "iteration"
    person.press(Key.Key_5, CONTROL)
    assert person.action("play_accelerating").isChecked()
    person.press(Key.Key_2, CONTROL)
    assert not person.action("play_accelerating").isChecked()
    person.press(Key.Key_F5, CONTROL | SHIFT)
    person.press(Key.Key_F5, CONTROL | SHIFT)
    assert not person.action("play_accelerating").isChecked()
    assert person.find(QComboBox, "step_size").currentText() == "iteration"


def test_the_button_plays_with_acceleration_and_stops(person: Person) -> None:
    person.choose("pace_fast")
    person.choose("play_accelerating")
    person.click("play")
    person.qtbot.waitUntil(lambda: person.window.bridge.session.iteration >= 31)
    person.click("play")
    assert not person.action("play").isChecked()
    assert int(person.iteration) in [2**n - 1 for n in range(5, 12)]


# --- going to an iteration


@pytest.mark.parametrize("name", ["export", "save_derivation", "import_data", "print_preview"])
def test_it_stops_when_a_dialog_comes_before_the_window(person: Person, name: str) -> None:
    person.click_cell("w", 1, 1)
    person.choose("play")
    assert person.window.commands["play"].isChecked()
    person.choose(name)
    person.qtbot.waitUntil(lambda: any(each.isVisible() for each in person.window.findChildren(QDialog)))
    assert not person.window.commands["play"].isChecked()
    before = person.position
    QTest.qWait(2 * Pace.fast.value)
    assert person.position == before
    for dialog in person.window.findChildren(QDialog):
        dialog.close()


def test_ctrl_g_brings_the_keyboard_to_the_field_with_all_of_it_selected(person: Person) -> None:
    person.press(Key.Key_F9)
    person.table("x").setFocus()
    person.press(Key.Key_G, CONTROL)
    field = person.find(QLineEdit, "iteration")
    assert field.hasFocus()
    assert field.selectedText() == "1"
    person.type("250")
    person.press(Key.Key_Return)
    assert person.position.iteration == 250


@pytest.mark.parametrize(
    ("typed", "iteration"),
    [("1e6", 10**6), ("10^9", 10**9), ("1 000 000", 10**6), ("1\u2009000", 1000), ("2**10", 1024), ("1.5e3", 1500)],
)
def test_an_iteration_is_typed_as_people_write_large_numbers(person: Person, typed: str, iteration: int) -> None:
    person.type_into("iteration", typed)
    assert person.position.iteration == iteration
    assert person.iteration == str(iteration)


def test_in_focus_a_small_dialog_asks_for_it(person: Person) -> None:
    person.press(Key.Key_F7)
    person.press(Key.Key_F)
    person.press(Key.Key_G, CONTROL)
    dialog = person.find(QDialog, "go_to_dialog")
    field = dialog.findChild(QLineEdit, "go_to_field")
    assert field.hasFocus()
    assert field.selectedText() == "0"
    type_over(field, "soon")
    assert dialog.isVisible()
    refusal = dialog.findChild(QLabel, "go_to_refusal")
    assert refusal.text() == "Expected a whole number from 0 to 1\u2009000\u2009000\u2009000."
    assert person.position.iteration == 0
    type_over(field, "1e3")
    assert person.position.iteration == 1000
    assert person.position.equation is Matrix.loss
    person.qtbot.waitUntil(lambda: person.window.findChild(QDialog, "go_to_dialog") is None)
    assert person.action("focus").isChecked()


@pytest.mark.parametrize("how", ["Escape", "Cancel"])
def test_it_can_be_left_without_going_anywhere(person: Person, how: str) -> None:
    person.press(Key.Key_F)
    person.press(Key.Key_G, CONTROL)
    dialog = person.find(QDialog, "go_to_dialog")
    QTest.keyClicks(dialog.findChild(QLineEdit, "go_to_field"), "77")
    if how == "Escape":
        QTest.keyClick(dialog, Key.Key_Escape)
    else:
        dialog.findChild(QPushButton, "go_to_cancel").click()
    person.qtbot.waitUntil(lambda: person.window.findChild(QDialog, "go_to_dialog") is None)
    assert person.position.iteration == 0
    assert person.action("focus").isChecked()


def type_over(field: QLineEdit, text: str) -> None:
    """Type in place of what is selected, and press Return."""
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Key.Key_Return)
    QApplication.processEvents()


# --- whole numbers, and numbers as they are typed


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-1",
        "1.5",
        "1,000",
        "1.000",
        "1e-3",
        "1.23e1",
        "10 00",
        "1 0000",
        "nan",
        "1_0",
        "0x10",
        "²",
        "1e",
        "9" * 101,
    ],
)
def test_what_is_no_whole_number_beyond_doubt_is_none(typed: str) -> None:
    assert parse_whole(typed) is None


@proof
@given(st.integers(0, 10**30))
def test_a_whole_number_is_read_plain_and_grouped(number: int) -> None:
    assert parse_whole(str(number)) == parse_whole(f" {grouped(number)} ") == number
    assert parse_whole(f"{number:,}".replace(",", " ")) == number


@proof
@given(st.integers(0, 999), st.integers(0, 12))
def test_a_whole_number_is_read_as_a_power_and_with_an_exponent(number: int, power: int) -> None:
    assert parse_whole(f"{number}e{power}") == number * 10**power
    assert parse_whole(f"{number}^{power}") == parse_whole(f"{number} ** {power}") == number**power


@proof
@given(st.one_of(st.fractions(-100, 100, max_denominator=999), decimals))
def test_a_number_as_entered_is_read_again_as_itself(number: Fraction) -> None:
    assert parse_number(entered_text(number)) == number


@proof
@given(st.floats(1e-40, 1e40))
def test_one_of_many_digits_is_entered_as_far_as_float64_tells_it(number: float) -> None:
    assert float(parse_number(entered_text(Fraction(number)))) == pytest.approx(number, rel=1e-15)


@pytest.mark.parametrize(
    ("number", "text"),
    [("0.01", "0.01"), ("1e-40", "1e−40"), ("1/3", "1/3"), ("-2.5", "−2.5"), ("1000000", "1000000"), ("1e20", "1e20")],
)
def test_a_number_is_entered_in_the_shortest_way(number: str, text: str) -> None:
    assert entered_text(Fraction(number)) == text
