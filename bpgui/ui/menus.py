"""The menu bar, made from the table of actions, with the examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar

from bpgui.session.examples import ExampleFile
from bpgui.ui.actions import ACTIONS, MENUS, ActionSpec


def fill_menu_bar(
    bar: QMenuBar,
    actions: Mapping[str, QAction],
    examples: Sequence[ExampleFile],
    load: Callable[[ExampleFile], object],
) -> None:
    """Put every action of the table into its menu, and every example into theirs."""
    menus = {name: bar.addMenu(f"&{name}") for name in MENUS}
    for name, menu in menus.items():
        menu.setObjectName(f"menu_{name.lower()}")
    current = MENUS[0]
    for spec in ACTIONS:
        if isinstance(spec, ActionSpec):
            current = spec.menu
            menus[current].addAction(actions[spec.name])
        else:
            menus[current].addSeparator()
    for menu in menus.values():
        menu.setToolTipsVisible(True)
    menus["Examples"].addSeparator()
    for number, example in enumerate((each for each in examples if not each.refused), 1):
        mnemonic = "&" if number < 10 else ""
        action = menus["Examples"].addAction(f"{mnemonic}{number}  {example.title}")
        action.setObjectName(f"example_{number}")
        action.setToolTip(example.sentence)
        action.triggered.connect(lambda checked=False, chosen=example: load(chosen))
