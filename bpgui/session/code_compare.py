"""The end of a program: it prints the matrices, and holds each number against what bpgui showed."""

from __future__ import annotations

import numpy as np

from bpgui.core.cells import INPUTS, Matrix
from bpgui.core.notation import symbol
from bpgui.core.numbers import grouped
from bpgui.session.code_rounding import roundings
from bpgui.session.code_sections import Program, Section
from bpgui.session.code_shown import as_array, is_cut, rounded_up, shown_shape, shown_texts
from bpgui.session.export_matrices import known_matrices

_COMPARE = '''\
decimals = {decimals}  # as many as bpgui showed
found = {{"agree": 0, "lost": 0, "differ": 0}}


def judge(value, text, rounding):
    """Whether a number rounds to a text: "agree", "differ", or "lost" where rounding may reach its last digit."""
    mantissa, _, exponent = text.lstrip("<").partition("e")
    last_place = int(exponent) - len(mantissa.partition(".")[2]) if exponent else -decimals
    half = 0.5 * 10.0**last_place
    if "/" in text:  # 1/3 is exact
        numerator, denominator = text.split("/")
        shown, half = int(numerator) / int(denominator), 0.0
    elif text.startswith("<"):  # less than what rounding leaves of it
        shown, half = 0.0, float(text[1:])
    else:
        shown = float(text)
    if not abs(value - shown) <= half + rounding:
        return "differ"
    return "lost" if 0 < half < rounding else "agree"


def compare(name, matrix, rounding, shown):
    """Print a matrix as bpgui showed it; a number that does not round to that is printed in full before it.

    rounding: so much of a number may float64, which has 16 digits, have lost on its way here.
    """
    {texts}
    rows = []
    for numbers, row in zip(matrix.tolist(), texts, strict=True):
        rows.append([])
        for value, text in zip(numbers, row, strict=True):
            verdict = judge(value, text, rounding)
            found[verdict] += 1
            rows[-1].append({{"agree": text, "lost": "~" + text}}.get(verdict, f"{{value!r}} (bpgui: {{text}})"))
    print(f"\\n{{name}}")
    width = max(len(text) for row in rows for text in row)
    for row in rows{most}:
        print("  ".join(text.rjust(width) for text in row))'''

_END = (
    "",
    "print(f\"\\nNumbers that agree with bpgui to the last printed digit: {found['agree']}\")",
    'if found["lost"]:',
    "    print(f\"Numbers with ~ agree too, but rounding may reach their last digit: {found['lost']}\")",
    'if found["differ"]:',
    "    raise AssertionError(f\"Numbers that differ from those of bpgui: {found['differ']}\")",
)
_MOST_PRINTED = 40


def compare_section(program: Program) -> Section:
    """What bpgui showed, and the comparison with it."""
    screen = program.screen
    known = known_matrices(screen)
    lost = roundings(screen, program.is_looped)
    texts = (
        "texts = shown.tolist()" if program.archive else "texts = [line.split() for line in shown.strip().splitlines()]"
    )
    rows = max(screen.network.shape.of(matrix)[0] for matrix in known)
    most = f"[:{_MOST_PRINTED}]" if rows > _MOST_PRINTED else ""
    code = _COMPARE.format(decimals=screen.view.digits, texts=texts, most=most).splitlines()
    code += ["", ""]
    shown = {} if program.archive else shown_texts(screen)
    for matrix in known:
        rounding = rounded_up(lost[matrix])
        value = _value(program, matrix)
        if program.archive:
            code.append(f'compare("{_name(matrix)}", {value}, {rounding}, data["shown_{matrix}"])')
        else:
            block = _block(shown[matrix])
            code += [f'compare("{_name(matrix)}", {value}, {rounding}, """', *block, '""")']
    return Section("What bpgui showed", _said(program), (*code, *_END))


def archive_arrays(program: Program) -> dict[str, np.ndarray]:
    """What the archive beside a program holds: x, w, b and y of the start, and the numbers shown, as text."""
    document = program.screen.document
    arrays: dict[str, np.ndarray] = {m.value: document.matrix(m).values for m in INPUTS}
    return arrays | {f"shown_{m}": as_array(texts) for m, texts in shown_texts(program.screen).items()}


def _said(program: Program) -> tuple[str, ...]:
    screen = program.screen
    known = known_matrices(screen)
    names = ", ".join(symbol(matrix) for matrix in known)
    said = [
        f"The numbers on screen at iteration {grouped(program.iteration)}, as they were written there: {names}. Each "
        "number that was worked out here must round to the same text."
    ]
    cut = [symbol(matrix) for matrix in known if is_cut(screen, matrix)]
    if cut:
        said.append(f"Of {', '.join(cut)}, which have very many entries, only the first are compared.")
    return tuple(said)


def _value(program: Program, matrix: Matrix) -> str:
    if matrix is Matrix.loss:
        return "loss.reshape(1, 1)"
    if is_cut(program.screen, matrix):
        rows, columns = shown_shape(program.screen, matrix)
        return f"{matrix}[:{rows}, :{columns}]"
    return matrix.value


def _name(matrix: Matrix) -> str:
    return "L" if matrix is Matrix.loss else matrix.value


def _block(texts: list[list[str]]) -> list[str]:
    width = max(len(text) for row in texts for text in row)
    return ["  ".join(text.rjust(width) for text in row) for row in texts]
