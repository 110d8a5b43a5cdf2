"""The numbers behind descent, each with its formula and a sentence of what it means with this network's own numbers.

What lies after the position is not among them: L and ∂L/∂w stand there as soon as their own equations have made them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bpgui.core.notation import factor_latex
from bpgui.core.numbers import Shown, grouped
from bpgui.session import fact_words as words
from bpgui.session.fact_numbers import ENOUGH, NEARLY_ALL, FactNumbers
from bpgui.session.loss_words import BOUND, DISTANCE
from bpgui.session.screen import Screen
from bpgui.session.session import Session

NOT_YET, NEVER = "not yet", "never"


@dataclass(frozen=True)
class Fact:
    """One number: what it is called, its symbol, its value, its formula in text and LaTeX, and what it means.

    Facts of the same `heading` stand together under it. `equals` is the sign before the value, =, ≈, < or >; empty
    where there is no value, and `value` says why in a word.
    """

    name: str
    heading: str
    title: str
    symbol: str
    equals: str
    value: str
    formula: str
    latex: str
    meaning: str

    @property
    def text(self) -> str:
        """As in "bound 2/λₘₐₓ ≈ 0.28"."""
        return " ".join(filter(None, (self.title, self.symbol, self.equals, self.value)))

    @property
    def in_words(self) -> str:
        """For a person who listens: "bound: about 0.28"."""
        sign = {"≈": "about ", "<": "less than ", ">": "more than "}.get(self.equals, "")
        return f"{self.title}: {sign}{self.value}"


def facts(session: Session, screen: Screen) -> tuple[Fact, ...]:
    """All of them, always as many and in the same order; `screen` is the session's screen."""
    numbers = FactNumbers(session, screen)
    return (
        *_of_the_curvature(numbers),
        *_of_the_learning_rate(numbers),
        *_of_iterations(numbers),
        *_of_now(numbers),
        *_of_the_network(numbers),
    )


def _of_the_network(numbers: FactNumbers) -> tuple[Fact, ...]:
    N, D, K = numbers.shape
    make = _under("The network")
    rank = Shown(f"{grouped(numbers.rank)} of {grouped(D + 1)}", False) if numbers.rank is not None else None
    columns = r"\mathrm{rank}\;[\,\mathbf{x}\;\;\mathbf{1}\,]\;\le\;\min(N,\,D+1)"
    return (
        make("N", "examples", "N", _whole(N), "x: N × D", r"\mathbf{x}:\;N\times D", words.examples(N)),
        make("D", "features", "D", _whole(D), "w: D × K", r"\mathbf{w}:\;D\times K", words.features(D)),
        make("K", "classes", "K", _whole(K), "y: N × K", r"\mathbf{y}:\;N\times K", words.classes(K)),
        make("rank", "rank", "of [x 1]", rank, "rank [x 1] ≤ min(N, D + 1)", columns, words.rank(numbers)),
    )


def _of_the_curvature(numbers: FactNumbers) -> tuple[Fact, ...]:
    make = _under("How L is curved")
    twice_a = numbers.convention.notation_of_2a
    in_text = f"({twice_a}) " if "/" in twice_a else f"{twice_a} "

    def formula(which: str) -> tuple[str, str]:
        small = {"max": "ₘₐₓ", "min": "ₘᵢₙ"}[which]
        return f"λ{small} = {in_text}s{small}²", (
            rf"\lambda_{{\{which}}}\,=\,{factor_latex(twice_a)}\,s_{{\{which}}}^2"
        )

    steepest, flattest = numbers.steepest, numbers.flattest
    return (
        make("largest", "largest curvature", "λₘₐₓ", numbers.shown(steepest), *formula("max"), words.steepest(numbers)),
        make(
            "smallest", "smallest curvature", "λₘᵢₙ", numbers.shown(flattest), *formula("min"), words.flattest(numbers)
        ),
        make(
            "condition",
            "condition number",
            "κ",
            numbers.shown(numbers.condition),
            "κ = λₘₐₓ / λₘᵢₙ",
            r"\kappa\,=\,\frac{\lambda_{\max}}{\lambda_{\min}}",
            words.condition(numbers),
        ),
    )


