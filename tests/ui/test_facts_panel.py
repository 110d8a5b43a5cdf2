"""The facts under a person's hands: opened, read, heard, followed live, and out of the way."""

from __future__ import annotations

from time import perf_counter

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from bpgui.core.equations import LossConvention
from bpgui.session.facts import NOT_YET, facts
from bpgui.session.session import Session
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.facts_panel import FactsPanel
from bpgui.ui.facts_view import FactsView
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme
from bpgui.ui.typeset import piece
from tests.session.documents import note, one_weight
from tests.ui.conftest import MakeWindow
from tests.ui.person import SPOKEN, Key, Modifier, Person, free

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name.value)


class Reader:
    """Someone before the list of facts."""

    def __init__(self, view: FactsView) -> None:
        self.view = view

    @property
    def texts(self) -> list[str]:
        model = self.view.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def row(self, title: str) -> int:
        return next(row for row, text in enumerate(self.texts) if text.startswith(title))

    def text(self, title: str) -> str:
        return self.texts[self.row(title)]

    def heard(self, title: str) -> str:
        return str(self.view.model().index(self.row(title), 0).data(SPOKEN))

    def is_open(self, title: str) -> bool:
        return self.view.facts.is_open(self.row(title))

    def height(self, title: str) -> int:
        return self.view.visualRect(self.view.model().index(self.row(title), 0)).height()

    def click(self, title: str) -> None:
        index = self.view.model().index(self.row(title), 0)
        self.view.scrollTo(index)
        place = self.view.visualRect(index).topLeft() + QPoint(60, 8)
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def press(self, key: Qt.Key, times: int = 1, modifiers: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
        for _ in range(times):
            QTest.keyClick(self.view, key, modifiers)

    @property
    def at(self) -> str:
        """Where the keyboard is."""
        return self.texts[self.view.currentIndex().row()]


@pytest.fixture
def panel(qtbot: QtBot) -> FactsPanel:
    made = FactsPanel(SessionBridge(Session(note())))
    qtbot.addWidget(made)
    made.resize(352, 420)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def reader(panel: FactsPanel) -> Reader:
    return Reader(panel.view)


@pytest.fixture
def person_with_facts(person: Person) -> Person:
    person.press(Key.Key_I, Modifier.ControlModifier)
    return person


def reader_of(person: Person) -> Reader:
    return Reader(person.find(FactsView, "facts_list"))


# --- closed at first


def test_it_is_closed_until_it_is_asked_for(person: Person) -> None:
    panel = person.find(FactsPanel, "facts")
    assert not panel.isVisible()
    assert not person.action("show_facts").isChecked()
    person.press(Key.Key_I, Modifier.ControlModifier)
    assert panel.isVisible()
    assert person.action("show_facts").isChecked()
    person.press(Key.Key_I, Modifier.ControlModifier)
    assert not panel.isVisible()


def test_it_is_remembered(person_with_facts: Person, make_window: MakeWindow) -> None:
    free(person_with_facts.window)
    window = make_window()
    assert window.findChild(FactsPanel, "facts").isVisible()
    assert window.commands["show_facts"].isChecked()


def test_it_is_no_part_of_focus(person_with_facts: Person) -> None:
    panel = person_with_facts.find(FactsPanel, "facts")
    person_with_facts.choose("focus")
    assert not panel.isVisible()
    person_with_facts.choose("focus")
    assert panel.isVisible()


def test_the_window_holds_derivation_loss_and_facts_one_below_the_other(person_with_facts: Person) -> None:
    tops = []
    for name in ("derivation_panel", "loss_panel", "facts"):
        widget = person_with_facts.find(QWidget, name)
        assert widget.isVisible()
        assert widget.height() >= 110
        tops.append(widget.mapTo(person_with_facts.window, QPoint(0, 0)).y())
    assert tops == sorted(tops)


# --- what it shows


def test_every_fact_stands_there_under_its_heading(panel: FactsPanel, reader: Reader) -> None:
    session, screen = panel.view._bridge.session, panel.view._bridge.screen
    expected, heading = [], ""
    for fact in facts(session, screen):
        expected += [fact.heading] if fact.heading != heading else []
        heading = fact.heading
        expected.append(fact.text)
    assert reader.texts == expected
    assert reader.text("bound") == "bound 2/λₘₐₓ ≈ 0.277"
    assert reader.texts[0] == "How L is curved"


@pytest.mark.parametrize("digits", [0, 2, 6, 10])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_text_is_cut_at_the_panels_least_usual_width(reader: Reader, digits: int, scale: float) -> None:
    """352 pixels at scale 1: what stands at the left leaves the values at the right their room, at usual decimals."""
    view = reader.view
    view.window().resize(round(352 * scale), 400)
    view.set_looks(LIGHT, scale)
    view._bridge.do(lambda session: session.set_digits(digits))
    view._bridge.do(lambda session: session.backward())
    view._bridge.do(lambda session: session.run(12345))
    painter = view._painter
    of_text = painter._of_text
    for row in range(view.model().rowCount()):
        fact = view.facts.fact(row)
        if fact is None:
            continue
        longest = max(10, digits + 5)
        assert of_text.horizontalAdvance(fact.value) <= longest * of_text.horizontalAdvance("0") + 5 * scale, fact.text
        if digits <= 2:
            left = painter._indent + of_text.horizontalAdvance(fact.title) + of_text.horizontalAdvance(fact.symbol)
            right = longest * of_text.horizontalAdvance("0") + of_text.horizontalAdvance("≈")
            assert left + right + 20 * scale <= view.room, fact.text


def test_a_click_opens_formula_and_meaning_in_place_and_another_closes_them(reader: Reader) -> None:
    usual = reader.height("bound")
    reader.click("bound")
    assert reader.is_open("bound")
    assert reader.height("bound") > 2.5 * usual
    assert "descent diverges" in reader.heard("bound")
    reader.click("best")
    assert reader.is_open("best")
    assert not reader.is_open("bound")
    assert reader.height("bound") == usual
    reader.click("best")
    assert not reader.is_open("best")


def test_a_double_click_is_two_clicks(reader: Reader) -> None:
    index = reader.view.model().index(reader.row("bound"), 0)
    place = reader.view.visualRect(index).topLeft() + QPoint(60, 8)
    QTest.mouseClick(reader.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(reader.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not reader.is_open("bound")


def test_a_click_on_a_heading_opens_nothing(reader: Reader) -> None:
    reader.click("How L is curved")
    assert not any(reader.view.facts.is_open(row) for row in range(reader.view.model().rowCount()))


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Space, Key.Key_Enter])
def test_the_keyboard_goes_from_fact_to_fact_and_opens_them(reader: Reader, key: Qt.Key) -> None:
    reader.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert reader.at.startswith("largest curvature")
    reader.press(Key.Key_Down, times=3)
    assert reader.at.startswith("chosen η")
    reader.press(Key.Key_Up)
    assert reader.at.startswith("condition number")
    reader.press(Key.Key_End)
    assert reader.at.startswith("rank")
    reader.press(Key.Key_Down)
    assert reader.at.startswith("rank")
    reader.press(Key.Key_Home)
    assert reader.at.startswith("largest curvature")
    reader.press(key)
    assert reader.is_open("largest")
    reader.press(key)
    assert not reader.is_open("largest")


def test_what_is_opened_is_scrolled_into_view(panel: FactsPanel, reader: Reader) -> None:
    panel.resize(352, 240)
    reader.view.setFocus(Qt.FocusReason.TabFocusReason)
    reader.press(Key.Key_End)
    reader.press(Key.Key_Return)
    QApplication.processEvents()
    index = reader.view.model().index(reader.row("rank"), 0)
    assert reader.view.viewport().rect().contains(reader.view.visualRect(index))


def test_a_fact_can_be_copied_with_its_formula_and_meaning(reader: Reader) -> None:
    reader.view.setFocus(Qt.FocusReason.TabFocusReason)
    reader.press(Key.Key_C, modifiers=Modifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("largest curvature λₘₐₓ ≈ 7.21\nλₘₐₓ = (2/N) sₘₐₓ²\n")


# --- what is heard


def test_facts_are_said_in_words(reader: Reader) -> None:
    assert reader.heard("bound") == "bound: about 0.277"
    assert reader.heard("examples") == "examples: 5"
    assert reader.heard("length of gradient") == f"length of gradient: {NOT_YET}"


# --- live


def test_it_follows_steps_rates_and_conventions(panel: FactsPanel, reader: Reader) -> None:
    bridge = panel.view._bridge
    assert reader.text("loss").endswith(NOT_YET)
    bridge.do(Session.forward)
    assert reader.text("loss") == "loss L = 23.4"
    assert reader.text("length").endswith(NOT_YET)
    bridge.do(Session.backward)
    assert "≈" in reader.text("length")
    before = reader.text("1 % of its start, at this η"), reader.text("1 % of its start, at the best η")
    bridge.do(lambda session: session.set_learning_rate("0.1"))
    assert reader.text("chosen") == "chosen η = 0.1"
    assert reader.text("1 % of its start, at this η") != before[0]
    assert reader.text("1 % of its start, at the best η") == before[1]
    bridge.do(lambda session: session.set_convention(LossConvention.sum_of_squares))
    assert reader.text("bound") == "bound 2/λₘₐₓ ≈ 0.0555"
    bridge.do(lambda session: session.go_to(3))
    assert "Now, at iteration 3" in reader.texts


def test_the_slider_moves_the_facts_as_it_is_dragged(person_with_facts: Person) -> None:
    reader, seen = reader_of(person_with_facts), set()
    slider = person_with_facts.find(QSlider, "learning_rate_slider")
    slider.setFocus()
    for _ in range(4):
        QTest.keyClick(slider, Key.Key_Right)
        seen.add(reader.text("chosen"))
    assert len(seen) == 4


def test_another_document_has_its_own_facts(person_with_facts: Person) -> None:
    person_with_facts.choose("example_4")
    assert reader_of(person_with_facts).text("examples") == "examples N = 150"


def test_an_open_fact_never_gets_lower_while_its_numbers_change(panel: FactsPanel, reader: Reader) -> None:
    reader.click("best")
    heights = [reader.height("best")]
    for rate in ("0.3", "0.05", "0.0000001", "0.2"):
        panel.view._bridge.do(lambda session, rate=rate: session.set_learning_rate(rate))
        QApplication.processEvents()
        heights.append(reader.height("best"))
    assert heights == sorted(heights)


def test_hidden_it_does_no_work_and_shown_again_it_is_of_now(panel: FactsPanel, reader: Reader) -> None:
    panel.hide()
    before = reader.texts
    panel.view._bridge.do(Session.backward)
    assert reader.texts == before
    panel.show()
    assert reader.text("loss") == "loss L = 23.4"


def test_it_keeps_up_with_the_slider(panel: FactsPanel) -> None:
    """Everything anew, with a fact open, in less than a frame; on the least of several, as other work interferes."""
    bridge, times = panel.view._bridge, []
    panel.view._toggle(panel.view.model().index(1, 0))
    bridge.do(Session.backward)
    for step in range(20):
        bridge.do(lambda session, step=step: session.set_learning_rate(f"0.{step + 11}"))
        begun = perf_counter()
        panel.view.refresh()
        times.append(perf_counter() - begun)
    assert min(times) < 0.0167


# --- looks


@THEMES
@pytest.mark.parametrize("scale", [0.7, 1.0, 2.0])
def test_it_is_painted_in_every_theme_and_size(panel: FactsPanel, reader: Reader, theme: Theme, scale: float) -> None:
    panel.apply_theme(theme, scale)
    panel.resize(round(352 * scale), 500)
    reader.click("largest")
    QApplication.processEvents()
    image = panel.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert image.pixelColor(image.width() // 2, 3).name() == theme.card
    row = QFontMetricsF(panel.view._painter._font).height()
    assert reader.height("bound") >= row
    assert reader.height("largest") > 3 * row


@pytest.mark.parametrize("convention", LossConvention)
def test_every_formula_is_painted_whole(panel: FactsPanel, convention: LossConvention) -> None:
    """The typesetter has no outlines for bars and roots that are stretched."""
    bridge = panel.view._bridge
    bridge.do(lambda session: session.set_convention(convention))
    for fact in facts(bridge.session, bridge.screen):
        shapes = [path.boundingRect() for path, _ in piece(fact.latex).shapes]
        assert not any(rect.isEmpty() for rect in shapes), fact.latex


def test_an_open_formula_fits_however_narrow_the_panel_is(panel: FactsPanel, reader: Reader) -> None:
    panel.resize(240, 400)
    reader.click("distance")
    painter = panel.view._painter
    fact = panel.view.facts.fact(reader.row("distance"))
    assert fact is not None
    assert painter._size_that_fits(fact, panel.view.room) < painter._formula_size


def test_pointing_at_a_fact_shows_that_it_can_be_opened(panel: FactsPanel, reader: Reader) -> None:
    index = reader.view.model().index(reader.row("bound"), 0)
    place = reader.view.visualRect(index).center()
    before = panel.grab().toImage()
    QTest.mouseMove(reader.view.viewport(), place)
    QTest.mouseMove(reader.view.viewport(), place + QPoint(1, 1))
    assert reader.view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    QApplication.processEvents()
    assert panel.grab().toImage() != before


def test_one_weight_has_facts_too(qtbot: QtBot) -> None:
    panel = FactsPanel(SessionBridge(Session(one_weight())))
    qtbot.addWidget(panel)
    panel.show()
    assert Reader(panel.view).text("rank") == "rank of [x 1] = 1 of 2"


def test_it_has_room_though_the_dividers_were_moved_while_it_was_hidden(
    person: Person, make_window: MakeWindow
) -> None:
    column = next(
        each for each in person.window.findChildren(QSplitter) if each.orientation() == Qt.Orientation.Vertical
    )
    column.moveSplitter(column.sizes()[0] - 60, 1)
    person.press(Key.Key_I, Modifier.ControlModifier)
    assert person.find(FactsPanel, "facts").height() >= 110
    free(person.window)
    window = make_window()
    assert window.findChild(FactsPanel, "facts").height() >= 110
