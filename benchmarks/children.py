"""Each measurement runs in a process of its own, which says what it found as one line of JSON."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
SPAWNED = "BPGUI_BENCHMARK_SPAWNED"
SETTINGS = "BPGUI_BENCHMARK_SETTINGS"


def measured_by(module: str, *arguments: str) -> dict[str, Any]:
    """What `python -m benchmarks.MODULE` prints. Its window takes a screen if there is one, and nobody's settings."""
    with tempfile.TemporaryDirectory() as settings:
        paths = os.pathsep.join(filter(None, [str(CHECKOUT), os.environ.get("PYTHONPATH")]))
        environment = os.environ | {SETTINGS: settings, "BPGUI_RECOVERY_FOLDER": settings, "PYTHONPATH": paths}
        if not has_screen():
            environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # or every start would compile the program anew
        environment[SPAWNED] = str(time.time_ns())
        command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
        done = subprocess.run(command, env=environment, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def milliseconds_since_spawned() -> float:
    """In a child: how long ago its parent asked for it."""
    return (time.time_ns() - int(os.environ[SPAWNED])) / 1e6


def forget_the_users_settings() -> None:
    """In a child: read and write settings in the parent's temporary folder."""
    from PySide6.QtCore import QSettings

    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, os.environ[SETTINGS])


def has_screen() -> bool:
    """Whether a window can be shown to someone."""
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def machine() -> str:
    """What the figures were measured on."""
    import numpy
    import PySide6

    cores = os.cpu_count() or 1
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    platform_name = os.environ.get("QT_QPA_PLATFORM") or ("the platform's own" if has_screen() else "offscreen")
    return (
        f"{_processor()}, {cores} cores{load}; {platform.platform(terse=True)}; Python {platform.python_version()}, "
        f"Qt {PySide6.__version__} ({platform_name}), numpy {numpy.__version__}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
