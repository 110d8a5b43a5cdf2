"""`bpgui solve`, as a script or a test calls it: one JSON object, or one sentence and status 2; no display, no Qt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bpgui import __version__, cli
from bpgui.resource_files import ResourceMissingError
from bpgui.session.problems import read_problem
from bpgui.session.session import Session
from bpgui.session.session_file import encode
from tests.solve_command import KEYS, NOTE, Printed

WITHOUT_QT = (
    "import sys; sys.modules['PySide6'] = None; sys.argv[0] = 'bpgui'; from bpgui.cli import main; sys.exit(main())"
)


def run(*arguments: object, program: tuple[str, ...] = ("-m", "bpgui")) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, without a display."""
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *program, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        cwd=Path(__file__).parent.parent,
        timeout=60,
    )


def solved(*arguments: object) -> dict[str, Any]:
    """What `solve` prints; it must be JSON as the standard has it, without NaN, and nothing else."""
    done = run("solve", *arguments)
    assert done.stderr == ""
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1
    found: dict[str, Any] = json.loads(done.stdout, parse_constant=lambda name: pytest.fail(name))
    return found


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Printed:
    """`bpgui solve`."""
    return Printed(capsys)


# --- in a process of its own


def test_the_note_is_solved_without_a_display() -> None:
    found = solved(NOTE)
    expected = json.loads(NOTE.read_text(encoding="utf-8"))["expect"]
    assert list(found) == KEYS
    assert found["iteration"] == 0
    assert found["loss"] == 23.4
    assert found["y_hat"] == expected["y_hat"]
    assert np.abs(np.array(found["dL_dw"]) - np.array(expected["dL_dw"])).max() < 1e-12
    assert found["learning_rate_limit"] == pytest.approx(expected["learning_rate_limit"])


def test_it_runs_where_qt_cant_be_imported() -> None:
    done = run("solve", NOTE, "--iterations", 3, program=("-c", WITHOUT_QT))
    assert done.returncode == 0
    assert json.loads(done.stdout)["iteration"] == 3


def test_it_doesnt_import_qt_where_it_could() -> None:
    program = "import sys; from bpgui.cli import main; main(sys.argv[1:]); print(sorted(sys.modules), file=sys.stderr)"
    done = run("solve", NOTE, program=("-c", program))
    assert "numpy" in done.stderr
    assert not any(name in done.stderr for name in ("PySide6", "shiboken6", "pyqtgraph"))


def test_bad_input_gets_one_sentence_and_status_2(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text('{"x": [[1, true]]}', encoding="utf-8")
    for arguments in ((path,), (NOTE, "--iterations", "abc"), (tmp_path / "none.json",), ()):
        done = run("solve", *arguments)
        assert done.returncode == 2
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1
        assert done.stderr.startswith("bpgui solve: ")


def test_the_version_needs_no_qt_either() -> None:
    done = run("--version", program=("-c", WITHOUT_QT))
    assert done.stdout.split() == ["bpgui", __version__]


def test_a_session_is_solved_as_its_document(tmp_path: Path) -> None:
    path = tmp_path / "note.bpgui"
    session = Session(read_problem(NOTE))
    session.update()
    path.write_bytes(b"".join(encode(session.saved)))
    found = solved(path, "--iterations", 2)
    assert found == solved(NOTE, "--iterations", 2)
    path.write_bytes(path.read_bytes()[:-20])
    done = run("solve", path)
    assert done.returncode == 2
    assert done.stderr.startswith("bpgui solve: note.bpgui: ")


# --- what is refused


@pytest.mark.parametrize("text", ["abc", "-1", "1.5", "1e3", "1_000", "", "٣", "9" * 30, "9007199254740993"])
def test_iterations_are_whole_numbers_from_0(command: Printed, text: str) -> None:
    said = command.refused(NOTE, f"--iterations={text}")
    assert "from 0 to 9007199254740992" in said


def test_a_negative_number_may_stand_apart_and_is_refused_all_the_same(command: Printed) -> None:
    assert command.refused(NOTE, "--iterations", "-5").startswith("--iterations: expected a whole number from 0")
    expected = "The learning rate can't be negative: expected 0 or more."
    assert command.refused(NOTE, "--learning-rate", "-0.1") == expected
    assert command.refused(NOTE, "--learning-rate=-1/20") == expected


@pytest.mark.parametrize("text", ["abc", "nan", "inf", "1e60", "1/0", "0x10", "1_0", ""])
def test_what_is_no_learning_rate_is_refused(command: Printed, text: str) -> None:
    command.refused(NOTE, f"--learning-rate={text}")


@pytest.mark.parametrize("arguments", [[], ["--iterations"], [NOTE, NOTE], [NOTE, "--speed", 3]])
def test_mistaken_arguments_get_one_sentence_without_the_usage(command: Printed, arguments: list[object]) -> None:
    assert command.refused(*arguments).endswith("see “bpgui solve --help”.")


def test_nothing_in_a_file_can_break_the_line_or_the_terminal(command: Printed, tmp_path: Path) -> None:
    path = tmp_path / "rude.json"
    path.write_text(json.dumps({"x": [["1\n\x1b[31m2"]]}))
    assert "\x1b" not in command.refused(path)
    path = tmp_path / "line\nbreak.json"
    command.refused(path)


def test_help_is_no_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["solve", "--help"])
    assert left.value.code == 0
    assert "--learning-rate" in capsys.readouterr().out


def test_a_missing_resource_gets_one_sentence_and_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run_without_resources(*_: object) -> int:
        raise ResourceMissingError("The resource icons is missing from here: install bpgui again.")

    app = SimpleNamespace(Start=lambda *_: None, run_window=run_without_resources)
    monkeypatch.setitem(sys.modules, "bpgui.app", app)  # type: ignore[arg-type]
    monkeypatch.setattr(cli, "reason_qt_cannot_start", lambda: None)
    assert cli.main([]) == cli.CANNOT_START
    assert capsys.readouterr().err == "bpgui: The resource icons is missing from here: install bpgui again.\n"
