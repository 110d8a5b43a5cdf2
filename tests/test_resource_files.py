"""The resources are found, and are what their READMEs say."""

import csv
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bpgui import resource_files
from bpgui.resource_files import ResourceMissingError, resource_path

EXAMPLES = sorted(resource_path("examples").glob("*.json"), key=lambda path: int(path.stem.split("-")[0]))
WEIGHTS = ("Regular", "Italic", "Medium", "SemiBold", "Bold")
ICONS = ("bpgui", "play", "pause", "skip-back", "chevron-left", "chevron-right")


def irises() -> list[dict[str, str]]:
    with resource_path("data", "iris.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def problem(path: Path) -> tuple[dict[str, Any], np.ndarray, np.ndarray]:
    """An example with its x and y."""
    example = json.loads(path.read_text(encoding="utf-8"))
    if "iris_examples" not in example:
        return example, np.array(example["x"], float), np.array(example["y"], float)
    rows = irises()
    numbers = range(1, 151) if example["iris_examples"] == "all" else example["iris_examples"]
    chosen = [rows[number - 1] for number in numbers]
    x = np.array([[float(row[name]) for name in example["feature_names"]] for row in chosen])
    y = np.array([[float(row["class"] == name) for name in example["class_names"]] for row in chosen])
    return example, x, y


@pytest.mark.parametrize("weight", WEIGHTS)
def test_fonts_are_opentype(weight: str) -> None:
    assert resource_path("fonts", f"Inter-{weight}.otf").read_bytes()[:4] == b"OTTO"


@pytest.mark.parametrize("name", ICONS)
def test_icons_are_svg(name: str) -> None:
    assert "<svg" in resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "parts",
    [
        ("fonts", "LICENSE-Inter-OFL.txt"),
        ("icons", "LICENSE-lucide.txt"),
        ("data", "LICENSE-scikit-learn.txt"),
        ("data", "README.md"),
    ],
)
def test_licences_are_beside_what_they_cover(parts: tuple[str, ...]) -> None:
    assert resource_path(*parts).stat().st_size > 500


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(ResourceMissingError, match=r"The resource fonts/none\.otf is missing from .*resources"):
        resource_path("fonts", "none.otf")


def test_the_package_comes_before_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "bpgui"
    (tmp_path / "resources").mkdir()
    package.mkdir()
    monkeypatch.setattr(resource_files, "_PACKAGE", package)
    assert resource_path() == tmp_path / "resources"
    (package / "resources").mkdir()
    assert resource_path() == package / "resources"


def test_the_irises_are_fishers() -> None:
    rows = irises()
    assert [row["class"] for row in rows] == ["setosa"] * 50 + ["versicolor"] * 50 + ["virginica"] * 50
    assert list(rows[34].values()) == ["4.9", "3.1", "1.5", "0.2", "setosa"]
    assert list(rows[37].values()) == ["4.9", "3.6", "1.4", "0.1", "setosa"]


def test_the_examples_keep_their_numbers() -> None:
    assert [path.name for path in EXAMPLES] == [
        "1-note.json",
        "2-exam.json",
        "3-five-irises.json",
        "4-irises.json",
        "5-one-weight.json",
        "6-singular.json",
        "7-ill-conditioned.json",
        "8-separable.json",
        "9-inseparable.json",
        "10-line.json",
        "11-and.json",
        "12-or.json",
        "13-xor.json",
        "14-at-the-optimum.json",
    ]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_fits_together_and_converges(path: Path) -> None:
    example, x, y = problem(path)
    N, D = x.shape
    K = y.shape[1]
    assert np.shape(example["w"]) == (D, K)
    assert np.shape(example["b"]) == (1, K)
    assert y.shape == (N, K)
    for key, size in (("feature_names", D), ("class_names", K), ("example_names", N)):
        assert len(example.get(key, range(size))) == size
    assert example["title"]
    assert example["sentence"].endswith(".")
    largest = np.linalg.svd(np.hstack([x, np.ones((N, 1))]), compute_uv=False)[0]
    assert 0 < example["learning_rate"] < 2 / (2 / N * largest**2)


@pytest.mark.parametrize(("name", "decimals"), [("1-note", 2), ("2-exam", 2), ("5-one-weight", 2), ("6-singular", 2)])
def test_the_first_pass_agrees_with_a_pencil(name: str, decimals: int) -> None:
    example, x, y = problem(resource_path("examples", f"{name}.json"))
    N = len(x)
    x, y, w, b = (np.vectorize(Fraction, otypes=[object])(m) for m in (x, y, example["w"], example["b"]))
    eta = Fraction(str(example["learning_rate"]))
    error = x @ w + b - y
    dL_dy_hat = Fraction(2, N) * error
    loss = np.sum(error * error) / N
    dL_dw, dL_db = x.T @ dL_dy_hat, dL_dy_hat.sum(axis=0)
    shown = [loss, *dL_dy_hat.flat, *dL_dw.flat, *dL_db, *(w - eta * dL_dw).flat, *(b - eta * dL_db).flat]
    assert all((value * 10**decimals).denominator == 1 for value in shown)


def test_the_exam_has_no_two_sizes_alike() -> None:
    _, x, y = problem(resource_path("examples", "2-exam.json"))
    assert (x.shape, y.shape) == ((4, 3), (4, 2))
    assert (y.sum(axis=1) == 1).all()


def test_the_singular_x_is_singular_and_its_floor_is_a_third() -> None:
    _, x, y = problem(resource_path("examples", "6-singular.json"))
    x_and_one = np.hstack([x, np.ones((len(x), 1))])
    assert np.linalg.matrix_rank(x) == x.shape[1] - 1
    best = np.linalg.lstsq(x_and_one, y, rcond=None)[0]
    assert np.sum((x_and_one @ best - y) ** 2) / len(x) == pytest.approx(1 / 3)
