"""Whatever is done to a document can be undone, to the very first, and done again; saved and opened it is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bpgui.core.cells import INPUTS, Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.inputs import InputError, InputMatrix
from bpgui.core.numbers import NumberError
from bpgui.session.course import NOT_READY
from bpgui.session.editing import after
from bpgui.session.origin import DataSource
from bpgui.session.position import StepSize
from bpgui.session.session import Session
from bpgui.session.session_file import decode, encode
from tests.session.documents import HIDEABLE, document_of, note, of_size, one_weight
from tests.session.histories import (
    Snapshot,
    afresh,
    all_looks,
    assert_is_at,
    assert_same_annotations,
    new_cells,
    new_cells_folded,
    snapshot,
)
from tests.strategies import problems

TEXTS = ("0", "1", "−2", "1/3", "0,25", "1e-3", "7", "1e20", "nan", "")
NUMBERS = (0, 1, Fraction(-1, 3), Fraction(1, 10), 5)
NAMES = ("", "height", "  a  b ", "ŷ “&” x", "class 1")
RATES = ("0", "0.05", "1/3", "0.2", "3", "1e-6", "−1")
PARTS = ("i", "j", "k")
MOST = 5


class AnyHistory(RuleBasedStateMachine):
    """Someone who edits, goes about, undoes and does again, saves and opens; and a list of what was there when."""

    @initialize(problem=problems(3))
    def begin(self, problem) -> None:  # type: ignore[no-untyped-def]
        self.session = Session(document_of(problem))
        self.first = self.saved = snapshot(self.session)
        self.before: list[Snapshot] = []
        self.after: list[Snapshot] = []
        self.examples = [note(), one_weight(), replace(note(), title="The same", source=DataSource("a.csv"))]

    # --- what is there

    @property
    def done(self) -> int:
        return len(self.session.history.done)

    @property
    def latest(self) -> Snapshot:
        return self.after[self.done - 1] if self.done else self.first

    def change(self, act: Callable[[Session], object]) -> None:
        """Do something, and write down what was there before and after it; what is refused changes nothing."""
        session, before, history = self.session, snapshot(self.session), self.session.history
        try:
            act(session)
        except (InputError, NumberError):
            assert session.history is history
            assert_is_at(session, before)
            return
        done, was_done = session.history.done, history.done
        if done == was_done:
            assert session.document is before.document
            return
        assert session.history.undone == ()
        if len(done) == len(was_done) + 1:  # one step
            assert done[:-1] == was_done
            self.before, self.after = [*self.before[: len(was_done)], before], [*self.after[: len(was_done)]]
        elif len(done) == len(was_done):  # it goes on with the latest
            assert done[:-1] == was_done[:-1]
            self.before, self.after = self.before[: len(done)], self.after[: len(done) - 1]
        else:  # and is back where that began
            assert done == was_done[:-1]
            assert session.document.same_as(self.before[len(done)].document)
            self.before, self.after = self.before[: len(done)], self.after[: len(done)]
            return
        self.after.append(snapshot(session))

    def cell(self, data: st.DataObject, matrix: Matrix) -> tuple[int, int]:
        rows, columns = self.session.document.shape.of(matrix)
        return data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))

    def place(self, data: st.DataObject, letter: str) -> int:
        return data.draw(st.integers(0, self.session.document.shape.size(letter) - 1))

    # --- numbers

    @rule(data=st.data(), matrix=st.sampled_from(INPUTS), text=st.sampled_from(TEXTS))
    def type(self, data: st.DataObject, matrix: Matrix, text: str) -> None:
        row, column = self.cell(data, matrix)
        self.change(lambda session: session.enter(matrix, row, column, text))

    @rule(data=st.data(), matrix=st.sampled_from(INPUTS), grows=st.booleans(), number=st.sampled_from(NUMBERS))
    def paste(self, data: st.DataObject, matrix: Matrix, grows: bool, number: Fraction) -> None:
        row, column = self.cell(data, matrix)
        rows = 1 if matrix is Matrix.b else data.draw(st.integers(1, 3))
        columns = data.draw(st.integers(1, 3))
        if grows and max(row + rows, column + columns) > MOST:
            return
        block = InputMatrix.from_rows(matrix, [[number + i - j for j in range(columns)] for i in range(rows)])
        self.change(lambda session: session.put(matrix, row, column, block, grows=grows))

    @rule(data=st.data(), matrix=st.sampled_from(INPUTS), seed=st.integers(0, 99))
    def fill(self, data: st.DataObject, matrix: Matrix, seed: int) -> None:
        rows, columns = self.session.document.shape.of(matrix)
        block = InputMatrix.from_rows(
            matrix, [[Fraction(seed + i, j + 3) for j in range(columns)] for i in range(rows)]
        )
        self.change(lambda session: session.put(matrix, 0, 0, block, f"Fill {matrix}", seed=seed))

    @rule(data=st.data())
    def choose_a_class(self, data: st.DataObject) -> None:
        row, column = self.cell(data, Matrix.y)
        self.change(lambda session: session.set_class(row, column))

    @rule(rate=st.sampled_from(RATES), continues=st.booleans())
    def set_the_rate(self, rate: str, continues: bool) -> None:
        self.change(lambda session: session.set_learning_rate(rate, continues))

    @rule(convention=st.sampled_from(LossConvention), keeps_the_course=st.booleans())
    def set_the_convention(self, convention: LossConvention, keeps_the_course: bool) -> None:
        self.change(lambda session: session.set_convention(convention, keeps_the_course))

    @rule(number=st.sampled_from(NUMBERS), continues=st.booleans())
    def start_elsewhere(self, number: Fraction, continues: bool) -> None:
        D, K = self.session.document.shape[1:]
        w = InputMatrix.from_rows(Matrix.w, [[number + j] * K for j in range(D)])
        b = InputMatrix.from_rows(Matrix.b, [[number] * K])
        self.change(lambda session: session.start_from(w, b, continues))

    @rule(rates=st.lists(st.sampled_from(RATES[:5]), min_size=2, max_size=4))
    def drag_the_slider(self, rates: list[str]) -> None:
        was = self.done
        for number, rate in enumerate(rates):
            self.change(lambda session, rate=rate, number=number: session.set_learning_rate(rate, number > 0))
        assert self.done <= was + 1

    # --- sizes, names, documents

    @rule(data=st.data(), letter=st.sampled_from(PARTS), count=st.integers(1, 2))
    def insert(self, data: st.DataObject, letter: str, count: int) -> None:
        if self.session.document.shape.size(letter) + count <= MOST:
            place = data.draw(st.integers(0, self.session.document.shape.size(letter)))
            self.change(lambda session: session.insert_lines(letter, place, count))

    @rule(data=st.data(), letter=st.sampled_from(PARTS))
    def delete(self, data: st.DataObject, letter: str) -> None:
        place = self.place(data, letter)
        self.change(lambda session: session.remove_lines(letter, place))

    @rule(size=st.tuples(*[st.integers(0, MOST)] * 3))
    def resize(self, size: tuple[int, int, int]) -> None:
        self.change(lambda session: session.set_size(*size))

    @rule(data=st.data(), letter=st.sampled_from(PARTS), name=st.sampled_from(NAMES))
    def rename(self, data: st.DataObject, letter: str, name: str) -> None:
        place = self.place(data, letter)
        self.change(lambda session: session.rename(letter, place, name))

    @rule(number=st.integers(0, 2))
    def load_an_example(self, number: int) -> None:
        self.change(lambda session: session.replace_document(self.examples[number]))

    # --- what is kept

    @rule(name=st.sampled_from(NAMES))
    def add_a_stop(self, name: str) -> None:
        self.change(lambda session: session.add_stop(name))

    @rule(data=st.data(), what=st.sampled_from(["rename", "move", "remove", "update"]))
    def edit_the_stops(self, data: st.DataObject, what: str) -> None:
        count = len(self.session.stops)
        if not count:
            return
        number, other = data.draw(st.integers(0, count - 1)), data.draw(st.integers(0, count - 1))
        name = data.draw(st.sampled_from(NAMES))
        acts: dict[str, Callable[[Session], object]] = {
            "rename": lambda session: session.rename_stop(number, name),
            "move": lambda session: session.move_stop(number, other),
            "remove": lambda session: session.remove_stop(number),
            "update": lambda session: session.update_stop(number),
        }
        self.change(acts[what])

    @rule(notes=st.sampled_from(["", "a", "ab", "Next week:\nŷ"]), continues=st.booleans())
    def write_notes(self, notes: str, continues: bool) -> None:
        self.change(lambda session: session.set_notes(notes, continues))

    @rule(what=st.sampled_from(["keep", "compare", "remove"]))
    def keep_curves(self, what: str) -> None:
        acts: dict[str, Callable[[Session], object]] = {
            "keep": Session.keep_curve,
            "compare": lambda session: session.compare([Fraction(1, 100), Fraction(1, 7)], 20),
            "remove": lambda session: session.set_kept(session.kept.without(0)) if session.kept.curves else None,
        }
        self.change(acts[what])

    # --- going about: no step of the history

    @rule(steps=st.integers(1, 9), size=st.sampled_from(StepSize), is_back=st.booleans())
    def step(self, steps: int, size: StepSize, is_back: bool) -> None:
        for _ in range(steps):
            (self.session.step_back if is_back else self.session.step)(size)

    @rule(iterations=st.sampled_from([1, 2, 40, 10**6]))
    def run(self, iterations: int) -> None:
        self.session.run(iterations)

    @rule(data=st.data(), builds=st.booleans())
    def select(self, data: st.DataObject, builds: bool) -> None:
        matrix = data.draw(st.sampled_from(sorted(set(Matrix) - self.session.view.hidden)))
        (self.session.build if builds else self.session.select)(Cell(matrix, *self.cell(data, matrix)))

    @rule(go=st.sampled_from([Session.next_stop, Session.previous_stop]))
    def go_from_stop_to_stop(self, go: Callable[[Session], None]) -> None:
        go(self.session)

    @rule(matrices=st.sampled_from(HIDEABLE), is_hidden=st.booleans())
    def hide_equations(self, matrices: frozenset[Matrix], is_hidden: bool) -> None:
        self.session.set_hidden(matrices, is_hidden)

    # --- the history

    @rule(times=st.integers(1, 3))
    def undo(self, times: int) -> None:
        for _ in range(min(times, self.done)):
            step = self.session.history.done[-1]
            self.session.undo()
            assert_is_at(self.session, self.before[self.done], step)
            assert self.session.notice == f"Undone: {step.name}." or "diverges" in self.session.notice

    @rule(times=st.integers(1, 3))
    def redo(self, times: int) -> None:
        for _ in range(min(times, len(self.session.history.undone))):
            step = self.session.history.undone[-1]
            self.session.redo()
            assert_is_at(self.session, self.after[self.done - 1], step)

    @rule(data=st.data())
    def go_in_the_history(self, data: st.DataObject) -> None:
        steps, here = data.draw(st.integers(-1, len(self.after) + 1)), self.done
        self.session.go_in_history(steps)
        steps = min(max(steps, 0), len(self.after))
        assert self.done == steps
        if steps < here:
            assert_is_at(self.session, self.before[steps], self.session.history.undone[-1])
        elif steps > here:
            assert_is_at(self.session, self.after[steps - 1], self.session.history.done[-1])

    # --- files

    @rule()
    def save(self) -> None:
        self.session.mark_saved()
        self.saved = self.latest

    @rule()
    def open_what_is_saved(self) -> None:
        saved = self.session.saved
        content = b"".join(encode(saved))
        found = decode(content, "a.bpgui")
        assert found.document.same_as(saved.document)
        assert_same_annotations(found.annotations, saved.annotations)
        assert (found.view, found.position, found.selection) == (saved.view, saved.position, saved.selection)
        assert (found.furthest, found.has_run) == (saved.furthest, saved.has_run)
        assert b"".join(encode(found)) == content
        opened = Session(note())
        opened.open(found)
        assert not opened.is_modified
        assert opened.history.done == ()
        opened.new_entries = self.session.new_entries
        assert all_looks(opened) == all_looks(self.session)

    @rule()
    def look_at_the_screen(self) -> None:
        assert all_looks(self.session) == all_looks(afresh(self.session))

    # --- what always holds

    @invariant()
    def the_edits_make_the_document_of_the_first_one(self) -> None:
        document = after(self.session.history.edits, self.first.document)
        assert document.same_as(self.session.document)
        assert document.same_as(self.latest.document)
        assert self.session.annotations == self.latest.annotations

    @invariant()
    def what_is_new_is_what_the_edits_leave_new(self) -> None:
        assert new_cells(self.session) == new_cells_folded(self.session, self.first.document)

    @invariant()
    def it_is_modified_unless_it_is_as_it_was_saved(self) -> None:
        assert self.session.is_modified is (self.latest is not self.saved)

    @invariant()
    def one_stands_where_there_is_something(self) -> None:
        session = self.session
        assert 0 <= session.position.terms <= session.timeline.total(session.position.equation)
        assert session.selection is None or session.document.shape.contains(session.selection)
        assert session.latest_stop is None or session.latest_stop < len(session.stops)

    def teardown(self) -> None:
        last = self.latest
        count = len(self.after)
        while self.session.history.done:
            self.session.undo()
        assert self.session.document.same_as(self.first.document)
        assert self.session.annotations == self.first.annotations
        assert new_cells(self.session) == frozenset()
        assert all_looks(self.session) == all_looks(afresh(self.session))
        while self.session.history.undone:
            self.session.redo()
        assert self.done == count
        assert self.session.document.same_as(self.after[-1].document if count else last.document)
        assert all_looks(self.session) == all_looks(afresh(self.session))


@pytest.mark.timeout(300)
def test_any_sequence_can_be_undone_to_the_first_document_and_done_again_and_saved_and_opened() -> None:
    run_state_machine_as_test(
        AnyHistory,
        settings=settings(
            max_examples=100,
            phases=(Phase.explicit, Phase.generate),  # to make a failing story shorter takes minutes
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        ),
    )


# --- what undo holds, and what it says


def held(thing: object, seen: set[int]) -> int:
    """How many bytes of numbers and text something holds, with all that it refers to."""
    if id(thing) in seen:
        return 0
    seen.add(id(thing))
    if isinstance(thing, np.ndarray):
        return thing.nbytes if thing.base is None else held(thing.base, seen)
    if isinstance(thing, str | bytes):
        return len(thing)
    if isinstance(thing, Mapping):
        return 50 + sum(held(part, seen) for pair in thing.items() for part in pair)
    if isinstance(thing, tuple | list | set | frozenset):
        return 8 * len(thing) + sum(held(part, seen) for part in thing)
    if hasattr(thing, "__dict__"):
        return sum(held(part, seen) for part in vars(thing).values())
    return 8


@pytest.fixture
def large() -> Session:
    """A session with an x of 8 million bytes."""
    return Session(of_size(2000, 500, 3))


def test_a_history_of_typed_numbers_holds_the_numbers_and_no_copies_of_the_matrix(large: Session) -> None:
    for number in range(20):
        large.enter(Matrix.x, 100 * number, number, "7")
    assert len(large.history.done) == 20
    assert held(large.history, set()) < 40_000
    large.undo()
    large.undo()
    assert held(large.history, set()) < 40_000


def test_typing_into_new_rows_of_a_large_matrix_holds_no_copies_of_what_is_new(large: Session) -> None:
    large.insert_lines("i", 1000)
    one_row = held(large.history, set())
    assert one_row < 2 * 503 * 8 + 2_000
    for column in range(20):
        large.enter(Matrix.x, 1000, column, "7")
    assert held(large.history, set()) < one_row + 40_000
    for column in reversed(range(20)):
        assert not large.new_entries.holds(Cell(Matrix.x, 1000, column))
        large.undo()
        assert large.new_entries.holds(Cell(Matrix.x, 1000, column))


def test_a_pasted_rectangle_costs_twice_its_size(large: Session) -> None:
    block = InputMatrix.from_array(Matrix.x, np.ones((50, 40)))
    large.put(Matrix.x, 10, 10, block)
    assert 2 * block.values.nbytes <= held(large.history, set()) < 2 * block.values.nbytes + 4_000


def test_a_long_way_in_the_history_of_a_large_matrix_is_gone_at_once(large: Session) -> None:
    for number in range(100):
        large.enter(Matrix.x, number, 0, "3")
    copies: list[int] = []
    with_blocks = InputMatrix.with_blocks

    def counted(matrix: InputMatrix, blocks: Iterable[tuple[int, int, InputMatrix]]) -> InputMatrix:
        copies.append(1)
        return with_blocks(matrix, blocks)

    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(InputMatrix, "with_blocks", counted)
        large.go_in_history(0)
        assert not large.document.x.values.any()
        large.go_in_history(100)
    assert large.document.x.values[:100, 0].tolist() == [3] * 100
    assert len(copies) == 2


def test_undo_and_redo_say_what_they_did() -> None:
    session = Session(note())
    session.enter(Matrix.x, 1, 2, "0.5")
    session.set_learning_rate("0.1")
    session.set_class(0, 1)
    session.undo()
    assert session.notice == "Undone: Example 1 is in class 2."
    session.redo()
    assert session.notice == "Done again: Example 1 is in class 2."
    session.go_in_history(1)
    assert session.notice == "2 changes are undone: the latest is now “x₂₃ = 0.5”."
    session.go_in_history(3)
    assert session.notice == "2 changes are done again: the latest is now “Example 1 is in class 2”."
    session.go_in_history(0)
    assert session.notice == "3 changes are undone: this is the document as it was opened."
    session.undo()
    assert session.history.undone
    session.go_in_history(0)
    assert session.notice == "3 changes are undone: this is the document as it was opened."


def test_a_change_elsewhere_is_selected_when_it_is_undone_so_that_it_is_seen() -> None:
    session = Session(note())
    session.forward()
    session.select(Cell(Matrix.y_hat, 2, 2))
    zeros = InputMatrix.zeros(2, 2)
    session.put(Matrix.x, 3, 1, zeros, "Fill with zeros")
    session.undo()
    assert session.selection == Cell(Matrix.x, 3, 1)
    session.select(Cell(Matrix.y, 0, 0))
    session.redo()
    assert session.selection == Cell(Matrix.x, 3, 1)


def test_what_was_selected_before_stays_selected_where_it_is_part_of_the_change() -> None:
    session = Session(note())
    session.select(Cell(Matrix.x, 4, 2))
    session.put(Matrix.x, 3, 1, InputMatrix.zeros(2, 2), "Fill with zeros")
    session.select(None)
    session.undo()
    assert session.selection == Cell(Matrix.x, 4, 2)


def test_numbers_pasted_below_the_last_row_leave_nothing_selected_that_is_gone() -> None:
    session = Session(note())
    session.select(Cell(Matrix.y_hat, 0, 0))
    session.put(Matrix.x, 5, 0, InputMatrix.zeros(2, 4), grows=True)
    assert session.document.shape.N == 7
    session.undo()
    assert session.selection == Cell(Matrix.y_hat, 0, 0)
    session.redo()
    assert session.selection == Cell(Matrix.x, 5, 0)


def test_an_example_that_is_undone_gives_the_former_document_back_with_its_place() -> None:
    session = Session(note())
    session.set_learning_rate("0.1")
    session.run(12)
    session.add_stop("here")
    there, before = session.position, session.document
    session.replace_document(one_weight(), "Load “One weight”")
    assert (session.iteration, session.stops, session.furthest) == (0, (), 0)
    session.undo()
    assert session.document.same_as(before)
    assert session.position == there
    assert [stop.name for stop in session.stops] == ["here"]
    assert session.furthest == 12
    assert session.notice == "Undone: Load “One weight”."


def test_another_document_is_told_from_a_change_of_the_one_that_was_saved() -> None:
    session = Session(note())
    told = []

    def tell(*does: Callable[[], object]) -> None:
        for do in does:
            do()
        told.append(session.history.is_another_document)

    tell(lambda: session.enter(Matrix.x, 0, 0, "5"))
    tell(lambda: session.replace_document(one_weight()))
    tell(lambda: session.enter(Matrix.x, 0, 0, "5"))
    tell(session.undo, session.undo)
    assert told == [False, True, True, False]
    told.clear()
    tell(session.redo, session.mark_saved)  # the other one is in the file now
    tell(lambda: session.enter(Matrix.x, 0, 0, "6"))
    tell(session.undo, lambda: session.enter(Matrix.x, 0, 0, "7"))
    tell(session.undo, session.undo)
    tell(lambda: session.enter(Matrix.x, 0, 0, "8"))  # from here on what was saved can't be done again
    tell(session.undo)
    tell(session.mark_saved)
    assert told == [False, False, False, True, True, True, False]


def test_undo_on_large_data_is_at_once_and_the_place_is_there_again_when_they_are_worked_out() -> None:
    session = Session(of_size(1200, 700, 3))
    assert session.course.is_large
    session.solve_with(session.course.factorise())
    session.run(5000)
    session.enter(Matrix.x, 0, 0, "1")
    factorisation = session.course.factorise
    session.solve_with(factorisation())
    assert session.iteration == 0
    session.undo()
    assert not session.course.is_solved
    assert session.iteration == 0
    assert session.notice == NOT_READY
    session.solve_with(session.course.factorise())
    assert (session.iteration, session.furthest) == (5000, 5000)


def test_what_is_typed_while_a_file_is_being_written_is_a_step_of_its_own() -> None:
    session = Session(note())
    session.set_notes("Hey")
    session.end_step()
    being_written = session.history
    session.set_notes("HeyX")
    session.mark_saved(being_written)
    assert session.is_modified
    session.undo()
    assert session.annotations.notes == "Hey"
    assert not session.is_modified
