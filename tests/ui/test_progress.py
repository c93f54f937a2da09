"""Progress in the real window: what is drawn, read by mouse, keys and ear, and saved as a picture."""

import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetricsF, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from balancecoach.core.events import BlockStarted, Outcome, SessionEnded, SessionStarted
from balancecoach.core.periods import Period, Step, View, view_periods
from balancecoach.core.plan import Kind
from balancecoach.core.progress import Summary
from balancecoach.core.progress_words import bar_words
from balancecoach.desks.progress_facts import progress_facts
from balancecoach.ui import announce
from balancecoach.ui.chart_panel import GOAL, ChartPanel
from balancecoach.ui.charts import PeriodChart
from balancecoach.ui.palette import DARK, PALETTES, PAPER, YELLOW, Palette, use
from balancecoach.ui.picture import place_dialog, save_picture
from balancecoach.ui.progress_facts import ViewFacts
from balancecoach.ui.progress_screen import ProgressScreen
from balancecoach.ui.warm import PIECES, Warm
from tests.core.progress_samples import NEW_YORK, TODAY, walked
from tests.histories import P0
from tests.ui.world import World, anybody, keep_session, world_of

Key = Qt.Key


def weeks(number: int, goal_s: float = 0.0) -> tuple[Period, ...]:
    """Weeks up to this one, each with another length."""
    first = date(2026, 3, 2) - timedelta(weeks=number - 1)
    return tuple(
        Period(
            first + timedelta(weeks=n),
            first + timedelta(weeks=n, days=6),
            Step.WEEK,
            60.0 * (n % 7 + 1),
            120.0 * (n % 5 + 1),
            2,
            n % 2,
            goal_s,
        )
        for n in range(number)
    )


def view_of(periods: tuple[Period, ...], shown: int = 12) -> ViewFacts:
    return ViewFacts(View.WEEKS, "A sentence.", periods, shown)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[ChartPanel]:
    window = QWidget()
    made = ChartPanel()
    made.setParent(window)
    qtbot.addWidget(window)
    window.resize(1000, 460)
    made.resize(1000, 460)
    made.set_scale(1.0)
    made.show_view(view_of(weeks(20, 240.0)))
    with qtbot.waitExposed(window):
        window.show()
    yield made
    use(PAPER)


def chart_of(panel: ChartPanel) -> PeriodChart:
    assert isinstance(panel.chart, PeriodChart)
    return panel.chart


def middle_of(chart: PeriodChart, number: int) -> QPoint:
    """Where a bar is, in the chart's viewport."""
    period = chart.periods[number]
    box = chart.getPlotItem().getViewBox()
    spot: QPoint = chart.mapFromScene(box.mapViewToScene(QPointF(number, period.backward_s / chart.bars.unit_s / 2)))
    return spot


def hover(chart: PeriodChart, at: QPoint) -> None:
    """The mouse is there, no button pressed."""
    nothing = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), QPointF(at), nothing, nothing, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(chart.viewport(), event)


# -- reading a bar -------------------------------------------------------------------------------------------------
def test_the_newest_bar_is_read_at_first(panel: ChartPanel) -> None:
    assert panel.line.text() == bar_words(weeks(20)[-1])


def test_arrow_keys_home_and_end_go_from_bar_to_bar_and_read(panel: ChartPanel) -> None:
    rows, told = weeks(20), list[str]()
    panel.read.connect(told.append)
    chart = chart_of(panel)
    chart.setFocus()
    for key, number in (
        (Key.Key_Left, 18),
        (Key.Key_Left, 17),
        (Key.Key_Right, 18),
        (Key.Key_Home, 0),
        (Key.Key_Left, 0),
        (Key.Key_End, 19),
        (Key.Key_Right, 19),
    ):
        QTest.keyClick(chart, key)
        assert panel.line.text() == bar_words(rows[number]) == told[-1]
        assert chart.chosen == number
        assert number in chart.bars.seen, "what is read is in sight"
    assert len(told) == 7


def test_other_keys_are_the_pages(panel: ChartPanel) -> None:
    seen: list[int] = []

    class Page(QWidget):
        def keyPressEvent(self, event: object) -> None:
            seen.append(event.key())  # type: ignore[attr-defined]

    window, page = panel.window(), Page()
    page.setParent(window)
    panel.setParent(page)
    QTest.keyClick(chart_of(panel), Key.Key_Down)
    QTest.keyClick(chart_of(panel), Key.Key_Left)
    assert seen == [Key.Key_Down]


