"""The pages of the sound check: where to stand, what is heard, and the voice."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from balancecoach.core.hearing import NEXT_STEP_S, STEPS_DB, VOLUMES, factor, nearest
from balancecoach.core.person import FASTEST_WPM, SLOWEST_WPM
from balancecoach.core.words import tr
from balancecoach.ui.choices import ChoiceRow, ListRow
from balancecoach.ui.fitting import WrappedButton
from balancecoach.ui.parts import label
from balancecoach.ui.set_up import StepsBar
from balancecoach.ui.set_up_page import ENTER, SetUpPage

#: What ``went_on`` carries when the rest of the check is left out.
SKIP = "skip"
#: Words a minute that can be chosen (evidence 6d: 120 to 180).
RATES = tuple(range(SLOWEST_WPM, FASTEST_WPM + 1, 15))


class LinesPage(SetUpPage):
    """A few sentences. ``skip``: words of a button that leaves the check out, "" for none."""

    def __init__(
        self, question: str, lines: Sequence[str], go: str, *, skip: str = "", problems: Sequence[str] = ()
    ) -> None:
        super().__init__(question)
        for line in lines:
            self.column.addWidget(label(line, "body"))
        for line in problems:
            self.column.addWidget(label(line, "problem"))
        self.main = WrappedButton(go, "start")
        self.main.clicked.connect(self.go_on)
        self.column.addWidget(self.main)
        if skip:
            self.skip = WrappedButton(skip, "link")
            self.skip.clicked.connect(lambda: self.went_on.emit(SKIP))
            self.column.addWidget(self.skip)
        self.finish()

    @property
    def next_words(self) -> str:
        """There is one button, and it is the big one."""
        return ""

    def focus_first(self) -> None:
        """The big button."""
        self.main.setFocus()

    def go_on(self) -> None:
        """To the next page."""
        self.went_on.emit("")


class HearPage(SetUpPage):
    """Speaks louder and louder until somebody presses. ``went_on`` with the step that was heard, ``None`` for none."""

    speak = Signal(float)  # volume, 0 to 1

    def __init__(self) -> None:
        super().__init__(
            tr("Press when you hear every word clearly"),
            tr("It begins softly and gets louder. Press this button, the space bar, Enter or the clicker."),
        )
        self._step = -1
        self.timer = QTimer(self, singleShot=True, interval=round(NEXT_STEP_S * 1000))
        self.timer.timeout.connect(self._louder)
        self.level = label("", "strong")
        self.bar = StepsBar()
        self.heard = WrappedButton(tr("I hear it clearly"), "start")
        self.heard.clicked.connect(self.go_on)
        self.again = WrappedButton(tr("Begin again, softly"))
        self.again.clicked.connect(self.begin)
        self.never = WrappedButton(tr("It cannot be heard clearly"), "link")
        self.never.clicked.connect(lambda: self.went_on.emit(None))
        for widget in (self.level, self.bar, self.heard, self.again, self.never):
            self.column.addWidget(widget)
        self.finish()

    @property
    def next_words(self) -> str:
        """There is one button, and it is the big one."""
        return ""

    @property
    def step(self) -> int:
        """Of ``STEPS_DB``; -1 before the first."""
        return self._step

    def set_scale(self, scale: float) -> None:
        """Spacing, and the height of the bar."""
        super().set_scale(scale)
        self.bar.setFixedHeight(round(30 * scale))

    def begin(self) -> None:
        """From the softest step."""
        self._step = -1
        self.say("")
        self._louder()
        self.heard.setFocus()

    def sounds(self) -> None:
        """The sentence begins to sound: only then does time run, for the first one may have to be rendered."""
        if self.isVisible():
            self.timer.start()

    def _louder(self) -> None:
        if self._step == len(STEPS_DB) - 1:
            self.timer.stop()
            self.say(
                tr(
                    "Not clear at the loudest? Bring the loudspeaker closer, 1 to 1.5 metres from the rails,"
                    " and turn up the computer and the loudspeaker. Then begin again."
                )
            )
            return
        self._step += 1
        self.level.setText(tr("Loudness {0} of {1}").format(self._step + 1, len(STEPS_DB)))
        self.bar.show_steps(self._step + 1, len(STEPS_DB))
        self.speak.emit(factor(STEPS_DB[self._step]))

    def focus_first(self) -> None:
        """The big button."""
        self.heard.setFocus()

    def go_on(self) -> None:
        """Heard."""
        if self._step >= 0:
            self.went_on.emit(self._step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on one of the smaller buttons is that button's; everywhere else it means heard."""
        here = self.focusWidget()
        if event.key() in ENTER and not event.isAutoRepeat() and here in (self.again, self.never):
            (self.begin if here is self.again else self.never.click)()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin when it is seen."""
        super().showEvent(event)
        if self._step < 0:
            self.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        """No voice from a page that is not seen."""
        super().hideEvent(event)
        self.timer.stop()


class VoiceSet(Struct, frozen=True):
    """What is chosen: volume 0 to 1, words a minute, and the voice's id ("" for the one that is there anyway)."""

    volume: float
    rate_wpm: int = 150
    voice: str = ""


