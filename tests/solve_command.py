"""`bpgui solve`, run in this process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bpgui import cli

CASES = Path(__file__).parent / "cases"
NOTE, ONE_WEIGHT = CASES / "note-size-integers.json", CASES / "one-weight.json"
KEYS = ["iteration", "w", "b", "y_hat", "error", "loss", "dL_dy_hat", "dL_dw", "dL_db", "dL_dx"]
KEYS += ["learning_rate_limit", "optimal_loss"]


class Printed:
    """`solve` in this process, for the many cases that need no process of their own."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def solved(self, *arguments: object) -> dict[str, Any]:
        """What it prints."""
        assert cli.main(["solve", *map(str, arguments)]) == 0
        printed = self._capsys.readouterr()
        assert printed.err == ""
        found: dict[str, Any] = json.loads(printed.out, parse_constant=lambda name: pytest.fail(name))
        return found

    def refused(self, *arguments: object) -> str:
        """The one sentence with which it refuses."""
        assert cli.main(["solve", *map(str, arguments)]) == 2
        printed = self._capsys.readouterr()
        assert printed.out == ""
        assert len(printed.err.splitlines()) == 1
        assert printed.err.endswith(".\n")
        assert printed.err.startswith("bpgui solve: ")
        return printed.err.removeprefix("bpgui solve: ").removesuffix("\n")
