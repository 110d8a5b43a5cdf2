"""The landscape of the loss: a plane through the parameters, the path of descent on it, and its slices.

A direction of parameters is a matrix of W's size, here always of rank one: p qᵀ with ‖p‖ = ‖q‖ = 1, so that
⟨W, p qᵀ⟩ = pᵀW q and x̃ p qᵀ = (x̃p) qᵀ. It is one of two kinds:

    an entry of w or b      p and q have a single 1 each; the coordinate is the parameter's own value
    a principal direction   p = v_i, q = c_i/‖c_i‖: descent moves mode i of W along v_i c_iᵀ, and nowhere else;
                            the coordinate is the distance from the optimum W* along it

Along a direction the path is a sum over the modes, whatever D and K are, as ⟨v_i c_iᵀ, p qᵀ⟩ = (v_i·p) (c_i·q):

    ⟨W_t, p qᵀ⟩ = ⟨W₀, p qᵀ⟩ + Σ_i (1 − (1 − ηλ_i)^t)/s_i · (v_i·p) (c_i·q)
    ⟨W_t − W*, p qᵀ⟩ = −Σ_i (1 − ηλ_i)^t/s_i · (v_i·p) (c_i·q)

The plane is two directions at right angles. A slice of it holds all other parameters at their values of an iteration;
the path as a whole leaves it unless only the two move, and then what is drawn of it is a projection.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bpgui.core.descent import Descent
from bpgui.core.factorisation import EPSILON, Factorisation
from bpgui.core.inputs import Float64
from bpgui.core.landscape_slice import Slice
from bpgui.core.powers import one_minus_powers, powers

_STEPS_ONE_BY_ONE = 16
_DOUBLINGS = 31
_ROUNDING = 200
"""The rounding of W_t: so many ε times the condition of x̃, of the largest entry (held by the tests of descent)."""


@dataclass(frozen=True, eq=False)
class Direction:
    """p qᵀ. of_modes: v_i·p of the modes that move; reach: Uᵀx̃p of these; mode: which of them p is, if it is one."""

    p: Float64
    q: Float64
    of_modes: Float64
    reach: Float64
    mode: int | None = None

    @classmethod
    def of_entry(cls, f: Factorisation, row: int, column: int) -> Direction:
        """The entry (row, column) of W: of w, or of b where row is D."""
        moves = slice(f.rank)
        p, q = np.zeros(f.shape.D + 1), np.zeros(f.shape.K)
        p[row] = q[column] = 1.0
        reach = f.U[:, moves].T @ f.R_x[:, row]  # through R: of U S Vᵀ it would be rounded as the largest column is
        if np.linalg.norm(reach) <= _negligible(f) * f.s[0]:
            reach = np.zeros_like(reach)
        return cls(p, q, f.V[row, moves], reach)

    @classmethod
    def of_mode(cls, f: Factorisation, mode: int, q: Float64) -> Direction:
        """Along v_i, where i is the mode, for the classes as q has them."""
        p = _with_sign(f.V[:, mode])
        of_modes = np.zeros(f.rank)
        of_modes[mode] = np.sign(p @ f.V[:, mode])
        return cls(p, _with_sign(q / np.linalg.norm(q)), of_modes, of_modes * f.s[: f.rank], mode)

    @classmethod
    def without_mode(cls, f: Factorisation, other: Direction) -> Direction:
        """A direction at right angles to the only mode that moves: the loss doesn't change along it."""
        p = np.zeros(f.shape.D + 1)
        p[np.argmin(np.abs(other.p))] = 1.0
        p -= (p @ other.p) * other.p
        return cls(_with_sign(p / np.linalg.norm(p)), other.q, np.zeros(f.rank), np.zeros(f.rank))

    @property
    def matrix(self) -> Float64:
        """p qᵀ."""
        return np.outer(self.p, self.q)


