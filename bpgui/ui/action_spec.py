"""What a row of the table of actions is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bpgui.session.session import Session

Act = Callable[[Session], object]
Ask = Callable[[Session], bool]

SEPARATOR = "-"


def always(session: Session) -> bool:
    return True


@dataclass(frozen=True)
class ActionSpec:
    """One action: object name, text, menu, keys, what it does (if to the session), and when it can be done."""

    name: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    act: Act | None = None
    enabled: Ask = always
    checked: Ask | None = None
    group: str = ""
