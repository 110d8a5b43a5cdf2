"""The actions of gradient descent as a whole: where to go in it, what to compare, and what to look at."""

from __future__ import annotations

from bpgui.session.rates import take_best_rate, take_limit
from bpgui.session.session import Session
from bpgui.ui.action_spec import SEPARATOR, ActionSpec


def _is_solved(session: Session) -> bool:
    return session.course.is_solved


DESCENT_ACTIONS: tuple[ActionSpec | str, ...] = (
    ActionSpec("go_to_iteration", "&Go to iteration…", "Descent", ("Ctrl+G",), "Type an iteration to go to"),
    ActionSpec(
        "run_until",
        "&Run until…",
        "Descent",
        ("Ctrl+Shift+R",),
        "Go to an iteration, or to the first one with so small a loss or gradient",
        enabled=_is_solved,
    ),
    ActionSpec(
        "optimum",
        "&Jump to the optimum",
        "Descent",
        ("Alt+End",),
        "Go to the iteration from which on w and b no longer change: w*, b*",
        act=Session.go_to_optimum,
        enabled=_is_solved,
    ),
    ActionSpec(
        "show_optimum",
        "The &optimum w*, b*…",
        "Descent",
        ("Ctrl+Shift+E",),
        "The w and b with the lowest loss, beside those of now",
        enabled=_is_solved,
    ),
    SEPARATOR,
    ActionSpec(
        "best_rate",
        "The &best learning rate",
        "Descent",
        ("Ctrl+B",),
        "Set η to 2/(λₘₐₓ + λₘᵢₙ), at which the slowest part of the error shrinks fastest",
        act=take_best_rate,
        enabled=_is_solved,
    ),
    ActionSpec(
        "rate_at_the_bound",
        "The learning rate at the bo&und",
        "Descent",
        ("Ctrl+J",),
        "Set η to 2/λₘₐₓ, beyond which descent diverges",
        act=take_limit,
        enabled=_is_solved,
    ),
    SEPARATOR,
    ActionSpec(
        "keep_curve",
        "&Keep this curve",
        "Descent",
        ("Ctrl+K",),
        "Keep the loss curve of now, to compare others with it",
        act=Session.keep_curve,
        enabled=_is_solved,
    ),
    ActionSpec(
        "compare_rates",
        "&Compare rates…",
        "Descent",
        ("Ctrl+Shift+K",),
        "Several learning rates from the same start, each with a curve",
        enabled=_is_solved,
    ),
    SEPARATOR,
    ActionSpec(
        "show_prediction",
        "&Predict the curve",
        "Descent",
        ("Ctrl+Shift+F",),
        "Draw the loss curve beyond the iteration shown, once descent has been run",
        act=lambda session: session.set_prediction(not session.view.prediction),
        checked=lambda session: session.view.prediction,
    ),
    ActionSpec(
        "show_modes",
        "The share of each &mode",
        "Descent",
        ("Ctrl+Shift+M",),
        "One line for each curvature λ: steep directions die first, flat ones linger",
        act=lambda session: session.set_modes(not session.view.modes),
        checked=lambda session: session.view.modes,
    ),
    ActionSpec(
        "show_landscape",
        "The &landscape of the loss",
        "Descent",
        ("Ctrl+L",),
        "Contours of L over two parameters, with the path of descent",
        group="toggle",
    ),
    ActionSpec(
        "show_facts",
        "The &numbers behind it",
        "Descent",
        ("Ctrl+I",),
        "Curvatures, bound, best learning rate, iterations still to go",
        group="toggle",
    ),
    ActionSpec(
        "loss_conventions",
        "Loss con&ventions…",
        "Descent",
        ("Ctrl+M",),
        "What the sum of squares is divided by, and how L, the gradients and η rescale",
    ),
    SEPARATOR,
    ActionSpec("log_iterations", "Logarithmic &iterations", "Descent", ("Ctrl+Shift+I",), group="toggle"),
    ActionSpec("log_loss", "Logarithmic lo&ss", "Descent", ("Ctrl+Shift+J",), group="toggle"),
    ActionSpec("fit_plot", "&Fit the curve", "Descent", ("Ctrl+Shift+A",), "Show all of the curve again"),
    ActionSpec(
        "enlarge_loss",
        "&Enlarge the loss panel",
        "Descent",
        ("Ctrl+Shift+B",),
        "Give the loss panel the room of the derivation, and more",
        group="toggle",
    ),
)
