"""The document of a window and its file: new, open, save, revert, close; nothing is thrown away without a question."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QMenu, QProgressDialog, QWidget

from bpgui.session.document_files import OnDisk, Opened, new_document
from bpgui.session.saved import Saved
from bpgui.session.session_file import SUFFIX
from bpgui.ui import documents_questions as questions
from bpgui.ui.document_file import DocumentFile
from bpgui.ui.documents_bar import SavingCard
from bpgui.ui.documents_drop import Dropped, DropTarget
from bpgui.ui.documents_opening import Opener
from bpgui.ui.documents_questions import Do, nothing
from bpgui.ui.documents_saving import Saver, ToSave
from bpgui.ui.recent_files import RecentFilesMenu, forget, remember

if TYPE_CHECKING:
    from bpgui.ui.main_window import MainWindow
    from bpgui.ui.windows import Windows


class Documents(QObject):
    """Does to the document of one window what the menu File says. What needs an answer goes on when it is given:
    `then` is done when all is well, `otherwise` when a person cancels."""

    file_changed = Signal()
    """The document is in another file now, or in one for the first time."""

    def __init__(self, window: MainWindow, windows: Windows) -> None:
        super().__init__(window)
        self.setObjectName("documents")
        self.file = DocumentFile()
        self.window, self._windows, self._bridge = window, windows, window.bridge
        self._opener, self._saver = Opener(window), Saver(self)
        self._then: Do = nothing
        self._otherwise: Do = nothing
        self._may_close = False
        self._told: OnDisk | None = None
        self._looks_soon = QTimer(self, singleShot=True, interval=0)
        self._looks_soon.timeout.connect(self._look_at_the_file)
        self._connect()
        window.installEventFilter(self)
        self._refresh()

    def _connect(self) -> None:
        window = self.window
        on = {name: action.triggered for name, action in window.commands.items()}
        on["new"].connect(self.new)
        on["open"].connect(self.ask_what_to_open)
        on["save"].connect(lambda: self.save())
        on["save_as"].connect(lambda: self.save_as())
        on["revert"].connect(self.revert)
        on["close_window"].connect(window.close)
        self._saver.saved.connect(self._on_saved)
        self._saver.failed.connect(self._on_failed)
        self._saver.given_up.connect(self._on_given_up)
        self._card = SavingCard(self._saver, window)
        self.recent = RecentFilesMenu(window.settings, self.open_recent, window)
        menu = window.menuBar().findChild(QMenu, "menu_file")
        assert menu is not None
        actions = menu.actions()
        menu.insertMenu(actions[actions.index(window.commands["open"]) + 1], self.recent)
        self._drop = DropTarget(window, self.open_dropped)
        window.refreshed.connect(self._refresh)

    # --- what is there

    @property
    def name(self) -> str:
        """What the document is called in titles and questions."""
        return self.own_file.name(self._bridge.session.document)

    @property
    def own_file(self) -> DocumentFile:
        """The file of the document that is seen: none where an example or imported data stand in the place of the one
        that was opened or saved, until that is undone."""
        return DocumentFile() if self._bridge.session.history.is_another_document else self.file

    @property
    def is_modified(self) -> bool:
        """Whether something would be lost with the window."""
        return self._bridge.session.is_modified

    @property
    def is_in_danger(self) -> bool:
        """Whether it must be asked before the window is closed."""
        return self.is_modified or self._saver.under_way is not None

    @property
    def is_untouched(self) -> bool:
        """Whether the document is neither in a file nor changed: another one may take its place."""
        return self.file.path is None and not self.is_modified and not self._bridge.session.history.undone

    def when_free(self, then: Do, otherwise: Do = nothing) -> None:
        """Do something that would lose what is in no file; first ask what shall become of that."""
        self._finish_typing()
        under_way = self._saver.under_way
        if under_way is not None:
            self._ask_while_saving(under_way, then, otherwise)
        elif self.is_modified:
            questions.ask_before_losing(
                self.window, self.name, lambda: self.save(then, otherwise), then, cancel=otherwise
            )
        else:
            then()

    @property
    def reading(self) -> QProgressDialog | None:
        """The dialog that waits for a large file, while there is one."""
        return self._opener.waiting

    def wait_for_threads(self) -> None:
        """Give up what is read or written on other threads, and wait until they have ended."""
        self._opener.stop()
        self._saver.stop()

    # --- commands

    def new(self) -> None:
        """A small network of zeros in place of the document."""
        self.when_free(lambda: self._take(DocumentFile(), lambda: self._bridge.load(new_document())))

    def ask_what_to_open(self) -> None:
        """Open a file that a person chooses."""
        from bpgui.ui.documents_where import ask_what_to_open

        ask_what_to_open(self.window, self._folder, self.open_path)

    def open_path(self, path: Path) -> None:
        """Open a session or a problem here, or bring data in. What is open already comes forward instead."""
        from bpgui.session.data_files import is_data_file  # not before the window is shown

        if is_data_file(path):
            self._import(path)
        elif not self._windows.show_window_of(path):
            self._opener.open(path, lambda opened: self.when_free(lambda: self.take(opened)), self._refuse)

    def open_recent(self, path: Path) -> None:
        """Open a file of the list; one that has vanished leaves it."""
        if path.exists():
            self.open_path(path)
        else:
            forget(self.window.settings, path)
            more = f"It was in {path.parent}. It is taken out of the list."
            questions.tell(self.window, "vanished", f"“{path.name}” is not there any more.", more)

    def open_dropped(self, files: Dropped) -> None:
        """Open files that were dropped on to the window: the first here, each other one in a window of its own."""
        if files.refused:
            questions.tell(self.window, "not_dropped", files.refused)
        for number, path in enumerate(files.paths):
            self.open_path(path) if number == 0 else self._windows.open_path(path, apart=True)

    def take(self, opened: Opened) -> None:
        """Have what a file held, in place of the document."""
        saved = opened.saved
        if saved is None:
            self._take(DocumentFile.of(opened), lambda: self._bridge.load(opened.document))
        else:
            self._take(DocumentFile.of(opened), lambda: self._bridge.open(saved))
        remember(self.window.settings, opened.path)

    def recover(self, saved: Saved, path: Path | None, on_disk: OnDisk | None = None) -> None:
        """Have what was found after a crash: what is in no file, and belongs into the one at `path`, if there is one.

        on_disk: how that stood when it was read or written. Where it is another one now, or nobody knows how it was,
        Save asks before it is overwritten.
        """
        is_session = path is not None and path.suffix.lower() == SUFFIX  # a problem is not written over
        file = DocumentFile(path, on_disk or OnDisk.never_seen(), is_session=True) if is_session else DocumentFile()
        self._take(file, lambda: self._bridge.open(saved))
        self._told = self.file.as_it_is_now
        self._bridge.do(lambda session: session.mark_never_saved())

    def save(self, then: Do = nothing, otherwise: Do = nothing) -> None:
        """Write everything to the file, whole or not at all."""
        path = self.own_file.saves_to
        if path is None:
            self.save_as(then, otherwise)
        elif self.file.was_changed_elsewhere:
            self._told = self.file.as_it_is_now
            questions.ask_about_another_hand(
                self.window,
                self.name,
                overwrite=lambda: self._write(path, then, otherwise),
                save_as=lambda: self.save_as(then, otherwise),
                cancel=otherwise,
            )
        else:
            self._write(path, then, otherwise)

    def save_as(self, then: Do = nothing, otherwise: Do = nothing) -> None:
        """Write everything to a file that a person chooses."""
        from bpgui.ui.documents_where import ask_where_to_save

        ask_where_to_save(
            self.window,
            self._folder,
            self.own_file,
            self.name,
            lambda path: self.save_chosen(path, then, otherwise),
            otherwise,
        )

    def save_chosen(self, path: Path, then: Do = nothing, otherwise: Do = nothing) -> None:
        """Write everything to a file that was chosen, unless another window has it open."""
        path = path.absolute()
        if self._windows.is_open_elsewhere(path, self.window):
            sentence = f"“{path.name}” is open in another window."
            again = partial(self.save_as, then, otherwise)
            questions.tell(self.window, "open_elsewhere", sentence, "Choose another name.", again)
        else:
            self._write(path, then, otherwise)

    def revert(self) -> None:
        """Have the file again as it is on disk."""
        if self.file.path is not None:
            questions.ask_whether_to_revert(self.window, self.file.path.name, self._read_again)

    # --- how it goes on

    def _take(self, file: DocumentFile, load: Callable[[], object]) -> None:
        self.file, self._told = file, None
        load()
        self._tell_of_another_file()

    def _read_again(self) -> None:
        if self.file.path is not None:
            self._saver.give_up()
            self._opener.open(self.file.path, self.take, self._refuse)

    def _refuse(self, sentence: str) -> None:
        questions.tell(self.window, "not_opened", sentence, "What is in the window stays as it is.")

    def _import(self, path: Path) -> None:
        from bpgui.ui.import_dialog import show_import

        show_import(self.window, self._bridge, self.window.theme, path)

    def _write(self, path: Path, then: Do, otherwise: Do) -> None:
        if not self._finish_typing():
            otherwise()
            return
        session, under_way = self._bridge.session, self._saver.under_way
        session.end_step()
        if under_way is None or then is not nothing:  # to save once more takes back nothing that was to follow
            self._then, self._otherwise = then, otherwise
        if under_way is not None and (under_way.path, under_way.history) == (path, session.history):
            return
        self._saver.save(ToSave(session.saved, path, session.history))

    def _on_saved(self, what: ToSave, on_disk: OnDisk) -> None:
        self.file, self._told = DocumentFile(what.path, on_disk, is_session=True), None
        self._bridge.do(lambda session: session.mark_saved(what.history))
        remember(self.window.settings, what.path)
        self._tell_of_another_file()
        self.window.sentence_bar.say(f"Saved in {what.path.name}.")
        if self._saver.under_way is None:
            self._goes_on()()
            self._answer_whether_to_wait("wait")

    def _on_failed(self, what: ToSave, why: str) -> None:
        then, otherwise = self._then, self._otherwise
        self._goes_on()
        self._answer_whether_to_wait("cancel")
        questions.ask_after_a_failure(
            self.window,
            f"“{what.path.name}” could not be saved: {why}.",
            again=lambda: self._write(what.path, then, otherwise),
            save_as=lambda: self.save_as(then, otherwise),
            cancel=otherwise,
        )

    def _goes_on(self) -> Do:
        then, self._then, self._otherwise = self._then, nothing, nothing
        return then

    def _ask_while_saving(self, what: ToSave, then: Do, otherwise: Do) -> None:
        def wait() -> None:
            if self._saver.under_way is None:
                self.when_free(then, otherwise)
            else:
                self._then, self._otherwise = lambda: self.when_free(then, otherwise), otherwise

        def give_up() -> None:
            self._saver.give_up()
            self.when_free(then, otherwise)

        questions.ask_while_saving(self.window, what.path.name, wait, give_up, otherwise)

    def _answer_whether_to_wait(self, answer: str) -> None:
        question = questions.open_question(self.window)
        if question is not None and question.objectName() == "still_saving":
            question.choose(answer)

    def _on_given_up(self) -> None:
        otherwise = self._otherwise
        self._goes_on()
        otherwise()

    def _finish_typing(self) -> bool:
        """Take what is typed and was not taken yet; whether all of it could be."""
        editor = QApplication.focusWidget()
        if isinstance(editor, QLineEdit) and self.window.isAncestorOf(editor):
            view: QWidget | None = editor
            while view is not None and not isinstance(view, QAbstractItemView):
                view = view.parentWidget()
            if view is not None:
                view.setFocus()  # the editor of a cell is taken as it loses the keyboard
        return self.window.toolbar.take_what_is_typed()

    # --- what the window shows of it

    @property
    def _folder(self) -> Path:
        if self.file.path is not None:
            return self.file.path.parent
        recent = [Path(text).parent for text in self.window.settings.recent_files]
        return next((folder for folder in recent if folder.is_dir()), Path.home())

    def _tell_of_another_file(self) -> None:
        self._refresh()
        self.file_changed.emit()

    def _refresh(self) -> None:
        window = self.window
        title = f"{self.name.replace('[*]', '[*][*]')}[*] – bpgui"
        path = self.own_file.path
        if window.windowTitle() != title:
            window.setWindowFilePath("" if path is None else str(path))
            window.setWindowTitle(title)
        window.setWindowModified(self.is_modified)
        window.commands["revert"].setEnabled(
            self.file.path is not None and (self.is_modified or self._told is not None)
        )

    # --- what happens to the window

    def let_close(self) -> None:
        """Close the window without a question: it was asked."""
        self._may_close = True
        self.window.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window isn't closed before what is in it is safe, or is meant to be lost; one that is gone back to is
        looked after."""
        kind = event.type()
        if kind == QEvent.Type.Close and isinstance(event, QCloseEvent):
            return self._holds_back(event)
        if kind == QEvent.Type.WindowActivate:
            self._looks_soon.start()
        return False

    def _holds_back(self, event: QCloseEvent) -> bool:
        if not self._may_close:
            self._finish_typing()
        if self._may_close or not self.is_in_danger or not self.window.isVisible():
            self.wait_for_threads()
            return False
        event.ignore()
        self.when_free(self.let_close)
        return True

    def _look_at_the_file(self) -> None:
        """Offer to open the file again where another program has written something else into it; once for each time."""
        file, window = self.own_file, self.window
        is_busy = self._saver.under_way is not None or QApplication.activeModalWidget() is not None
        if is_busy or not window.isVisible() or not file.was_changed_elsewhere:
            return
        assert file.path is not None
        now = file.as_it_is_now
        if now != self._told:
            self._told = now
            self._refresh()
            questions.ask_whether_to_reload(window, file.path.name, self.is_modified, self._read_again)
