"""The story of gradient descent: past the bound and back, rates compared, the optimum, and iteration 7 as it is."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from bpgui.ui.compare_dialog import CompareDialog
from tests.ui.person import Key, Modifier, Person
from tests.ui.plain import agrees, moment
from tests.ui.test_compare import Comparing, kept
from tests.ui.test_learning_rate import Hand

CASE = json.loads((Path(__file__).parents[1] / "cases" / "note-size-integers.json").read_text(encoding="utf-8"))
SEVENTH = ("y_hat", "error", "loss", "dL_dy_hat", "dL_dw", "dL_db", "w", "b", "x_transposed")
CONTROL, SHIFT, ALT = Modifier.ControlModifier, Modifier.ShiftModifier, Modifier.AltModifier


def shows_what_plain_iteration_gives(person: Person, iteration: int, rate: str) -> bool:
    given = [[[str(number) for number in row] for row in CASE[name]] for name in "xwby"]
    plain = moment(*given, rate=rate, iteration=iteration)
    return all(
        agrees(text, number)
        for name in SEVENTH
        for texts, numbers in zip(person.matrix(name), plain[name], strict=True)
        for text, number in zip(texts, numbers, strict=True)
    )


def least_squares() -> np.ndarray:
    """w over b with the lowest loss, by numpy's own least squares."""
    x, y = np.array(CASE["x"], dtype=float), np.array(CASE["y"], dtype=float)
    return np.linalg.lstsq(np.hstack([x, np.ones((len(x), 1))]), y, rcond=None)[0]


def test_past_the_bound_and_back_rates_compared_the_optimum_and_iteration_7(person: Person) -> None:
    hand = Hand(person)
    person.press(Key.Key_F8)
    person.press(Key.Key_R, CONTROL)
    assert person.iteration == "1000"
    assert shows_what_plain_iteration_gives(person, 1000, "0.05")

    # past the bound: time ends, and a sentence says where and why
    hand.drag(0.05, 0.4)
    assert hand.rate > 0.3
    last = person.window.bridge.session.course.last_iteration
    said = person.says("loss_sentence")
    assert person.iteration == str(last)
    assert "is past the bound 2/λₘₐₓ ≈ 0.2774" in said
    assert f"After iteration {last} numbers become too large" in said
    assert "e" in person.cell("loss")

    # and back: as if nothing had been
    hand.drag(float(hand.rate), 0.1)
    person.type_into("learning_rate", "0.1")
    assert "is within the bound" in person.says("loss_sentence")
    assert person.iteration == "1000"
    assert shows_what_plain_iteration_gives(person, 1000, "0.1")

    # three rates from the same start
    comparing = Comparing(person)
    comparing.type("0.02 0.1 0.25")
    comparing.press_return()
    assert not person.find(CompareDialog, "compare_dialog").isVisible()
    assert kept(person) == ["η = 0.02, start 1", "η = 0.1, start 1", "η = 0.25, start 1"]
    assert person.iteration == "1000"

    # the optimum, where w and b are those of least squares, and every gradient is lost in rounding
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)
    person.press(Key.Key_End, ALT)
    assert "the optimum w*, b*" in person.sentence
    best = least_squares()
    texts = person.matrix("w") + person.matrix("b")
    assert all(
        agrees(t, v) for row, values in zip(texts, best.tolist(), strict=True) for t, v in zip(row, values, strict=True)
    )
    assert all(abs(float(t.replace("−", "-"))) < 1e-12 for row in person.matrix("dL_dw") for t in row)

    # and iteration 7, as plain iteration gives it
    person.type_into("iteration", "7")
    assert person.iteration == "7"
    assert shows_what_plain_iteration_gives(person, 7, "0.1")
