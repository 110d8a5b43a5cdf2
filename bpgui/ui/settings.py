"""What is remembered from one start to the next: declared here, with types and defaults."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from bpgui.session.view import Pace
from bpgui.ui.theme import ThemeName

SMALLEST_ZOOM, LARGEST_ZOOM, ZOOM_STEP = 0.7, 3.0, 1.1


class Settings:
    """Typed access to a QSettings. What can't be read counts as not set."""

    def __init__(self, store: QSettings) -> None:
        self._store = store
        self._theme_for_now: ThemeName | None = None

    @classmethod
    def of_the_user(cls) -> Settings:
        """The settings of whoever runs the program, in a file of the platform's usual place."""
        return cls(QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "bpgui", "bpgui"))

    @property
    def theme(self) -> ThemeName:
        """The look."""
        if self._theme_for_now is not None:
            return self._theme_for_now
        found = self._text("look/theme")
        return ThemeName(found) if found in {name.value for name in ThemeName} else ThemeName.light

    @theme.setter
    def theme(self, name: ThemeName) -> None:
        self._theme_for_now = None
        self._store.setValue("look/theme", name.value)

    def wear_for_now(self, name: ThemeName) -> None:
        """Have another look until one is chosen, or the program ends; it is not remembered."""
        self._theme_for_now = name

    @property
    def zoom(self) -> float:
        """How much larger than usual everything is."""
        try:
            found = float(self._text("look/zoom") or 1.0)
        except ValueError:
            return 1.0
        return min(max(found, SMALLEST_ZOOM), LARGEST_ZOOM) if found == found else 1.0

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        self._store.setValue("look/zoom", repr(zoom))

    @property
    def digits(self) -> int:
        """Decimals, 0 to 10."""
        found = self._text("look/decimals")
        return min(int(found), 10) if found.isdecimal() else 2

    @digits.setter
    def digits(self, digits: int) -> None:
        self._store.setValue("look/decimals", str(digits))

    @property
    def fractions(self) -> bool:
        """Whether numbers are written as fractions."""
        return self._text("look/fractions") == "true"

    @fractions.setter
    def fractions(self, fractions: bool) -> None:
        self._store.setValue("look/fractions", "true" if fractions else "false")

    @property
    def pace(self) -> Pace:
        """How soon Play takes the next step."""
        found = self._text("play/pace")
        return Pace[found] if found in Pace.__members__ else Pace.steady

    @pace.setter
    def pace(self, pace: Pace) -> None:
        self._store.setValue("play/pace", pace.name)

    @property
    def recent_files(self) -> list[str]:
        """The files that were opened or saved last, the latest first."""
        found = self._store.value("files/recent")
        return [each for each in found if isinstance(each, str) and each] if isinstance(found, list) else []

    @recent_files.setter
    def recent_files(self, paths: list[str]) -> None:
        # with an empty one at the end: a list of one would come back as text
        self._store.setValue("files/recent", [*paths, ""])

    def flag(self, name: str, default: bool) -> bool:
        """A switch, such as which panels are shown."""
        found = self._text(f"shown/{name}")
        return found == "true" if found in ("true", "false") else default

    def set_flag(self, name: str, value: bool) -> None:
        """Remember a switch."""
        self._store.setValue(f"shown/{name}", "true" if value else "false")

    def blob(self, name: str) -> QByteArray:
        """A window's or splitter's own record of its geometry; empty if there is none."""
        found = self._store.value(f"window/{name}")
        return found if isinstance(found, QByteArray) else QByteArray()

    def set_blob(self, name: str, value: QByteArray) -> None:
        """Remember a geometry."""
        self._store.setValue(f"window/{name}", value)

    def _text(self, key: str) -> str:
        found = self._store.value(key)
        return found if isinstance(found, str) else ""