def test_a_click_chooses_and_the_mouse_only_looks(panel: ChartPanel) -> None:
    rows, told = weeks(20), list[str]()
    panel.read.connect(told.append)
    chart = chart_of(panel)
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(chart, 15))
    assert panel.line.text() == bar_words(rows[15])
    assert told == [bar_words(rows[15])]
    hover(chart, middle_of(chart, 12))
    assert panel.line.text() == bar_words(rows[12])
    assert chart.chosen == 15
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert panel.line.text() == bar_words(rows[15]), "what was chosen is read again"
    assert len(told) == 1, "a mouse that passes is not told to a screen reader"


def test_buttons_step_too_and_stay_at_the_ends(panel: ChartPanel) -> None:
    rows = weeks(20)
    panel.earlier.click()
    assert panel.line.text() == bar_words(rows[18])
    for _ in range(3):
        panel.later.click()
    assert panel.line.text() == bar_words(rows[19])
    assert panel.later.isEnabled()


def test_one_bar_needs_no_buttons(panel: ChartPanel) -> None:
    panel.show_view(view_of(weeks(1)))
    assert not panel.earlier.isVisible() and not panel.later.isVisible()
    assert panel.line.text() == bar_words(weeks(1)[0])


def test_a_screen_reader_finds_the_bar_and_the_way(panel: ChartPanel) -> None:
    announce.install()
    chart = chart_of(panel)
    face = QAccessible.queryAccessibleInterface(chart)
    assert face is not None
    QTest.keyClick(chart, Key.Key_Home)
    assert face.text(QAccessible.Text.Name) == f"Chart of minutes backwards and forwards. {bar_words(weeks(20)[0])}"
    assert "arrow keys" in face.text(QAccessible.Text.Description)


# -- what is drawn -------------------------------------------------------------------------------------------------
def colours_in(chart: PeriodChart, number: int, *, forward: bool) -> set[str]:
    """Of the pixels of a bar's part, without its edge."""
    period, box = chart.periods[number], chart.getPlotItem().getViewBox()
    low, high = (period.backward_s, period.backward_s + period.forward_s) if forward else (0.0, period.backward_s)
    unit = chart.bars.unit_s
    top = chart.mapFromScene(box.mapViewToScene(QPointF(number - 0.32, high / unit)))
    end = chart.mapFromScene(box.mapViewToScene(QPointF(number + 0.32, low / unit)))
    image: QImage = chart.viewport().grab().toImage()
    inside = [
        image.pixelColor(x, y).name() for x in range(top.x() + 4, end.x() - 4) for y in range(top.y() + 4, end.y() - 4)
    ]
    assert len(inside) > 100
    return {name for name in set(inside) if inside.count(name) > len(inside) / 12}


@pytest.mark.parametrize("palette", [PAPER, DARK, YELLOW], ids=["paper", "dark", "yellow"])
def test_backwards_is_full_and_forwards_is_striped_in_every_theme(panel: ChartPanel, palette: Palette) -> None:
    use(palette)
    chart = chart_of(panel)
    panel.show_view(view_of(weeks(6)))
    panel.set_scale(1.0)
    assert colours_in(chart, 3, forward=False) == {palette.strip["backward"]}
    striped = colours_in(chart, 3, forward=True)
    assert palette.chart_forward in striped
    assert len(striped) >= 2, "a pattern, not only a colour"


def test_the_goal_is_drawn_where_there_is_one(panel: ChartPanel) -> None:
    chart = chart_of(panel)

    def dashes() -> int:
        image = chart.viewport().grab().toImage()
        ink = QColor(PAPER.focus).rgb()
        return sum(image.pixel(x, y) == ink for x in range(0, image.width(), 2) for y in range(image.height()))

    assert dashes() > 100
    assert chart.bars.goal_words == "goal:\n4 min"
    panel.show_view(view_of(weeks(20)))
    assert dashes() == 0
    assert chart.bars.goal_words == ""
    assert not panel.legend._keys[GOAL][0].isVisible()


def test_hours_where_there_are_many(panel: ChartPanel) -> None:
    rows = view_periods([walked(TODAY, 9000, 9000)], TODAY, View.ALL)
    panel.show_view(view_of(rows))
    assert chart_of(panel).in_hours
    assert panel.legend._keys["backward"][1].text() == "Backwards, hours"


