"""Descent solved, against going through every iteration: plain numpy, and PyTorch where it is installed; and growth.

Each way works out a million losses and the last w and b of the note's network, in a process of its own.
"""

from __future__ import annotations

import importlib.util
import json
import math
import sys
import time
from collections.abc import Callable
from dataclasses import asdict

import numpy as np

from benchmarks.children import measured_by
from benchmarks.documents import small
from benchmarks.figures import Figure
from bpgui.core.descent import Descent
from bpgui.core.factorisation import Factorisation
from bpgui.core.inputs import Float64
from bpgui.core.numbers import grouped
from bpgui.session.document import Document

_MILLION = 1_000_000
_QUICK = 50_000
_RATE = 0.05
_FEATURES, _CLASSES = 20, 10
_TIMES = 5
_SIZES = {
    "N": [(1_000, _FEATURES, _CLASSES), (10_000, _FEATURES, _CLASSES), (100_000, _FEATURES, _CLASSES)],
    "D": [(2_000, 10, _CLASSES), (2_000, 100, _CLASSES), (2_000, 800, _CLASSES)],
    "K": [(2_000, _FEATURES, 1), (2_000, _FEATURES, 10), (2_000, _FEATURES, 100)],
}


def measure(quick: bool) -> list[Figure]:
    """The figures; `quick` goes through fewer iterations one by one, and says so."""
    return [Figure(**each) for each in measured_by("solving", str(_QUICK if quick else _MILLION))["figures"]]


def _a_million_iterations(count: int) -> list[Figure]:
    document = small()
    N, D, K = document.shape
    section = f"{grouped(count)} iterations of descent at {N}×{D}×{K}: every loss, and the last w and b"
    data = (document.x.values, document.w.values, document.b.values, document.y.values)
    solved = _quickest(lambda: _solved(document, count))
    loop, losses, w = _once(lambda: _numpy_loop(*data, count))
    found = _solved(document, count)
    agree = max(float(np.abs(found[0] - losses).max() / losses[0]), float(np.abs(found[1] - w).max()))
    figures = [
        Figure(section, "solved", solved, count=_TIMES),
        Figure(section, "a plain numpy loop", loop, ratio=loop / solved, against="solved"),
        Figure(section, "digits in which the two agree", -math.log10(max(agree, 1e-17)), ""),
    ]
    if importlib.util.find_spec("torch") is None:
        return figures
    steps = min(count, _QUICK)
    taken, torch_losses, _ = _once(lambda: _torch_loop(*data, steps))
    assert np.allclose(torch_losses, losses[:steps], rtol=1e-6, atol=1e-12)
    each = taken / steps * count
    name = "PyTorch eager" if steps == count else f"PyTorch eager (from {grouped(steps)} of them)"
    return [*figures, Figure(section, name, each, ratio=each / solved, against="solved")]


def _solved(document: Document, count: int) -> tuple[Float64, Float64]:
    descent = Descent(
        Factorisation.of(document.x.values, document.y.values), document.w.values, document.b.values, _RATE
    )
    losses = descent.curve.losses(np.arange(float(count)))
    return losses, descent.parameters(count - 1)[0]


def _numpy_loop(x: Float64, w: Float64, b: Float64, y: Float64, count: int) -> tuple[Float64, Float64]:
    a, losses = 1 / len(x), np.empty(count)
    for t in range(count):
        before = w
        error = x @ w + b - y
        losses[t] = a * (error * error).sum()
        dL_dy_hat = 2 * a * error
        w = w - _RATE * (x.T @ dL_dy_hat)
        b = b - _RATE * dL_dy_hat.sum(axis=0, keepdims=True)
    return losses, before


def _torch_loop(x: Float64, w: Float64, b: Float64, y: Float64, count: int) -> tuple[Float64, Float64]:
    import torch

    x_, y_ = torch.tensor(x), torch.tensor(y)
    w_, b_ = torch.tensor(w, requires_grad=True), torch.tensor(b, requires_grad=True)
    descent = torch.optim.SGD([w_, b_], lr=_RATE)
    losses = np.empty(count)
    for t in range(count):
        descent.zero_grad()
        loss = ((x_ @ w_ + b_ - y_) ** 2).sum() / len(x)
        losses[t] = loss.item()
        loss.backward()
        descent.step()
    return losses, w_.detach().numpy()


def _growth() -> list[Figure]:
    section = "Growth: factorisation, once for x and y, and from it any iteration"
    figures = []
    for letter, sizes in _SIZES.items():
        first = None
        for size in sizes:
            x, y = _data(*size)
            taken = _quickest(lambda x=x, y=y: Factorisation.of(x, y))  # type: ignore[misc]
            first = first or taken
            name = f"{letter} grows: factorised at {'×'.join(map(grouped, size))}"
            figures.append(Figure(section, name, taken, count=_TIMES, ratio=taken / first, against="the first"))
    x, y = _data(2_000, 100, _CLASSES)
    factorisation = Factorisation.of(x, y)
    zero = np.zeros((100, _CLASSES)), np.zeros((1, _CLASSES))
    rate = 0.9 * Descent(factorisation, *zero, 1.0).learning_rate_limit
    first = None
    for t in (10, 1_000, 1_000_000, 1_000_000_000):
        # a new learning rate each time, as while the slider moves: nothing is remembered
        taken = _quickest(lambda t=t: Descent(factorisation, *zero, rate).parameters(t))  # type: ignore[misc]
        first = first or taken
        name = f"T grows: w and b of iteration {grouped(t)}, at a new η"
        figures.append(Figure(section, name, taken, count=_TIMES, ratio=taken / first, against="the first"))
    for points in (200, 2_000):
        curve = Descent(factorisation, *zero, rate).curve
        across = np.linspace(0, 1e9, points).round()
        name = f"a curve of {grouped(points)} points up to iteration {grouped(10**9)}, 101 modes"
        figures.append(Figure(section, name, _quickest(lambda curve=curve, t=across: curve.losses(t)), count=_TIMES))  # type: ignore[misc]
    return figures


def _data(N: int, D: int, K: int) -> tuple[Float64, Float64]:
    random = np.random.default_rng(1)
    return random.normal(size=(N, D)), random.normal(size=(N, K))


def _once(work: Callable[[], tuple[Float64, Float64]]) -> tuple[float, Float64, Float64]:
    start = time.perf_counter()
    losses, w = work()
    return (time.perf_counter() - start) * 1000, losses, w


def _quickest(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(_TIMES):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return min(taken)


if __name__ == "__main__":
    figures = _a_million_iterations(int(sys.argv[1])) + _growth()
    print(json.dumps({"figures": [asdict(figure) for figure in figures]}))
