"""Finds the files of `resources/`: fonts, icons, data and examples.

A wheel carries them inside the package, as `bpgui/resources`; a source checkout has them beside the package.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


class ResourceMissingError(FileNotFoundError):
    """A file or folder of `resources/` is not where the program was installed."""


def resource_path(*parts: str) -> Path:
    """The path of a resource that exists: `resource_path("fonts", "Inter-Regular.otf")`."""
    root = _resources(_PACKAGE)
    path = root.joinpath(*parts)
    if not path.exists():
        raise ResourceMissingError(
            f"The resource {'/'.join(parts) or 'folder'} is missing from {root}: install bpgui again."
        )
    return path


def _resources(package: Path) -> Path:
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
