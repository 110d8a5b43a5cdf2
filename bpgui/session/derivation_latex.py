"""Derivations as a LaTeX document: amsmath and amssymb alone, relation signs aligned, nothing wider than A4 allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bpgui.core.cells import Cell
from bpgui.core.notation import cell_latex
from bpgui.session.derivation import Derivation
from bpgui.session.latex_grid import fitting, grid_latex, grid_width
from bpgui.session.latex_text import text_latex
from bpgui.session.latex_width import width
from bpgui.session.pieces import Grid, Kind, Line, Part, Piece, Style, room, unbroken

ROOM = 39.5
"""How wide a line may be, in ems: 16 cm in 11 pt, less the indent and a little."""

_PREAMBLE = r"""\documentclass[11pt,fleqn]{article}
\usepackage[utf8]{inputenc}
\usepackage{amsmath,amssymb}
% A4 with margins of 2.5 cm
\setlength{\paperwidth}{210mm}\setlength{\paperheight}{297mm}
\ifdefined\pdfpagewidth\pdfpagewidth=\paperwidth\pdfpageheight=\paperheight\fi
\setlength{\hoffset}{-1in}\setlength{\voffset}{-1in}
\setlength{\oddsidemargin}{25mm}\setlength{\textwidth}{160mm}
\setlength{\topmargin}{25mm}\setlength{\headheight}{0pt}\setlength{\headsep}{0pt}
\setlength{\textheight}{240mm}\setlength{\footskip}{12mm}
\setlength{\parindent}{0pt}\setlength{\parskip}{4pt}\setlength{\mathindent}{1.5em}
\setlength{\emergencystretch}{3em}
\allowdisplaybreaks
\setlength{\jot}{6pt}
\AtBeginDocument{\setlength{\abovedisplayskip}{6pt}\setlength{\abovedisplayshortskip}{6pt}%
  \setlength{\belowdisplayskip}{9pt plus 2pt}\setlength{\belowdisplayshortskip}{9pt plus 2pt}}
