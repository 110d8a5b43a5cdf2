"""How wide LaTeX will be once it is set in Computer Modern: an estimate, rather too wide than too narrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_TOKEN = re.compile(r"\{-\}|\\[A-Za-z]+|\\.|.", re.DOTALL)
_LIMITS = re.compile(r"(\\sum)_\{[^}]*\}\^\{[^}]*\}")
_IN_SCRIPT = 0.78
_SIDES_OF_A_FRACTION = 0.24
_SYMBOLS = {
    "{-}": 0.8,
    r"\partial": 0.56,
    r"\eta": 0.53,
    r"\cdot": 0.74,
    r"\cdots": 1.4,
    r"\approx": 1.36,
    r"\square": 0.8,
    r"\sum": 1.65,
    r"\quad": 1.0,
    r"\left": 0.2,
    r"\right": 0.2,
    r"\;": 0.28,
    r"\,": 0.17,
    r"\hat": 0.0,
    r"\mathbf": 0.0,
    r"\mathsf": 0.0,
    r"\mathrm": 0.0,
    "+": 1.25,
    "-": 1.25,
    "=": 1.36,
    "<": 1.36,
    "(": 0.5,
    ")": 0.5,
    ".": 0.29,
    ",": 0.46,
    " ": 0.0,
    "L": 0.71,
    "w": 0.76,
    "b": 0.48,
    "i": 0.38,
    "j": 0.45,
}
_NARROW, _WIDE = "il.,:; '", "mwMW"
_LETTER, _FIGURE, _CAPITAL, _COMMAND = 0.61, 0.51, 0.9, 1.0


@lru_cache(4096)
def width(latex: str) -> float:
    """The width of a piece in ems of the size that it is set in."""
    return _group(iter(_TOKEN.findall(_LIMITS.sub(r"\1", latex))))


def _group(tokens: Iterator[str]) -> float:
    """The width of all up to the end of a group."""
    total = 0.0
    for token in tokens:
        if token == "}":
            break
        total += _width(token, tokens)
    return total


def _width(token: str, tokens: Iterator[str]) -> float:
    match token:
        case "{":
            return _group(tokens)
        case "_" | "^":
            return _argument(tokens) * _IN_SCRIPT + 0.05
        case r"\frac":
            return max(_argument(tokens), _argument(tokens)) + _SIDES_OF_A_FRACTION
        case r"\text":
            return _words(tokens)
        case _ if token in _SYMBOLS:
            return _SYMBOLS[token]
        case _ if token.startswith("\\"):
            return _COMMAND
    return _FIGURE if token.isdigit() else _CAPITAL if token.isupper() else _LETTER


def _argument(tokens: Iterator[str]) -> float:
    token = next(tokens, "")
    return _width(token, tokens) if token else 0.0


def _words(tokens: Iterator[str]) -> float:
    next(tokens, "")
    total = 0.0
    for token in tokens:
        if token == "}":
            break
        total += 0.34 if token in _NARROW else 0.95 if token in _WIDE else _COMMAND if len(token) > 1 else 0.58
    return total
