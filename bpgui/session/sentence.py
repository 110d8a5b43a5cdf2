"""The one sentence under the window: what just happened and, at an entry's end, what it means."""

from __future__ import annotations

from bpgui.core.cells import PARAMETERS, Cell, Matrix
from bpgui.core.chain_rule import GRADIENT_OF
from bpgui.core.notation import cell_symbol, equation_label, symbol
from bpgui.core.numbers import MINUS, Number, Shown, grouped
from bpgui.session.classes import class_words
from bpgui.session.screen import Knowledge, Screen
from bpgui.session.term_line import TermLine, expression, term_line

STEP_KEY = "Page Down"
_SHORT_SUM = 2


_ROUNDING_OF_L = 32 * 2.0**-52
"""A smaller part of L is nothing but how float64 has rounded its terms."""


def sentence(screen: Screen) -> str:
    """What just happened, or what the selected cell is; at the start, what to press."""
    if screen.notice:
        return screen.notice
    touched = screen.timeline.entry_at(screen.position)
    if screen.has_arrived:
        return _of_an_arrival(screen)
    if screen.selection is None:
        return _of_the_start(screen) if touched is None else _of_the_equation(screen)
    if screen.selection.matrix.is_input:
        return _of_an_input(screen, screen.selection)
    match screen.knowledge(screen.selection):
        case Knowledge.unknown:
            return _of_an_unknown(screen, screen.selection)
        case Knowledge.unfinished:
            return _of_a_term(screen, screen.terms_added - 1)
    meaning = _of_a_finished_entry(screen, screen.selection)
    if screen.selection == touched and screen.position == screen.timeline.end(*screen.position[:2]):
        return f"{_completion(screen)} {meaning}" if _entries(screen) > 1 else meaning
    return meaning


def _of_the_start(screen: Screen) -> str:
    t = screen.position.iteration
    if t == 0:
        return f"Press Step ({STEP_KEY}): it works out the forward pass ŷ = xw + b, beginning with ŷ₁₁, term by term."
    said = f"Iteration {grouped(t)} starts: w and b have their new values."
    return f"{said} Press Step ({STEP_KEY}) to see what they make of x."


def _of_an_arrival(screen: Screen) -> str:
    """After a change of iteration, whatever is selected."""
    loss = Cell(Matrix.loss, 0, 0)
    said = f"Iteration {grouped(screen.position.iteration)}"
    if screen.knowledge(loss) is not Knowledge.known:
        return f"{said}. {_of_the_equation(screen)}"
    shown, change = screen.shown_cell(loss), loss_change(screen)
    value = f"L {shown.text}" if "<" in shown.text else f"L {shown.equals} {shown.text}"
    since = f" {change}." if change else ""
    return f"{said}: {value}.{since} Click any number to see what it is made of."


def _of_the_equation(screen: Screen) -> str:
    if screen.position == screen.timeline.end(*screen.position[:2]):
        return _completion(screen)
    return f"{equation_label(screen.position.equation)} is under way."


def _completion(screen: Screen) -> str:
    rows, columns = screen.network.shape.of(screen.position.equation)
    return f"{symbol(screen.position.equation)} is complete, all {rows}×{columns} entries."


def _entries(screen: Screen) -> int:
    return screen.network.shape.entries(screen.position.equation)


def about_an_input(screen: Screen) -> str:
    """Where the selected x, w, b or y comes from and goes to; empty if none is selected."""
    cell = screen.selection
    if cell is None or not cell.matrix.is_input:
        return ""
    name, t = cell_symbol(cell), screen.position.iteration
    goes_to = "The entries that it goes into are outlined with dots."
    if not _is_updated(screen, cell):
        return f"{name} is given: it is made of nothing else. {goes_to}"
    gradient = cell_symbol(cell._replace(matrix=Matrix.dL_dw if cell.matrix is Matrix.w else Matrix.dL_db))
    update = f"{name} − η {gradient}, with the numbers of iteration {t - 1}"
    return f"{name} is what the last update made of it: {update}. {goes_to}"


def _of_an_input(screen: Screen, cell: Cell) -> str:
    shown = screen.shown_cell(cell)
    said = f"{cell_symbol(cell)} {shown.equals} {shown.text}"
    of_class = f" {told}" if cell.matrix is Matrix.y and (told := class_words(screen.document, cell.row)) else ""
    if screen.position.iteration > 0:
        made = ", as the last update made it" if _is_updated(screen, cell) else ""
        return f"{said}{made}. Typing another number in {cell.matrix} starts anew from here, at iteration 0.{of_class}"
    matrices = ", ".join(dict.fromkeys(symbol(region.matrix) for region in screen.influenced))
    return f"{said}: type in {cell.matrix} to change it. It stands in the outlined entries of {matrices}.{of_class}"


def _is_updated(screen: Screen, cell: Cell) -> bool:
    return screen.position.iteration > 0 and cell.matrix in PARAMETERS


def _of_an_unknown(screen: Screen, cell: Cell) -> str:
    length = len(screen.terms or ())
    made_of = "one term" if length == 1 else f"{length} terms"
    return f"{cell_symbol(cell)} is not computed yet. It will have {made_of}: press Enter to go there and build it."


