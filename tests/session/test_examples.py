"""The examples of the Examples menu, as they are shipped."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from bpgui.core.cells import Matrix
from bpgui.resource_files import resource_path
from bpgui.session.problems import read_example
from bpgui.session.session import Session

EXAMPLES = sorted(resource_path("examples").glob("*.json"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_that_are_shipped_can_be_read_and_converge(path: Path) -> None:
    example = read_example(path, resource_path("data", "iris.csv"))
    assert example.title
    assert example.sentence.endswith(".")
    assert example.document.title == example.title
    session = Session(example.document)
    descent = session.course.descent
    assert float(example.document.learning_rate) < descent.learning_rate_limit
    assert not session.course.diverges
    session.run(10**9)
    assert session.iteration == 10**9
    assert descent.loss(10**9) == pytest.approx(descent.optimal_loss, rel=1e-9, abs=1e-25)
    assert descent.loss(100) < descent.loss(10) < descent.loss(0)


def test_there_are_examples_of_every_kind() -> None:
    assert len(EXAMPLES) == 6
    assert EXAMPLES[0].stem == "1-note"


def test_the_irises_have_their_numbers_and_names() -> None:
    five, all_of_them = (
        read_example(resource_path("examples", name), resource_path("data", "iris.csv")).document
        for name in ("3-five-irises.json", "4-irises.json")
    )
    assert five.shape == (5, 4, 3)
    assert five.x.exact_at(0, 0) == Fraction("5.1")
    assert [row.index(1) for row in five.y.values.tolist()] == [0, 0, 1, 2, 2]
    assert five.names.classes == ("setosa", "versicolor", "virginica")
    assert len(five.names.features) == 4
    assert all_of_them.shape == (150, 4, 3)
    assert all_of_them.matrix(Matrix.y).values.sum(axis=0).tolist() == [50, 50, 50]
