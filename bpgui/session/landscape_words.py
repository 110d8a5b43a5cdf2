"""What the landscape says: what is held, whether the path is a projection, what the axes are, where it is lowest."""

from __future__ import annotations

from typing import NamedTuple

from bpgui.core.cells import Cell, Matrix
from bpgui.core.notation import cell_in_words, cell_symbol
from bpgui.core.numbers import grouped
from bpgui.session.landscape import Landscape

NOTHING_YET = "The landscape appears here once a forward pass has worked the loss out."
NOT_SOLVED_YET = "The landscape appears here once the course of descent is worked out."
_MOST_NAMED = 2


class Drawn(NamedTuple):
    """What of the landscape is drawn. leaves_out: the path moves by more than is drawn of it."""

    leaves_out: bool = False
    has_contours: bool = True
    has_here: bool = True


ALL_DRAWN = Drawn()


def sentences(landscape: Landscape, drawn: Drawn = ALL_DRAWN) -> list[str]:
    """All that there is to say, most important first."""
    return [*essentials(landscape), *remarks(landscape, drawn)]


def essentials(landscape: Landscape) -> list[str]:
    """What must be said: what is held, and whether the path is a projection; or why nothing is shown yet."""
    if landscape.slice is None:
        return [NOTHING_YET if landscape.is_solved else NOT_SOLVED_YET]
    return [sentence for sentence in (_held(landscape), _path(landscape)) if sentence]


def remarks(landscape: Landscape, drawn: Drawn = ALL_DRAWN) -> list[str]:
    """What may be said besides."""
    if landscape.slice is None:
        return []
    said = [
        why_no_contours(landscape, drawn),
        _not_known_yet(landscape),
        _shape(landscape),
        _lowest(landscape),
        _axes(landscape),
        _arrow(landscape, drawn),
    ]
    if drawn.leaves_out and landscape.path is not None:
        said.append(
            f"From iteration {grouped(landscape.path.one_by_one)} on the path shows some of the iterations only."
        )
    return [sentence for sentence in said if sentence]


def why_no_contours(landscape: Landscape, drawn: Drawn) -> str:
    """Why none are drawn though L changes; empty where some are."""
    if drawn.has_contours or landscape.slice is None or landscape.slice.rank == 0:
        return ""
    return "No contours: 16 digits can't tell where they run."


def in_short(landscape: Landscape) -> str:
    """What is held and whether the path is a projection, where there is no room for the sentences that say so."""
    if landscape.slice is None:
        return sentences(landscape)[0]
    others = "All else" if landscape.is_principal else f"{grouped(landscape.others)} other parameters"
    held = f"{others} held as at {_at(landscape.known or 0)}" if landscape.others else "This is the whole of the loss"
    return f"{held}; the path is a projection." if landscape.is_projection else f"{held}."


def choosing(which: int, selected: Cell | None) -> str:
    """What is said while an axis waits for the entry that it is to have; selected: an entry of w or b that is so."""
    again = "" if selected is None else f", or press the button again for {cell_symbol(selected)}"
    return f"Select the entry of w or b that is to be {('across', 'up')[which]}{again}. Escape: leave it as it is."


def description(landscape: Landscape) -> str:
    """The picture in sentences, for those who can't see it."""
    if landscape.slice is None or landscape.plane is None:
        return sentences(landscape)[0]
    across, up = (_in_words(landscape, which) for which in (0, 1))
    parts = [f"Contours of the loss over {across}, across, and {up}, up."]
    parts.append(f"Iteration {grouped(landscape.iteration)}: {_spoken(landscape.here_text)}.")
    lowest = _lowest(landscape)
    others = [sentence for sentence in sentences(landscape) if sentence != lowest]
    return " ".join([*parts, *(_spoken(sentence) for sentence in [lowest, *others] if sentence)])


def _held(landscape: Landscape) -> str:
    others, when = landscape.others, _at(landscape.known or 0)
    if landscape.is_principal:
        if others == 0:
            return "These two directions are all that there are: this is the whole of the loss."
        return f"In all other directions w and b are held as they are at {when}."
    if others == 0:
        return f"{landscape.names[0]} and {landscape.names[1]} are all the parameters: this is the whole of the loss."
    if others <= _MOST_NAMED:
        names = [cell_symbol(cell) for cell in _other_parameters(landscape)]
        return f"{' and '.join(names)} {'is' if others == 1 else 'are'} held as at {when}."
    return f"The {grouped(others)} other parameters are held as at {when}."


def _path(landscape: Landscape) -> str:
    if landscape.iteration == 0:
        return ""
    if landscape.is_projection:
        return "The path is a projection: it moves in these too."
    return "" if landscape.others == 0 else "The path stays in this slice."


def _not_known_yet(landscape: Landscape) -> str:
    if landscape.known == landscape.iteration:
        return ""
    return f"The loss of {_at(landscape.iteration)} is not known yet."


def _shape(landscape: Landscape) -> str:
    assert landscape.slice is not None
    names = landscape.names
    match landscape.slice.rank:
        case 0:
            return f"Neither {names[0]} nor {names[1]} changes L: there are no contours."
        case 1:
            return "The contours are straight lines: along them L is the same."
    return ""


def _lowest(landscape: Landscape) -> str:
    assert landscape.slice is not None
    assert landscape.plane is not None
    if not landscape.knows_lowest:
        return "L is so large here that numbers of 16 digits can't tell where it is lowest."
    lowest, best = (
        landscape.text_of_loss(loss) for loss in (landscape.slice.lowest_loss, landscape.plane.descent.optimal_loss)
    )
    if not landscape.has_lowest_elsewhere:
        return f"Lowest is the optimum, L* {best}."
    if lowest == best:
        return f"The lowest point here is almost as low as the optimum, L* {best}, which is shown as a projection."
    too = " too" if landscape.is_projection else ""
    onto = "projected onto the same point" if landscape.is_principal else f"shown as a projection{too}"
    return f"Lowest here is L {lowest}; the optimum (L* {best}) is {onto}."


def _axes(landscape: Landscape) -> str:
    if not landscape.is_principal:
        return ""
    return "The axes are distances from the optimum, along the steepest and the flattest direction that descent takes."


def _arrow(landscape: Landscape, drawn: Drawn) -> str:
    if not drawn.has_here:
        return f"The point of {_at(landscape.iteration)} is out of view."
    if landscape.arrow is None:
        return ""
    if landscape.is_at_rest:
        return "The gradient is 0 here, but for rounding."
    if not landscape.arrow.any():
        return "The gradient is zero along both axes."
    return "The arrow points along the negative gradient."


def _other_parameters(landscape: Landscape) -> list[Cell]:
    cells = [*landscape.shape.cells(Matrix.w), *landscape.shape.cells(Matrix.b)]
    return [cell for cell in cells if landscape.axes is None or cell not in landscape.axes]


def _at(iteration: int) -> str:
    return f"t\u00a0=\u00a0{grouped(iteration)}"  # on one line


def _in_words(landscape: Landscape, which: int) -> str:
    if landscape.axes is not None:
        return cell_in_words(landscape.axes[which])
    return f"the {landscape.names[which]} direction"


def _spoken(text: str) -> str:
    said = text.replace("   ", ", ").replace("\u00a0", " ").replace("t = ", "iteration ").replace(" = ", " is ")
    return said.replace(" ≈ ", " about ").replace(" < ", " less than ").replace("L*", "L star")
