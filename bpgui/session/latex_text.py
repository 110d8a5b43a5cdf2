"""Words as LaTeX takes them with no packages: whatever is typed compiles, in text and inside \\text{…} alike."""

from __future__ import annotations

import unicodedata

_GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi"
_SMALL = "αβγδεζηθικλμνξπρστυφχψ"
_LARGE_GREEK = "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
_LARGE = "ΓΔΘΛΞΠΣΥΦΨΩ"

_IN_TEXT = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    '"': "''",
    "…": r"\dots{}",
    "’": "'",
    "‘": "`",
    "“": "``",
    "”": "''",
    "„": ",,",
    "–": "--",
    "—": "---",
    "\u00a0": "~",
    "\u2009": r"\,",
    "ß": r"\ss{}",
    "æ": r"\ae{}",
    "Æ": r"\AE{}",
    "œ": r"\oe{}",
    "Œ": r"\OE{}",
    "ø": r"\o{}",
    "Ø": r"\O{}",
    "ł": r"\l{}",
    "Ł": r"\L{}",
    "ı": r"\i{}",
    "¿": "?`",
    "¡": "!`",
    "§": r"\S{}",
    "©": r"\copyright{}",
    "£": r"\pounds{}",
    "€": "EUR",
}
_IN_MATHEMATICS = {
    "<": "<",
    ">": ">",
    "|": "|",
    "−": "-",
    "·": r"\cdot",
    "⋯": r"\cdots",
    "×": r"\times",
    "÷": r"\div",
    "±": r"\pm",
    "≈": r"\approx",
    "≠": r"\neq",
    "≤": r"\leq",
    "≥": r"\geq",
    "→": r"\to",
    "←": r"\leftarrow",
    "∞": r"\infty",
    "∂": r"\partial",
    "∇": r"\nabla",
    "√": r"\surd",
    "∈": r"\in",
    "°": r"^\circ",
    "ᵀ": r"^{\mathsf{T}}",
    "ᵢ": "_i",
    "ⱼ": "_j",
    "ₖ": "_k",
    "½": r"\tfrac{1}{2}",
    "□": r"\square",
    "‹": r"\langle",
    "›": r"\rangle",
    "«": r"\ll",
    "»": r"\gg",
    "ω": r"\omega",
    "ς": r"\varsigma",
    "ο": "o",
    "µ": r"\mu",
    **{letter: rf"\{name}" for letter, name in zip(_SMALL, _GREEK.split(), strict=True)},
    **{letter: rf"\{name}" for letter, name in zip(_LARGE, _LARGE_GREEK.split(), strict=True)},
    **{figure: f"_{number}" for number, figure in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    **{figure: f"^{number}" for number, figure in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
}
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0327": "c",
}
_UNKNOWN = "?"


def text_latex(text: str) -> str:
    """Words in LaTeX. A letter that the usual fonts lack loses its accent; a sign that they lack becomes "?"."""
    return "".join(_character(character) for character in unicodedata.normalize("NFC", " ".join(text.split())))


def _character(character: str) -> str:
    if character in _IN_TEXT:
        return _IN_TEXT[character]
    if character in _IN_MATHEMATICS:
        return rf"\ensuremath{{{_IN_MATHEMATICS[character]}}}"
    if " " <= character <= "~":
        return character
    apart = unicodedata.normalize("NFD", character)
    base, marks = apart[0], apart[1:]
    if not (base.isascii() and base.isalpha()):
        return "" if unicodedata.category(character) in ("Mn", "Cc", "Cf") else _UNKNOWN
    if marks not in _ACCENTS:
        return base
    letter = {"i": r"\i", "j": r"\j"}.get(base, base) if unicodedata.combining(marks) == 230 else base
    return rf"\{_ACCENTS[marks]}{{{letter}}}"