class VoiceRows(QWidget):
    """Loudness, speed and voice, each with a button to hear it. ``changed`` with a ``VoiceSet`` at once."""

    changed = Signal(object)
    hear = Signal()

    def __init__(self, *, personal: bool = True) -> None:
        super().__init__()
        self._set = VoiceSet(1.0, 150)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        last = len(VOLUMES) - 1
        names = {0: tr("1 (softest)"), last: tr("{0} (loudest)").format(last + 1)}
        self.volume = ChoiceRow(
            tr("How loud"), [(each, names.get(at, str(at + 1))) for at, each in enumerate(VOLUMES)], hear=True
        )
        ends = {RATES[0]: tr("{0} (slow)").format(RATES[0]), RATES[-1]: tr("{0} (fast)").format(RATES[-1])}
        words = [(each, ends.get(each, str(each))) for each in RATES]
        self.rate = ChoiceRow(tr("How fast, in words a minute"), words, hear=True)
        self.voice = ListRow(tr("Which voice; deeper ones come first"), hear=True)
        for row, field in ((self.volume, "volume"), (self.rate, "rate_wpm"), (self.voice, "voice")):
            self.column.addWidget(row)
            row.chosen.connect(lambda value, field=field: self._change(field, value))
            row.hear.connect(self.hear)
        self.show_voices(())
        self.set_personal(personal)

    def set_personal(self, personal: bool) -> None:
        """Speed and voice belong to a person; without one there is nothing to choose them for."""
        self.rate.setVisible(personal)
        self.voice.setVisible(personal)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self.column.setSpacing(round(12 * scale))

    def show_set(self, values: VoiceSet) -> None:
        """What is set; nothing is told."""
        self._set = replace(values, volume=nearest(values.volume))
        self.volume.show_value(self._set.volume)
        self.rate.show_value(min(RATES, key=lambda each: abs(each - values.rate_wpm)))
        self.voice.show_value(values.voice)

    def show_voices(self, voices: Sequence[tuple[str, str]]) -> None:
        """The voices there are: id and plain name."""
        self.voice.set_answers([("", tr("The usual one")), *voices])
        self.voice.show_value(self._set.voice)

    @property
    def values(self) -> VoiceSet:
        """What is chosen now."""
        return self._set

    def _change(self, field: str, value: object) -> None:
        self._set = replace(self._set, **{field: value})
        self.changed.emit(self._set)


class VoicePage(SetUpPage):
    """What was heard, and how it shall sound. ``went_on`` with a ``VoiceSet``."""

    def __init__(self, lines: Sequence[str], problem: str, values: VoiceSet, *, personal: bool) -> None:
        super().__init__(tr("How shall the voice sound?"))
        for line in lines:
            self.column.addWidget(label(line, "body"))
        self.rows = VoiceRows(personal=personal)
        self.rows.show_set(values)
        self.column.addWidget(self.rows)
        for row in (self.rows.volume, self.rows.rate, self.rows.voice):
            for made in row.findChildren(QPushButton):
                made.setAutoDefault(False)  # Enter is the page's: on what is chosen already it goes on
        self.finish()
        self.say(problem)

    def set_scale(self, scale: float) -> None:
        """Spacing."""
        super().set_scale(scale)
        self.rows.set_scale(scale)

    def focus_first(self) -> None:
        """On the loudness that was found."""
        self.rows.volume.focus_chosen()

    def enter(self) -> None:
        """Enter on another answer chooses it, on a button to hear it lets it be heard; elsewhere it goes on."""
        here = self.focusWidget()
        if isinstance(here, QPushButton) and not here.isChecked():
            here.click()
        else:
            self.go_on()

    def go_on(self) -> None:
        """With what is chosen."""
        self.went_on.emit(self.rows.values)
