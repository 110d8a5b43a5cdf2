"""What the state machine of `test_any_order` needs besides its rules: hands, and a plain count of what is known."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import ClassVar

from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from bpgui.core.cells import INPUTS
from bpgui.core.inputs import NotFiniteError
from bpgui.session.session import Session
from tests.ui.person import Key, Modifier, Person

KEYS = {
    "step": (Key.Key_PageDown, Modifier.NoModifier),
    "back": (Key.Key_PageUp, Modifier.NoModifier),
    "finish entry": (Key.Key_PageDown, Modifier.ShiftModifier),
    "finish equation": (Key.Key_PageDown, Modifier.AltModifier),
    "forward": (Key.Key_F7, Modifier.NoModifier),
    "backward": (Key.Key_F8, Modifier.NoModifier),
    "update": (Key.Key_F9, Modifier.NoModifier),
    "reset": (Key.Key_Home, Modifier.ControlModifier),
    "more decimals": (Key.Key_Period, Modifier.ControlModifier),
    "fewer decimals": (Key.Key_Comma, Modifier.ControlModifier),
    "fractions": (Key.Key_Slash, Modifier.ControlModifier),
    "∂L/∂x": (Key.Key_X, Modifier.ControlModifier | Modifier.ShiftModifier),
    "updated parameters": (Key.Key_U, Modifier.ControlModifier | Modifier.ShiftModifier),
    "dark": (Key.Key_D, Modifier.ControlModifier | Modifier.ShiftModifier),
    "light": (Key.Key_L, Modifier.ControlModifier | Modifier.ShiftModifier),
}
ORDER = ("y_hat", "error", "loss", "dL_dy_hat", "dL_dw", "dL_db", "dL_dx", "w_next", "b_next")
AXES = {"x": "ij", "w": "jk", "b": "1k", "y": "ik"}


class Hands(RuleBasedStateMachine):
    """A person, and the numbers that were given and typed so far, by the names of their matrices."""

    person: ClassVar[Person]
    refused: ClassVar[str] = ""
    """The sentence about what was refused, until something changes."""

    given: dict[str, list[list[Fraction]]]
    rate: Fraction
    was: dict[int, tuple[dict[str, list[list[Fraction]]], Fraction]]

    @property
    def is_focused(self) -> bool:
        return self.person.action("focus").isChecked()

    def press(self, name: str) -> None:
        if name == "focus":  # in a field F is typed
            self.person.choose(name)
        else:
            self.person.press(*KEYS[name])

    def cell_in_view(self, data: st.DataObject, computed: bool | None = None) -> tuple[str, int, int]:
        """Any cell that is seen now: of a computed matrix, of an input, or of either."""
        names = [n for n in ("x", "w", "b", "y", "x_transposed", *ORDER) if self.person.table(n).isVisible()]
        if computed is not None:
            fitting = [name for name in names if (name in ORDER) is computed and name != "x_transposed"]
            if not fitting and self.is_focused:
                self.press("focus")
                return self.cell_in_view(data, computed)
            names = fitting
        name = data.draw(st.sampled_from(names))
        return name, *data.draw(st.sampled_from(self.cells_in_view(name)))

    def cells_in_view(self, name: str) -> list[tuple[int, int]]:
        view = self.person.table(name)
        model, inside = view.model(), view.viewport().rect()
        return [
            (row + 1, column + 1)
            for row in range(model.rowCount())
            for column in range(model.columnCount())
            if inside.contains(view.visualRect(model.index(row, column)).center())
        ]

    # --- the plain count and the plain numbers

    def known_entries(self, name: str, entries: int) -> tuple[int, bool]:
        """How many entries of a matrix are known, and whether the next one is under way."""
        if name not in ORDER:
            return entries, False
        at_work = self.person.position.equation.value
        if name != at_work:
            return (entries if ORDER.index(name) < ORDER.index(at_work) else 0), False
        N, D, K = len(self.given["x"]), len(self.given["w"]), len(self.given["b"][0])
        terms = {"y_hat": D + 1, "loss": N * K, "dL_dy_hat": 1, "dL_dw": N, "dL_db": N, "dL_dx": K}.get(name, 2)
        complete, of_the_next = divmod(self.person.position.terms, terms)
        return complete, of_the_next > 0

    def take_over(self, iteration: int, name: str, row: int, column: int, text: str) -> None:
        """What is typed at a later iteration makes the w and b of then the new start."""
        document = self.person.window.bridge.session.document
        if iteration > 0 and self.person.position.iteration == 0:
            self.given |= {m.value: document.matrix(m).fractions.tolist() for m in INPUTS[1:3]}
        self.given[name][row - 1][column - 1] = Fraction(text.replace("−", "-").replace(",", "."))

    # --- the plain numbers when the network gets another size

    def change_lines(self, act: Callable[[Session], object]) -> None:
        """Do it; at a later iteration it makes the w and b of then the new start, before any line comes or goes."""
        session = self.person.window.bridge.session
        if session.iteration > 0:
            try:
                w, b = session.course.parameters_as_inputs(session.iteration)
            except NotFiniteError:
                reject()  # descent has diverged too far
            self.given |= {"w": w.fractions.tolist(), "b": b.fractions.tolist()}
        self.person.window.bridge.do(act)

    def put_in(self, letter: str, place: int) -> None:
        """A line of zeros in every matrix that has that letter."""
        for name, rows in self.given.items():
            row_letter, column_letter = AXES[name]
            if letter == row_letter:
                zeros = [Fraction(0)] * len(rows[0])
                self.given[name] = [*rows[:place], zeros, *rows[place:]]
            elif letter == column_letter:
                self.given[name] = [[*row[:place], Fraction(0), *row[place:]] for row in rows]

    def take_out(self, letter: str, place: int) -> None:
        """The same backwards."""
        for name, rows in self.given.items():
            row_letter, column_letter = AXES[name]
            if letter == row_letter:
                self.given[name] = rows[:place] + rows[place + 1 :]
            elif letter == column_letter:
                self.given[name] = [row[:place] + row[place + 1 :] for row in rows]

    def cut_or_fill(self, N: int, D: int, K: int) -> None:
        """Lines go, or come, at the end."""
        for letter, wanted, name, axis in (("i", N, "x", 0), ("j", D, "x", 1), ("k", K, "b", 1)):
            while (size := (len(self.given[name]), len(self.given[name][0]))[axis]) != wanted:
                if size > wanted:
                    self.take_out(letter, size - 1)
                else:
                    self.put_in(letter, size)

    # --- the plain numbers of every step, to be there again when it is undone

    def remember(self) -> None:
        """Write down what was given after the latest step."""
        done = len(self.person.window.bridge.session.history.done)
        copied = {name: [list(row) for row in rows] for name, rows in self.given.items()}
        self.was = {number: given for number, given in self.was.items() if number < done or self.is_undone(number)}
        self.was[done] = copied, self.rate

    def is_undone(self, number: int) -> bool:
        """Whether a step can be done again."""
        history = self.person.window.bridge.session.history
        return len(history.done) < number <= len(history.done) + len(history.undone)

    def be_in_the_history(self) -> None:
        """What was given is what was given then."""
        given, self.rate = self.was[len(self.person.window.bridge.session.history.done)]
        self.given = {name: [list(row) for row in rows] for name, rows in given.items()}
