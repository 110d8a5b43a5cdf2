"""What bpgui says where Qt cannot start: on made-up machines, and what it asks of this one."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import pytest

from bpgui.platform_check import (
    QT_LIBRARIES,
    WAYLAND_LIBRARIES,
    XCB_LIBRARIES,
    Machine,
    import_qt,
    load_error,
    platforms_tried,
    reason_qt_cannot_start,
    wayland_answers,
    x_answers,
)

MakeMachine = Callable[..., Machine]
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the loader and plugins of Linux")


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    for name in ("libqxcb.so", "libqwayland.so", "libqoffscreen.so", "libqminimal.so"):
        (tmp_path / name).touch()
    return tmp_path


@pytest.fixture
def machine(plugins: Path) -> MakeMachine:
    """Makes a Debian desktop from which libraries, displays or commands can be taken away."""

    def make(
        env: Mapping[str, str],
        missing: Collection[str] = (),
        displays: Collection[str] = (":0", "/run/user/1000/wayland-0"),
        commands: Collection[str] = ("apt",),
        system: str = "linux",
    ) -> Machine:
        def error_of(library: str) -> str | None:
            needed = {
                "libqxcb.so": [*XCB_LIBRARIES],
                "libqwayland.so": [*WAYLAND_LIBRARIES],
            }.get(Path(library).name, [library])
            lost = [name for name in needed if name in missing]
            return f"{lost[0]}: cannot open shared object file: No such file or directory" if lost else None

        def imported() -> Path:
            for library in QT_LIBRARIES:
                if library in missing:
                    raise ImportError(error_of(library))
            return plugins

        return Machine(
            system=system,
            env=env,
            import_qt=imported,
            load_error=error_of,
            x_answers=lambda display: display in displays,
            wayland_answers=lambda path: str(path) in displays,
            has_command=lambda name: name in commands,
        )

    return make


X11 = {"DISPLAY": ":0", "XDG_SESSION_TYPE": "x11"}
WAYLAND = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/run/user/1000", "XDG_SESSION_TYPE": "wayland"}


@pytest.mark.parametrize(
    ("env", "platforms"),
    [
        ({}, ("xcb",)),
        ({"DISPLAY": ":0"}, ("xcb",)),
        ({"XDG_SESSION_TYPE": "x11"}, ("xcb",)),
        ({"XDG_SESSION_TYPE": "wayland"}, ("wayland", "xcb")),
        ({"XDG_SESSION_TYPE": "Wayland"}, ("xcb",)),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ("wayland", "xcb")),
        ({"WAYLAND_DISPLAY": ""}, ("wayland", "xcb")),
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0", "XDG_SESSION_TYPE": "x11"}, ("wayland", "xcb")),
        ({"WAYLAND_DISPLAY": "w", "XDG_CURRENT_DESKTOP": "GNOME"}, ("wayland", "xcb")),
        ({"QT_QPA_PLATFORM": "", "WAYLAND_DISPLAY": "w"}, ("wayland", "xcb")),
        ({"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "w"}, ("xcb",)),
        ({"QT_QPA_PLATFORM": "xcb:option=1;offscreen"}, ("xcb", "offscreen")),
        ({"QT_QPA_PLATFORM": ";"}, (";",)),
    ],
)
def test_qt_tries_these_platforms(env: dict[str, str], platforms: tuple[str, ...]) -> None:
    """Each line was seen in what Qt 6.9.2 and 6.11.3 say when they fail."""
    assert platforms_tried(Machine(system="linux", env=env)) == platforms


@pytest.mark.parametrize(
    "env",
    [
        X11,
        WAYLAND,
        WAYLAND | {"WAYLAND_DISPLAY": "/run/user/1000/wayland-0"},
        {"XDG_SESSION_TYPE": "wayland", "XDG_RUNTIME_DIR": "/run/user/1000"},  # libwayland's default name
        X11 | {"WAYLAND_DISPLAY": "gone"},  # falls back on xcb
        {"QT_QPA_PLATFORM": "offscreen"},
        {"QT_QPA_PLATFORM": "minimal"},
        {"QT_QPA_PLATFORM": "xcb;offscreen"},
        {"QT_QPA_PLATFORM": "wayland-egl"} | WAYLAND,
        {"WAYLAND_DISPLAY": "", "WAYLAND_SOCKET": "7"},
    ],
)
def test_there_is_no_reason_where_qt_can_start(machine: MakeMachine, env: dict[str, str]) -> None:
    assert reason_qt_cannot_start(machine(env)) is None


def test_missing_xcb_cursor_is_named_with_its_package(machine: MakeMachine) -> None:
    assert reason_qt_cannot_start(machine(X11, missing={"libxcb-cursor.so.0"})) == (
        "Qt needs a shared library that is missing, libxcb-cursor.so.0: "
        "install it with: sudo apt install libxcb-cursor0"
    )


def test_one_command_installs_all_that_is_missing(machine: MakeMachine) -> None:
    missing = {"libEGL.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0", "libxcb-cursor.so.0"}
    reason = reason_qt_cannot_start(machine(X11, missing=missing))
    assert reason is not None
    assert reason.endswith(": install them with: sudo apt install libegl1 libglib2.0-0 libxcb-cursor0")
    assert all(library in reason for library in missing)


def test_offscreen_is_not_told_of_the_libraries_of_xcb(machine: MakeMachine) -> None:
    missing = {"libEGL.so.1", "libxcb-cursor.so.0"}
    reason = reason_qt_cannot_start(machine({"QT_QPA_PLATFORM": "offscreen"}, missing=missing))
    assert reason is not None
    assert reason.endswith("missing, libEGL.so.1: install it with: sudo apt install libegl1")


def test_fedora_is_told_what_dnf_understands(machine: MakeMachine) -> None:
    reason = reason_qt_cannot_start(machine(X11, missing={"libxcb-cursor.so.0"}, commands={"dnf"}))
    assert reason is not None
    assert reason.endswith(": sudo dnf install 'libxcb-cursor.so.0()(64bit)'")


def test_a_wayland_desktop_needs_no_library_of_xcb(machine: MakeMachine) -> None:
    assert reason_qt_cannot_start(machine(WAYLAND, missing=XCB_LIBRARIES)) is None


def test_a_wayland_desktop_without_its_libraries_is_told_of_them(machine: MakeMachine) -> None:
    reason = reason_qt_cannot_start(machine(WAYLAND, missing={"libwayland-cursor.so.0"}))
    assert reason is not None
    assert reason.endswith("sudo apt install libwayland-cursor0")


@pytest.mark.parametrize("env", [{}, {"DISPLAY": ""}, {"XDG_SESSION_TYPE": "wayland"}, {"QT_QPA_PLATFORM": "wayland"}])
def test_no_display_is_said_so(machine: MakeMachine, env: dict[str, str]) -> None:
    reason = reason_qt_cannot_start(machine(env))
    assert reason is not None
    assert reason.startswith("There is no display, neither DISPLAY nor WAYLAND_DISPLAY is set: ")
    assert reason.endswith("ssh -X USER@COMPUTER")


def test_a_display_that_refuses_is_named(machine: MakeMachine) -> None:
    reason = reason_qt_cannot_start(machine({"DISPLAY": ":77"}))
    assert reason is not None
    assert reason.startswith("The display “:77” (DISPLAY) cannot be reached or refuses: ")
    reason = reason_qt_cannot_start(machine(WAYLAND | {"WAYLAND_DISPLAY": "wayland-9"}))
    assert reason is not None
    assert reason.startswith("The display “wayland-9” (WAYLAND_DISPLAY) cannot be reached or refuses: ")


def test_the_nearest_hindrance_of_two_platforms_is_told(machine: MakeMachine) -> None:
    env = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "gone"}
    reason = reason_qt_cannot_start(machine(env, missing={"libxcb-cursor.so.0"}))
    assert reason is not None
    assert "libxcb-cursor0" in reason


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_a_platform_that_qt_lacks_is_named(machine: MakeMachine, system: str) -> None:
    reason = reason_qt_cannot_start(machine({"QT_QPA_PLATFORM": "nonsense"}, system=system))
    assert reason is not None
    assert "“nonsense”" in reason
    assert reason.endswith("QT_QPA_PLATFORM=" if system == "win32" else "unset QT_QPA_PLATFORM")


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_elsewhere_the_display_is_always_there(machine: MakeMachine, system: str) -> None:
    assert reason_qt_cannot_start(machine({}, system=system)) is None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ModuleNotFoundError("No module named 'PySide6'", name="PySide6"), "The package PySide6 is not inst"),
        (
            ImportError("libnew.so.3: cannot open shared object file: No such file"),
            "apt-file search libnew.so.3",
        ),
        (
            ImportError("/lib/libc.so.6: version `GLIBC_2.34'\nnot found"),
            "(/lib/libc.so.6: version `GLIBC_2.34'",
        ),
        (ImportError("DLL load failed while importing QtCore"), "--force-reinstall"),
    ],
)
def test_an_import_that_fails_is_explained(error: ImportError, said: str) -> None:
    def fails() -> Path:
        raise error

    reason = reason_qt_cannot_start(
        Machine(system="linux", env={}, import_qt=fails, load_error=lambda _: None, has_command=lambda _: True)
    )
    assert reason is not None
    assert said in reason
    assert "\n" not in reason


# This machine


@on_linux
def test_the_loader_names_what_it_misses() -> None:
    assert load_error("libc.so.6") is None
    error = load_error("libbpgui-none.so.1")
    assert error is not None
    assert error.startswith("libbpgui-none.so.1: cannot open shared object file")


@on_linux
def test_a_socket_that_listens_answers(tmp_path: Path) -> None:
    path = tmp_path / "wayland-0"
    assert not wayland_answers(path)
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(path))
        assert not wayland_answers(path)
        compositor.listen()
        assert wayland_answers(path)


@on_linux
def test_an_x_server_that_is_not_there_does_not_answer() -> None:
    assert not x_answers(":4711")
    assert not x_answers("no display at all")


def test_offscreen_can_start_here() -> None:
    assert reason_qt_cannot_start(Machine(env={"QT_QPA_PLATFORM": "offscreen"})) is None


@on_linux
def test_every_library_of_the_plugins_has_its_package() -> None:
    plugins = import_qt()
    files = [*plugins.glob("libqxcb.so"), *plugins.glob("libqwayland*.so")]
    files += [*(plugins.parents[1] / "lib").glob("libQt6XcbQpa.so*")]
    needed = {
        name.decode()
        for file in files
        for name in re.findall(rb"\0(lib(?:xcb|xkb|X11|wayland)[\w-]*\.so\.\d+)(?=\0)", file.read_bytes())
    }
    assert needed <= (QT_LIBRARIES | XCB_LIBRARIES | WAYLAND_LIBRARIES).keys()
    assert {"libxcb-cursor.so.0", "libxkbcommon-x11.so.0"} <= needed


@on_linux
@pytest.mark.parametrize("display", [{}, {"DISPLAY": ":4711"}])
def test_this_machine_without_a_display_gets_a_sentence(display: dict[str, str]) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM")
    env = {name: value for name, value in os.environ.items() if name not in hidden} | display
    command = "from bpgui.platform_check import *; print(reason_qt_cannot_start())"
    done = subprocess.run(
        [sys.executable, "-c", command], env=env, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr == ""
    assert re.fullmatch(r"(There is no display|The display “:4711”|Qt needs ).*: .*\n", done.stdout)


def test_to_import_the_check_imports_no_qt() -> None:
    command = "import sys, bpgui.platform_check; print('PySide6' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "False"
