"""What hovering over a piece of a derivation tells: the number that it stands for, whole."""

from __future__ import annotations

from bpgui.core.chain_rule import derivative
from bpgui.session.pieces import Piece
from bpgui.session.screen import Screen


def told_of(screen: Screen, piece: Piece) -> str:
    """∂L/∂ŷ₁₂ = 1.6; of a derivative what it is, as in ∂ŷ₄₂/∂w₁₂ = x₄₁ = −1; empty for what stands for no number."""
    if not piece.cells:
        return ""
    if len(piece.cells) == 1:
        return screen.whole(piece.cells[0])
    through, by = piece.cells
    factors = derivative(screen.network, through, by).cells
    return f"{piece.text} = {screen.whole(factors[0]) if factors else 1}"
