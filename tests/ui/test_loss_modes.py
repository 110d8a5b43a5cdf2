"""Each mode's share of the loss in the plot."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bpgui.session.session import Session
from bpgui.ui.fitting_label import FittingLabel
from bpgui.ui.fonts import text_font
from bpgui.ui.loss_hint import HINT
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


def crowded(qtbot: QtBot, run: int) -> Shown:
    """Fourteen modes over a lowest loss that is not zero, and two kept curves."""
    random = np.random.default_rng(0)
    x, w, b, y = (random.integers(-3, 4, size).tolist() for size in ((30, 14), (14, 2), (1, 2), (30, 2)))
    found = Shown(qtbot, document=document(x, w, b, y, Fraction(1, 50)))
    found.do(Session.forward, lambda s: s.run(run), lambda s: s.set_modes(True))
    found.do(lambda s: s.compare([Fraction(1, 100), Fraction(1, 200)], run))
    return found


@pytest.mark.parametrize("run", [10, 1000])
@pytest.mark.parametrize("size", [(344, 240), (344, 300), (500, 360), (1200, 900)])
@pytest.mark.parametrize("log", [(False, False), (False, True), (True, False), (True, True)])
def test_no_mode_is_left_out_without_a_word_and_the_lowest_loss_is_always_named(
    qtbot: QtBot, size: tuple[int, int], log: tuple[bool, bool], run: int
) -> None:
    shown = crowded(qtbot, run)
    shown.panel.resize(*size)
    shown.panel.set_log(*log)
    for iteration in (3, run // 2, run):
        shown.do(lambda s, t=iteration: s.go_to(t))
        found = labels_of(shown)
        said = [label.text for label in found]
        assert sum("L* ≈ 5.01" in text for text in said) == 1
        names = [line.mode.name for line in shown.picture.modes]
        named = [label for label in found if label.bar is not None]
        assert {label.text for label in named} <= {*names, *(name.partition(" ")[0] for name in names)}
        missing = len(names) - len(named)
        words = [text for text in said if "more" in text or "modes" in text]
        assert words == ([] if not missing else [f"… {missing} more" if named else f"{missing} modes"])
        assert all(shown.plot.box().contains(label.rect) for label in found)
        assert not any(a.rect.intersects(b.rect) for a, b in combinations(found, 2))


def test_in_the_least_plot_all_five_are_named_shortly(shown: Shown) -> None:
    shown.panel.resize(344, 240)
    shown.qtbot.waitUntil(lambda: shown.plot.width() < 344)
    shown.do(lambda s: s.go_to(1000))
    assert [label.text for label in labels_of(shown) if label.bar is not None] == ["λ₁", "λ₂", "λ₃", "λ₄", "λ₅"]


# --- a word on logarithmic axes


def has_hint(shown: Shown) -> bool:
    return shown.text("loss_sentence").endswith(HINT)


def test_on_linear_axes_where_all_falls_at_once_logarithmic_ones_are_offered(shown: Shown) -> None:
    assert not has_hint(shown)
    shown.panel.set_log(False, False)
    assert has_hint(shown)
    for log in ((True, False), (True, True)):
        shown.panel.set_log(*log)
        assert not has_hint(shown)
    shown.panel.set_log(False, True)
    assert has_hint(shown)  # all still happens at the very left
    shown.do(lambda s: s.set_modes(False))
    assert not has_hint(shown)


def test_kept_curves_are_a_reason_too_if_there_are_two_and_all_of_them_fall_at_once(shown: Shown) -> None:
    shown.panel.set_log(False, False)
    shown.do(lambda s: s.set_modes(False), lambda s: s.compare([Fraction(1, 20)], 1000))
    assert not has_hint(shown)
    shown.do(lambda s: s.compare([Fraction(1, 10)], 1000))
    assert has_hint(shown)
    shown.do(lambda s: s.compare([Fraction(1, 10_000)], 1000))
    assert not has_hint(shown)
    shown.do(lambda s: s.set_kept(s.kept.with_shown(2, False)))
    assert has_hint(shown)


def test_the_word_on_logarithmic_axes_gives_nothing_away(shown: Shown) -> None:
    shown.panel.set_log(False, False)
    shown.do(lambda s: s.go_to(2), lambda s: s.set_prediction(False))
    assert not has_hint(shown)
    shown.do(lambda s: s.go_to(900))
    assert has_hint(shown)


def test_where_one_looks_closely_nothing_is_offered(shown: Shown) -> None:
    shown.panel.set_log(False, False)
    for _ in range(16):
        shown.wheel(shown.at(0), 1)
    assert shown.span()[1] < 50
    assert not has_hint(shown)


def test_the_word_on_logarithmic_axes_moves_nothing_and_is_seen_whole(shown: Shown) -> None:
    for size in ((344, 240), (600, 500)):
        shown.panel.resize(*size)
        shown.panel.set_log(False, False)
        QApplication.processEvents()
        places = [widget.geometry() for widget in shown.panel.findChildren(QWidget)]
        sentence = shown.panel.findChild(FittingLabel, "loss_sentence")
        assert sentence is not None
        assert has_hint(shown)
        assert sentence.fitting()[0].endswith(HINT)
        shown.do(lambda s: s.set_modes(False))
        QApplication.processEvents()
        assert not has_hint(shown)
        assert [widget.geometry() for widget in shown.panel.findChildren(QWidget)] == places
        shown.do(lambda s: s.set_modes(True))