"""
_NOTE = r"""% The lines between \begin{document} and \end{document} can be pasted into a document of your own.
% They need \usepackage{amsmath} and \usepackage{amssymb}.
"""
_IN_MATHEMATICS = {"L": "L", "h": "h", "N": "N", "x": r"\mathbf{x}", "w": r"\mathbf{w}", "b": r"\mathbf{b}"}
"""Words of sentences that are names."""
_ENDS = ".,:;"
_SIGN, _INDENT = 3.0, 1.2
_NEW_PARAGRAPH = r" \endgraf "


def as_latex(derivations: Sequence[Derivation], title: str = "") -> str:
    """A whole document that compiles as it is; the title stands over it."""
    shown = " ".join(title.split())
    comment = f"% {shown}\n" if shown else ""
    heading = f"\\section*{{{text_latex(shown)}}}\n" if shown else ""
    body = "\n".join(_entry(each) for each in derivations)
    return f"{comment}{_NOTE}{_PREAMBLE}\\begin{{document}}\n{heading}{body}\\end{{document}}\n"


def _entry(derivation: Derivation) -> str:
    made = [f"\\subsection*{{\\boldmath${_on_one_line(derivation.entry)}$}}"]
    for block in _blocks(derivation.lines):
        made += block.latex()
    return "\n".join(made) + "\n"


def _on_one_line(entry: Cell) -> str:
    """∂L/∂w₁₂ rather than a fraction."""
    latex, start = cell_latex(entry), r"\frac{\partial L}{"
    return rf"\partial L/{latex[len(start) : -1]}" if latex.startswith(start) else latex


@dataclass
class _Block:
    """Lines that share their relation signs, and what is said before and between them."""

    lines: list[Line] = field(default_factory=list)

    def latex(self) -> Iterator[str]:
        """The lines of the document: words first, then an align* in which all other words stand."""
        formulas = [line for line in self.lines if line.style is not Style.prose]
        left = max((_width(_split(line)[0]) for line in formulas), default=0.0)
        said: list[str] = []
        is_open = False
        for line in self.lines:
            said += _said(line)
            if line.style is Style.prose:
                continue
            if not is_open:
                yield from (words + r"\par" for words in said[:-1])
                yield from said[-1:]
                yield r"\begin{align*}"
            elif said:
                yield rf"\intertext{{{_NEW_PARAGRAPH.join(said)}}}"
            is_open, said = True, []
            rows = formula_rows(line, ROOM - left)
            end = r" \\" if line is not formulas[-1] else ""
            yield from (row + r" \\" for row in rows[:-1])
            yield rows[-1] + end
        if is_open:
            yield r"\end{align*}"
        yield from (words + r"\par" for words in said)


def _blocks(lines: Sequence[Line]) -> Iterator[_Block]:
    """A formula that begins anew is a block of its own, with the words before it."""
    block = _Block()
    waiting: list[Line] = []
    for line in lines:
        if line.style is Style.prose:
            waiting.append(line)
            continue
        if line.style is Style.formula and not line.continues and block.lines:
            yield block
            block = _Block()
        block.lines += [*waiting, line]
        waiting = []
    yield block
    if waiting:
        yield _Block(waiting)


def _said(line: Line) -> list[str]:
    """What a line says in words: its heading, and itself if it is prose."""
    heading = r"\quad ".join(text_latex(words) for words in line.heading.split("  "))
    bold = [rf"{{\small\textbf{{{heading}}}}}"] if heading else []
    if line.style is not Style.prose:
        return bold
    return [*(words + r"\nopagebreak" for words in bold), prose(line.parts, text_latex)]


def prose(parts: Sequence[Part], plain: Callable[[str], str]) -> str:
    """A sentence with its formulas between $; `plain` writes its words."""
    said = ""
    before: Part | None = None
    for part in parts:
        said += (" " if room(before, part).blank else "") + _in_prose(part, plain)
        before = part
    return said


def _in_prose(part: Part, plain: Callable[[str], str]) -> str:
    if isinstance(part, Grid):
        return f"${grid_latex(part)}$"
    if part.kind is not Kind.word:
        return f"${part.latex}$"
    name, rest = name_latex(part.text)
    return f"${name}${rest}" if name else plain(part.text)


def name_latex(word: str) -> tuple[str, str]:
    """A word of a sentence that is a name, in LaTeX, and what stands behind it; "" for all other words."""
    name = word.rstrip(_ENDS)
    return (_IN_MATHEMATICS[name], word[len(name) :]) if name in _IN_MATHEMATICS else ("", word)


# --- formulas


def _split(line: Line) -> tuple[list[Part], list[Part]]:
    """What stands left of the aligned sign, and the rest."""
    for number, part in enumerate(line.parts):
        if isinstance(part, Piece) and (part.kind is Kind.relation or part.latex.startswith("<")):
            return list(line.parts[:number]), list(line.parts[number:])
    return [], list(line.parts)


def formula_rows(line: Line, available: float) -> list[str]:
    """A line in rows, none wider than there is room: it goes on before a relation, a + or −, or a matrix."""
    left, right = _split(line)
    right, size = fitting(right, available - _SIGN)
    rows: list[list[Part]] = [[]]
    used = 0.0
    for chunk in unbroken(right):
        wide = _width(chunk, size)
        indent = _INDENT if len(rows) > 1 else 0.0
        if rows[-1] and used + indent + wide > available:
            rows.append([])
            used = 0.0
        rows[-1] += chunk
        used += wide
    start = _formula(left, size)
    made = []
    for number, row in enumerate(rows):
        made.append(
            f"{start if number == 0 else ''} &{_going_on(row[0]) if number else ''}{_formula(row, size)}".strip()
        )
    return made


def _going_on(part: Part) -> str:
    """What stands at the start of a row that goes on: nothing before a relation, an indent before all else."""
    is_relation = isinstance(part, Piece) and part.kind is Kind.relation
    return "" if is_relation else r"\quad {}"


def _formula(parts: Sequence[Part], size: str = "") -> str:
    made: list[str] = []
    before: Part | None = None
    for part in parts:
        if all(isinstance(each, Grid) or (each is not None and each.kind is Kind.ordinary) for each in (before, part)):
            made.append(r"\,")
        if isinstance(part, Grid):
            made.append(grid_latex(part, size))
        elif part.kind is Kind.word:
            gap = r"\ " if isinstance(before, Piece) and before.kind is Kind.word else ""
            is_word = part.latex.startswith(r"\text{")
            made.append(gap + (rf"\text{{{text_latex(part.text)}}}" if is_word else part.latex))
        else:
            made.append(part.latex)
        before = part
    return " ".join(made)


def _width(parts: Sequence[Part], size: str = "") -> float:
    return sum(grid_width(part, size) if isinstance(part, Grid) else width(part.latex) + 0.03 for part in parts)