def _of_a_term(screen: Screen, number: int) -> str:
    """As in "∂L/∂w₁₂, term 3 of 5: ∂L/∂ŷ₃₂ · x₃₁ = 0.8 · 2 = 1.6; sum so far 3.2"."""
    assert screen.terms is not None
    said, line = _term(screen, number)
    assert line.sum_so_far is not None
    return f"{said}; sum so far {_about(line.sum_so_far)}"


def _of_a_finished_entry(screen: Screen, cell: Cell) -> str:
    shown = screen.shown_cell(cell)
    assert screen.terms is not None
    number, length = screen.number(cell), len(screen.terms)
    assert number is not None
    at_the_end_of_all = screen.position == screen.timeline.end(*screen.position[:2])
    meaning = _meaning(screen, cell, number, shown)
    if length > _SHORT_SUM and cell == screen.timeline.entry_at(screen.position) and not at_the_end_of_all:
        return f"{_term(screen, length - 1)[0]}; sum {_about(shown)}: {meaning}"
    value = f" {shown.text}" if "<" in shown.text else f" {shown.equals} {shown.text}"
    if length <= _SHORT_SUM:
        lines = [term_line(screen, index) for index in range(length)]
        written = expression(lines)
        if written != shown.text:
            is_rounded = any(line.inputs_rounded for line in lines)
            result = f"≈ {shown.text}" if is_rounded and "<" not in shown.text else value.strip()
            value = f" {'≈' if is_rounded else '='} {written} {result}"
    return f"{cell_symbol(cell)}{value}: {meaning}"


def _term(screen: Screen, number: int) -> tuple[str, TermLine]:
    assert screen.terms is not None
    line = term_line(screen, number)
    assert line.value is not None
    said = f"{cell_symbol(screen.terms.entry)}, term {number + 1} of {len(screen.terms)}: {line.symbols}"
    said += f" {line.sign_of_numbers} {line.numbers}"
    if line.numbers != line.value.text:
        said += f" {line.sign_of_value} {line.value.text}"
    return said, line


def _about(shown: Shown) -> str:
    return f"≈ {shown.text}" if shown.rounded and "<" not in shown.text else shown.text


def _in_words(shown: Shown) -> str:
    return f"about {shown.text}" if shown.rounded else shown.text


def _meaning(screen: Screen, cell: Cell, number: Number, shown: Shown) -> str:
    size, about = shown.text.removeprefix(MINUS), "about " if shown.rounded else ""
    name = cell_symbol(cell)
    match cell.matrix:
        case Matrix.y_hat:
            return f"what the network says for example {cell.row + 1}, {_class(screen, cell)}."
        case Matrix.error:
            target = cell_symbol(cell._replace(matrix=Matrix.y_hat))
            if number == 0:
                return f"{target} is right."
            return f"{target} is {about}{size} too {'high' if number > 0 else 'low'}."
        case Matrix.loss:
            change = loss_change(screen)
            since = f" {change}." if change else ""
            return f"the smaller, the better w and b.{since}"
        case Matrix.w_next | Matrix.b_next:
            parameter = cell._replace(matrix=Matrix.w if cell.matrix is Matrix.w_next else Matrix.b)
            before = screen.number(parameter)
            assert before is not None
            moved = (
                "stays as it is"
                if before == number
                else f"{'rises' if number > before else 'falls'} from {_in_words(screen.shown_cell(parameter))}"
            )
            return f"{cell_symbol(parameter)} {moved}."
    of = cell_symbol(cell._replace(matrix=GRADIENT_OF[cell.matrix]))
    if number == 0:
        update = ", so the update leaves it alone" if _is_parameter(cell) else ""
        return f"a small change of {of} leaves L as it is, to first order{update}."
    raises = "raises" if number > 0 else "lowers"
    said = f"raising {of} {raises} L"
    if _is_parameter(cell):
        return f"{said}, so the update {'lowers' if number > 0 else 'raises'} it by {about}η × {size}."
    if cell.matrix is Matrix.dL_dx:
        return f"{said}; a layer before this one would receive {name}."
    return f"{said}."


def _is_parameter(cell: Cell) -> bool:
    return cell.matrix in (Matrix.dL_dw, Matrix.dL_db)


def _class(screen: Screen, cell: Cell) -> str:
    return f"class {screen.document.names.called('k', cell.column)}"


def loss_change(screen: Screen) -> str:
    """How L has changed since the last iteration: "Down 9.51 since iteration 0", or nothing at the first."""
    if screen.loss_change is None:
        return ""
    before, then, now = screen.loss_change
    if now == then:
        return f"The same as at iteration {grouped(before)}"
    if isinstance(now, float) and abs(now - then) <= _ROUNDING_OF_L * now:
        return f"The same as at iteration {grouped(before)}, but for rounding"
    shown = screen.shown(max(now - then, then - now))
    return f"{'Down' if now < then else 'Up'} {_in_words(shown)} since iteration {grouped(before)}"
