"""The pages that export a program: a NumPy script, a PyTorch script, a Jupyter notebook."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from pathlib import Path

from bpgui.core.notation import cell_symbol
from bpgui.core.numbers import grouped
from bpgui.session.code_notebook import notebook, notebook_words
from bpgui.session.code_script import archive_content, archive_name, needs_archive, script, why_no_program
from bpgui.session.code_sections import Language, Program
from bpgui.session.export_matrices import left_out
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.data_export_names import stem_of
from bpgui.ui.data_export_page import Suffix
from bpgui.ui.data_export_text_page import TextPage, put_text_on_the_clipboard
from bpgui.ui.data_export_writing import NotSavedError, write_files
from bpgui.ui.tick_box import TickBox


class CodeKind(Enum):
    """What kind of program."""

    numpy = "NumPy script"
    torch = "PyTorch script"
    notebook = "Jupyter notebook"

    @property
    def language(self) -> Language:
        """What works out its matrices."""
        return Language.torch if self is CodeKind.torch else Language.numpy

    @property
    def suffix(self) -> Suffix:
        """Its kind of file."""
        return Suffix("Jupyter notebook", "ipynb") if self is CodeKind.notebook else Suffix("Python program", "py")

    @property
    def needs(self) -> str:
        """What it needs to run, besides Python."""
        return {CodeKind.notebook: "Jupyter and NumPy"}.get(self, self.language.value)


class CodePage(TextPage):
    """Whether the data stand in the text, and whether a notebook holds the derivation."""

    def __init__(self, bridge: SessionBridge, kind: CodeKind) -> None:
        name = f"data_export_{kind.name}"
        super().__init__(bridge, kind.value, name)
        self._kind = kind
        self._wishes_archive = False
        self._archive = TickBox("&Data in a file beside it (.npz)")
        self._derivation = TickBox("With the de&rivation")
        for box, ends, said in (
            (self._archive, "archive", "Data in a file beside it"),
            (self._derivation, "derivation", "With the derivation of the selected entry"),
        ):
            box.setObjectName(f"{name}_{ends}")
            box.setAccessibleName(said)
        self._derivation.setChecked(True)
        self.add_row(self._archive, *((self._derivation,) if kind is CodeKind.notebook else ()))
        self._archive.clicked.connect(self._choose_archive)
        self._derivation.clicked.connect(self._choose)

    @property
    def suffixes(self) -> tuple[Suffix, ...]:
        return (self._kind.suffix,)

    @property
    def proposed_name(self) -> str:
        ends = "-torch" if self._kind is CodeKind.torch else ""
        return f"{stem_of(self.bridge.screen)}{ends}.{self._kind.suffix.ending}"

    @property
    def why_not_saved(self) -> str:
        return why_no_program(self.bridge.screen)

    # --- showing it

    def refresh(self) -> None:
        screen = self.bridge.screen
        is_forced = needs_archive(screen)
        self._archive.setEnabled(not is_forced)
        self._archive.setChecked(is_forced or self._wishes_archive)
        self._derivation.setEnabled(screen.selection is not None)
        of_entry = "" if screen.selection is None else f" of {cell_symbol(screen.selection)}"
        self._derivation.setText(f"With the de&rivation{of_entry}")
        self._derivation.updateGeometry()
        if self.why_not_saved:
            self.show_nothing(self.why_not_saved)
            return
        program = self._program(self._proposed_stem)
        if self._kind is CodeKind.notebook:
            words = notebook_words(program, self._derivation.isChecked())
            self.show_text([words], self._about(program), is_wrapped=True)
        else:
            self.show_text([script(program)], self._about(program))

    def _choose_archive(self, is_wished: bool) -> None:
        self._wishes_archive = is_wished
        self._choose()

    def _choose(self) -> None:
        self.refresh()
        self.changed.emit()

    @property
    def _proposed_stem(self) -> str:
        return Path(self.proposed_name).stem

    def _program(self, stem: str) -> Program:
        archive = archive_name(stem) if self._archive.isChecked() else ""
        return Program(self.bridge.screen, self._kind.language, archive, self._kind is CodeKind.notebook)

    def _about(self, program: Program) -> str:
        said = [
            f"It needs {self._kind.needs}. It works out iteration {grouped(program.iteration)}, prints the matrices "
            "that are known there, and compares each number with the one on screen."
        ]
        if program.archive:
            said.append(f"Its data are saved beside it, in {program.archive}.")
        if not program.is_looped:
            said.append(
                "A loop would not do here: it uses the solution of gradient descent, which its comments explain."
            )
        return " ".join(filter(None, [*said, left_out(self.bridge.screen)]))

    # --- doing it

    def _text(self, program: Program) -> str:
        if self._kind is CodeKind.notebook:
            return notebook(program, self._derivation.isChecked())
        return script(program)

    def copy(self) -> str:
        program = self._program(self._proposed_stem)
        refused = put_text_on_the_clipboard([self._text(program)])
        beside = f" It needs {program.archive} beside it: Save writes both." if program.archive else ""
        return refused or f"Copied: the {self._kind.value}.{beside}"

    def save(self, path: Path) -> str:
        program = self._program(path.stem)
        files: dict[Path, Iterable[bytes]] = {}
        try:
            if program.archive:
                beside = path.with_name(program.archive)
                if beside.exists() and not path.exists():
                    raise NotSavedError(f"{beside.name} is there already. Nothing was written; choose another name.")
                files[beside] = archive_content(program)
            files[path] = [self._text(program).encode()]
            write_files(files, self)
        except NotSavedError as error:
            return str(error)
        return f"Saved as {path}" + (f", with {program.archive} beside it." if program.archive else ".")
