"""The loss conventions in a window of their own, beside the window: what each changes, and which one is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFont
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bpgui.core.equations import LossConvention
from bpgui.session.conventions import why_it_matters
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.convention_table import ConventionTable
from bpgui.ui.fitting import grow_to_content, take_scale
from bpgui.ui.theme import Theme
from bpgui.ui.tick_box import TickBox


def show_conventions(parent: QWidget, bridge: SessionBridge, theme: Theme, scale: float) -> ConventionDialog:
    """Open the loss conventions, or bring the window that is open for them to the front."""
    open_already = (each for each in parent.findChildren(ConventionDialog) if each.isVisible())
    dialog = next(open_already, None) or ConventionDialog(bridge, theme, scale, parent)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    return dialog


class ConventionDialog(QDialog):
    """A table of the four, and whether η goes with a choice. It follows the session, so that no number is stale."""

    def __init__(self, bridge: SessionBridge, theme: Theme, scale: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("loss_conventions_dialog")
        self.setWindowTitle("Loss conventions: what if one divides otherwise?")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        self._why, self._keep = QLabel(), TickBox("&Rescale η too, so that w and b go the same way")
        self._table = ConventionTable(bridge)
        self._arrange()
        self._table.chosen.connect(self._on_chosen)
        bridge.changed.connect(self._refresh)
        self.set_looks(theme, scale)

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take another scale; colours come with the palette."""
        self._scale = scale
        self._arranged_for: object = None
        self._refresh()

    def _arrange(self) -> None:
        title = QLabel("The course note divides the sum of squares by N. Others divide otherwise:")
        bold = QFont()  # of which the weight alone counts: the size is the window's
        bold.setWeight(QFont.Weight.DemiBold)
        title.setFont(bold)
        self._why.setObjectName("why_conventions_matter")
        self._why.setAccessibleName("Why it matters")
        self._why.setWordWrap(True)
        self._why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._keep.setObjectName("rescale_learning_rate")
        self._keep.setAccessibleDescription("With another convention, η becomes the one in the last column of its row")
        self._keep.setToolTip("With another convention, η becomes the one in the last column of its row")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setAutoDefault(False)
        close.setDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(self._keep, 1)
        foot.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(title)
        layout.addWidget(self._table)
        layout.addWidget(self._why)
        layout.addLayout(foot)
        layout.addStretch(1)
        self._table.setFocus()

    def _refresh(self) -> None:
        self._table.refresh()
        self._why.setText(why_it_matters(self._bridge.session))
        digits = self._bridge.session.view.digits
        if digits != self._arranged_for:
            self._arranged_for = digits
            take_scale(self, self._scale, lambda scale: self._table.take_room())
        grow_to_content(self)

    def _on_chosen(self, convention: LossConvention) -> None:
        keeps = self._keep.isChecked()
        self._bridge.do(lambda session: session.set_convention(convention, keep_course=keeps))
        if QAccessible.isActive():
            said = next(each.in_words for each in self._table.conventions.conventions if each.is_chosen)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._table, said))
