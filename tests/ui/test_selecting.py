"""Selecting an entry shows what it is made of; going there is another thing."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from tests.ui.person import Key, Modifier, Person

MATRICES = ("x", "w", "b", "y", "y_hat", "error", "loss", "x_transposed", "dL_dy_hat", "dL_dw", "dL_db", "w_next")


def parts(person: Person, name: str) -> dict[tuple[int, int], str]:
    """What the cells of a matrix are to the selected one, where they are anything to it."""
    rows = person.matrix(name)
    looks = {(r + 1, c + 1): person.look(name, r + 1, c + 1) for r in range(len(rows)) for c in range(len(rows[0]))}
    return {place: look.part.value for place, look in looks.items() if look.part.value != "none"}


@pytest.mark.parametrize("name", MATRICES)
def test_a_click_selects_a_cell_computed_or_not_and_time_stands_still(person: Person, name: str) -> None:
    person.press(Key.Key_PageDown, times=12)
    place = person.position
    person.click_cell(name)
    assert person.look(name).part.value == "selected"
    assert person.position == place
    person.press(Key.Key_F8)
    place = person.position
    person.click_cell(name)
    assert person.position == place


def test_an_entry_shows_its_contributors_with_their_numbers(person: Person) -> None:
    person.press(Key.Key_F8)
    person.double_click_cell("dL_dw", 1, 2)
    person.press(Key.Key_PageDown, times=2)
    assert person.sentence == "∂L/∂w₁₂, term 3 of 5: ∂L/∂ŷ₃₂ · x₃₁ = 0.8 · 2 = 1.6; sum so far 3.2"
    kinds = {1: "added", 2: "added", 3: "current", 4: "to come", 5: "to come"}
    assert parts(person, "dL_dy_hat") == {(n, 2): kind for n, kind in kinds.items()}
    assert parts(person, "x") == {(n, 1): kind for n, kind in kinds.items()}
    assert parts(person, "x_transposed") == {(1, n): kind for n, kind in kinds.items()}
    assert parts(person, "w") == {(1, 2): "parameter"}
    for n in kinds:
        for name, row, column in (("dL_dy_hat", n, 2), ("x", n, 1), ("x_transposed", 1, n)):
            look = person.look(name, row, column)
            assert look.term == n
            assert look.numbered


def test_an_input_shows_the_entries_that_it_goes_into(person: Person) -> None:
    person.click_cell("x", 2, 3)
    assert parts(person, "y_hat") == {(2, column): "influenced" for column in (1, 2, 3)}
    assert parts(person, "dL_dw") == {(3, column): "influenced" for column in (1, 2, 3)}
    assert parts(person, "x") == {(2, 3): "selected"}
    assert parts(person, "x_transposed") == {(3, 2): "selected"}
    assert "to change it" in person.sentence


def test_nothing_is_given_away_about_an_entry_that_is_not_computed_yet(person: Person) -> None:
    person.click_cell("dL_dw", 1, 1)
    assert "not computed yet" in person.sentence
    assert person.derivation[-1] == "∂L/∂w₁₁ is not computed yet."
    assert not any("in numbers" in said for said in person.derivation_heard)
    assert person.is_blank("dL_dw")


@pytest.mark.parametrize("way", ["Enter", "Return", "double click"])
@pytest.mark.parametrize("finished", [False, True])
def test_enter_and_double_click_go_to_the_first_term_of_an_entry(person: Person, way: str, finished: bool) -> None:
    if finished:
        person.press(Key.Key_F9)
        person.press(Key.Key_F8)
    if way == "double click":
        person.double_click_cell("dL_dw", 2, 3)
    else:
        person.click_cell("dL_dw", 2, 3)
        person.press(Key.Key_Enter if way == "Enter" else Key.Key_Return)
    assert person.position.equation.value == "dL_dw"
    assert person.position.iteration == (1 if finished else 0)
    assert person.cell("dL_dw", 2, 3).endswith("…")
    assert person.cell("dL_dw", 3, 1) == ""
    assert person.sentence.startswith("∂L/∂w₂₃, term 1 of 5")
    person.press(Key.Key_PageDown)
    assert person.sentence.startswith("∂L/∂w₂₃, term 2 of 5")


def test_a_step_selects_the_entry_that_it_touches(person: Person) -> None:
    person.click_cell("w", 2, 2)
    person.press(Key.Key_PageDown)
    assert person.look("y_hat", 1, 1).part.value == "selected"
    person.press(Key.Key_F9)
    assert person.window.bridge.session.selection is None


def test_arrows_move_the_selection(person: Person) -> None:
    view = person.go_into("w", 2, 2)
    place = person.position
    for key, row, column in (
        (Key.Key_Right, 2, 3),
        (Key.Key_Down, 3, 3),
        (Key.Key_Left, 3, 2),
        (Key.Key_Up, 2, 2),
        (Key.Key_Up, 1, 2),
        (Key.Key_Up, 1, 2),
    ):
        person.press(key)
        assert parts(person, "w") == {(row, column): "selected"}
        assert view.currentIndex() == person.index("w", row, column)
    assert person.position == place


def test_arrows_go_on_from_the_entry_that_a_step_has_selected(person: Person) -> None:
    person.go_into("y_hat", 4, 1)
    person.press(Key.Key_PageDown)
    person.press(Key.Key_Down)
    assert parts(person, "y_hat") == {(2, 1): "selected"}


def test_coming_into_a_table_by_tab_selects_nothing_yet(person: Person) -> None:
    person.press(Key.Key_PageDown)
    person.table("x").setFocus()
    assert person.look("y_hat", 1, 1).part.value == "selected"
    person.press(Key.Key_Tab)
    assert person.table("w").hasFocus()
    assert person.look("y_hat", 1, 1).part.value == "selected"
    person.press(Key.Key_Right)
    assert person.look("w", 1, 2).part.value == "selected"


def test_tab_goes_through_all_views_and_controls_and_back(person: Person) -> None:
    person.press(Key.Key_F8)
    visited: list[str] = []
    for _ in range(60):
        person.press(Key.Key_Tab)
        visited.append(person.window.focusWidget().objectName())
        if visited.count(visited[0]) > 1:
            break
    assert {name for name in MATRICES} | {"b_next", "derivation", "loss_plot", "step_bar"} <= set(visited)
    assert {"step_size", "run_iterations", "learning_rate", "learning_rate_slider", "iteration"} <= set(visited)
    assert {"step_button", "play_button", "update_button", "run_button"} <= set(visited)
    assert all(visited)
    person.press(Key.Key_Tab, Modifier.ShiftModifier)
    assert person.window.focusWidget().objectName() == visited[-2]


def test_of_more_than_nine_terms_the_current_pair_alone_carries_its_number(person: Person) -> None:
    person.choose("example_4")
    person.press(Key.Key_F8)
    person.double_click_cell("dL_db", 1, 1)
    assert person.look("dL_dy_hat", 1, 1).numbered
    assert not person.look("dL_dy_hat", 2, 1).numbered
    person.press(Key.Key_PageDown)
    assert person.look("dL_dy_hat", 2, 1).numbered
    assert not person.look("dL_dy_hat", 1, 1).numbered
    assert any("… 146 more …" in line for line in person.derivation)


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Delete, Key.Key_Left, Key.Key_Down])
def test_space_delete_and_arrows_do_nothing_to_time_where_they_are_not_meant(person: Person, key: Key) -> None:
    person.press(Key.Key_PageDown, times=3)
    place = person.position
    for name in ("y_hat", "loss", "derivation", "worksheet"):
        person.find(QWidget, name).setFocus()
        person.press(key)
        assert person.position == place
