"""The part of Settings about what is heard. Each setting can be heard at once, with the button beside it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from balancecoach.core.preferences import Preferences, SoundMode
from balancecoach.core.words import tr, trc
from balancecoach.ui.choices import ChoiceRow, ListRow
from balancecoach.ui.fitting import WrappedButton
from balancecoach.ui.parts import label, pad
from balancecoach.ui.sense_pages import VoiceRows, VoiceSet


class SoundCard(QFrame):
    """Loudness, loudspeaker, voice, tones, and what is spoken besides what must be."""

    preferred = Signal(str, object)  # a field of Preferences, and what it shall be
    voiced = Signal(object)  # VoiceSet: a person's voice or its speed, or the loudness, was changed
    hear = Signal(str)  # a field of Preferences, or "voice": let that be heard
    check = Signal()  # the sound and sight check

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._rows: list[tuple[str, ChoiceRow | ListRow]] = []
        self.column = QVBoxLayout(self)
        self.column.addWidget(label(tr("Sound and sight"), "strong"))
        self.state = label("", "body")
        self.check_button = WrappedButton(tr("Check sound and sight"))
        self.check_button.clicked.connect(self.check)
        self.column.addWidget(self.state)
        self.column.addWidget(self.check_button)
        self.whose = label("", "body")
        self.column.addWidget(self.whose)
        self.voice = VoiceRows()
        self.voice.changed.connect(self.voiced)
        self.voice.hear.connect(lambda: self.hear.emit("voice"))
        self.column.addWidget(self.voice)
        self._fill()

    def _fill(self) -> None:
        on_off = ((True, tr("Yes")), (False, tr("No")))
        self.output = ListRow(tr("Loudspeaker"), hear=True)
        self.output.chosen.connect(lambda value: self.preferred.emit("output", value))
        self.output.hear.connect(lambda: self.hear.emit("output"))
        self.column.addWidget(self.output)
        modes = (
            (SoundMode.BOTH, tr("Tones and voice")),
            (SoundMode.VOICE, tr("Voice only")),
            (SoundMode.TONES, tr("Tones only")),
        )
        self._add("sound", tr("What is heard"), modes)
        pauses = ((0.0, trc("silence", "None")), (0.5, tr("Half a second")), (1.0, tr("One second")))
        self._add("lead_in_s", tr("Silence before each cue, if a wireless loudspeaker cuts off the start"), pauses)
        every = ((0, tr("Never")), (30, tr("30 seconds")), (60, tr("1 minute")), (120, tr("2 minutes")))
        self._add("time_left_every_s", tr("Say the time left in a walk, every"), every)
        self._add("halfway", tr("Say “Halfway”"), on_off)
        self._add("next_up", tr("Say what comes next in the last warning"), on_off)

    def _add(self, field: str, name: str, answers: Sequence[tuple[object, str]]) -> None:
        row = ChoiceRow(name, answers, hear=True)
        row.chosen.connect(lambda value: self.preferred.emit(field, value))
        row.hear.connect(lambda: self.hear.emit(field))
        self._rows.append((field, row))
        self.column.addWidget(row)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self.column, scale, 30, 20, 14)
        self.voice.set_scale(scale)

    def show_preferences(self, preferences: Preferences) -> None:
        """What is set now, for this machine."""
        self.output.show_value(preferences.output)
        for field, row in self._rows:
            row.show_value(getattr(preferences, field))

    def show_outputs(self, names: Sequence[str], chosen: str) -> None:
        """The loudspeakers there are; one that is ``chosen`` and gone is named as gone."""
        gone = [(chosen, tr("{0} (not there now)").format(chosen))] if chosen and chosen not in names else []
        self.output.set_answers([("", tr("As the computer")), *((name, name) for name in names), *gone])
        self.output.show_value(chosen)

    def show_voice(self, whose: str, values: VoiceSet, state: str) -> None:
        """``whose``: who the voice speaks to, "" for nobody. ``state``: a sentence about the check."""
        self.state.setText(state)
        self.whose.setText(tr("Speed and voice are those of {0}.").format(whose))
        self.whose.setVisible(bool(whose))
        self.voice.set_personal(bool(whose))
        self.voice.show_set(values)