def test_ten_years_of_weeks_are_one_item_and_all_can_be_reached(panel: ChartPanel) -> None:
    rows = weeks(522)
    panel.show_view(view_of(rows))
    chart = chart_of(panel)
    assert sum(item is chart.bars for item in chart.scene().items()) == 1
    assert len(chart.bars.seen) == 12
    QTest.keyClick(chart, Key.Key_Home)
    assert panel.line.text() == bar_words(rows[0])
    for _ in range(20):
        QTest.keyClick(chart, Key.Key_Right)
    assert chart.chosen == 20 and 20 in chart.bars.seen


@pytest.mark.parametrize("pixels", [24, 48])
def test_names_below_the_bars_have_room(panel: ChartPanel, pixels: int) -> None:
    panel.setStyleSheet(f"QWidget {{ font-size: {pixels}px; }}")
    chart = chart_of(panel)
    QApplication.processEvents()
    (ticks,) = chart.getAxis("bottom")._tickLevels
    assert ticks[-1][0] == 19, "the newest has its name"
    spots = [chart.getPlotItem().getViewBox().mapViewToScene(QPointF(n, 0)).x() for n, _ in ticks]
    metrics = QFontMetricsF(chart.bars.letters)
    wide = max(metrics.horizontalAdvance(line) for _, words in ticks for line in words.split("\n"))
    assert all(b - a > wide for a, b in pairwise(spots))


# -- the page --------------------------------------------------------------------------------------------------------
@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody()) as made:
        yield made


def open_progress(world: World) -> ProgressScreen:
    world.go("progress")
    return world.window.progress


def test_nothing_yet(world: World) -> None:
    screen = open_progress(world)
    assert screen.sentence.text() == "No sessions yet. Your first one will show here."
    assert not any(part.isVisible() for part in (screen.panel, screen.views, screen.save, screen.table))
    assert screen.week.done.text() == "0 of 3 sessions"


def test_nobody_yet(qtbot: QtBot) -> None:
    with world_of(qtbot, belt=None) as world:
        screen = open_progress(world)
        assert not screen.week.isVisible()
        assert not screen.panel.isVisible()


def test_the_first_week(world: World) -> None:
    keep_session(world.store, anybody(), 0)
    screen = open_progress(world)
    assert screen.sentence.text() == "3 minutes backwards this week. 1 of 3 sessions done."
    assert screen.panel.isVisible()
    assert screen.panel.line.text().startswith("Week from 2 March 2026: 3 minutes backwards,")
    assert screen.week.walked.text() == "3 minutes backwards on 1 day."


def test_forwards_only(qtbot: QtBot) -> None:
    someone = anybody(programme_id=P0)
    with world_of(qtbot, someone) as world:
        keep_session(world.store, someone, 0)
        screen = open_progress(world)
        assert "forwards this week." in screen.sentence.text()
        assert "backwards" not in screen.sentence.text()
        assert chart_of(screen.panel).bars.goal_words == ""


def test_after_weeks_without_a_session_the_word_is_kind_here_and_on_today(world: World) -> None:
    keep_session(world.store, anybody(), 40)
    world.desk.show_today()
    assert world.window.today.week_detail.text() == "Welcome back. Start whenever you are ready."
    screen = open_progress(world)
    assert screen.sentence.text() == "Welcome back. No session yet this week. Start whenever you are ready."
    keep_session(world.store, anybody(), 0)
    said = "3 minutes backwards this week. 1 of 3 sessions done. Good to have you back."
    assert open_progress(world).sentence.text() == said


def test_weeks_months_and_all(world: World) -> None:
    for days in (0, 6, 40, 400):
        keep_session(world.store, anybody(), days)
    screen = open_progress(world)
    said = {}
    for view, made in screen.views.buttons.items():
        QTest.mouseClick(made, Qt.MouseButton.LeftButton)
        assert made.isChecked()
        said[view] = screen.sentence.text()
    assert said[View.MONTHS].startswith("3 minutes backwards this month")
    assert said[View.ALL] == "In all: 12 minutes backwards in 4 sessions."
    assert chart_of(screen.panel).periods[0].step is Step.MONTH
    open_progress(world)
    assert screen.sentence.text() == said[View.ALL], "the way of looking stays"


