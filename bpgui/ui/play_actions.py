"""The actions of Play: whether, how fast, and whether it accelerates."""

from __future__ import annotations

from bpgui.session.view import Pace, View
from bpgui.ui.action_spec import SEPARATOR, ActionSpec

PACE_NAMES = {Pace.slow: "sl&owly", Pace.steady: "stea&dily", Pace.quick: "qu&ickly", Pace.fast: "&very fast"}
"""How Play goes at each pace."""


def _pace(pace: Pace) -> ActionSpec:
    return ActionSpec(
        f"pace_{pace.name}",
        f"Play: {PACE_NAMES[pace]}",
        "Go",
        tip=f"Play takes a step every {seconds(pace)}",
        act=lambda session: session.set_pace(pace),
        checked=lambda session: session.view.pace is pace,
        group="pace",
    )


def _other_pace(change: int, name: str, text: str, key: str, tip: str) -> ActionSpec:
    return ActionSpec(
        name,
        text,
        "Go",
        (key,),
        tip,
        act=lambda session: session.set_pace(session.view.pace.changed_by(change)),
        enabled=lambda session: session.view.pace.changed_by(change) is not session.view.pace,
    )


def seconds(pace: Pace) -> str:
    """The time from one step of Play to the next: "0.7 seconds"."""
    return f"{pace.value / 1000:g} seconds"


def play_tooltip(view: View, keys: dict[str, str]) -> str:
    """What hovering over Play says: how it goes now, and the keys, by the names of the actions."""
    how = "1, 2, 4, … iterations" if view.accelerates else "the chosen step"
    return (
        f"Repeat {how}, {PACE_NAMES[view.pace].replace('&', '')}: every {seconds(view.pace)}, until pressed again "
        f"({keys['play']}; slower {keys['play_slower']}, faster {keys['play_faster']})"
    )


PLAY_ACTIONS = (
    ActionSpec(
        "play", "&Play", "Go", ("F5",), "Repeat the chosen step until pressed again", checked=lambda session: False
    ),
    _other_pace(-1, "play_slower", "Play slo&wer", "Shift+F5", "Longer pauses between the steps of Play"),
    _other_pace(1, "play_faster", "Pla&y faster", "Ctrl+F5", "Shorter pauses between the steps of Play"),
    ActionSpec(
        "play_accelerating",
        "Play with acce&leration",
        "Go",
        ("Ctrl+Shift+F5",),
        "By iterations: 1, 2, 4, … at each tick",
        act=lambda session: session.set_accelerates(not session.view.accelerates),
        checked=lambda session: session.view.accelerates,
    ),
)
PACE_ACTIONS = tuple(_pace(pace) for pace in Pace)
PLAY_MENU = (*(spec.name for spec in PACE_ACTIONS), SEPARATOR, "play_accelerating")
"""What the Play button's own menu offers."""
