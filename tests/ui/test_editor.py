"""The plan editor by keyboard alone, with real widgets, drafts and rules; the record is a dictionary."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from balancecoach.core.phrases import Tone
from balancecoach.core.plan import HOME, PHYSIO, Limits, Surface, Units
from balancecoach.core.programme import Programme, Setting, Step, Walker, Week
from balancecoach.desks.editor import EditorDesk
from balancecoach.desks.editor_values import clock, kind_of, one_step, text_of, value_from
from balancecoach.errors import CannotError
from balancecoach.plans.draft import starter
from balancecoach.plans.files import parse_plan
from balancecoach.plans.write import plan_text, programme_text
from balancecoach.store.plans import SavedPlan
from balancecoach.ui.editor import EditorScreen
from balancecoach.ui.editor_facts import WHOLE, FieldKind
from balancecoach.ui.editor_part import Choice, Line
from balancecoach.ui.editor_words import plain
from tests.fakes import WALL, FakeClock, examples

Key, Mod = Qt.Key, Qt.KeyboardModifier
BOUTS, TURN = 5, 4  # rows of a new plan


class Kept:
    """A record of plans that can be full."""

    def __init__(self) -> None:
        self.plans: dict[str, SavedPlan] = {}
        self.full = False

    def saved_plans(self) -> tuple[SavedPlan, ...]:
        return tuple(self.plans.values())

    def save_plan(self, plan: SavedPlan) -> None:
        if self.full:
            raise CannotError("The disk is full. Make room.")
        self.plans[plan.id] = plan


class World:
    """The desk, its screen, and what came of it."""

    def __init__(self, qtbot: QtBot, limits: Limits = HOME, units: Units = Units.KMH) -> None:
        self.store, self.loud = Kept(), True
        self.heard: list[tuple[Tone, str]] = []
        self.shown: list[QWidget] = []
        self.path = ""
        self.screen = EditorScreen(ask_path=lambda _parent, _name: self.path)
        self.desk = EditorDesk(
            store=self.store,
            clock=FakeClock(),
            limits=lambda: limits,
            hear=self._hear,
            show_screen=self.shown.append,
            units=lambda: units,
            screen=self.screen,
        )
        self.saved: list[str] = []
        self.left: list[bool] = []
        self.desk.saved.connect(self.saved.append)
        self.desk.left.connect(lambda: self.left.append(True))
        self.host = QWidget()  # as in the window, the screen is not a window of its own
        qtbot.addWidget(self.host)
        self.screen.setParent(self.host)
        self.screen.set_scale(1.0)
        self.host.resize(1116, 768)
        self.screen.resize(1116, 768)
        self.host.show()
        QApplication.processEvents()

    def _hear(self, tone: Tone, words: str) -> bool:
        self.heard.append((tone, words))
        return self.loud

    def focus(self) -> QWidget:
        found = self.host.focusWidget()
        assert found is not None, "the focus is lost"
        assert found is self.screen or self.screen.isAncestorOf(found) or found is self.screen.menu
        return found

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Mod.NoModifier, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(self.focus(), key, modifiers)
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """In place of what is in the field."""
        self.press(Key.Key_A, Mod.ControlModifier)
        QTest.keyClicks(self.focus(), text)

    def tab_to(self, wanted: QWidget) -> None:
        """By the Tab key alone."""
        for _ in range(60):
            if self.focus() is wanted:
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab never comes to {wanted.accessibleName() or wanted.objectName()}")

    def field(self, name: str) -> Line | Choice:
        return self.screen.form.edits[name]

    def row(self, number: int) -> None:
        """Choose a row with the arrows."""
        self.tab_to(self.screen.table)
        self.press(Key.Key_Home)
        self.press(Key.Key_Down, times=number)

    def names(self) -> list[str]:
        table = self.screen.table
        return [self.cell(row, 0) for row in range(table.rowCount())]

    def cell(self, row: int, column: int) -> str:
        item = self.screen.table.item(row, column)
        assert item is not None
        return item.text()

    def problem(self) -> str:
        return self.screen.problem.text() if self.screen.problem.isVisible() else ""


@pytest.fixture
def world(qtbot: QtBot) -> World:
    made = World(qtbot)
    made.desk.open_new()
    return made


# -- what it shows ---------------------------------------------------------------------------------------------------
def test_a_new_plan_is_shown_and_its_table_has_the_focus(world: World) -> None:
    assert world.shown == [world.screen]
    assert world.focus() is world.screen.table
    assert world.screen.totals.text().endswith("in all, 1½ minutes backwards, 2 turns")
    assert world.names()[TURN : BOUTS + 1] == ["Turn to the room", "Backwards × 3"]
    assert [world.cell(BOUTS, column) for column in range(1, 5)] == ["5:33", "1.0", "both", "timed, key"]
    assert [world.cell(TURN, column) for column in range(2, 5)] == ["off", "varied", "ready key"]
    assert world.problem() == "" and world.screen.save_button.text() == "Save"


def test_what_will_be_said_follows_the_chosen_part(world: World) -> None:
    world.row(BOUTS)
    said = world.screen.said.table
    lines = {(said.item(n, 0).text(), said.item(n, 1).text()) for n in range(said.rowCount())}  # type: ignore[union-attr]
    assert ("0:00", "Backward walking now. Nice and slow.") in lines
    assert ("0:25", "● ● ● ● ●") in lines


def test_every_control_has_a_name_and_is_reached_by_tab(world: World) -> None:
    world.row(BOUTS)
    for made in world.screen.findChildren(QPushButton):
        if made.isVisible() and made.isEnabled():
            assert made.accessibleName() or made.text()
            world.tab_to(made)
    for name, edit in world.screen.form.edits.items():
        assert edit.accessibleName(), name
        world.tab_to(edit)
    labels = [made for made in world.screen.form.findChildren(QLabel) if made.isVisible()]
    assert {made.buddy() for made in labels} == set(world.screen.form.edits.values())


# -- changing values -------------------------------------------------------------------------------------------------
def test_a_speed_too_high_is_told_in_words_and_by_a_sign_while_it_is_typed(world: World) -> None:
    world.row(BOUTS)
    before = world.screen.table.item(BOUTS, 0).icon().cacheKey()  # type: ignore[union-attr]
    world.tab_to(world.field("speed_kmh"))
    world.type("2.2")
    assert world.problem() == "Part 6, Backwards: Speed 2.2 km/h is above the limit of 2 km/h. Lower it."
    item = world.screen.table.item(BOUTS, 0)
    assert item is not None and item.icon().cacheKey() != before
    assert "problem" in str(item.data(Qt.ItemDataRole.AccessibleTextRole))
    assert world.screen.save_button.text() == "Save as draft"
    assert world.focus() is world.field("speed_kmh")
    world.type("1.4")
    assert world.problem() == ""
    assert world.cell(BOUTS, 2) == "1.4"


def test_the_wrong_unit_is_guessed(world: World) -> None:
    world.row(BOUTS)
    world.tab_to(world.field("speed_kmh"))
    world.type("12")
    assert "Did you mean 1.2?" in world.problem()


def test_miles_an_hour_are_typed_and_told(qtbot: QtBot) -> None:
    world = World(qtbot, units=Units.MPH)
    world.desk.open_new()
    world.row(BOUTS)
    speed = world.field("speed_kmh")
    assert speed.accessibleName() == "Speed, mph"
    world.tab_to(speed)
    world.type("0.7")
    assert world.desk.shown().draft.rows[BOUTS].values["speed_kmh"] == pytest.approx(1.13)
    world.type("2")
    assert "mph is above the limit of 1.24 mph" in world.problem()


def test_a_time_can_be_typed_in_two_ways_and_is_tidied(world: World) -> None:
    world.row(3)
    world.press(Key.Key_Return)
    assert world.focus() is world.field("seconds")
    world.type("90")
    assert world.cell(3, 1) == "1:30"
    assert world.field("seconds").text() == "90"  # type: ignore[union-attr]
    world.press(Key.Key_Tab)
    assert world.field("seconds").text() == "1:30"  # type: ignore[union-attr]
    world.press(Key.Key_Backtab)
    world.type("4:00")
    assert world.cell(3, 1) == "4:00"
    world.press(Key.Key_Up)
    assert world.field("seconds").text() == "4:05"  # type: ignore[union-attr]


def test_what_cannot_be_read_is_told_with_an_example_and_the_rest_stays(world: World) -> None:
    world.row(3)
    world.press(Key.Key_Return)
    world.type("5 min")
    told = "Part 4, Warm-up: “5 min” cannot be read. Write minutes and seconds, such as 1:30."
    assert world.problem() == told
    assert world.cell(BOUTS, 0) == "Backwards × 3"
    world.type("")
    world.press(Key.Key_Delete)
    assert "“Time” is empty." in world.problem()


def test_a_choice_is_made_with_the_arrows_and_keeps_the_focus(world: World) -> None:
    world.row(BOUTS)
    world.tab_to(world.field("hands"))
    world.press(Key.Key_Down)
    assert world.cell(BOUTS, 3) == "fingertips"
    world.tab_to(world.field("way"))
    world.press(Key.Key_Down)
    assert world.focus() is world.field("way")
    world.tab_to(world.field("each"))
    world.type("0:30, 1:00")
    assert world.cell(BOUTS, 0) == "Backwards × 2"
    assert world.problem() == ""


def test_the_whole_plan_has_fields_too(world: World) -> None:
    world.tab_to(world.screen.whole_button)
    world.press(Key.Key_Space)
    world.tab_to(world.field("summary"))
    world.type("Short and slow")
    world.tab_to(world.field("posture_every_s"))
    world.type("3")
    assert "Seconds between tips" in world.problem()
    world.type("60")
    draft = world.desk.shown().draft
    assert (draft.summary, draft.posture_every_s) == ("Short and slow", 60.0)
    world.tab_to(world.field("surface"))
    world.press(Key.Key_Down)
    assert world.desk.shown().draft.surface is Surface.FLOOR
    assert world.problem()


# -- changing rows ---------------------------------------------------------------------------------------------------
@pytest.mark.qt_log_ignore("This plugin does not support")  # a menu asks the offscreen plugin for more than it can
def test_parts_are_added_moved_repeated_and_removed_by_keys(world: World) -> None:
    names = world.names()
    world.row(3)
    world.press(Key.Key_Insert)
    assert world.screen.menu.isVisible()
    words = [action.text() for action in world.screen.menu.actions()]
    QTest.keyClick(world.screen.menu, Key.Key_Down)
    for _ in range(words.index("Forwards") - 1):
        QTest.keyClick(world.screen.menu, Key.Key_Down)
    QTest.keyClick(world.screen.menu, Key.Key_Return)
    QApplication.processEvents()
    assert world.names() == [*names[:4], "Forwards", *names[4:]]
    assert world.focus() is world.field("seconds")
    world.press(Key.Key_Up, Mod.AltModifier)
    assert world.names()[3:5] == ["Forwards", "Warm-up"]
    world.press(Key.Key_D, Mod.ControlModifier)
    assert world.names()[3:6] == ["Forwards", "Forwards", "Warm-up"]
    world.tab_to(world.screen.table)
    world.press(Key.Key_Delete, times=2)
    assert "Undo brings it back" in world.screen.notice.text()
    world.press(Key.Key_Z, Mod.ControlModifier, times=5)
    assert world.names() == names


def test_buttons_keep_the_focus_and_do_the_same(world: World) -> None:
    names = world.names()
    world.row(BOUTS)
    for made in (world.screen.repeat_button, world.screen.up_button, world.screen.down_button):
        world.tab_to(made)
        world.press(Key.Key_Space)
        assert world.focus() is made
    world.tab_to(world.screen.remove_button)
    world.press(Key.Key_Space)
    assert world.names() == names
    world.press(Key.Key_Space, times=len(names))  # until nothing is left: the focus goes to the table
    assert world.names() == []
    assert world.focus() is world.screen.table
    assert "no blocks" not in world.problem() and world.problem()


def test_undo_and_redo_from_inside_a_field(world: World) -> None:
    world.row(BOUTS)
    world.tab_to(world.field("count"))
    world.type("12")
    assert world.cell(BOUTS, 0) == "Backwards × 12"
    world.press(Key.Key_Z, Mod.ControlModifier)
    assert world.field("count").text() == "3"  # type: ignore[union-attr]
    assert world.cell(BOUTS, 0) == "Backwards × 3"
    world.press(Key.Key_Z, Mod.ControlModifier | Mod.ShiftModifier)
    assert world.field("count").text() == "12"  # type: ignore[union-attr]
    world.press(Key.Key_Z, Mod.ControlModifier)
    world.press(Key.Key_Y, Mod.ControlModifier)
    assert world.field("count").text() == "12"  # type: ignore[union-attr]
    assert world.focus() is world.field("count")


def test_the_undo_button_gives_the_focus_away_when_it_is_done(world: World) -> None:
    world.row(3)
    world.press(Key.Key_D, Mod.ControlModifier)
    world.tab_to(world.screen.undo_button)
    world.press(Key.Key_Space)
    assert not world.screen.undo_button.isEnabled()
    assert world.focus() is world.screen.table
    world.tab_to(world.screen.redo_button)
    world.press(Key.Key_Space)
    assert world.screen.undo_button.isEnabled()


# -- hearing ---------------------------------------------------------------------------------------------------------
def test_any_sentence_can_be_heard(world: World) -> None:
    world.row(BOUTS)
    world.tab_to(world.screen.said.table)
    world.press(Key.Key_Down)
    world.press(Key.Key_Return)
    assert world.heard == [(Tone.CHANGE, "Change coming in fifteen seconds.")]
    world.tab_to(world.screen.said.hear_button)
    world.loud = False
    world.press(Key.Key_Space)
    assert len(world.heard) == 2
    assert "No sound" in world.screen.notice.text()
    assert world.screen.said.table.currentRow() == 1


# -- keeping ---------------------------------------------------------------------------------------------------------
def test_a_good_plan_is_saved_under_a_name_made_of_its_title(world: World) -> None:
    world.tab_to(world.screen.title)
    world.type("Anna's plan")
    world.press(Key.Key_S, Mod.ControlModifier)
    assert world.saved == ["anna-s-plan"]
    plan = world.store.plans["anna-s-plan"]
    assert (plan.title, plan.kind, plan.draft, plan.changed) == ("Anna's plan", "plan", False, WALL)
    assert parse_plan(plan.text, "it").title == "Anna's plan"
    world.press(Key.Key_Escape)
    assert world.left == [True]


def test_a_broken_plan_is_kept_as_a_draft_beside_the_good_one(world: World) -> None:
    world.desk.save()
    world.row(BOUTS)
    world.tab_to(world.field("speed_kmh"))
    world.type("9")
    world.press(Key.Key_S, Mod.ControlModifier)
    good, broken = world.store.plans.values()
    assert (good.draft, broken.draft, broken.title) == (False, True, "My plan (draft)")
    assert "cannot be walked" in world.screen.notice.text()
    world.press(Key.Key_S, Mod.ControlModifier)
    assert len(world.store.plans) == 2
    world.desk.open_saved(broken.id)
    assert world.desk.shown().draft.rows[BOUTS].values["speed_kmh"] == 9.0
    world.row(BOUTS)
    world.tab_to(world.field("speed_kmh"))
    world.type("1")
    world.press(Key.Key_S, Mod.ControlModifier)
    assert [plan.draft for plan in world.store.plans.values()] == [False, False]


def test_a_full_disk_is_told_and_nothing_is_lost(world: World) -> None:
    world.store.full = True
    world.press(Key.Key_S, Mod.ControlModifier)
    assert world.screen.notice.text() == "Not saved: The disk is full. Make room."
    assert world.saved == []
    world.row(1)
    world.press(Key.Key_Delete)
    world.press(Key.Key_Escape)
    world.press(Key.Key_Return)  # "Keep" is the first answer; it fails, so the editor stays
    assert world.left == [] and not world.screen.asking()


def test_leaving_without_changes_asks_nothing(world: World) -> None:
    world.press(Key.Key_Escape)
    assert world.left == [True]


@pytest.mark.parametrize(
    ("answer", "kept", "left"),
    [((Key.Key_Return,), 1, 1), ((Key.Key_Right, Key.Key_Space), 0, 1), ((Key.Key_Escape,), 0, 0)],
)
def test_leaving_with_changes_asks_and_the_first_answer_keeps(
    world: World, answer: tuple[Qt.Key, ...], kept: int, left: int
) -> None:
    world.row(TURN)
    world.press(Key.Key_Delete)
    world.press(Key.Key_Escape)
    assert world.screen.ask_page.title.text() == "Keep as draft?"
    for key in answer:
        world.press(key)
    assert len(world.store.plans) == kept and len(world.left) == left
    assert all(plan.draft for plan in world.store.plans.values())
    if not left:
        assert world.focus() is world.screen.table and len(world.names()) == 8


# -- files -----------------------------------------------------------------------------------------------------------
def test_export_writes_a_file_that_can_be_brought_in(world: World, tmp_path: Path) -> None:
    world.path = str(tmp_path / "mine")
    world.press(Key.Key_E, Mod.ControlModifier)
    assert world.screen.notice.text() == f"Exported to {tmp_path / 'mine.toml'}"
    world.desk.import_text(tmp_path / "mine.toml")
    world.desk.import_text(str(tmp_path / "mine.toml"))
    assert list(world.store.plans) == ["my-plan", "my-plan-2"]
    world.path = str(tmp_path / "nowhere" / "mine")
    world.press(Key.Key_E, Mod.ControlModifier)
    assert "cannot be written" in world.screen.notice.text()


def test_a_file_above_the_limits_can_be_kept_as_a_draft(qtbot: QtBot, tmp_path: Path) -> None:
    world = World(qtbot, Limits(backward_kmh=0.9))
    path = tmp_path / "fast.toml"
    path.write_text(plan_text(starter("Fast")).replace('title = "Fast"', 'title = "Fast"\nfoo = 1'), "utf-8")
    world.desk.import_text(path)
    told = world.screen.ask_page.problem.text()
    assert "foo" in told and "above the limit of 0.9 km/h" in told
    assert world.store.plans == {}
    world.press(Key.Key_Return)
    assert world.saved == ["fast"] and world.store.plans["fast"].draft
    assert world.names()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format = 9\nid = 'x'\ntitle = 'X'\n[[blocks]]\nuse = 'prepare'", "made for a newer Balance Coach"),
        ("format = 9\nprogramme = 'x'\n[[weeks]]\n", "made for a newer Balance Coach"),
        ("not toml at all", "This is not TOML"),
        ("programme = 'x'\n", "missing"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(qtbot: QtBot, tmp_path: Path, text: str, said: str) -> None:
    world = World(qtbot)
    path = tmp_path / "bad.toml"
    path.write_text(text, "utf-8")
    world.desk.import_text(path)
    assert said in world.screen.ask_page.problem.text()
    assert "bad.toml" in world.screen.ask_page.problem.text()
    world.press(Key.Key_Escape)
    assert world.left == [True] and world.store.plans == {}


def programme(limits: Limits = HOME) -> Programme:
    bouts = {"count": 2, "seconds": 30.0, "rest_seconds": 45.0, "speed_kmh": 1.0}
    steps = (
        *(Step("prepare"), Step("start_forward"), Step("warm_up", {"seconds": 120.0, "speed_kmh": 2.0})),
        *(Step("turn_away"), Step("bouts", bouts), Step("turn_back"), Step("end")),
    )
    weeks = (Week(steps), Week(steps))
    return Programme("mine", "Mine", Setting.HOME, weeks, limits=limits)


def test_programmes_are_brought_in_when_they_fit_the_person(qtbot: QtBot, tmp_path: Path) -> None:
    world = World(qtbot)
    path = tmp_path / "p.toml"
    path.write_text(programme_text(programme()), "utf-8")
    world.desk.import_text(path)
    assert world.saved == ["mine"] and world.store.plans["mine"].kind == "programme"
    path.write_text(programme_text(programme(replace(PHYSIO, hands_off=False))), "utf-8")
    world.desk.import_text(path)
    assert "It goes up to 4.8 km/h backwards; the limit here is 2 km/h." in world.screen.ask_page.problem.text()
    world.press(Key.Key_Return)
    world.desk.open_saved("mine")
    assert "Copy one of its weeks" in world.screen.ask_page.problem.text()
    world.desk.open_saved("gone")
    assert "no longer there" in world.screen.ask_page.problem.text()


def test_a_copy_has_the_persons_speeds_and_is_asked_about(qtbot: QtBot) -> None:
    world = World(qtbot)
    world.desk.open_copy(programme(), 2, Walker(speed_kmh=0.9))
    assert world.screen.title.text() == "Copy of Mine, week 2"
    assert world.cell(4, 2) == "0.9"
    world.press(Key.Key_Escape)
    assert world.screen.ask_page.title.text() == "Save your changes?"
    world.press(Key.Key_Return)
    assert world.saved == ["copy-of-mine-week-2"] and world.left == [True]


# -- any keys at all -------------------------------------------------------------------------------------------------
@pytest.mark.qt_log_ignore("This plugin does not support")  # some of them open a menu or a list, as above
def test_no_keys_break_it_or_lose_the_focus(qtbot: QtBot) -> None:
    world = World(qtbot)
    presses: list[tuple[Qt.Key, Qt.KeyboardModifier]] = [
        *((key, Mod.NoModifier) for key in (Key.Key_Tab, Key.Key_Up, Key.Key_Down, Key.Key_Delete, Key.Key_5)),
        *((key, Mod.NoModifier) for key in (Key.Key_Space, Key.Key_Return, Key.Key_X, Key.Key_Colon)),
        *((key, Mod.ControlModifier) for key in (Key.Key_Z, Key.Key_Y, Key.Key_D, Key.Key_S)),
        *((key, Mod.AltModifier) for key in (Key.Key_Up, Key.Key_Down)),
    ]

    @given(st.lists(st.sampled_from(presses), max_size=25))
    @examples(25)
    def any_keys(keys: list[tuple[Qt.Key, Qt.KeyboardModifier]]) -> None:
        world.desk.open_new()
        for key, modifiers in keys:
            world.screen.menu.close()
            if isinstance(world.focus(), Choice) and (key == Key.Key_Space or modifiers == Mod.AltModifier):
                continue  # its list is a window of its own, and these open it
            world.press(key, modifiers)
        world.screen.menu.close()

    any_keys()


# -- values ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "text", "value", "shown"),
    [
        ("seconds", "1:30", 90.0, "1:30"),
        ("seconds", "90", 90.0, "1:30"),
        ("seconds", "12,5", 12.5, "0:12.5"),
        ("seconds", "1:75", "1:75", "1:75"),
        ("seconds", "-1:10", "-1:10", "-1:10"),
        ("seconds", "1e9", "1e9", "1e9"),
        ("seconds", "", None, ""),
        ("speed_kmh", "1,2", 1.2, "1.2"),
        ("speed_kmh", "fast", "fast", "fast"),
        ("count", "3", 3, "3"),
        ("count", "2.5", 2.5, "2.5"),
        ("each", "5:00, 60", [300.0, 60.0], "5:00, 1:00"),
        ("each", "5:00, x", "5:00, x", "5:00, x"),
    ],
)
def test_values_as_typed_and_as_shown(name: str, text: str, value: object, shown: str) -> None:
    kind = kind_of(name, None)
    assert value_from(kind, text, Units.KMH) == value
    assert text_of(kind, value, Units.KMH) == shown


def test_hands_of_each_bout_are_typed_in_words() -> None:
    kind = kind_of("hands", ["both"])
    assert value_from(kind, "both, fingertips, one", Units.KMH) == ["both", "light", "one"]
    assert text_of(kind, ["both", "light"], Units.KMH) == "both, fingertips"
    assert value_from(kind, "both, feet", Units.KMH) == "both, feet"


@given(st.floats(0, 4000), st.sampled_from(Units))
@examples(100)
def test_times_and_speeds_survive_being_shown(seconds: float, units: Units) -> None:
    assert value_from(FieldKind.TIME, clock(seconds), units) == pytest.approx(seconds, abs=0.001)
    speed = round(seconds / 1000, 1)
    again = value_from(FieldKind.SPEED, text_of(FieldKind.SPEED, speed, units), units)
    assert again == pytest.approx(speed, abs=0.02)


def test_arrow_keys_step_numbers_and_nothing_else() -> None:
    assert one_step(FieldKind.SPEED, 1.0, 1, Units.KMH) == 1.1
    assert one_step(FieldKind.SPEED, 0.8, 1, Units.MPH) == pytest.approx(0.97)
    assert one_step(FieldKind.COUNT, 1, -1, Units.KMH) == 1
    assert one_step(FieldKind.NUMBER, 0.0, -1, Units.KMH) == 0.0
    assert one_step(FieldKind.TIME, "x", 1, Units.KMH) == "x"
    assert one_step(FieldKind.TEXT, 1, 1, Units.KMH) == 1


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("Begin with a prepare block.", "Begin with a “Get ready” part."),
        ("Use the macro turn_away or turn_back.", "Use “Turn to the room” or “Turn to the console”."),
        ("Put belt_stop and settle blocks before it.", "Put “Stop the belt” and “Stand still” parts before it."),
        ("for example with the macro end.", "for example with “Step off and sit”."),
        ("A turn must end facing the other way.", "A turn must end facing the other way."),
    ],
)
def test_rules_are_told_without_the_words_of_a_file(rule: str, words: str) -> None:
    assert plain(rule) == words


def test_narrow_windows_put_one_column_below_the_other(world: World) -> None:
    world.screen.resize(700, 700)
    QApplication.processEvents()
    table, card = world.screen.table, world.screen.said
    assert card.mapTo(world.screen, card.rect().topLeft()).y() > table.mapTo(world.screen, table.rect().topLeft()).y()
    assert world.desk.shown().current != WHOLE
