"""The style sheet: buttons, fields and cards, in the colours of a theme and at a scale."""

from __future__ import annotations

from PySide6.QtGui import QColor

from bpgui.ui.theme import Theme, blend


def stylesheet(theme: Theme, scale: float) -> str:
    """The style sheet of the whole window."""

    def px(value: float) -> str:
        return f"{max(round(value * scale), 1)}px"

    hover = blend(QColor(theme.button), QColor(theme.text), 0.07).name()
    pressed = blend(QColor(theme.button), QColor(theme.text), 0.16).name()
    accent_hover = blend(QColor(theme.accent), QColor("black"), 0.15).name()
    dot = max(round(6 * scale), 4)
    disabled = blend(QColor(theme.ground), QColor(theme.text), 0.45).name()
    return f"""
    QMainWindow, QDialog {{ background: {theme.ground}; }}
    QWidget#toolbar {{ background: {theme.ground}; }}
    QMenuBar {{ background: {theme.ground}; padding: 0 {px(4)}; }}
    QMenuBar::item {{ padding: {px(3)} {px(8)}; background: transparent; border-radius: 4px; }}
    QMenuBar::item:selected {{ background: {pressed}; color: {theme.text}; }}
    QWidget#toolbar QToolButton {{
        background: {theme.button}; color: {theme.text}; border: 1px solid {theme.border};
        border-radius: {px(6)}; padding: {px(4)} {px(8)}; font-weight: 600;
    }}
    QWidget#toolbar QToolButton:hover {{ background: {hover}; }}
    QWidget#toolbar QToolButton:pressed, QWidget#toolbar QToolButton:checked {{ background: {pressed}; }}
    QWidget#toolbar QToolButton:disabled {{ color: {disabled}; background: {theme.ground}; }}
    QWidget#toolbar QToolButton[primary="true"] {{
        background: {theme.accent}; color: {theme.accent_text}; border-color: {theme.accent};
    }}
    QWidget#toolbar QToolButton[primary="true"]:hover {{ background: {accent_hover}; }}
    QWidget#toolbar QToolButton[primary="true"]:disabled {{
        background: {pressed}; color: {disabled}; border-color: {pressed};
    }}
    QWidget#toolbar QToolButton:focus {{ border: 2px solid {theme.text}; padding: {px(3)} {px(7)}; }}
    QWidget#toolbar QToolButton[popupMode="1"] {{ padding-right: {px(22)}; }}
    QWidget#toolbar QToolButton[popupMode="1"]:focus {{ padding-right: {px(21)}; }}
    QWidget#toolbar QToolButton::menu-button {{
        border: none; border-left: 1px solid {theme.border}; width: {px(15)}; margin: {px(3)} 1px {px(3)} 0;
    }}
    QWidget#toolbar QToolButton::menu-button:hover {{ background: {pressed}; }}
    QLineEdit, QComboBox {{
        background: {theme.card}; color: {theme.text}; border: 1px solid {theme.border};
        border-radius: {px(5)}; padding: {px(3)} {px(5)};
    }}
    QLineEdit:focus, QComboBox:focus {{ border: 2px solid {theme.accent}; padding: {px(2)} {px(4)}; }}
    QComboBox {{ combobox-popup: 0; }}
    QComboBox QAbstractItemView {{
        background: {theme.card}; color: {theme.text}; border: 1px solid {theme.text_pale};
        selection-background-color: {theme.accent}; selection-color: {theme.accent_text};
    }}
    QRadioButton::indicator {{
        width: {2 * dot}px; height: {2 * dot}px; border: 1px solid {theme.text}; border-radius: {dot + 1}px;
        background: {theme.card};
    }}
    QRadioButton::indicator:hover {{ background: {hover}; }}
    QRadioButton::indicator:disabled {{ border-color: {disabled}; }}
    QRadioButton::indicator:checked {{ background: qradialgradient(
        cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5,
        stop: 0 {theme.text}, stop: 0.55 {theme.text}, stop: 0.65 {theme.card}, stop: 1 {theme.card}
    ); }}
    QRadioButton::indicator:focus {{
        width: {2 * dot - 2}px; height: {2 * dot - 2}px; border: 2px solid {theme.accent};
    }}
    QAbstractSpinBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
    QTableView QLineEdit, QListView QLineEdit {{ border: 2px solid {theme.accent}; border-radius: 0; padding: 0; }}
    QFrame#derivation_panel {{ background: {theme.card}; border: 1px solid {theme.border}; border-radius: 6px; }}
    QLabel#card_heading {{ color: {theme.text_pale}; }}
    QLabel#derivation_placeholder, QLabel#derivation_path {{ color: {theme.text_pale}; }}
    QFrame#derivation_panel QToolButton {{
        background: transparent; color: {theme.text}; border: 1px solid transparent; border-radius: {px(4)};
        padding: 0 {px(5)}; font-weight: 600;
    }}
    QFrame#derivation_panel QToolButton:hover, QFrame#derivation_panel QToolButton:focus {{
        border-color: {theme.accent};
    }}
    QFrame#derivation_panel QToolButton:disabled {{ color: {disabled}; }}
    QFrame#derivation_panel QToolButton::menu-indicator {{ image: none; }}
    QFrame#derivation_panel QComboBox {{ padding: 0 {px(4)}; }}
    QListView {{ background: transparent; border: none; }}
    QListView#derivation {{ border: 2px solid transparent; }}
    QListView#derivation:focus {{ border: 2px solid {theme.accent}; }}
    QListView#kept_curves {{ background: {theme.card}; border: 2px solid transparent; }}
    QListView#kept_curves:focus {{ border: 2px solid {theme.accent}; }}
    QPlainTextEdit#notes {{ background: {theme.card}; border: 2px solid transparent; }}
    QPlainTextEdit#notes:focus {{ border: 2px solid {theme.accent}; }}
    QWidget#history_buttons QToolButton {{
        background: {theme.button}; border: 1px solid {theme.border}; border-radius: {px(4)}; padding: {px(1)} {px(4)};
    }}
    QWidget#history_buttons QToolButton:hover {{ background: {hover}; }}
    QWidget#history_buttons QToolButton:pressed {{ background: {pressed}; }}
    QWidget#history_buttons QToolButton:disabled {{ background: {theme.ground}; }}
    QWidget#history_buttons QToolButton:focus {{ border: 2px solid {theme.text}; padding: 0 {px(3)}; }}
    QTableView {{ background: transparent; border: none; }}
    QLabel#sentence {{ padding: {px(2)} {px(12)} {px(5)} {px(12)}; }}
    QLabel#input_error {{
        background: {theme.card}; color: {theme.warning}; border: 2px solid {theme.warning};
        border-radius: 5px; padding: {px(4)} {px(8)};
    }}
    QLabel[refusal="true"] {{ color: {theme.warning}; }}
    QToolTip {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.border}; padding: {px(3)}; }}
    QScrollArea {{ background: {theme.ground}; }}
    QSplitter::handle {{ background: {theme.ground}; }}
    QSplitter::handle:hover {{ background: {pressed}; }}
    QScrollBar:vertical {{ background: transparent; width: {px(9)}; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: {px(9)}; margin: 0; }}
    QScrollBar::handle {{
        background: {theme.text_ghost}; border-radius: {px(3)}; margin: {px(2)};
        min-width: {px(14)}; min-height: {px(14)};
    }}
    QScrollBar::handle:hover {{ background: {theme.text_pale}; }}
    QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """
