"""The table of actions, from which menus, toolbar, tooltips and the help page are made."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut

from bpgui.session.position import StepSize
from bpgui.session.session import Session
from bpgui.session.view import MOST_DIGITS
from bpgui.ui.action_spec import SEPARATOR, ActionSpec
from bpgui.ui.descent_actions import DESCENT_ACTIONS
from bpgui.ui.edit_actions import EDIT_ACTIONS
from bpgui.ui.file_actions import FILE_ACTIONS
from bpgui.ui.play_actions import PACE_ACTIONS, PLAY_ACTIONS

STEP_SIZE_NAMES = {size: "the guide" if size is StepSize.guided else size.value for size in StepSize}
"""How the step sizes are called: step by the guide, by term, by entry, …"""


def _has_selection(session: Session) -> bool:
    return session.selection is not None


def _step_size(size: StepSize, key: str, tip: str) -> ActionSpec:
    return ActionSpec(
        f"step_size_{size.value}",
        f"Step by {STEP_SIZE_NAMES[size].replace('the guide', 'the &guide')}",
        "Go",
        (key,),
        tip,
        act=lambda session: session.set_step_size(size),
        checked=lambda session: session.view.step_size is size,
        group="step_size",
    )


def _digits(change: int, name: str, text: str, key: str) -> ActionSpec:
    return ActionSpec(
        name,
        text,
        "View",
        (key,),
        act=lambda session: session.set_digits(session.view.digits + change),
        enabled=lambda session: 0 <= session.view.digits + change <= MOST_DIGITS,
    )


_PROJECTOR_TIP = "High contrast and larger words; Focus makes everything large"

ACTIONS: tuple[ActionSpec | str, ...] = (
    *FILE_ACTIONS,
    *EDIT_ACTIONS,
    ActionSpec(
        "forward",
        "&Forward",
        "Go",
        ("F7",),
        "Work out the forward pass: ŷ, ŷ − y and L",
        act=Session.forward,
        enabled=lambda session: not session.is_forward_complete,
    ),
    ActionSpec(
        "backward",
        "&Backward",
        "Go",
        ("F8",),
        "Work out the gradients (and the forward pass, where it is missing)",
        act=Session.backward,
        enabled=lambda session: not session.is_backward_complete,
    ),
    ActionSpec(
        "update",
        "&Update w and b",
        "Go",
        ("F9",),
        "Take one step of gradient descent: the next iteration starts with the new w and b",
        act=Session.update,
        enabled=lambda session: session.can_advance,
    ),
    ActionSpec(
        "run", "&Run", "Go", ("Ctrl+R",), "Go on by many iterations", enabled=lambda session: session.can_advance
    ),
    SEPARATOR,
    ActionSpec(
        "step",
        "&Step",
        "Go",
        ("PgDown",),
        "One step forward, of the size chosen beside it",
        act=Session.step,
        enabled=lambda session: session.can_step,
    ),
    ActionSpec(
        "step_back",
        "B&ack",
        "Go",
        ("PgUp",),
        "One step back in time",
        act=Session.step_back,
        enabled=lambda session: not session.is_at_start,
    ),
    ActionSpec(
        "finish_entry",
        "Finish &entry",
        "Go",
        ("Shift+PgDown",),
        "Add the remaining terms of the entry under way, or of the next one",
        act=Session.finish_entry,
        enabled=lambda session: session.can_go_on,
    ),
    ActionSpec(
        "finish_equation",
        "Finish e&quation",
        "Go",
        ("Alt+PgDown",),
        "Work out the rest of the equation under way, or of the next one",
        act=Session.finish_equation,
        enabled=lambda session: session.can_go_on,
    ),
    *PLAY_ACTIONS,
    ActionSpec(
        "reset",
        "Back to the s&tart",
        "Go",
        ("Ctrl+Home",),
        "Go to the start of iteration 0",
        act=Session.reset,
        enabled=lambda session: not session.is_at_start,
    ),
    SEPARATOR,
    _step_size(
        StepSize.guided, "Ctrl+1", "As the note goes: first entries term by term, then whole ones, then the rest"
    ),
    _step_size(StepSize.term, "Ctrl+2", "One multiplication at a time"),
    _step_size(StepSize.entry, "Ctrl+3", "One entry at a time"),
    _step_size(StepSize.equation, "Ctrl+4", "One equation at a time"),
    _step_size(StepSize.iteration, "Ctrl+5", "One iteration at a time, at the same place in it"),
    SEPARATOR,
    *PACE_ACTIONS,
    ActionSpec(
        "focus", "&Focus on the equation at work", "View", ("F",), "Only the equation at work, large", group="toggle"
    ),
    SEPARATOR,
    ActionSpec("theme_light", "&Light", "View", ("Ctrl+Shift+L",), group="theme"),
    ActionSpec("theme_dark", "&Dark", "View", ("Ctrl+Shift+D",), group="theme"),
    ActionSpec(
        "theme_projector",
        "&Projector",
        "View",
        ("Ctrl+Shift+P",),
        _PROJECTOR_TIP,
        group="theme",
    ),
    SEPARATOR,
    ActionSpec("zoom_in", "&Larger", "View", ("Ctrl++", "Ctrl+="), "Everything larger"),
    ActionSpec("zoom_out", "S&maller", "View", ("Ctrl+-",), "Everything smaller"),
    ActionSpec("zoom_reset", "&Usual size", "View", ("Ctrl+0",)),
    _digits(1, "more_decimals", "More decimals", "Ctrl+."),
    _digits(-1, "fewer_decimals", "Fewer decimals", "Ctrl+,"),
    ActionSpec(
        "fractions",
        "Numbers as &fractions",
        "View",
        ("Ctrl+/",),
        "8/5 instead of 1.6, wherever numbers are known exactly and the fraction is short",
        act=lambda session: session.set_fractions(not session.view.fractions),
        checked=lambda session: session.view.fractions,
    ),
    SEPARATOR,
    ActionSpec(
        "show_dL_dx",
        "Show ∂L/∂&x",
        "View",
        ("Ctrl+Shift+X",),
        "What a layer before this one would receive",
        group="toggle",
    ),
    ActionSpec(
        "show_update",
        "Show the upda&ted parameters",
        "View",
        ("Ctrl+Shift+U",),
        "new w and new b, beside the gradients",
        group="toggle",
    ),
    ActionSpec("show_loss", "Show the loss &over iterations", "View", ("Ctrl+Shift+O",), group="toggle"),
    *DESCENT_ACTIONS,
    ActionSpec(
        "go_back",
        "&Back to what was selected before",
        "Derivation",
        ("Alt+Left",),
        act=Session.go_back,
        enabled=lambda session: bool(session.visits.earlier),
    ),
    ActionSpec(
        "go_forward",
        "&Forward again",
        "Derivation",
        ("Alt+Right",),
        act=Session.go_forward,
        enabled=lambda session: bool(session.visits.later),
    ),
    SEPARATOR,
    ActionSpec(
        "why_transpose",
        "Why the &transpose?",
        "Derivation",
        ("Ctrl+T",),
        "∂L/∂w in three ways, one product at a time: where the transpose comes from",
    ),
    ActionSpec(
        "check_gradients",
        "&Check all gradients",
        "Derivation",
        ("Ctrl+Shift+G",),
        "Hold every entry of every gradient against the central difference of L",
        enabled=lambda session: session.is_backward_complete,
    ),
    SEPARATOR,
    ActionSpec(
        "copy_latex",
        "Copy as &LaTeX",
        "Derivation",
        ("Ctrl+Shift+C",),
        "The derivation of the selected entry, as a document that compiles",
        enabled=_has_selection,
    ),
    ActionSpec(
        "copy_text",
        "Copy as te&xt",
        "Derivation",
        ("Ctrl+Shift+T",),
        "The derivation of the selected entry, in plain text",
        enabled=_has_selection,
    ),
    ActionSpec(
        "save_derivation",
        "Copy or &save…",
        "Derivation",
        ("Ctrl+E",),
        "This entry or all of its matrix, as LaTeX, text, SVG, PDF or PNG",
        enabled=_has_selection,
    ),
    ActionSpec("gallery", "&Gallery…", "Examples", ("F3",), "All examples, each with its picture and a sentence"),
    ActionSpec(
        "misprints",
        "Where this and a printed &note differ",
        "Help",
        ("Shift+F1",),
        "Misprints that circulate, and what the program adds",
    ),
    ActionSpec("keys", "&Keys", "Help", ("F1",), "All keys in one table"),
    ActionSpec("about", "&About bpgui", "Help"),
)

MENUS = ("File", "Edit", "View", "Go", "Descent", "Derivation", "Examples", "Help")
DERIVATION_MENU = ("copy_latex", "copy_text", "save_derivation", "why_transpose", "check_gradients")
"""What the derivation's own menu offers."""
_EXCLUSIVE = ("step_size", "theme", "pace")


