"""A derivation in Markdown with LaTeX in it, as notebooks typeset it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bpgui.core.notation import cell_latex
from bpgui.session.derivation import Derivation
from bpgui.session.derivation_latex import ROOM, formula_rows, prose
from bpgui.session.pieces import Line, Style

_SPECIAL = "\\`*_[]<>|$~&"
_FOR_PRINT_ALONE = re.compile(r"@\{\\,\}|\\setlength\{\\fboxsep\}\{1\.5pt\}")
_IN_A_SIZE = re.compile(r"\\mbox\{\\[a-z]+\$\\displaystyle (.*?)\$\}", re.DOTALL)


def markdown_text(text: str) -> str:
    """Words in which nothing is taken for Markdown."""
    return "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in text)


def as_markdown(derivation: Derivation) -> str:
    """The derivation of an entry: headings, sentences, and formulas in aligned rows."""
    blocks = [rf"## Where ${cell_latex(derivation.entry)}$ comes from", *_blocks(derivation.lines)]
    return _FOR_PRINT_ALONE.sub("", _IN_A_SIZE.sub(r"\1", "\n\n".join(blocks)))


def _blocks(lines: Sequence[Line]) -> Iterator[str]:
    rows: list[str] = []
    for line in lines:
        words = [f"**{markdown_text(line.heading)}**"] if line.heading else []
        if line.style is Style.prose:
            words.append(prose(line.parts, markdown_text))
        if words:
            yield from _formula(rows)
            yield from words
            rows = []
        if line.style is not Style.prose:
            rows += formula_rows(line, ROOM)
    yield from _formula(rows)


def _formula(rows: Sequence[str]) -> Iterator[str]:
    if rows:
        joined = " \\\\\n".join(rows)
        yield f"$$\n\\begin{{aligned}}\n{joined}\n\\end{{aligned}}\n$$"
