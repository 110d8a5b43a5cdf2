"""How a program gets to the iteration that is shown: by a loop, or at once where that is too far for one."""

from __future__ import annotations

from bpgui.core.numbers import grouped
from bpgui.session import code_numpy, code_torch
from bpgui.session.code_rounding import LONGEST_LOOP, MOST_PRODUCTS
from bpgui.session.code_sections import Program, Section

_SOLVED_LATEX = r"""\mathbf{W}_t = \mathbf{W}_0 + \mathbf{V}\,
\operatorname{diag}\!\left(\frac{1 - (1 - \eta\lambda_m)^t}{s_m}\right) \mathbf{U}^{\mathsf{T}}
\left(\mathbf{y} - \tilde{\mathbf{x}}\mathbf{W}_0\right), \qquad \lambda_m = 2a\,s_m^2"""

_SOLVED = (
    "x_tilde = {hstack}([x, {ones}])  # b belongs to a feature that is always 1",
    "W = {vstack}([w, b])",
    "# R has the lengths and the angles of the columns of x̃ and y, and few rows",
    '{R} = {qr}({hstack}([x_tilde, y]), mode="r")',
    "R_x, R_y = R[: D + 1, : D + 1], R[: D + 1, D + 1 :]",
    "U, s, Vt = {svd}(R_x, full_matrices=False)",
    "eps = {eps}  # by so much of itself a number is rounded",
    "# the modes beyond the rank have λ = 0, and never move",
    "rank = int((s > eps * max(N, D + 1) * s[0]).sum())",
    "",
    "# what of the errors at the start belongs to each mode; what cancellation alone has left over is 0",
    "C = U.T @ (R_y - R_x @ W)",
    "summands = {norm}(abs(R_y) + abs(R_x) @ abs(W), {axis}=0)",
    "rounding = 4 * (N + D + 1) ** 0.5 * eps * summands",
    "C = {where}(abs(C) > rounding, C, 0.0)[:rank]",
    "s, V = s[:rank], Vt.T[:, :rank]",
    "",
    "# 1 - (1 - ηλ)^t by logarithms, since the power itself would lose half of its digits",
    "steep = learning_rate * (2 * a * s**2)  # ηλ",
    "{quietly}",
    "{in}log_factor = {where}(steep <= 1, {log1p}(-steep.clip(max=1)), {log1p}(steep.clip(min=1) - 2))",
    "log_factor = {where}(abs(steep - 2) <= 8 * eps, 0.0, log_factor)  # log |1 - ηλ|",
    "exponent = (iterations * log_factor).clip(max=709)",
    "is_negative = (steep > 1) & (iterations % 2 == 1)",
    "reached = {where}(is_negative, 1 + {exp}(exponent), -{expm1}(exponent))",
    "W = W + V @ ((reached / s)[:, None] * C)",
    "w, b = W[:-1]{own}, W[-1:]{own}",
)

_NAMES_IN_NUMPY = {
    "hstack": "np.hstack",
    "vstack": "np.vstack",
    "ones": "np.ones((N, 1))",
    "R": "R",
    "qr": "np.linalg.qr",
    "svd": "np.linalg.svd",
    "eps": "np.finfo(float).eps",
    "norm": "np.linalg.norm",
    "axis": "axis",
    "where": "np.where",
    "log1p": "np.log1p",
    "exp": "np.exp",
    "expm1": "np.expm1",
    "quietly": 'with np.errstate(divide="ignore"):  # where ηλ = 1 the logarithm is -inf, and the power 0',
    "in": "    ",
    "own": "",
}
_NAMES_IN_TORCH = {
    name: text.replace("np.linalg", "torch.linalg").replace("np.", "torch.") for name, text in _NAMES_IN_NUMPY.items()
} | {
    "ones": "torch.ones((N, 1), dtype=torch.float64)",
    "R": "_, R",
    "eps": "torch.finfo(torch.float64).eps",
    "axis": "dim",
    "quietly": "# where ηλ = 1 the logarithm is -inf, and the power 0",
    "in": "",
    "own": ".clone()",
}


def descent_section(program: Program) -> Section:
    """From the start to the iteration that is shown."""
    library = code_torch if program.is_torch else code_numpy
    t = program.iteration
    if program.is_looped:
        about = (
            "The position is at the very start: no iteration has been gone through."
            if t == 0
            else f"{grouped(t)} iteration{'' if t == 1 else 's'} of gradient descent, one after the other."
        )
        return Section("Descent", (about,), library.LOOP)
    names = _NAMES_IN_TORCH if program.is_torch else _NAMES_IN_NUMPY
    says = (
        f"{_why_not_looped(program)} But gradient descent on this network is solved, and any iteration can be had at "
        "once, as bpgui does it.",
        "Write x̃ = [x 1], and W for w with b below it. The singular values s of x̃ = U S Vᵀ split the error into modes. "
        "Each has a curvature λ = 2a s², and at every iteration its part of the error shrinks, or grows, by the same "
        "factor 1 − ηλ.",
        "So W_t = W_0 + V diag((1 − (1 − ηλ)^t) / s) Uᵀ (y − x̃ W_0).",
    )
    return Section("Descent", says, tuple(line.format_map(names) for line in _SOLVED), _SOLVED_LATEX)


def now_section(program: Program) -> Section:
    """All matrices at the iteration that is shown."""
    library = code_torch if program.is_torch else code_numpy
    return Section(
        f"Iteration {grouped(program.iteration)}",
        ("All matrices with the w and b of this iteration.",),
        library.NOW,
    )


def _why_not_looped(program: Program) -> str:
    if program.iteration > LONGEST_LOOP:
        return (
            f"Iteration {grouped(program.iteration)} lies too far away for a loop, which is taken up to iteration "
            f"{grouped(LONGEST_LOOP)}."
        )
    if program.iteration * program.screen.course.products > MOST_PRODUCTS:
        return f"With so many data a loop of {grouped(program.iteration)} iterations would take very long."
    return (
        f"In a loop of {grouped(program.iteration)} iterations rounding would add up to more than the last digit shown."
    )
