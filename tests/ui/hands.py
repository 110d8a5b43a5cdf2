"""What the state machine of `test_any_order` needs besides its rules: hands, and a plain count of what is known."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from bpgui.core.cells import INPUTS
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


class Hands(RuleBasedStateMachine):
    """A person, and the numbers that were given and typed so far, by the names of their matrices."""

    person: ClassVar[Person]
    refused: ClassVar[str] = ""
    """The sentence about what was refused, until something changes."""

    given: dict[str, list[list[Fraction]]]
    rate: Fraction

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
