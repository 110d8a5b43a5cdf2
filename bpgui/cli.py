"""The command line: the window, or `bpgui solve`. Qt is imported for the window alone."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

from bpgui import __version__
from bpgui.core.loss_curve import LARGEST_ITERATION
from bpgui.core.numbers import NumberError, parse_number
from bpgui.platform_check import reason_qt_cannot_start
from bpgui.resource_files import ResourceMissingError
from bpgui.session.document_files import open_file
from bpgui.session.solve import solve

CANNOT_START = 1
BAD_INPUT = 2
THEMES = ("light", "dark", "projector")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status is 0, 1 where it can't start, or 2 for bad input."""
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
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="what to open, each in a window: a session (.bpgui), a problem (JSON), or data to import",
    )
    parser.add_argument("--theme", choices=THEMES, help="how it looks, for this time")
    parser.add_argument("--focus", action="store_true", help="begin in Focus: the equation at work alone, and large")
    parser.add_argument("--stop", type=_stop, metavar="N", help="begin at this stop of FILE, counted from 1")
    parser.add_argument("--version", action="version", version=f"bpgui {__version__}")
    options = parser.parse_args(arguments)
    if options.stop is not None and len(options.files) != 1:
        parser.error("--stop N is a stop of one FILE: name that file, and no other")
    reason = reason_qt_cannot_start()
    if reason is not None:
        print(f"bpgui: {reason}", file=sys.stderr)
        return CANNOT_START
    try:
        from bpgui.app import Start, run_window  # the solver and --help need no Qt

        return run_window(options.files, Start(options.theme, options.focus, options.stop))
    except ResourceMissingError as error:
        print(f"bpgui: {error}", file=sys.stderr)
        return CANNOT_START


def _solve(arguments: Sequence[str]) -> int:
    parser = _Parser(prog="bpgui solve", description="Print the state of a problem at one iteration as JSON.")
    parser.add_argument("file", type=Path, metavar="FILE", help="a session, or a problem: x, w, b, y, learning_rate")
    parser.add_argument("--iterations", default="0", metavar="T", help="the iteration to print (default 0)")
    parser.add_argument("--learning-rate", metavar="η", help="instead of the file's own")
    try:
        options = parser.parse_args(arguments)
        iteration = _iteration(options.iterations)
        document = open_file(options.file).document
        if options.learning_rate is not None:
            document = replace(document, learning_rate=_learning_rate(options.learning_rate))
        state = solve(document, iteration)
    except ValueError as error:  # of options, files, numbers, or where time ends: each text is one sentence
        said = "".join(character if character.isprintable() else " " for character in str(error))
        print(f"bpgui solve: {said}", file=sys.stderr)
        return BAD_INPUT
    except ResourceMissingError as error:
        print(f"bpgui solve: {error}", file=sys.stderr)
        return CANNOT_START
    print(json.dumps(state, allow_nan=False))
    return 0


class _Parser(argparse.ArgumentParser):
    """argparse, which tells of a mistake in one sentence, without the usage."""

    def error(self, message: str) -> NoReturn:
        raise ValueError(f"{message}; see “{self.prog} --help”.")


def _stop(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text.strip()):
        raise argparse.ArgumentTypeError("expected the number of a stop, from 1")
    return int(text)


def _iteration(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,16}", text.strip()):
        shown = text if len(text) <= 20 else text[:19] + "…"
        raise NumberError(f"--iterations: expected a whole number from 0 to {LARGEST_ITERATION}, got “{shown}”.")
    return int(text)


def _learning_rate(text: str) -> Fraction:
    rate = parse_number(text)
    if rate < 0:
        raise NumberError("The learning rate can't be negative: expected 0 or more.")
    return rate
