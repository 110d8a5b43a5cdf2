"""The check of all gradients of the iteration that is shown, in words and numbers: in floats, and in fractions where
the numbers are known exactly.

It takes nothing but gradients that the position lets be known: until the backward pass is complete, there is no check.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from bpgui.core.cells import Matrix, Shape
from bpgui.core.chain_rule import GRADIENT_OF
from bpgui.core.check import GRADIENTS, GradientCheck, check_gradients
from bpgui.core.notation import cell_in_words, cell_symbol, symbol
from bpgui.core.numbers import Number, format_number, grouped
from bpgui.session.document import Document
from bpgui.session.session import Session

_HOW = (
    "Each entry is held against (L(c + h) − L(c − h)) / 2h: its cell c of {moved} is moved, and L is worked out anew "
    "by the forward equations alone. L is quadratic in every one cell, so that this is the gradient itself, for any h, "
    "and not an estimate. {widths}"
)
_ONE_WIDTH = "Here h is a power of two that suits each entry, so that floats lose least."
_TWO_WIDTHS = "In fractions h is 1; in floats it is a power of two that suits each entry, so that they lose least."

_SHARE_OF_FLOATS = 0.1
_IN_WORDS = ("no", "one", "two", "three", "four")


class Subject(NamedTuple):
    """What a check is of. While it stays equal, so does what came of the check."""

    document: Document
    iteration: int
    gradients: tuple[Matrix, ...]


class CheckedGradient(NamedTuple):
    """One gradient as a row of texts; empty where nothing is known yet.

    floats: the largest difference in floats, and `where` it is; fractions: the same in fractions, "–" where there are
    none. `where_in_words` is for a person who listens.
    """

    gradient: Matrix
    entries: str
    floats: str = ""
    where: str = ""
    where_in_words: str = ""
    fractions: str = ""


class GradientCheckReport(NamedTuple):
    """How far a check has come, from 0 to 1, a row for each gradient, and at the end what came of it in sentences."""

    done: float
    rows: tuple[CheckedGradient, ...]
    sentence: str
    remarks: tuple[str, ...]
    agrees: bool | None

    @property
    def is_complete(self) -> bool:
        """Whether everything is checked."""
        return self.agrees is not None


def can_check(session: Session) -> bool:
    """Whether the gradients that the view shows are all known."""
    return session.is_backward_complete


def subject_of(session: Session) -> Subject:
    """What would be checked now."""
    shown = tuple(gradient for gradient in GRADIENTS if gradient not in session.view.hidden)
    return Subject(session.document, session.iteration, shown)


def check(session: Session) -> Iterator[GradientCheckReport]:
    """Check all gradients of this iteration that the view shows, in slices of a millisecond or so.

    What is checked is settled at the first slice, whatever becomes of the session meanwhile. Raises ValueError where
    the backward pass is not complete.
    """
    if not can_check(session):
        raise ValueError("the gradients are not all known yet")
    subject, moment = subject_of(session), session.course.moment(session.iteration)
    reporting = _Reporting(subject, moment.exact is not None, session.course.why_in_decimals(subject.iteration))
    in_floats: tuple[GradientCheck, ...] = ()
    yield reporting.report(0.0, (), ())
    share = _SHARE_OF_FLOATS if moment.exact is not None else 1.0
    for under_way in check_gradients(moment.values, subject.gradients):
        in_floats = under_way.results
        yield reporting.report(share * under_way.done, in_floats, ())
    if moment.exact is not None:
        for under_way in check_gradients(moment.exact, subject.gradients):
            yield reporting.report(share + (1 - share) * under_way.done, in_floats, under_way.results)


Results = tuple[GradientCheck, ...]


class _Reporting(NamedTuple):
    """Puts results in words."""

    subject: Subject
    with_fractions: bool
    why_in_decimals: str

    def report(self, done: float, floats: Results, fractions: Results) -> GradientCheckReport:
        """How things stand."""
        gradients = self.subject.gradients
        rows = tuple(self._row(number, floats, fractions) for number in range(len(gradients)))
        last = fractions if self.with_fractions else floats
        if len(last) < len(gradients):
            return GradientCheckReport(done, rows, f"Checking {self._all_entries}…", (), None)
        wrong = next((result for result in (*fractions, *floats) if not result.agrees), None)
        sentence = self._agreement(floats) if wrong is None else _disagreement(wrong)
        return GradientCheckReport(done, rows, sentence, self._remarks(floats), wrong is None)

    @property
    def _shape(self) -> Shape:
        return self.subject.document.shape

    @property
    def _all_entries(self) -> str:
        gradients = self.subject.gradients
        entries = sum(self._shape.entries(gradient) for gradient in gradients)
        return f"all {grouped(entries)} entries of the {_IN_WORDS[len(gradients)]} gradients"

    def _row(self, number: int, floats: Results, fractions: Results) -> CheckedGradient:
        gradient = self.subject.gradients[number]
        row = CheckedGradient(gradient, grouped(self._shape.entries(gradient)))
        if not self.with_fractions:
            row = row._replace(fractions="–")
        if number < len(floats):
            found = floats[number]
            row = row._replace(floats=_text(found.largest), where="–", where_in_words="nowhere")
            if found.largest != 0:
                row = row._replace(where=cell_symbol(found.where), where_in_words=cell_in_words(found.where))
        if number < len(fractions):
            row = row._replace(fractions=_text(fractions[number].largest))
        return row

    def _agreement(self, floats: Results) -> str:
        largest = max(float(result.largest) for result in floats)
        if self.with_fractions:
            how = "in fractions exactly, in floats " + (f"within {_at_most(largest)}" if largest else "too")
        else:
            how = f"in floats within {_at_most(largest)}" if largest else "in floats to the last digit"
        said = self._all_entries
        return f"{said[0].upper()}{said[1:]} agree: {how}."

    def _remarks(self, floats: Results) -> tuple[str, ...]:
        moved = [symbol(GRADIENT_OF[gradient]) for gradient in self.subject.gradients]
        how = _HOW.format(
            moved=f"{', '.join(moved[:-1])} or {moved[-1]}", widths=_TWO_WIDTHS if self.with_fractions else _ONE_WIDTH
        )
        relative = max(result.relative for result in floats)
        rounding = ""
        if relative > 0 and all(result.agrees for result in floats):
            rounding = (
                "Floats have some 16 digits, and round at every step: no difference is more than "
                f"{_at_most(relative)} of the most that its entry could be, given the sizes of its numbers."
            )
        return tuple(filter(None, (how, rounding, self.why_in_decimals)))


def _disagreement(found: GradientCheck) -> str:
    numbers = "fractions" if isinstance(found.largest, Fraction) else "floats"
    return (
        f"{symbol(found.gradient)} does not agree: in {numbers}, {cell_symbol(found.where)} and its central difference "
        f"are {_text(found.largest)} apart."
    )


def _text(number: Number) -> str:
    """A difference with two digits or so; what diverges has none."""
    return format_number(number, 1).text if math.isfinite(number) else "not a number"


def _at_most(number: float) -> str:
    """A number above 0 with one digit, rounded up, so that "within" is true."""
    exact = Fraction(repr(number))
    power = Fraction(10) ** math.floor(math.log10(number))
    return format_number(math.ceil(exact / power) * power, 0).text
