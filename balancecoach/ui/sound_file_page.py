"""A session as a sound file: what differs from a walk with this screen, which kind of file, how long it waits, Save."""

from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from balancecoach.core.for_file import DEFAULT_WAIT_S, WAITS_S
from balancecoach.core.words import N_, tr
from balancecoach.ui.choices import ChoiceRow
from balancecoach.ui.fitting import Row, WrappedButton
from balancecoach.ui.parts import card, label, make_stop, pad, scrolling_page
from balancecoach.ui.printing import safe_name

#: What whoever walks with a sound file has to know before.
DIFFERS = (
    N_("It cannot wait. It asks you to pause it when you need longer."),
    N_("A helper holds the phone and pauses it. Your hands stay on the rails."),
    N_("Unwell, dizzy or new pain? Then do not walk today."),
    N_("Nothing is kept of it. How loud it is, you set on the phone."),
)


class KindFacts(Struct, frozen=True):
    """A kind of sound file: the ending of its name, what it is called, what it is good for, about how large it is."""

    ending: str
    name: str
    words: str
    size: str = ""


class SoundFileFacts(Struct, frozen=True):
    """``title``: of the plan. ``whose``: a line about whom it is for. ``locked``: why it may not be walked."""

    title: str
    whose: str = ""
    locked: tuple[str, ...] = ()
    length: str = ""
    kinds: tuple[KindFacts, ...] = ()


def ask_sound_path(parent: QWidget, title: str, kind: KindFacts) -> str:
    """Where to, "" for nowhere. It asks before it takes the place of another file."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
    offered = str(Path(folder) / f"{safe_name(title)}{kind.ending}")
    files = tr("Sound files (*{0})").format(kind.ending)
    dialog = QFileDialog(parent, tr("Save as a sound file"), offered, files)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(kind.ending[1:])
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return chosen[0] if chosen else ""


class SoundFilePage(QWidget):
    """Shows ``SoundFileFacts``; then how far the work is, and what came of it."""

    save = Signal(str)  # the ending of the chosen kind
    waits = Signal(int)  # another time to wait at each stop, seconds
    cancelled = Signal()
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = scrolling_page(self)
        self._column.addWidget(label(tr("Save as a sound file"), "title"))
        self.subtitle, self.problem, self.result = label("", "subtitle"), label("", "problem"), label("", "body")
        make_stop(self.result)
        for line in (self.subtitle, self.problem, self.result):
            self._column.addWidget(line)
        self._column.addWidget(self._progress())
        self._column.addWidget(self._differs())
        self._column.addWidget(self._choices())
        self._column.addWidget(self._buttons())
        self._column.addStretch(1)
        self.wait_s = DEFAULT_WAIT_S

    # -- what it is made of ------------------------------------------------------------------------------------------
    def _progress(self) -> QWidget:
        self.work, self._work = card()
        self.working = label("", "body")
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)  # the line above says it in letters that are large enough
        self.bar.setAccessibleName(tr("How much of the sound file is done"))
        self.cancel_button = WrappedButton(tr("Cancel"))
        self.cancel_button.clicked.connect(self.cancelled)
        for made in (self.working, self.bar, Row(self.cancel_button)):
            self._work.addWidget(made)
        return self.work

    def _differs(self) -> QWidget:
        self.differs, self._differs_column = card()
        self._differs_column.addWidget(label(tr("For a phone, or hearing aids that play from it"), "kicker"))
        for line in DIFFERS:
            self._differs_column.addWidget(label(f"•  {tr(line)}", "body"))
        return self.differs

    def _choices(self) -> QWidget:
        self.choices, self._choices_column = card()
        column = self._choices_column
        waits = [(seconds, tr("{0} seconds").format(seconds)) for seconds in WAITS_S]
        self.wait = ChoiceRow(tr("How long it waits at each stop"), waits)
        self.wait.chosen.connect(self._choose_wait)
        self.length, self.kind_words = label("", "body"), label("", "body")
        self._kinds: tuple[KindFacts, ...] = ()
        self.kind: ChoiceRow | None = None
        for made in (self.wait, self.length, self.kind_words):
            column.addWidget(made)
        return self.choices

    def _buttons(self) -> QWidget:
        self.save_button, self.back_button = WrappedButton(tr("Save…"), "main"), WrappedButton(tr("Back to Plans"))
        self.save_button.clicked.connect(lambda: self.save.emit(self.ending))
        self.back_button.clicked.connect(self.back)
        return Row(self.save_button, self.back_button)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 40, 24, 14)
        for column in (self._work, self._differs_column, self._choices_column):
            pad(column, scale, 30, 18, 10)

    # -- what it shows -----------------------------------------------------------------------------------------------
    @property
    def ending(self) -> str:
        """Of the kind that is chosen."""
        number = self.kind.group.checkedId() if self.kind is not None else 0
        return self._kinds[max(0, number)].ending

    def show_facts(self, facts: SoundFileFacts, problem: str = "", result: str = "") -> None:
        """Show these, ready to be saved; or why not. ``problem``, ``result``: of a file that was on its way."""
        self._show(working=False, may=not facts.locked)
        self.subtitle.setText("  ·  ".join(part for part in (facts.title, facts.whose) if part))
        self._say("\n".join(part for part in (problem, *facts.locked) if part), result)
        self._show_kinds(facts.kinds)
        self.length.setText(facts.length)
        lines = [tr("•  {0}, {1}: {2}").format(each.name, each.size, each.words) for each in facts.kinds]
        self.kind_words.setText("\n".join(lines))
        self.wait.show_value(self.wait_s)

    def _show_kinds(self, kinds: tuple[KindFacts, ...]) -> None:
        if self.kind is None and kinds:
            self._kinds = kinds
            self.kind = ChoiceRow(tr("Kind of file"), [(each.ending, each.name) for each in kinds])
            self.kind.show_value(kinds[0].ending)
            self._choices_column.addWidget(self.kind)

    def show_working(self, title: str, percent: int) -> None:
        """How far it is."""
        if self.work.isHidden():
            self._show(working=True, may=False)
            self.subtitle.setText(title)
            self._say("", "")
            self.cancel_button.setFocus()
        self.bar.setValue(percent)
        self.working.setText(tr("Making the sound file: {0} %").format(percent))

    def focus_result(self) -> None:
        """Where the file is, or why there is none: that is read first."""
        if self.result.isHidden():
            self.focus_first()
        else:
            self.result.setFocus()

    def focus_first(self) -> None:
        """What to press first."""
        if not self.work.isHidden():
            self.cancel_button.setFocus()
        elif self.choices.isHidden():
            self.back_button.setFocus()
        else:
            self.wait.focus_chosen()

    def _show(self, *, working: bool, may: bool) -> None:
        self.work.setVisible(working)
        self.differs.setVisible(may)
        self.choices.setVisible(may)
        self.save_button.setVisible(may)

    def _say(self, problem: str, result: str) -> None:
        for line, words in ((self.problem, problem), (self.result, result)):
            line.setText(words)
            line.setVisible(bool(words))

    def _choose_wait(self, seconds: object) -> None:
        assert isinstance(seconds, int)
        self.wait_s = seconds
        self.waits.emit(seconds)
