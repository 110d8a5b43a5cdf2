"""Reads the ticks of the loss plot's axes back: what each says, as an exact number."""

from __future__ import annotations

import re
from decimal import Decimal

_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_TITLE = re.compile(r"(?:loss L|L − (?P<offset>.+?))(?:, in 10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?")


def number_in(text: str) -> Decimal:
    """The number that a tick says: 0.25, 123 456 001, 10⁻³ or 2·10⁸."""
    plain = text.replace("\N{THIN SPACE}", "").replace("−", "-")
    front, _, power = plain.rpartition("10") if re.search("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]", plain) else (plain, "", "")
    if not power:
        return Decimal(plain)
    return Decimal(front.removesuffix("·") or 1).scaleb(int(power.translate(_RAISED)))


def loss_in(text: str, title: str) -> Decimal:
    """The loss that a tick stands at, by the axis's title: (L − offset)/10^power is what it says."""
    match = _TITLE.fullmatch(title)
    assert match is not None, title
    offset, power = match["offset"], match["power"]
    value = number_in(text).scaleb(int(power.translate(_RAISED)) if power else 0)
    return value + (number_in(offset) if offset else 0)
