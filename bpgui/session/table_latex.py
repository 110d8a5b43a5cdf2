"""A matrix in LaTeX as rows of cells, each as a person would type it."""

from __future__ import annotations

import re

from bpgui.session.table import TableError, quoted

_MATRICES = r"(?:[bpvVB]?(?:small)?matrix\*?|array|tabular)"
_BEGIN = re.compile(rf"\\begin\s*\{{{_MATRICES}\}}")
_END = re.compile(rf"\\end\s*\{{{_MATRICES}\}}")
_COLUMNS = re.compile(r"\s*(?:\[[a-z]*\])?\s*(?:\{(?:[^{}]|\{[^{}]*\})*\})?")
_AROUND = re.compile(
    r"\\(?:left|right|[bB]igg?[lr]?|displaystyle|textstyle|mathbf|mathrm|\[|\]|\(|\)|,|;|!|quad|qquad)"
    r"|\\(?:begin|end)\s*\{(?:equation|align|displaymath|math|gather|multline)\*?\}|[$\[\](){}|.,;\s]"
)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_ROW_END = re.compile(r"\\\\\*?(?:\s*\[\s*[-0-9.]+\s*[a-z]{2}\s*\])?|\\cr(?![a-zA-Z])|\\tabularnewline")
_RULE = re.compile(r"\\(?:hline|toprule|midrule|bottomrule)(?![a-zA-Z])")
_SIGN = "[+\\-\N{MINUS SIGN}]"
_FRACTION = re.compile(
    rf"\\[dtcn]?(?:ice)?frac\s*(?:\{{\s*({_SIGN}?[0-9]+)\s*\}}|([0-9]))\s*(?:\{{\s*([0-9]+)\s*\}}|([0-9]))"
)
_POWER = re.compile(rf"(?:\\times|\\cdot|×|·)\s*10\s*\^\s*(?:\{{\s*({_SIGN}?[0-9]+)\s*\}}|([0-9]))")
_POWER_ALONE = re.compile(rf"({_SIGN}?)10\s*\^\s*(?:\{{\s*({_SIGN}?[0-9]+)\s*\}}|([0-9]))")
_SPACE = re.compile(r"\\[,;:! ]|~|\\h?phantom\s*\{[^{}]*\}|\\q?quad")
_LONGEST_CELL = 1000


def latex_rows(body: str) -> list[list[str]]:
    """The cells between & and \\\\, of a matrix in an environment or without one. Raises TableError."""
    inside = _inside(_COMMENT.sub("", body) if "%" in body else body)
    lines = [_RULE.sub("", line) for line in _ROW_END.split(inside)]
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        raise TableError("There are no numbers in it.")
    return [[_typed(cell) for cell in line.split("&")] for line in lines]


def _inside(body: str) -> str:
    """What stands between \\begin and \\end, where nothing around them would change the numbers."""
    begin, end = _BEGIN.search(body), _END.search(body)
    if begin is None and end is None:
        return body.strip().strip("$").strip()
    if begin is None or end is None or end.start() < begin.end():
        raise TableError(r"A matrix in LaTeX needs both its \begin and its \end.")
    if _BEGIN.search(body, begin.end()) or _END.search(body, end.end()):
        raise TableError("There is more than one matrix in it: copy one at a time.")
    before = body[: begin.start()].rpartition("=")[2]
    after = body[end.end() :]
    for around, where in ((before, "before"), (after, "behind")):
        if _AROUND.sub("", around):
            raise TableError(f"{quoted(around.strip())} stands {where} the matrix: copy the matrix alone.")
    start = begin.end()
    if "array" in begin[0] or "tabular" in begin[0] or "*" in begin[0]:
        columns = _COLUMNS.match(body, start, end.start())
        start = columns.end() if columns else start
    return body[start : end.start()]


def _typed(cell: str) -> str:
    r"""-\frac{1}{3} as -1/3, 1.5 \times 10^{-7} as 1.5e-7, 0{,}5 as 0,5."""
    stripped = cell.strip()
    if "\\" not in stripped and "{" not in stripped and "^" not in stripped and "~" not in stripped:
        return stripped.strip("$")
    if len(stripped) > _LONGEST_CELL:
        return stripped
    plain = _SPACE.sub("\N{THIN SPACE}", stripped).strip("$ \N{THIN SPACE}")
    if fraction := _FRACTION.search(plain):
        return _whole_fraction(plain, fraction)
    plain = plain.replace("{,}", ",").replace("{-}", "-").replace("{.}", ".")
    if power := _POWER_ALONE.fullmatch(plain):
        return f"{power[1]}1e{power[2] or power[3]}"
    if power := _POWER.search(plain):
        return f"{plain[: power.start()].strip()}e{power[1] or power[2]}{plain[power.end() :]}"
    return plain[1:-1] if plain.startswith("{") and plain.endswith("}") else plain


def _whole_fraction(plain: str, fraction: re.Match[str]) -> str:
    sign = plain[: fraction.start()].strip().replace("{-}", "-")
    numerator, denominator = fraction[1] or fraction[2], fraction[3] or fraction[4]
    is_alone = fraction.end() == len(plain) and sign in ("", "+", "-", "\N{MINUS SIGN}")
    if not is_alone or (sign and not numerator.isdigit()):
        return plain  # such as 2\frac{1}{3}: no number that is typed
    return f"{sign}{numerator}/{denominator}"
