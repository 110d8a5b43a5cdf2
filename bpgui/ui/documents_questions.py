"""The questions about documents and files, and the sentences that are told of them, each in a box over its window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

Role = QMessageBox.ButtonRole
Do = Callable[[], object]

CANCEL = "cancel"
_WARNINGS = ("not_saved", "changed_before_saving")
_WIDTH = 84
"""Characters of a line."""


def nothing() -> None:
    """What is done where nothing is to be done."""


class Choice(NamedTuple):
    """An answer: the name of its button, what is written on it, its kind, and what is done then."""

    name: str
    text: str
    role: QMessageBox.ButtonRole
    do: Do = nothing


class Question(QMessageBox):
    """A question over a window, with the first choice on Return and the last one on Escape; on Return too where `loses`
    says that something would be lost by the first.

    While it is open nothing else can be asked in its window. What is chosen is done when the box is gone.
    """

    def __init__(
        self, window: QWidget, name: str, sentence: str, more: str, choices: Sequence[Choice], loses: bool = False
    ) -> None:
        super().__init__(window)
        self.setObjectName(name)
        self.setWindowTitle("bpgui")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        is_warning = len(choices) == 1 or name in _WARNINGS
        self.setIcon(QMessageBox.Icon.Warning if is_warning else QMessageBox.Icon.Question)
        self.setTextFormat(Qt.TextFormat.PlainText)  # names of files are no markup
        self.setText(sentence)
        self.setInformativeText(more)
        label = self.findChild(QLabel, "qt_msgbox_informativelabel")
        if label is not None:  # Qt breaks it to the width of the sentence above
            of_text = label.fontMetrics()
            label.setMinimumWidth(min(of_text.horizontalAdvance(more), _WIDTH * of_text.averageCharWidth()))
        self._choices = tuple(choices)
        buttons = [self.addButton(choice.text, choice.role) for choice in choices]
        for button, choice in zip(buttons, choices, strict=True):
            button.setObjectName(choice.name)
        self.setDefaultButton(buttons[-1 if loses else 0])
        self.setEscapeButton(buttons[-1])
        self.finished.connect(self._on_finished)

    def choose(self, name: str) -> None:
        """Choose as if the button were clicked."""
        for button in self.buttons():
            if button.objectName() == name:
                button.click()

    def _on_finished(self) -> None:
        clicked = self.clickedButton()
        name = "" if clicked is None else clicked.objectName()
        chosen = next((choice for choice in self._choices if choice.name == name), self._choices[-1])
        chosen.do()


def ask(
    window: QWidget, name: str, sentence: str, more: str, choices: Sequence[Choice], loses: bool = False
) -> Question | None:
    """Open a question; where another one is open already, that one comes forward, and this one counts as cancelled.

    What is only told, or tells of a failure, has the sign of a warning. `loses`: Return does what Escape does.
    """
    is_open = open_question(window)
    if is_open is not None:
        is_open.raise_()
        is_open.activateWindow()
        choices[-1].do()
        return None
    question = Question(window, name, sentence, more, choices, loses)
    question.open()
    return question


def open_question(window: QWidget) -> Question | None:
    """The question that is open over a window."""
    return next((each for each in window.findChildren(Question) if each.isVisible()), None)


def tell(window: QWidget, name: str, sentence: str, more: str = "", then: Do = nothing) -> None:
    """Tell something that a person must not miss."""
    ask(window, name, sentence, more, [Choice("ok", "OK", Role.AcceptRole, then)])


# --- the questions


def ask_before_losing(window: QWidget, name: str, save: Do, dont_save: Do, cancel: Do) -> None:
    """What shall become of changes that are in no file?"""
    choices = [
        Choice("save", "&Save", Role.AcceptRole, save),
        Choice("dont_save", "&Don’t save", Role.DestructiveRole, dont_save),
        Choice(CANCEL, "Cancel", Role.RejectRole, cancel),
    ]
    ask(window, "before_losing", f"Save the changes in “{name}”?", "They are lost if you don’t save them.", choices)


def ask_whether_to_revert(window: QWidget, name: str, revert: Do) -> None:
    """Shall all changes since the file was read or written be thrown away?"""
    choices = [
        Choice("revert", "&Revert", Role.AcceptRole, revert),
        Choice(CANCEL, "Cancel", Role.RejectRole),
    ]
    more = "Your changes since then are lost, with their history."
    ask(window, "before_reverting", f"Go back to “{name}” as it is in its file?", more, choices, loses=True)


def ask_about_another_hand(window: QWidget, name: str, overwrite: Do, save_as: Do, cancel: Do) -> None:
    """The file to be written holds what another program has put there."""
    choices = [
        Choice("save_as", "Save &as…", Role.AcceptRole, save_as),
        Choice("overwrite", "&Overwrite", Role.DestructiveRole, overwrite),
        Choice(CANCEL, "Cancel", Role.RejectRole, cancel),
    ]
    sentence = f"“{name}” was changed by another program since you opened or saved it."
    more = "Overwriting replaces what that program wrote with what you have here."
    ask(window, "changed_before_saving", sentence, more, choices)


def ask_whether_to_reload(window: QWidget, name: str, is_modified: bool, reload: Do) -> None:
    """The file holds something else than the window now."""
    choices = [
        Choice("reload", "&Open it as it is now", Role.AcceptRole, reload),
        Choice("keep", "&Keep what is here", Role.RejectRole),
    ]
    lost = "Your own changes since then are lost if you open it again." if is_modified else ""
    more = lost or "You can open it again, or go on with what is here."
    ask(window, "changed_on_disk", f"“{name}” was changed by another program.", more, choices, loses=is_modified)


def ask_after_a_failure(window: QWidget, sentence: str, again: Do, save_as: Do, cancel: Do) -> None:
    """It could not be saved. How to go on?"""
    choices = [
        Choice("try_again", "&Try again", Role.AcceptRole, again),
        Choice("save_as", "Save &as…", Role.AcceptRole, save_as),
        Choice(CANCEL, "Cancel", Role.RejectRole, cancel),
    ]
    more = "Nothing was written, and nothing is lost: all of it is still here."
    ask(window, "not_saved", sentence, more, choices)


def ask_while_saving(window: QWidget, name: str, wait: Do, give_up: Do, cancel: Do) -> Question | None:
    """What is to be closed is still being written."""
    choices = [
        Choice("wait", "&Wait", Role.AcceptRole, wait),
        Choice("give_up", "&Give up saving", Role.DestructiveRole, give_up),
        Choice(CANCEL, "Cancel", Role.RejectRole, cancel),
    ]
    more = "Wait until all of it is in the file, or leave the file as it was."
    return ask(window, "still_saving", f"“{name}” is still being saved.", more, choices)


def ask_whether_to_replace(window: QWidget, name: str, replace: Do, cancel: Do) -> None:
    """A file of the name that was completed exists."""
    choices = [
        Choice("replace", "&Replace", Role.AcceptRole, replace),
        Choice(CANCEL, "Cancel", Role.RejectRole, cancel),
    ]
    sentence = f"“{name}” exists already. Replace it?"
    ask(window, "before_replacing", sentence, "What it holds now is lost.", choices, loses=True)
