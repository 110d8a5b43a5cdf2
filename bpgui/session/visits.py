"""Where the selection has been: back and forward as in a browser, and the path that was followed from cell to cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bpgui.core.cells import Cell

Path = tuple[Cell, ...]
"""The cells that were followed one out of the other, such as ∂L/∂w₁₂ › ∂L/∂ŷ₃₂ › ŷ₃₂; the last one is selected."""

_MOST_KEPT = 100


@dataclass(frozen=True)
class Visits:
    """The path to the selected cell, and the paths that can be gone back and forward to, the nearest one last.

    `by_a_step`: a step led to the selected cell, and no choice.
    """

    path: Path = ()
    earlier: tuple[Path, ...] = ()
    later: tuple[Path, ...] = ()
    by_a_step: bool = field(default=False, compare=False)

    @property
    def selection(self) -> Cell | None:
        """The selected cell."""
        return self.path[-1] if self.path else None

    def begin_at(self, cell: Cell | None) -> Visits:
        """Select a cell for its own sake: a path begins there."""
        return self._go((cell,) if cell is not None else ())

    def follow(self, cell: Cell) -> Visits:
        """Select a cell out of the selected one's derivation; one that is on the path already is gone back to."""
        if cell in self.path:
            return self._go(self.path[: self.path.index(cell) + 1])
        return self._go((*self.path, cell))

    def carried_to(self, cell: Cell | None) -> Visits:
        """A step selects a cell: no place of its own to come back to, but what was looked at before stays one."""
        earlier = self.earlier if self.by_a_step else self._earlier_and_here()
        return Visits((cell,) if cell is not None else (), earlier, (), by_a_step=True)

    def back(self) -> Visits:
        """The path that was seen before; the same visits where there is none."""
        if not self.earlier:
            return self
        return Visits(self.earlier[-1], self.earlier[:-1], (*self.later, self.path) if self.path else self.later)

    def forward(self) -> Visits:
        """The path that was gone back from; the same visits where there is none."""
        if not self.later:
            return self
        return Visits(self.later[-1], (*self.earlier, self.path) if self.path else self.earlier, self.later[:-1])

    def only(self, may_be_shown: Callable[[Cell], bool]) -> Visits:
        """Without the paths that pass a cell that is not shown any more."""

        def shown(paths: tuple[Path, ...]) -> tuple[Path, ...]:
            return tuple(path for path in paths if all(map(may_be_shown, path)))

        path = self.path if all(map(may_be_shown, self.path)) else ()
        return Visits(path, shown(self.earlier), shown(self.later), self.by_a_step)

    def moved(self, where: Callable[[Cell], Cell | None]) -> Visits:
        """With every cell at its new place, without the paths that pass one that is gone."""

        def moved_paths(paths: tuple[Path, ...]) -> tuple[Path, ...]:
            return tuple(path for path in map(moved_path, paths) if path)

        def moved_path(path: Path) -> Path:
            cells = tuple(cell for cell in map(where, path) if cell is not None)
            return cells if len(cells) == len(path) else ()

        return Visits(moved_path(self.path), moved_paths(self.earlier), moved_paths(self.later), self.by_a_step)

    def _go(self, path: Path) -> Visits:
        if path == self.path:
            return self
        return Visits(path, self._earlier_and_here(), ())

    def _earlier_and_here(self) -> tuple[Path, ...]:
        return (*self.earlier, self.path)[-_MOST_KEPT:] if self.path else self.earlier