def specs() -> tuple[ActionSpec, ...]:
    """All actions of the table."""
    return tuple(spec for spec in ACTIONS if isinstance(spec, ActionSpec))


def make_actions(parent: QObject) -> dict[str, QAction]:
    """A QAction for each row of the table, by its name."""
    groups = {name: QActionGroup(parent) for name in _EXCLUSIVE}
    actions: dict[str, QAction] = {}
    for spec in specs():
        action = QAction(spec.text, parent)
        action.setObjectName(spec.name)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setToolTip(tooltip(spec))
        action.setStatusTip(spec.tip)
        action.setCheckable(spec.checked is not None or spec.group in ("toggle", *_EXCLUSIVE))
        if spec.group in groups:
            groups[spec.group].addAction(action)
        actions[spec.name] = action
        for key in spec.keys:
            _hold_key_while_disabled(action, key, parent)
    return actions


def _hold_key_while_disabled(action: QAction, key: str, parent: QObject) -> None:
    """The key does its action or nothing: Page Up at the very start must not move a slider that has the keyboard."""
    idle = QShortcut(QKeySequence(key), parent)
    idle.setEnabled(not action.isEnabled())
    action.enabledChanged.connect(lambda enabled: idle.setEnabled(not enabled))


def tooltip(spec: ActionSpec) -> str:
    """What hovering over an action says: what it does, and its keys."""
    said = spec.tip or spec.text.replace("&", "")
    keys = key_names(spec)
    return f"{said} ({keys})" if keys else said


def key_names(spec: ActionSpec) -> str:
    """An action's keys, as this platform writes them."""
    return " or ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in spec.keys)
