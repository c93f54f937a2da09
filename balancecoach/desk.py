"""The desk where a person's wishes meet the parts: from Today to the daily check, the session, and the check-in."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from balancecoach.clock import Clock
from balancecoach.conductor import Conductor, Shown
from balancecoach.core.daily import STATEMENTS
from balancecoach.core.events import BlockStarted, CheckedIn, Outcome, Refused
from balancecoach.core.phrases import Tone
from balancecoach.core.plan import Plan
from balancecoach.core.progress import Summary, minutes, summarise
from balancecoach.core.script import build_script
from balancecoach.core.session import Session, View
from balancecoach.core.transitions import State
from balancecoach.core.words import tr
from balancecoach.errors import UserError
from balancecoach.facts import plan_facts, progress_facts, today_facts
from balancecoach.plans.files import load_plan
from balancecoach.plans.library import BUILT_IN, Library
from balancecoach.record import JournalRecord
from balancecoach.runner import Runner
from balancecoach.speech.announcer import Said
from balancecoach.store.journal import Journal
from balancecoach.store.store import Store
from balancecoach.ui.window import Window
from balancecoach.voicing import HEAR_ME, SAVED, Voicing

#: A session never waits longer than this for the voice.
VOICE_WAIT_MS = 4000
PLAN_SETTING = "plan"
FIRST_PLAN, NEWCOMER_PLAN = "p1-week1", "p0-familiarisation"


class Desk(QObject):
    """Connects the window to everything else."""

    journal_trouble = Signal(str)  # from the journal's thread

    def __init__(
        self,
        *,
        store: Store,
        make_journal: Callable[[Callable[[str], None]], Journal],
        library: Library,
        voicing: Voicing,
        clock: Clock,
        make_window: Callable[[Callable[[], bool]], Window],
    ) -> None:
        super().__init__()
        self._store, self._library = store, library
        self.journal = make_journal(self.journal_trouble.emit)
        self._voicing, self._clock = voicing, clock
        self._waiting: tuple[str, ...] | None = None  # a session that waits for its voice: what was checked
        self.runner: Runner | None = None
        self._session_id = ""
        self._opened: dict[str, Plan] = {}
        self._plan = self._first_plan()
        self.window = make_window(self._may_close)
        self.wait_timer = QTimer(self, singleShot=True, interval=VOICE_WAIT_MS)
        self.wait_timer.timeout.connect(self._begin_waiting)
        self._journal_words = ""
        self._prepared = False
        self._connect()
        self.show_today()

    def _connect(self) -> None:
        window = self.window
        window.painted.connect(self._prepare)
        window.opened.connect(self._open_page)
        window.today.start.connect(self._ask_before)
        window.today.newcomer_plan.connect(lambda: self._choose(NEWCOMER_PLAN))
        self._voicing.ready.connect(self._voice_ready)
        self.journal_trouble.connect(self._tell_journal)

    def _connect_rest(self) -> None:
        window = self.window
        window.build_rest()
        window.plans.chosen.connect(self._choose)
        window.plans.file_chosen.connect(self._choose_file)
        window.before.begin.connect(self._begin)
        window.before.not_today.connect(self._not_today)
        window.before.play_voice.connect(lambda: self._say(HEAR_ME))
        window.before.back.connect(self.show_today)
        window.not_today.done.connect(self.show_today)
        window.checkin.saved.connect(self._check_in)
        screen = window.session
        for signal, wish in (
            (screen.confirmed, "confirm"),
            (screen.paused, "pause"),
            (screen.resumed, "resume"),
            (screen.stopped, "stop"),
            (screen.wobbled, "wobble"),
            (screen.again, "say_again"),
        ):
            signal.connect(lambda wish=wish: self._wish(wish))

    # -- everyday screens ------------------------------------------------------------------------------------
    def show_today(self) -> None:
        """The first screen."""
        notice = self._journal_words
        if self._store.recovered and not self._session_id:
            notice = notice or tr("The last session was cut off. What you walked is kept.")
        now = self._clock.now().wall
        if self._prepared:
            self._voicing.rest_soon()
        self.window.show_page("today")
        self.window.today.show_facts(today_facts(self._plan, self._summaries(), now, notice))

    def _open_page(self, name: str) -> None:
        self._prepare()
        if name == "today":
            self.show_today()
            return
        if name == "progress":
            today = self._clock.now().wall.date()
            self.window.progress.show_facts(progress_facts(self._summaries(), today))
        else:
            self._show_plans()
        self.window.show_page(name)

    def _summaries(self) -> tuple[Summary, ...]:
        self.journal.flush(2.0)
        return self._store.summaries()

    def _show_plans(self, problem: str = "") -> None:
        plans = (*self._library.all(), *self._opened.values())
        self.window.plans.show_plans(tuple(plan_facts(plan) for plan in plans), self._plan.id)
        self.window.plans.show_problem(problem)

    def _first_plan(self) -> Plan:
        wanted = self._store.get_setting(PLAN_SETTING)
        return self._library.built_in(wanted if wanted in BUILT_IN else FIRST_PLAN)

    def _choose(self, plan_id: str) -> None:
        self._plan = self._opened.get(plan_id) or self._library.built_in(plan_id)
        if plan_id in BUILT_IN:
            self.journal.put_setting(PLAN_SETTING, plan_id)
        self._voicing.prepare(self._plan)
        self.show_today()

    def _choose_file(self, name: str) -> None:
        try:
            plan = load_plan(Path(name))
        except UserError as error:
            self._show_plans(str(error))
            return
        self.open_plan(plan)
        self._voicing.prepare(self._plan)

    def open_plan(self, plan: Plan) -> None:
        """Make this plan today's, until the window is closed."""
        if plan.id not in BUILT_IN:
            self._opened[plan.id] = plan
        self._plan = plan
        self.show_today()

    # -- voice -----------------------------------------------------------------------------------------------
    def _prepare(self) -> None:
        """After the first paint, once: the other screens, and the voice long before anybody is on the belt."""
        if not self._prepared:
            self._prepared = True
            self._connect_rest()
            self._voicing.prepare(self._plan)

    def _voice_ready(self) -> None:
        self.window.before.set_sound(self._voicing.trouble())
        self._begin_waiting()

    def _say(self, which: tuple[Tone, str]) -> None:
        if not self._voicing.say(which):
            self.window.before.set_sound(self._voicing.trouble())

    # -- a session -------------------------------------------------------------------------------------------
    def _ask_before(self) -> None:
        self._prepare()
        self._voicing.wake()
        self.window.show_screen(self.window.before)
        self.window.before.start(self._voicing.trouble())

    def _not_today(self, missing: tuple[str, ...]) -> None:
        self.journal.decline(self._clock.now().wall, self._plan.id, missing)
        rows = [statement for statement in STATEMENTS if statement.key in missing]
        self.window.show_screen(self.window.not_today)
        self.window.not_today.show_reasons(tuple(tr(row.words) for row in rows), any(row.seek_help for row in rows))

    def _begin(self, checked: tuple[str, ...]) -> None:
        self._waiting = checked
        if self._voicing.clips is not None:
            self._begin_waiting()
        else:
            self.window.before.set_sound(tr("One moment: the voice is getting ready."))
            self.wait_timer.start()

    def _begin_waiting(self) -> None:
        checked, self._waiting = self._waiting, None
        self.wait_timer.stop()
        if checked is None:
            return
        announcer = self._voicing.announcer()
        script = build_script(self._plan, announcer.clips.layout_s)
        session = Session(script, checked=checked)
        record = JournalRecord(self.journal)
        self._session_id = record.session_id
        self.runner = Runner(Conductor(session, self._clock, announcer, record, self._show), self)
        self.runner.view.connect(self.window.session.show_view)
        self.runner.ended.connect(self._ended)
        self.window.show_screen(self.window.session)
        self.window.session.start(script)
        self.runner.begin()

    def _wish(self, wish: str) -> None:
        if self.runner is not None:
            getattr(self.runner, wish)()

    def _show(self, event: Shown) -> None:
        if isinstance(event, Said):
            self._show_said(event)
        elif isinstance(event, Refused) and event.why == "early" and self.runner is not None:
            self.window.session.not_yet(self.runner.conductor.view().ready_in_s)
        elif isinstance(event, BlockStarted) and not self._voicing.player.working():
            self._find_sound()

    def _find_sound(self) -> None:
        """Look for a loudspeaker again, only while the belt stands: it takes a moment."""
        if self.runner is not None and not self.runner.conductor.session.block.moving:
            QTimer.singleShot(0, self._voicing.player.reopen)

    def _show_said(self, said: Said) -> None:
        screen = self.window.session
        if not said.cue.say:
            return  # five pips: the digits say the same
        screen.say(said.cue.say)
        if said.how == "voice":
            screen.set_trouble(self._journal_words)
            return
        screen.flash()
        no_sound = tr("No sound. Helper: read the words out loud.")
        screen.set_trouble(no_sound if said.how == "silent" else tr("No voice. Helper: read the words out loud."))

    def _ended(self) -> None:
        runner, self.runner = self.runner, None
        if runner is None:
            return
        runner.deleteLater()
        self._voicing.player.hush()
        self.journal.flush(2.0)
        summary = summarise(self._session_id, self._store.events(self._session_id))
        walked, back = minutes(summary.walked_s), minutes(summary.backward_s)
        title = tr("Well done") if summary.outcome is Outcome.COMPLETED else tr("You stopped. That is always fine.")
        words_ = tr("{0} walked, {1} of them backwards.").format(walked, back)
        self.window.show_screen(self.window.checkin)
        self.window.checkin.start(title, words_ if summary.backward_s else tr("{0} walked.").format(walked))

    def _check_in(self, effort: int | None, stumbles: str | None, pain: str | None) -> None:
        if effort is not None or stumbles is not None or pain is not None:
            answers = CheckedIn(self._clock.now().wall, effort, stumbles, pain)
            self.journal.check_in(self._session_id, answers)
        if self.journal.flush(2.0):
            self._say(SAVED)
        self.show_today()

    # -- trouble, and the end --------------------------------------------------------------------------------
    def _tell_journal(self, sentence: str) -> None:
        self._journal_words = sentence
        if self.runner is not None:
            self.window.session.set_trouble(sentence)

    def something_went_wrong(self) -> None:
        """A bug of ours: hold the session, say so plainly, go on."""
        if self.runner is not None:
            self.runner.pause()
            self.window.session.set_trouble(tr("Something went wrong. Stop the belt; Enter carries on."))

    def _may_close(self) -> bool:
        if self.runner is None:
            return True
        view: View = self.runner.conductor.view()
        if view.state is State.STOPPED:
            return True
        self.window.session.ask_stop()
        return False

    def close(self) -> None:
        """Keep everything, end the voice, let go of the sound output."""
        if self.runner is not None:
            self.runner.cancel()
        self._voicing.close()
        self.journal.close()