@dataclass(frozen=True, eq=False)
class Plane:
    """Two directions at right angles, and what descent does on the plane that they span."""

    descent: Descent
    across: Direction
    up: Direction
    is_principal: bool

    @classmethod
    def of_entries(cls, descent: Descent, across: tuple[int, int], up: tuple[int, int]) -> Plane:
        """Over two entries of W = [w; b], each as (row, column)."""
        f = descent.factorisation
        return cls(descent, Direction.of_entry(f, *across), Direction.of_entry(f, *up), False)

    @classmethod
    def principal(cls, descent: Descent, before: Plane | None = None) -> Plane:
        """Over the steepest and the flattest mode that has something of the error.

        Where only one has, any other goes with it; where none, the steepest and the flattest of all. A plane from
        before is gone on with where it still serves, so that a start that is moved through 0 keeps its directions.
        """
        f = descent.factorisation
        has_weight = np.flatnonzero(descent.curve.weight > 0)
        wanted = sorted({int(has_weight[0]), int(has_weight[-1])}) if len(has_weight) else []
        old = _modes_and_classes(before) if before is not None and before.descent.factorisation is f else {}
        if len(old) == 2 and set(wanted) <= set(old):
            wanted = sorted(old)
        for mode in (f.rank - 1, 0):
            if len(wanted) < 2 and mode not in wanted:
                wanted = sorted([*wanted, mode])
        fallback = descent.C[has_weight[0]] if len(has_weight) else np.eye(1, f.shape.K)[0]
        found = [
            Direction.of_mode(f, mode, descent.C[mode] if mode in has_weight else old.get(mode, fallback))
            for mode in wanted
        ]
        up = found[1] if len(found) == 2 else Direction.without_mode(f, found[0])
        return cls(descent, found[0], up, True)

    def curvature(self, direction: Direction) -> float:
        """λ along a principal direction."""
        return 0.0 if direction.mode is None else float(self.descent.curvature[direction.mode])

    # --- the path

    @cached_property
    def start(self) -> Float64:
        """The coordinates of W₀."""
        if self.is_principal:
            from_optimum: Float64 = -self._parts.sum(axis=0)
            return from_optimum
        return np.array([each.p @ self.descent.start @ each.q for each in (self.across, self.up)])

    @property
    def optimum(self) -> Float64:
        """The coordinates of W*, the optimum that descent tends to."""
        return np.zeros(2) if self.is_principal else self.start + self._parts.sum(axis=0)

    def coordinates(self, iterations: Float64) -> Float64:
        """Where W_t is, projected on the plane, at each of many iterations: a row each. None past the last finite."""
        if self.is_principal:
            from_optimum: Float64 = -powers(self.descent.steepness, iterations) @ self._parts
            return from_optimum
        moved: Float64 = one_minus_powers(self.descent.steepness, iterations) @ self._parts
        return self.start + moved

    @cached_property
    def _parts(self) -> Float64:
        # (v_i·p) (c_i·q)/s_i, a row a mode and a column a direction
        s, C = self.descent.factorisation.s[: self.descent.factorisation.rank], self.descent.C
        return np.stack([each.of_modes * (C @ each.q) / s for each in (self.across, self.up)], axis=1)

    # --- its slices

    def slice_at(self, iteration: int) -> Slice:
        """The loss over the plane with all other parameters as they are at an iteration."""
        descent, f = self.descent, self.descent.factorisation
        factors = powers(descent.steepness, np.array([float(iteration)]))[0]
        return Slice.of(
            here=self.coordinates(np.array([float(iteration)]))[0],
            reach=(np.outer(self.across.reach, self.across.q), np.outer(self.up.reach, self.up.q)),
            R=factors[:, None] * descent.C,
            a=descent.curve.a,
            floor=descent.optimal_loss,
            tol=4 * _negligible(f),
        )

    def leaves(self, iteration: int) -> bool:
        """Whether the path from 0 to an iteration leaves the slices: parameters move that the plane holds."""
        return self.first_outside is not None and iteration >= self.first_outside

    @cached_property
    def first_outside(self) -> int | None:
        """The first iteration at which other parameters than the plane's are not those of the start, but for rounding.

        Where rounding hides what little they move, this may be the next power of two. None if they never move.
        """
        weight, steepness = self.descent.curve.weight, self.descent.steepness
        has_weight = (weight > 0) & (steepness != 0)
        if self.is_principal:
            has_weight[[each.mode for each in (self.across, self.up) if each.mode is not None]] = False
            return 1 if has_weight.any() else None
        if not has_weight.any():
            return None
        last = self.descent.last_finite_iteration
        tried = [*range(1, _STEPS_ONE_BY_ONE), *(2**n for n in range(4, _DOUBLINGS))]
        return next((t for t in tried if (last is None or t <= last) and self._is_outside(t)), None)

    def _is_outside(self, t: int) -> bool:
        descent, f = self.descent, self.descent.factorisation
        s = f.s[: f.rank]
        shares = one_minus_powers(descent.steepness, np.array([float(t)]))[0] / s
        moved = f.V[:, : f.rank] @ (shares[:, None] * descent.C)
        largest = max(float(np.abs(descent.start).max()), float(np.abs(moved).max()))
        for each in (self.across, self.up):
            moved[np.argmax(each.p), np.argmax(each.q)] = 0.0
        rounding = _ROUNDING * EPSILON * float(s[0] / s[-1]) * largest
        return bool(np.abs(moved).max() > rounding)


def _negligible(f: Factorisation) -> float:
    """What of the largest singular value counts as none."""
    return EPSILON * max(f.shape.N, f.shape.D + 1)


def _modes_and_classes(plane: Plane) -> dict[int, Float64]:
    return {each.mode: each.q for each in (plane.across, plane.up) if each.mode is not None}


def _with_sign(vector: Float64) -> Float64:
    """The vector or its opposite: the first of its largest entries is positive, so that no rounding turns it round."""
    sizes = np.abs(vector)
    first = int(np.argmax(sizes > 0.999 * sizes.max()))
    return vector if vector[first] > 0 else -vector
