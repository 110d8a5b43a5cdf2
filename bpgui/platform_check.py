"""Says why Qt cannot start on this machine, before Qt is asked to: where it can't, it aborts with a riddle.

Qt tries the platforms that QT_QPA_PLATFORM lists. Without that, on Linux, it tries wayland and then xcb where
WAYLAND_DISPLAY is set (even to nothing) or XDG_SESSION_TYPE is "wayland", and xcb alone elsewhere; GNOME is
no exception (seen with Qt 6.9.2 and 6.11.3). One that starts is enough.
"""

import contextlib
import ctypes
import io
import os
import re
import shutil
import socket
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

# What the Qt libraries of PySide6's wheels load from the system, and Debian's package of each.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
# What the platform plugins load besides.
XCB_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}

_NOT_FOUND = re.compile(r"(lib[\w.+-]+\.so[\w.]*): cannot open shared object file")
_HOW_TO_GET_A_DISPLAY = (
    "start bpgui in a terminal of your desktop session, or from another computer with: ssh -X USER@COMPUTER"
)


def load_error(library: str) -> str | None:
    """What the loader says when it can't load a shared library, given by name or path."""
    try:
        ctypes.CDLL(library)
    except OSError as error:
        return str(error)
    return None


def import_qt() -> Path:
    """Imports the parts of Qt that every window needs; returns the folder of its platform plugins."""
    with contextlib.redirect_stderr(io.StringIO()):  # PySide6 prints before it raises
        from PySide6 import QtCore, QtGui, QtWidgets  # noqa: F401 - to see that they load

    return Path(QtCore.QLibraryInfo.path(QtCore.QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"


def x_answers(display: str) -> bool:
    """Whether an X server accepts a connection."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # can't tell; that libxcb is missing is told elsewhere
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    with _silent_c_library():  # it prints the server's refusal
        connection = xcb.xcb_connect(os.fsencode(display), None)
    refused = xcb.xcb_connection_has_error(connection) != 0
    xcb.xcb_disconnect(connection)
    return not refused


@contextlib.contextmanager
def _silent_c_library() -> Iterator[None]:
    """Sends what C code writes to standard error to nowhere."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error
        yield
        return
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def wayland_answers(path: Path) -> bool:
    """Whether a Wayland compositor accepts a connection at its socket."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(path))
    except OSError:
        return False
    return True


def has_command(name: str) -> bool:
    """Whether the shell would find a command."""
    return shutil.which(name) is not None


@dataclass(frozen=True)
class Machine:
    """What the check asks of the machine it runs on; tests answer in its place."""

    system: str = sys.platform
    env: Mapping[str, str] = field(default_factory=lambda: os.environ)
    import_qt: Callable[[], Path] = import_qt
    load_error: Callable[[str], str | None] = load_error
    x_answers: Callable[[str], bool] = x_answers
    wayland_answers: Callable[[Path], bool] = wayland_answers
    has_command: Callable[[str], bool] = has_command


class Hindrance(IntEnum):
    """How far a platform is from starting; of several, the nearest is worth telling."""

    LIBRARY_MISSING = 1
    DISPLAY_REFUSES = 2
    NO_DISPLAY = 3
    NO_SUCH_PLATFORM = 4


class Reason(NamedTuple):
    hindrance: Hindrance
    sentence: str


def reason_qt_cannot_start(machine: Machine | None = None) -> str | None:
    """One sentence that says what is missing and the command that mends it; None where Qt can start."""
    machine = machine or Machine()
    platforms = platforms_tried(machine)
    try:
        plugins = machine.import_qt()
    except ImportError as error:
        return _why_import_fails(error, platforms, machine)
    reasons = [_reason(platform, plugins, machine) for platform in platforms]
    told = [reason for reason in reasons if reason is not None]
    if len(told) < len(reasons) or not told:
        return None
    return min(reversed(told), key=lambda reason: reason.hindrance).sentence


def platforms_tried(machine: Machine) -> tuple[str, ...]:
    """The platforms that Qt will try, in its order; none where it has but one, as on Windows."""
    env = machine.env
    if named := env.get("QT_QPA_PLATFORM"):
        return tuple(part.partition(":")[0] for part in named.split(";") if part) or (named,)
    if not machine.system.startswith("linux"):
        return ()
    if "WAYLAND_DISPLAY" in env or env.get("XDG_SESSION_TYPE") == "wayland":
        return ("wayland", "xcb")
    return ("xcb",)


def missing_libraries(libraries: Iterable[str], machine: Machine) -> list[str]:
    return [library for library in libraries if machine.load_error(library) is not None]


def _reason(platform: str, plugins: Path, machine: Machine) -> Reason | None:
    if not plugins.is_dir():
        return None  # an installation of an unknown shape: Qt may know better
    files = _plugin_files(platform, plugins)
    if not files:
        clear = "set QT_QPA_PLATFORM=" if machine.system == "win32" else "unset QT_QPA_PLATFORM"
        return Reason(
            Hindrance.NO_SUCH_PLATFORM,
            f"QT_QPA_PLATFORM asks for the platform “{platform}”, which this Qt does not have: clear it with: {clear}",
        )
    if platform == "xcb":
        return _reason_xcb(files[0], machine)
    if platform.startswith("wayland"):
        return _reason_wayland(files[0], machine)
    return None  # offscreen, minimal and the like: the import is all they need


def _reason_xcb(plugin: Path, machine: Machine) -> Reason | None:
    display = machine.env.get("DISPLAY")
    if not display:
        return _no_display(machine)
    if sentence := _why_plugin_fails(plugin, XCB_LIBRARIES, machine):
        return Reason(Hindrance.LIBRARY_MISSING, sentence)
    if not machine.x_answers(display):
        return _display_refuses("DISPLAY", display)
    return None


def _reason_wayland(plugin: Path, machine: Machine) -> Reason | None:
    env = machine.env
    display = env.get("WAYLAND_DISPLAY", "wayland-0")  # libwayland's own default
    path = Path(env.get("XDG_RUNTIME_DIR") or "/nonexistent", display)
    answers = bool(display) and machine.wayland_answers(path)
    if not answers and "WAYLAND_SOCKET" not in env:  # an open connection, handed down by the parent
        if env.get("WAYLAND_DISPLAY"):
            return _display_refuses("WAYLAND_DISPLAY", display)
        return _no_display(machine)
    if sentence := _why_plugin_fails(plugin, WAYLAND_LIBRARIES, machine):
        return Reason(Hindrance.LIBRARY_MISSING, sentence)
    return None


def _no_display(machine: Machine) -> Reason:
    wayland = machine.env.get("WAYLAND_DISPLAY")
    unset = "DISPLAY is not set" if wayland else "neither DISPLAY nor WAYLAND_DISPLAY is set"
    return Reason(Hindrance.NO_DISPLAY, f"There is no display, {unset}: {_HOW_TO_GET_A_DISPLAY}")


def _display_refuses(variable: str, display: str) -> Reason:
    return Reason(
        Hindrance.DISPLAY_REFUSES,
        f"The display “{display}” ({variable}) cannot be reached or refuses: {_HOW_TO_GET_A_DISPLAY}",
    )


def _plugin_files(platform: str, plugins: Path) -> list[Path]:
    """The files that may serve a platform: libqxcb.so for xcb, libqwayland.so for wayland and wayland-egl."""
    names = {path: path.stem.removeprefix("lib").removeprefix("q") for path in sorted(plugins.iterdir())}
    if platform.startswith("wayland"):
        return [path for path, name in names.items() if name.startswith("wayland")]
    return [path for path, name in names.items() if name == platform]


def _why_plugin_fails(plugin: Path, libraries: Mapping[str, str], machine: Machine) -> str | None:
    error = machine.load_error(str(plugin))
    if error is None:
        return None
    return _why_load_fails(error, libraries, machine)


def _why_import_fails(error: ImportError, platforms: tuple[str, ...], machine: Machine) -> str:
    if isinstance(error, ModuleNotFoundError):
        return f"The package {error.name} is not installed: install it with: {_pip_install('')}"
    libraries = dict(QT_LIBRARIES)
    if platforms == ("xcb",):
        libraries |= XCB_LIBRARIES  # so that one command mends all
    return _why_load_fails(str(error), libraries, machine)


def _why_load_fails(error: str, libraries: Mapping[str, str], machine: Machine) -> str:
    named = _NOT_FOUND.findall(error)
    if not named:
        reinstall = _pip_install("--force-reinstall ")
        return f"Qt cannot be loaded ({' '.join(error.split())}): install it again with: {reinstall}"
    missing = list(dict.fromkeys(named + missing_libraries(libraries, machine)))
    return _sentence_on_missing(missing, machine)


def _sentence_on_missing(missing: list[str], machine: Machine) -> str:
    what, them = f"Qt needs a shared library that is missing, {missing[0]}", "it"
    if len(missing) > 1:
        names = f"{', '.join(missing[:-1])} and {missing[-1]}"
        what, them = f"Qt needs shared libraries that are missing, {names}", "them"
    known = QT_LIBRARIES | XCB_LIBRARIES | WAYLAND_LIBRARIES
    packages = list(dict.fromkeys(known[library] for library in missing if library in known))
    if not machine.has_command("apt"):
        for manager in ("dnf", "zypper"):  # these find a package by the library that it provides
            if machine.has_command(manager):
                wanted = " ".join(f"'{library}()(64bit)'" for library in missing)
                return f"{what}: install {them} with: sudo {manager} install {wanted}"
    if packages:
        return f"{what}: install {them} with: sudo apt install {' '.join(packages)}"
    return f"{what}: find its package with: apt-file search {missing[0]}"


def _pip_install(options: str) -> str:
    upper = ",<6.12" if sys.version_info < (3, 12) else ""  # as in pyproject.toml
    return f'{sys.executable} -m pip install {options}"PySide6-Essentials>=6.9.2{upper}"'
