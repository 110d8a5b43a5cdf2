"""The whole story on the note's integers, as someone goes through it who has never seen the program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from bpgui.core.cells import Matrix
from bpgui.session.view import Pace
from tests.ui.person import Key, Modifier, Person
from tests.ui.plain import agrees, moment
from tests.ui.what_is_shown import everything

CASE = json.loads((Path(__file__).parents[1] / "cases" / "note-size-integers.json").read_text(encoding="utf-8"))


def note_at(iteration: int) -> dict[str, list[list[object]]]:
    given = [[[str(number) for number in row] for row in CASE[name]] for name in "xwby"]
    return moment(*given, rate="0.05", iteration=iteration)


def shows(person: Person, name: str, iteration: int) -> bool:
    texts, numbers = person.matrix(name), note_at(iteration)[name]
    return all(
        agrees(text, number)
        for of_texts, of_numbers in zip(texts, numbers, strict=True)
        for text, number in zip(of_texts, of_numbers, strict=True)
    )


def test_pressing_only_the_highlighted_button_leads_through_a_whole_iteration(person: Person) -> None:
    sentences = [person.sentence]
    presses = 0
    while person.iteration == "0":
        assert person.can("step")
        person.click("step")
        sentences.append(person.sentence)
        presses += 1
        assert presses < 50
    assert 25 <= presses <= 35
    assert len(set(sentences)) == len(sentences)
    assert sentences[-1].startswith("Iteration 1 starts")
    assert person.is_blank("y_hat")
    assert person.cell("w", 1, 1) == "0.86"
    assert shows(person, "w", 1)
    assert shows(person, "b", 1)


def test_every_number_of_the_first_iteration_agrees_with_a_pencil(person: Person) -> None:
    person.press(Key.Key_4, Modifier.ControlModifier)
    while person.position.iteration == 0 and person.is_blank("b_next"):
        person.press(Key.Key_PageDown)
    expected = CASE["expect"]
    for name in ("y_hat", "dL_dw", "dL_db", "w_next", "b_next"):
        assert [[float(t.replace("−", "-")) for t in row] for row in person.matrix(name)] == expected[name]
    assert person.cell("loss") == "23.4"
    assert all(shows(person, name, 0) for name in note_at(0) if name != "dL_dx")


def test_forward_and_backward_complete_their_passes(person: Person) -> None:
    person.click("forward")
    assert shows(person, "y_hat", 0)
    assert shows(person, "loss", 0)
    assert person.is_blank("dL_dy_hat")
    assert not person.can("forward")
    person.click("backward")
    assert shows(person, "dL_dw", 0)
    assert shows(person, "dL_db", 0)
    assert person.is_blank("w_next")
    assert not person.can("backward")
    assert person.can("update")


def test_backward_completes_a_missing_forward_pass_first(person: Person) -> None:
    person.press(Key.Key_F8)
    assert all(shows(person, name, 0) for name in ("y_hat", "error", "loss", "dL_dy_hat", "dL_dw", "dL_db"))


def test_update_completes_what_is_missing_and_starts_the_next_iteration(person: Person) -> None:
    person.press(Key.Key_PageDown, times=3)
    person.press(Key.Key_F9)
    assert person.iteration == "1"
    assert shows(person, "w", 1)
    assert all(person.is_blank(name) for name in ("y_hat", "loss", "dL_dw", "w_next"))
    person.click("forward")
    assert shows(person, "loss", 1)
    assert "since iteration 0" in person.sentence


def test_running_a_thousand_iterations_lets_the_loss_fall(person: Person) -> None:
    assert person.find(QLabel, "sentence").isVisible()
    person.click("run")
    assert person.iteration == "1000"
    assert person.sentence.startswith("Iteration 1000: L")
    assert all(shows(person, name, 1000) for name in ("w", "b", "y_hat", "dL_dw", "dL_db"))
    assert person.is_blank("w_next")
    person.type_into("run_iterations", "500")
    person.press(Key.Key_R, Modifier.ControlModifier)
    assert person.iteration == "1500"
    assert shows(person, "loss", 1500)


def test_what_is_typed_as_the_number_of_iterations_counts_without_return(person: Person) -> None:
    person.type_into("run_iterations", "7", end_with=Key.Key_Shift)
    person.press(Key.Key_R, Modifier.ControlModifier)
    assert person.iteration == "7"


def test_typing_an_iteration_goes_there_and_keeps_the_place_in_it(person: Person) -> None:
    person.click("forward")
    before = person.position
    person.type_into("iteration", "3")
    assert person.position == before._replace(iteration=3)
    assert shows(person, "y_hat", 3)
    assert person.is_blank("dL_dw")
    person.type_into("iteration", "0")
    assert person.position == before
    assert shows(person, "w", 0)


@pytest.mark.parametrize("typed", ["", "-1", "1.5", "1.000", "1e-3", "1e10", "nan", "1_0", "²", "10000000000"])
def test_an_iteration_that_is_no_whole_number_is_refused_in_a_sentence(person: Person, typed: str) -> None:
    person.type_into("iteration", typed)
    assert person.iteration == "0"
    assert person.position.iteration == 0
    assert person.sentence == "Expected a whole number from 0 to 1\u2009000\u2009000\u2009000."
    assert person.find(QLabel, "input_error").isVisible()


def test_reset_goes_back_to_the_start_and_all_is_as_it_was(person: Person) -> None:
    at_first = everything(person.window)
    person.press(Key.Key_F9)
    person.press(Key.Key_PageDown, times=4)
    person.press(Key.Key_Home, Modifier.ControlModifier)
    assert {**everything(person.window), "loss_panel": None} == {**at_first, "loss_panel": None}


def test_finish_entry_and_finish_equation_do_what_they_say(person: Person) -> None:
    person.press(Key.Key_PageDown)
    person.press(Key.Key_PageDown, Modifier.ShiftModifier)
    assert person.cell("y_hat", 1, 1) == "−2"
    assert person.cell("y_hat", 1, 2) == ""
    person.press(Key.Key_PageDown, Modifier.AltModifier)
    assert shows(person, "y_hat", 0)
    assert person.is_blank("error")


def test_an_entry_under_way_shows_its_running_sum_marked_as_unfinished(person: Person) -> None:
    person.press(Key.Key_PageDown, times=3)
    assert person.cell("y_hat", 1, 1) == "−1…"
    assert person.heard("y_hat", 1, 1) == "ŷ row 1 column 1, sum so far −1, selected"
    person.press(Key.Key_PageDown, times=2)
    assert person.cell("y_hat", 1, 1) == "−2"


def test_play_repeats_the_step_until_it_is_pressed_again(person: Person, qtbot: QtBot) -> None:
    person.choose("pace_fast")
    person.click("play")
    assert person.action("play").isChecked()
    qtbot.waitUntil(lambda: person.position.equation is Matrix.error)
    person.click("play")
    assert not person.action("play").isChecked()
    stopped_at = person.position
    with qtbot.assertNotEmitted(person.window.bridge.changed, wait=2 * Pace.fast.value):
        pass
    assert person.position == stopped_at


def test_play_stops_where_time_ends(person: Person, qtbot: QtBot) -> None:
    person.choose("pace_fast")
    person.type_into("learning_rate", "1e40")
    person.press(Key.Key_5, Modifier.ControlModifier)
    person.click("play")
    qtbot.waitUntil(lambda: not person.action("play").isChecked())
    assert not person.can("step")
    assert int(person.iteration) >= 1


def test_the_derivation_goes_with_the_story(person: Person) -> None:
    assert not person.derivation_view.isVisible()
    assert person.derivation == []
    person.press(Key.Key_PageDown, times=2)
    assert person.derivation_view.isVisible()
    assert person.derivation == [
        "Row 1 of x times column 1 of w, and b₁ added.",
        "ŷ₁₁ = Σⱼ x₁ⱼ · wⱼ₁ + b₁",
        "= x₁₁ · w₁₁ + x₁₂ · w₂₁ + x₁₃ · w₃₁ + x₁₄ · w₄₁ + b₁",
        "= [x₁₁  x₁₂  x₁₃  x₁₄] [w₁₁  w₂₁  w₃₁  w₄₁]ᵀ + b₁",
        "= 1 · 1 + 0 · 0 + ⋯",
        "so far = 1",
    ]
