"""Labels that set their text smaller where they have little room."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from bpgui.session.loss_words import DISTANCE
from bpgui.ui.fitting_label import FittingLabel, PartsLabel

NARROW = 326
"""What the readout has at 1280×720."""

HERE = ("t = 400", "L ≈ 0.00576", f"{DISTANCE} ≈ 0.52")
AHEAD = (*HERE, "prediction")
FAR = ("t = 1 000 000 000", "L ≈ 1.23e−11", f"{DISTANCE} ≈ 4.12e−6")
KEPT = ("η = 0.1, start 1", *HERE)


def parts_label(qtbot: QtBot, width: int, *parts: str) -> PartsLabel:
    label = PartsLabel("readout", "Readout", DISTANCE)
    qtbot.addWidget(label)
    label.set_pixels(13)
    label.resize(width, 20)
    label.show_parts(parts)
    return label


@pytest.mark.parametrize("parts", [HERE, AHEAD, FAR], ids=["here", "ahead", "far"])
def test_all_that_is_usual_fits_where_it_is_narrow(qtbot: QtBot, parts: tuple[str, ...]) -> None:
    text, font = parts_label(qtbot, NARROW, *parts).fitting()
    assert [part.strip() for part in text.split("  ")] == list(parts)
    assert QFontMetricsF(font).horizontalAdvance(text) <= NARROW
    assert font.pixelSize() >= 10


def test_with_a_name_the_distance_goes_first(qtbot: QtBot) -> None:
    assert DISTANCE in parts_label(qtbot, NARROW, *KEPT).fitting()[0]
    label = parts_label(qtbot, NARROW - 80, *KEPT)
    assert label.fitting()[0].split("  ")[:1] == [KEPT[0]]
    assert DISTANCE not in label.fitting()[0]
    assert label.text() == "   ".join(KEPT)  # what is heard
    assert label.fitting()[1].pixelSize() <= 13


def test_where_there_is_room_all_is_in_full_size(qtbot: QtBot) -> None:
    text, font = parts_label(qtbot, 900, *KEPT, "prediction").fitting()
    assert text == "   ".join([*KEPT, "prediction"])
    assert font.pixelSize() == 13


def test_a_long_name_is_cut_and_the_numbers_are_not(qtbot: QtBot) -> None:
    text, font = parts_label(qtbot, 200, "a very long name that someone gave to a curve", *HERE).fitting()
    assert text.startswith("…")
    assert text.endswith("L ≈ 0.00576")
    assert QFontMetricsF(font).horizontalAdvance(text) <= 200


@pytest.mark.parametrize(("height", "is_smaller", "is_cut"), [(200, False, False), (48, True, False), (20, True, True)])
def test_a_sentence_is_set_smaller_before_it_is_cut(qtbot: QtBot, height: int, is_smaller: bool, is_cut: bool) -> None:
    label = FittingLabel("sentence", "Sentence")
    qtbot.addWidget(label)
    label.set_pixels(13)
    label.resize(NARROW, height)
    label.setText(
        "η = 0.3 is past the bound 2/λₘₐₓ ≈ 0.2774: the loss falls at first, then grows. After iteration 2335 numbers "
        "become too large for the computer, over 1.8·10³⁰⁸."
    )
    text, font = label.fitting()
    assert (font.pixelSize() < 13) is is_smaller
    assert text.endswith("…") is is_cut
    assert label.toolTip() == (label.text() if is_cut else "")
    bounds = QFontMetricsF(font).boundingRect(label.contentsRect(), 0x1000, text)
    assert bounds.height() <= height + 1
