"""The files that were opened or saved last, and the menu that opens one of them again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from bpgui.ui.settings import Settings

MOST = 8
_LONGEST = 60
"""Characters of a folder's name in the menu."""


def remember(settings: Settings, path: Path) -> None:
    """Put a file before all others."""
    others = [each for each in settings.recent_files if each != str(path)]
    settings.recent_files = [str(path), *others][:MOST]


def forget(settings: Settings, path: Path) -> None:
    """Take a file out of the list."""
    settings.recent_files = [each for each in settings.recent_files if each != str(path)]


class RecentFilesMenu(QMenu):
    """Made anew whenever it is opened, since every window adds to the list."""

    def __init__(self, settings: Settings, open_file: Callable[[Path], object], parent: QWidget) -> None:
        super().__init__("Open &recent", parent)
        self.setObjectName("open_recent")
        self.setToolTipsVisible(True)
        self._settings, self._open_file = settings, open_file
        self.aboutToShow.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Take up the list as it is now."""
        self.clear()
        for number, text in enumerate(self._settings.recent_files, 1):
            path = Path(text)
            action = self.addAction(f"&{number}  {_shown(path)}")
            action.setObjectName(f"recent_{number}")
            action.setToolTip(text)
            action.triggered.connect(lambda checked=False, path=path: self._open_file(path))
        if self.isEmpty():
            action = self.addAction("No file was opened or saved yet")
            action.setEnabled(False)
        else:
            self.addSeparator()
            action = self.addAction("&Clear this list")
            action.setObjectName("clear_recent")
            action.triggered.connect(self._forget_all)

    def _forget_all(self) -> None:
        self._settings.recent_files = []


def _shown(path: Path) -> str:
    """The name of a file, and its folder, shortened in front; an ampersand is no mark of a key."""
    folder = str(path.parent)
    if len(folder) > _LONGEST:
        folder = "…" + folder[-_LONGEST:]
    return f"{path.name}  ({folder})".replace("&", "&&")
