"""A whole program as a script: NumPy or PyTorch, commented as a lecturer would, and checked against what was shown."""

from __future__ import annotations

from collections.abc import Iterator

from bpgui.session import code_numpy, code_torch
from bpgui.session.code_compare import archive_arrays, compare_section
from bpgui.session.code_data import is_large
from bpgui.session.code_descent import descent_section, now_section
from bpgui.session.code_sections import Language, Program, Section, comments, data_section, loss_section, title_of
from bpgui.session.course import NOT_READY
from bpgui.session.export_matrices import packed
from bpgui.session.screen import Screen

ARCHIVE_ENDING = "-data.npz"
"""The archive beside iris.py is iris-data.npz."""


def why_no_program(screen: Screen) -> str:
    """Why there is no program now: a sentence; empty where there is one."""
    return "" if screen.course.is_solved else NOT_READY


def needs_archive(screen: Screen) -> bool:
    """Whether the data are too many for the text of a program."""
    return is_large(screen.network.shape)


def archive_name(stem: str) -> str:
    """What the archive beside a program is called: its name, in the signs that a string in the program can hold."""
    return "".join("_" if letter in '"\\' or not letter.isprintable() else letter for letter in stem) + ARCHIVE_ENDING


def sections(program: Program) -> list[Section]:
    """All sections in order, without the comparison at the end."""
    passes = code_torch.PASSES if program.language is Language.torch else code_numpy.PASSES
    return [data_section(program), loss_section(program), passes, descent_section(program), now_section(program)]


def script(program: Program) -> str:
    """The text of the script."""
    about, more = _about(program)
    lines = [*comments([about]), "#", *comments([more])]
    all_sections = [*sections(program), compare_section(program)]
    for section in all_sections:
        lines += ["", "", f"# --- {section.title}", "#", *comments(section.says), "", *section.code]
    return "\n".join(lines) + "\n"


def archive_content(program: Program) -> Iterator[bytes]:
    """What the archive beside it holds."""
    return packed(archive_arrays(program))


def _about(program: Program) -> tuple[str, str]:
    needs = f"It needs {program.language.value}"
    if program.archive:
        numpy = " and NumPy" if program.language is Language.torch else ""
        needs += f"{numpy}, and {program.archive} beside it"
    return title_of(program), (
        "A linear network, ŷ = x w + b, learns by gradient descent. This program works out the matrices of one "
        f"iteration, prints them, and holds each number against what bpgui showed. {needs}."
    )