def test_the_goal_of_this_week_is_what_the_programme_plans(world: World) -> None:
    keep_session(world.store, anybody(), 0)
    screen = open_progress(world)
    plan = world.desk.day.walk(world.situation()).plan
    planned = sum(block.seconds for block in plan.blocks if block.kind.value == "backward")
    assert chart_of(screen.panel).periods[-1].goal_s == 3 * planned > 0


def test_the_record_keeps_the_date_of_the_sessions_own_clock(world: World) -> None:
    """Through the record and back: Sunday evening in New York is Monday in UTC, and stays in that Sunday's week."""
    wall, plan = datetime(2026, 3, 1, 23, 30, tzinfo=NEW_YORK), world.desk.day.walk(world.situation()).plan
    bout = next(index for index, block in enumerate(plan.blocks) if block.kind is Kind.BACKWARD)
    session_id, whose = world.store.begin(), ("ann", plan.programme_id, plan.week)
    for event in (
        SessionStarted(0.0, wall, plan.id, plan.title, plan.blocks, False, (), *whose),
        BlockStarted(0.0, bout),
        SessionEnded(60.0, wall + timedelta(seconds=60), Outcome.STOPPED),
    ):
        world.store.append(session_id, event)
    rows = chart_of(open_progress(world).panel).periods
    assert [(row.first, row.sessions) for row in rows] == [(date(2026, 2, 23), 1), (date(2026, 3, 2), 0)]


def test_only_the_newest_sessions_are_listed(world: World) -> None:
    for days in range(9):
        keep_session(world.store, anybody(), days)
    screen = open_progress(world)
    assert screen.table.rowCount() == 5
    first = screen.table.item(0, 0)
    assert first is not None and first.text().startswith("4 Mar")
    assert screen.table.verticalScrollBar().maximum() == 0, "no list that scrolls in a page that scrolls"


def test_a_new_way_stands_before_the_picture_for_eye_and_tab_key(world: World) -> None:
    keep_session(world.store, anybody(), 0)
    screen = open_progress(world)
    made = screen.add_way("Another page")
    QApplication.processEvents()
    assert (made.y(), made.x()) < (screen.save.y(), screen.save.x())
    assert made.nextInFocusChain() is screen.save


# -- what is loaded beforehand ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("comes", [QEvent.Type.Enter, QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress])
def test_the_chart_is_loaded_piece_by_piece_once_somebody_comes_near(qtbot: QtBot, comes: QEvent.Type) -> None:
    near, parent = QPushButton(), QObject()
    qtbot.addWidget(near)
    near.show()
    warm = Warm((near,), parent)
    assert not warm.eventFilter(near, QEvent(QEvent.Type.Leave))
    assert not warm.isActive()
    assert not warm.eventFilter(near, QEvent(comes)), "it is the widget's all the same"
    for left in reversed(range(len(PIECES))):
        assert warm.isActive()
        warm.timeout.emit()
        assert warm.isActive() == (left > 0)
    assert PIECES[-1] in sys.modules
    QApplication.sendEvent(near, QEvent(QEvent.Type.Enter))
    assert not warm.isActive(), "once is enough"


def test_the_chart_is_not_loaded_in_a_session(qtbot: QtBot) -> None:
    near, parent = QPushButton(), QObject()
    qtbot.addWidget(near)
    near.show()
    warm = Warm((near,), parent)
    QApplication.sendEvent(near, QEvent(QEvent.Type.Enter))
    near.hide()
    warm.timeout.emit()
    assert not warm.isActive()


def test_somebody_in_the_sidebar_has_come_near(world: World) -> None:
    warm = world.window.findChild(Warm)
    assert warm is not None
    warm.stop()  # the mouse may have lain there from the start
    world.window.nav["today"].setFocus()
    assert not warm.isActive(), "Qt moves it here by itself when a page goes"
    world.press(Key.Key_Tab)
    assert warm.isActive()
    warm.stop()


# -- the picture -----------------------------------------------------------------------------------------------------
@pytest.fixture
def facts() -> ViewFacts:
    return ViewFacts(View.WEEKS, "18 minutes backwards this week: 2 more than last week.", weeks(12, 300.0), 12)


def test_a_png(qtbot: QtBot, tmp_path: Path, facts: ViewFacts) -> None:
    target = tmp_path / "Progress.png"
    assert save_picture(facts, str(target)) == f"The picture is saved: {target}"
    image = QImage(str(target))
    assert (image.width(), image.height()) == (1600, 900)
    points = [image.pixelColor(x, y).name() for x in range(0, 1600, 5) for y in range(0, 900, 5)]
    for ink in (PAPER.paper, PAPER.strip["backward"], PAPER.chart_forward):
        assert points.count(ink) > 500, ink
    assert target.stat().st_mode & 0o777 == 0o600


