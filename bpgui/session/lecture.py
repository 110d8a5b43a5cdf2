"""The thread of a lecture: stops, from one of which to the next one goes, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bpgui.core.cells import Cell
from bpgui.session.document import Document
from bpgui.session.edits import Edit
from bpgui.session.entering import Entering
from bpgui.session.new_entries import NewEntries
from bpgui.session.position import Position, StepSize, Timeline
from bpgui.session.stop_moves import nearest, place_after
from bpgui.session.stops import Stop, name_for
from bpgui.session.view import View

_NOTES = "Notes"
_NO_LONGER = "The network has another size now, and that place is no more: this is the nearest."
_HIDDEN = "What was selected there is hidden now."


class Lecture(Entering):
    """Stops and notes of a document. `latest_stop`: the number, from 0, of the stop that was gone to last."""

    def __init__(self, document: Document, view: View) -> None:
        super().__init__(document, view)
        self.latest_stop: int | None = None

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The stops, in their order."""
        return self.annotations.stops

    # --- the list

    def add_stop(self, name: str = "") -> None:
        """Make a stop of where time stands and what is selected, after the one that one has come from."""
        stop = Stop(name.strip() or name_for(self.stops), self.position, self.selection)
        left = self._stop_left
        at = len(self.stops) if left is None else left + 1
        self.set_stops((*self.stops[:at], stop, *self.stops[at:]), f"Add the stop “{stop.name}”")
        self.latest_stop = at
        self.notice = f"“{stop.name}” is a stop now: number {at + 1} of {len(self.stops)}."

    def rename_stop(self, number: int, name: str) -> None:
        """Another name for a stop; an empty one changes nothing."""
        stop, name = self.stops[number], " ".join(name.split())
        if name and name != stop.name:
            self._put_stop(number, replace(stop, name=name), f"Rename the stop “{stop.name}” to “{name}”")

    def update_stop(self, number: int) -> None:
        """Let a stop be where time stands now, with what is selected now."""
        stop = self.stops[number]
        self._put_stop(number, Stop(stop.name, *self._here), f"Move the stop “{stop.name}” here")
        self.latest_stop = number
        self.notice = f"The stop “{stop.name}” is here now."

    def move_stop(self, number: int, to: int) -> None:
        """Give a stop another place in the list."""
        to = min(max(to, 0), len(self.stops) - 1)
        others = [*self.stops]
        stop = others.pop(number)
        self.set_stops((*others[:to], stop, *others[to:]), f"Make the stop “{stop.name}” number {to + 1}")

    def remove_stop(self, number: int) -> None:
        """Take a stop out of the list."""
        stop = self.stops[number]
        self.set_stops(self.stops[:number] + self.stops[number + 1 :], f"Remove the stop “{stop.name}”")

    def set_stops(self, stops: Sequence[Stop], name: str = "The list of stops") -> None:
        """Take other stops: some of them renamed, moved or removed."""
        self.notice = ""
        self.annotate(replace(self.annotations, stops=tuple(stops)), name)

    def _put_stop(self, number: int, stop: Stop, name: str) -> None:
        self.set_stops((*self.stops[:number], stop, *self.stops[number + 1 :]), name)

    # --- going from one to another

    @property
    def stop_here(self) -> int | None:
        """The number, from 0, of the stop at which time and selection stand; None where there is none."""
        timeline = self.timeline
        here = [i for i, stop in enumerate(self.stops) if self._place_of(stop, timeline) == self._here]
        return self.latest_stop if self.latest_stop in here else here[0] if here else None

    def go_to_stop(self, number: int) -> None:
        """Be at a stop, counted from 0."""
        stop = self.stops[number]
        self.has_run = self.has_run or stop.position.iteration > 0
        self._be_at(stop.position, stop.selection)
        why_elsewhere = self._why_elsewhere(stop)
        self.latest_stop = number
        said = f"Stop {number + 1} of {len(self.stops)}: {stop.name}."
        self.notice = " ".join(filter(None, (said, self.notice, why_elsewhere)))

    def next_stop(self) -> None:
        """On to the stop after this one, or after the one that was left."""
        following = self._stop_after_this
        if following is not None:
            self.go_to_stop(following)

    def previous_stop(self) -> None:
        """Back to the stop before this one, or to the one that was left."""
        earlier = self._stop_before_this
        if earlier is not None:
            self.go_to_stop(earlier)

    @property
    def has_next_stop(self) -> bool:
        """Whether there is a stop to go on to."""
        return self._stop_after_this is not None

    @property
    def has_previous_stop(self) -> bool:
        """Whether there is a stop to go back to."""
        return self._stop_before_this is not None

    @property
    def _here(self) -> tuple[Position, Cell | None]:
        return self.position, self.selection

    @property
    def _stop_left(self) -> int | None:
        """The stop at which one is, or else that from which one has gone elsewhere."""
        left = self.latest_stop if self.stop_here is None else self.stop_here
        return left if left is not None and left < len(self.stops) else None

    @property
    def _stop_after_this(self) -> int | None:
        following = 0 if self._stop_left is None else self._stop_left + 1
        return following if following < len(self.stops) else None

    @property
    def _stop_before_this(self) -> int | None:
        here = self.stop_here
        earlier = self.latest_stop if here is None else here - 1
        return earlier if earlier is not None and 0 <= earlier < len(self.stops) else None

    def _be_at(self, position: Position, selection: Cell | None) -> None:
        """Be at a place that was written down, perhaps when the network had another size, or more was shown."""
        there, selects = self._place_of(Stop("", position, selection), self.timeline)
        self._move(there, keep_selection=True)
        self.has_arrived = False
        self._select(self.visits.begin_at(selects))

    def _place_of(self, stop: Stop, timeline: Timeline) -> tuple[Position, Cell | None]:
        """Where going to a stop leads: to its place, or to the nearest one that there is, and is shown."""
        position, selection = stop.position, stop.selection
        position = timeline.settled(position._replace(terms=min(position.terms, timeline.total(position.equation))))
        if position.equation in timeline.hidden:
            position = timeline.previous(position, StepSize.equation)
        if selection is not None:
            selection = None if selection.matrix in timeline.hidden else nearest(selection, self.document.shape)
        return position, selection

    def _why_elsewhere(self, stop: Stop) -> str:
        is_cell_gone = stop.selection is not None and not self.document.shape.contains(stop.selection)
        if is_cell_gone or stop.position.terms > self.timeline.total(stop.position.equation):
            return _NO_LONGER
        is_hidden = stop.selection is not None and stop.selection.matrix in self.view.hidden
        return _HIDDEN if is_hidden else ""

    def _apply(self, edits: Sequence[Edit], starts_anew: bool) -> tuple[NewEntries, ...]:
        before = self.stops
        changed_new = super()._apply(edits, starts_anew)
        self.latest_stop = place_after(before, self.stops, self.latest_stop)
        return changed_new

    # --- notes

    def set_notes(self, notes: str, continues: bool = True) -> None:
        """Other notes; `continues`: to go on typing is one step with the typing before."""
        goes_on = continues and self.history.latest is not None and self.history.latest.name == _NOTES
        self.annotate(replace(self.annotations, notes=notes), _NOTES, continues=goes_on)
