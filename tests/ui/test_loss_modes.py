"""Each mode's share of the loss in the plot."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from bpgui.session.session import Session
from bpgui.ui.fonts import text_font
from bpgui.ui.loss_iteration_axes import place_of
from bpgui.ui.loss_labels import Ground, Label, labels
from bpgui.ui.theme import LIGHT
from tests.session.documents import document
from tests.ui.loss_hands import Shown

NAMES = ["λ₁ ≈ 7.2", "λ₂ ≈ 4.1", "λ₃ ≈ 3.2", "λ₄ ≈ 1.5", "λ₅ ≈ 0.042"]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """A panel with both axes logarithmic, at iteration 100 of 1000 that were run."""
    found = Shown(qtbot)
    found.panel.set_log(True, True)
    found.do(Session.forward, lambda s: s.run(1000), lambda s: s.go_to(100), lambda s: s.set_modes(True))
    return found


def labels_of(shown: Shown) -> list[Label]:
    ground = Ground(shown.plot.box(), shown.plot.square())
    return labels(shown.picture, ground, QFontMetricsF(text_font(11)), LIGHT, 1.0)


def test_they_are_drawn_on_request_alone(shown: Shown) -> None:
    assert [line.mode.name for line in shown.picture.modes] == NAMES
    shown.do(lambda s: s.set_modes(False))
    assert shown.picture.modes == ()


def test_up_to_the_position_they_are_known_and_beyond_predicted(shown: Shown) -> None:
    here = place_of(shown.picture.iterations, 100)
    for line in shown.picture.modes:
        assert line.known.across.max() <= here + 1e-9
        assert line.prediction.across.min() >= here - 1e-9
    shown.do(lambda s: s.set_prediction(False))
    for line in shown.picture.modes:
        assert len(line.prediction.across) == 0
        assert line.known.across.max() <= here + 1e-9


def test_before_anything_is_known_there_are_none(qtbot: QtBot) -> None:
    shown = Shown(qtbot)
    shown.do(lambda s: s.set_modes(True))
    assert shown.picture.modes == ()


def test_they_add_up_to_the_curve(shown: Shown) -> None:
    shown.panel.set_log(False, False)
    losses, axis = shown.picture.losses, shown.picture.iterations
    assert losses is not None
    t = 7
    heights = [np.interp(place_of(axis, t), *line.known) for line in shown.picture.modes]
    total = sum(losses.value(height) for height in heights) + shown.session.course.descent.optimal_loss
    assert total == pytest.approx(shown.session.course.descent.loss(t), rel=0.02)


def test_the_steep_ones_die_first(shown: Shown) -> None:
    ends = [line.known.across[line.known.up > 0].max() for line in shown.picture.modes]
    assert ends == sorted(ends)


def test_pointing_at_one_says_which_and_what_it_adds(shown: Shown) -> None:
    line = shown.picture.modes[-1]
    across, up = (float(values[np.searchsorted(line.known.across, 0.3)]) for values in line.known)
    shown.move(QPoint(round(shown.plot.x_at(across)), round(shown.plot.y_at(up))))
    name, at, adds = shown.text("loss_readout").split("   ")
    assert name == NAMES[-1]
    t = int(at.removeprefix("t = "))
    assert float(adds.removeprefix("adds ≈ ")) == pytest.approx(line.mode.curve.loss(t), rel=0.02)


@pytest.mark.parametrize("size", [(344, 240), (600, 500), (1200, 900)])
@pytest.mark.parametrize("log", [(False, False), (True, False), (True, True)])
@pytest.mark.parametrize("iteration", [0, 3, 100, 900])
def test_no_label_crosses_another_or_the_cursor_or_a_line(
    shown: Shown, size: tuple[int, int], log: tuple[bool, bool], iteration: int
) -> None:
    shown.panel.resize(*size)
    shown.panel.set_log(*log)
    shown.do(lambda s: s.go_to(iteration))
    found = labels_of(shown)
    box, cursor = shown.plot.box(), shown.plot.x_at(shown.picture.cursor)
    for number, label in enumerate(found):
        assert box.contains(label.rect)
        assert not label.rect.left() < cursor < label.rect.right()
        assert not any(label.rect.intersects(other.rect) for other in found[:number])
        for line in (shown.picture.known, shown.picture.prediction):
            x, y = shown.plot.x_at(0) + line.across * shown.plot.square().width(), line.up
            spread = np.linspace(x.min(), x.max(), 400) if len(x) else np.empty(0)
            for px, up in zip(spread, np.interp(spread, x, y) if len(x) else spread, strict=True):
                assert not label.rect.contains(px, shown.plot.y_at(up))


def test_where_there_is_room_all_of_them_are_named_in_order(shown: Shown) -> None:
    shown.panel.resize(700, 600)
    shown.qtbot.waitUntil(lambda: shown.plot.width() > 600)
    named = [label for label in labels_of(shown) if label.text in NAMES]
    assert [label.text for label in named] == NAMES
    assert [label.rect.top() for label in named] == sorted(label.rect.top() for label in named)


def test_on_a_logarithmic_axis_shares_far_below_a_high_floor_are_seen_too(qtbot: QtBot) -> None:
    given = document([[0], [1], [2], [3]], [[0]], [[0]], [[1], [0], [1], [0]], Fraction(1, 10))
    shown = Shown(qtbot, document=given)
    shown.do(Session.forward, lambda s: s.run(100), lambda s: s.set_modes(True))
    shown.panel.set_log(loss=True)
    for line in shown.picture.modes:
        assert ((line.known.up > 0) & (line.known.up < 1)).any()
    assert len(labels_of(shown)) == 1 + len(shown.picture.modes)


def test_a_mode_that_is_out_of_view_has_no_label(shown: Shown) -> None:
    for _ in range(12):
        shown.wheel(shown.at(900), 1)
    assert shown.span()[0] > 100
    assert [label.text for label in labels_of(shown) if label.text.startswith("λ")] == [NAMES[-1]]


def test_the_lowest_loss_is_named_at_its_line(qtbot: QtBot) -> None:
    given = document([[0], [1], [2], [3]], [[0]], [[0]], [[1], [0], [1], [0]], Fraction(1, 10))
    shown = Shown(qtbot, document=given)
    shown.do(Session.forward)
    assert shown.picture.lowest is None
    shown.do(lambda s: s.run(100))
    assert shown.picture.lowest is not None
    assert shown.picture.lowest.text == "lowest loss L* ≈ 0.2"
    assert shown.picture.lowest.place == pytest.approx(0.2 / shown.picture.losses.top)  # type: ignore[union-attr]
    (label,) = labels_of(shown)
    assert label.rect.top() > shown.plot.y_at(shown.picture.lowest.place)  # no curve goes there
    for log in (True, False):
        shown.panel.set_log(loss=log)
        assert shown.picture.lowest is not None
        assert 0 < shown.picture.lowest.place < 1
    shown.do(lambda s: s.set_prediction(False))
    assert shown.picture.lowest is None


def test_on_a_logarithmic_axis_a_lowest_loss_below_the_rounding_has_no_line(shown: Shown) -> None:
    assert shown.picture.lowest is None
    shown.panel.set_log(loss=False)
    assert shown.picture.lowest is not None
    assert shown.picture.lowest.text == "lowest loss L* = 0"
