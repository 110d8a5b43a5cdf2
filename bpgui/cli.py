"""The command line: the window, or `bpgui solve`. Qt is imported for the window alone."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from bpgui import __version__
from bpgui.core.numbers import NumberError, parse_number
from bpgui.session.problems import read_problem
from bpgui.session.solve import solve

BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status is 0, 1 where Qt can't start, or 2 for bad input."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments and arguments[0] == "solve":
        return _solve(arguments[1:])
    return _window(arguments)


def _window(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="bpgui",
        description="Backpropagation through a linear network, number by number.",
        epilog="“bpgui solve FILE” prints the numbers without a window; see “bpgui solve --help”.",
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a problem file (JSON) to open")
    parser.add_argument("--version", action="version", version=f"bpgui {__version__}")
    options = parser.parse_args(arguments)
    from bpgui.app import run_window  # the solver and --help need no Qt

    return run_window(options.file)


def _solve(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="bpgui solve", description="Print the state of a problem at one iteration as JSON."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a problem file (JSON): x, w, b, y, learning_rate")
    parser.add_argument("--iterations", type=int, default=0, metavar="T", help="the iteration to print (default 0)")
    parser.add_argument("--learning-rate", metavar="η", help="instead of the file's own")
    options = parser.parse_args(arguments)
    try:
        document = read_problem(options.file)
        if options.learning_rate is not None:
            document = replace(document, learning_rate=_learning_rate(options.learning_rate))
        state = solve(document, options.iterations)
    except ValueError as error:  # ProblemError, NumberError, TimeEndsError: each text is one sentence
        print(f"bpgui solve: {error}", file=sys.stderr)
        return BAD_INPUT
    print(json.dumps(state, allow_nan=False))
    return 0


def _learning_rate(text: str) -> Fraction:
    rate = parse_number(text)
    if rate < 0:
        raise NumberError("The learning rate can't be negative: expected 0 or more.")
    return rate