def _of_the_learning_rate(numbers: FactNumbers) -> tuple[Fact, ...]:
    make = _under("The learning rate")
    return (
        make(
            "learning_rate",
            "chosen",
            "η",
            numbers.shown(numbers.learning_rate),
            "w ← w − η ∂L/∂w",
            r"\mathbf{w}\;\leftarrow\;\mathbf{w}-\eta\,\frac{\partial L}{\partial \mathbf{w}}",
            words.learning_rate(numbers),
        ),
        make(
            "best_rate",
            "best",
            "2/(λₘₐₓ + λₘᵢₙ)",
            numbers.shown(numbers.best_rate),
            "η = 2 / (λₘₐₓ + λₘᵢₙ)",
            r"\eta\,=\,\frac{2}{\lambda_{\max}+\lambda_{\min}}",
            words.best_rate(numbers),
        ),
        make(
            "bound",
            "bound",
            BOUND,
            numbers.shown(numbers.bound),
            "η < 2 / λₘₐₓ",
            r"\eta\,<\,\frac{2}{\lambda_{\max}}",
            words.bound(numbers),
        ),
    )


def _of_iterations(numbers: FactNumbers) -> tuple[Fact, ...]:
    make, found = _under("Iterations until L − L* is down to"), []
    for share, name, per_cent in ((ENOUGH, "1", "1 %"), (NEARLY_ALL, "0.01", "0.01 %")):
        text, latex = f"Lₜ − L* ≤ {share:g} (L₀ − L*)", rf"L_t-L^*\;\le\;{share:g}\;(L_0-L^*)"
        for at_best, rate in ((False, "at this η"), (True, "at the best η")):
            value = numbers.iterations(share, at_best)
            meaning = words.iterations(numbers, share, at_best)
            title = f"{per_cent} of its start, {rate}"
            fact_name = f"iterations_to_{name}_%{'_at_best' if at_best else ''}"
            found.append(make(fact_name, title, "", value, text, latex, meaning, NEVER))
    return tuple(found)


def _of_now(numbers: FactNumbers) -> tuple[Fact, ...]:
    make = _under(f"Now, at iteration {grouped(numbers.iteration)}")
    a = numbers.convention.value
    factor = "" if a == "1" else f"({a}) "
    return (
        make(
            "loss",
            "loss",
            "L",
            numbers.loss,
            f"L = {factor}Σ (ŷ − y)²",
            rf"L\,=\,{factor_latex(a)}\,\Sigma\,(\hat{{\mathbf{{y}}}}-\mathbf{{y}})^2",
            words.loss(numbers),
        ),
        make(
            "optimal_loss",
            "lowest loss",
            "L*",
            numbers.optimal_loss,
            "L* = min L, over all w and b",
            r"L^*\,=\,\min_{\mathbf{w},\,\mathbf{b}}\,L",
            words.optimal_loss(numbers),
        ),
        make(
            "gradient",
            "length of gradient",
            "‖∂L/∂w‖",
            numbers.shown(numbers.gradient),
            "‖∂L/∂w‖² = Σⱼₖ (∂L/∂wⱼₖ)²",
            r"\|\frac{\partial L}{\partial \mathbf{w}}\|^2\,=\,"
            r"\sum_{j,k}\left(\frac{\partial L}{\partial w_{jk}}\right)^2",
            words.gradient(numbers),
        ),
        make(
            "distance",
            "distance to optimum",
            DISTANCE,
            numbers.distance,
            "‖W − W*‖² = Σ (w − w*)² + Σ (b − b*)²",
            r"\|W-W^*\|^2\,=\,\sum(w-w^*)^2+\sum(b-b^*)^2",
            words.distance(numbers),
        ),
    )


def _under(heading: str) -> Callable[..., Fact]:
    def make(
        name: str,
        title: str,
        symbol: str,
        value: Shown | None,
        formula: str,
        latex: str,
        meaning: str,
        without: str = NOT_YET,
    ) -> Fact:
        if value is None:
            return Fact(name, heading, title, symbol, "", without, formula, latex, meaning)
        is_beyond = value.text[0] in "<>"
        equals, text = (value.text[0], value.text[2:]) if is_beyond else (value.equals, value.text)
        return Fact(name, heading, title, symbol, equals, text, formula, latex, meaning)

    return make


def _whole(number: int) -> Shown:
    return Shown(grouped(number), False)