def test_an_svg_has_real_words(qtbot: QtBot, tmp_path: Path, facts: ViewFacts) -> None:
    target = tmp_path / "Progress.svg"
    save_picture(facts, str(target))
    words = [part.text.strip() for part in ET.parse(target).iter() if part.tag.endswith("text") and part.text]
    assert facts.sentence in words
    assert {"Backwards, minutes", "Forwards, minutes", "2 Mar", "0", "5 min"} <= set(words)


@pytest.mark.parametrize("theme", PALETTES)
def test_a_picture_is_on_light_paper_whatever_the_window_wears(
    qtbot: QtBot, tmp_path: Path, facts: ViewFacts, theme: str
) -> None:
    save_picture(facts, str(tmp_path / "one.png"))
    use(PALETTES[theme])  # type: ignore[index]
    save_picture(facts, str(tmp_path / "two.png"))
    use(PAPER)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def _folder(tmp_path: Path) -> Path:
    (tmp_path / "there").mkdir()
    return tmp_path / "there"


@pytest.mark.parametrize(
    "bad", [_folder, lambda tmp_path: tmp_path / "gone" / "x.png", lambda tmp_path: Path("/proc/x.png")]
)
def test_a_picture_that_cannot_be_written_says_so_and_leaves_nothing(
    qtbot: QtBot, tmp_path: Path, facts: ViewFacts, bad: Callable[[Path], Path]
) -> None:
    target = bad(tmp_path)
    said = save_picture(facts, str(target))
    assert said.startswith(f"{target}: the picture cannot be written (")
    assert said.endswith("Choose another folder or name.")
    assert not list(tmp_path.rglob("*.part"))


def test_another_ending_is_not_guessed(qtbot: QtBot, tmp_path: Path, facts: ViewFacts) -> None:
    said = save_picture(facts, str(tmp_path / "Progress.jpg"))
    assert said == f"{tmp_path / 'Progress.jpg'}: a picture's name ends in .png or .svg. Choose another name."
    assert not list(tmp_path.iterdir())


def test_the_button_saves_what_is_looked_at_and_says_where(qtbot: QtBot, tmp_path: Path) -> None:
    places = ["", str(tmp_path / "mine.svg")]
    screen = ProgressScreen(ask_path=lambda _: places.pop(0))
    qtbot.addWidget(screen)
    screen.show_facts(progress_facts((walked(TODAY, 300), walked(date(2025, 3, 4), 60)), TODAY, None, {}))
    screen.views.buttons[View.ALL].click()
    screen.save.click()
    assert screen.saved.isHidden(), "asked, and left"
    screen.save.click()
    assert screen.saved.text() == f"The picture is saved: {tmp_path / 'mine.svg'}"
    assert not screen.saved.isHidden()
    assert "In all: 6 minutes backwards in 2 sessions." in (tmp_path / "mine.svg").read_text("utf-8")


def test_the_dialog_knows_the_ending_before_it_asks_about_an_old_file(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = place_dialog(parent)
    assert (dialog.acceptMode(), dialog.defaultSuffix()) == (QFileDialog.AcceptMode.AcceptSave, "png")
    dialog.filterSelected.emit(dialog.nameFilters()[1])
    assert dialog.defaultSuffix() == "svg"
    assert not dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)


def test_a_picture_replaces_an_old_one_whole(qtbot: QtBot, tmp_path: Path, facts: ViewFacts) -> None:
    target = tmp_path / "Progress.png"
    target.write_text("old")
    save_picture(facts, str(target))
    assert not QImage(str(target)).isNull()
    assert [path.name for path in tmp_path.iterdir()] == ["Progress.png"]


def test_no_session_is_lost_between_record_and_bars(world: World) -> None:
    for days in (0, 1, 30, 200, 900):
        keep_session(world.store, anybody(), days)
    summaries: tuple[Summary, ...] = tuple(world.store.summaries("ann"))
    screen = open_progress(world)
    for made in screen.views.buttons.values():
        made.click()
        rows = chart_of(screen.panel).periods
        assert sum(row.sessions for row in rows) == 5
        assert sum(row.backward_s for row in rows) == pytest.approx(sum(s.backward_s for s in summaries))
