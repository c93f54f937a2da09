"""Settings: how it looks and sounds, the treadmill, the helper's PIN. Each setting does what it says at once."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from balancecoach.core.preferences import Preferences, Theme
from balancecoach.core.words import tr
from balancecoach.ui.about_card import AboutCard
from balancecoach.ui.choices import ChoiceRow
from balancecoach.ui.display_card import DisplayCard
from balancecoach.ui.fitting import Row
from balancecoach.ui.language_card import LanguageCard
from balancecoach.ui.parts import button, card, label, pad, scrolling_page
from balancecoach.ui.records_card import RecordsCard
from balancecoach.ui.sound_card import SoundCard


class SettingsScreen(QWidget):
    """Shows what is set, tells what is wanted."""

    pin_set = Signal(str)
    pin_removed = Signal()
    check_treadmill = Signal()
    buttons_wanted = Signal()
    preferred = Signal(object)  # Preferences, with one thing changed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = scrolling_page(self)
        self._column.addWidget(label(tr("Settings"), "title"))
        self._preferences = Preferences()
        self._rows: list[tuple[str, ChoiceRow]] = []
        self._column.addWidget(self._look_card())
        self.language = LanguageCard()
        self.language.chosen.connect(self._change("language"))
        self._column.addWidget(self.language)
        self.display = DisplayCard()
        self.display.chosen.connect(self._change("display"))
        self._column.addWidget(self.display)
        self.sound = SoundCard()
        self.sound.preferred.connect(lambda field, value: self._change(field)(value))
        self._column.addWidget(self.sound)
        self._column.addWidget(self._treadmill_card())
        self._column.addWidget(self._buttons_card())
        self._column.addWidget(self._pin_card())
        self.records = RecordsCard()
        self._column.addWidget(self.records)
        self.about = AboutCard()
        self._column.addWidget(self.about)
        self._column.addStretch(1)

    def _look_card(self) -> QWidget:
        frame, self._look = card()
        themes = (
            (Theme.SYSTEM, tr("As the computer")),
            (Theme.PAPER, tr("Paper")),
            (Theme.DARK, tr("Dark")),
            (Theme.YELLOW, tr("Yellow on black")),
        )
        self._look.addWidget(self._choice("theme", tr("Colours"), themes))
        return frame

    def _choice(self, field: str, name: str, answers: tuple[tuple[object, str], ...]) -> ChoiceRow:
        made = ChoiceRow(name, answers)
        made.chosen.connect(self._change(field))
        self._rows.append((field, made))
        return made

    def _change(self, field: str) -> Callable[[object], None]:
        def changed(value: object) -> None:
            change: dict[str, Any] = {field: value}
            self._preferences = replace(self._preferences, **change)
            self.preferred.emit(self._preferences)

        return changed

    def show_preferences(self, preferences: Preferences) -> None:
        """What is set now."""
        self._preferences = preferences
        self.sound.show_preferences(preferences)
        for field, row in self._rows:
            row.show_value(getattr(preferences, field))
        self.display.show_value(preferences.display)

    def _pin_card(self) -> QWidget:
        frame, self._pin = card()
        self._pin.addWidget(label(tr("Helper's PIN"), "strong"))
        words = tr("With a PIN only the helper changes plans, people and settings. Walking never needs it.")
        self._pin.addWidget(label(words, "body"))
        self.pin_field = QLineEdit()
        self.pin_field.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin_field.setMaxLength(16)
        self.pin_field.setPlaceholderText(tr("4 to 8 digits"))
        self.pin_field.setAccessibleName(tr("New PIN, 4 to 8 digits"))
        self.pin_field.returnPressed.connect(self._set)
        self.pin_button, self.remove_button = button(""), button(tr("Remove the PIN"))
        self.pin_button.clicked.connect(self._set)
        self.remove_button.clicked.connect(self.pin_removed)
        self._pin.addWidget(Row(self.pin_field, self.pin_button, self.remove_button))
        self.pin_words = label("", "problem")
        self._pin.addWidget(self.pin_words)
        return frame

    def _buttons_card(self) -> QWidget:
        frame, self._buttons = card()
        self._buttons.addWidget(label(tr("Buttons"), "strong"))
        words = tr("Keyboard, clicker, shutter or pedal: see what each button does, and choose your own.")
        self._buttons.addWidget(label(words, "body"))
        self.buttons_button = button(tr("Choose buttons"))
        self.buttons_button.clicked.connect(self.buttons_wanted)
        self._buttons.addWidget(Row(self.buttons_button))
        return frame

    def _treadmill_card(self) -> QWidget:
        frame, self._treadmill = card()
        self._treadmill.addWidget(label(tr("Treadmill"), "strong"))
        self.treadmill_words = label("", "body")
        self._treadmill.addWidget(self.treadmill_words)
        row = QHBoxLayout()
        self.treadmill_button = button(tr("Check the treadmill"))
        self.treadmill_button.clicked.connect(self.check_treadmill)
        row.addWidget(self.treadmill_button)
        row.addStretch(1)
        self._treadmill.addLayout(row)
        return frame

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 40, 24, 16)
        for column in (self._pin, self._buttons, self._treadmill, self._look):
            pad(column, scale, 30, 20, 12)
        self.language.set_scale(scale)
        self.display.set_scale(scale)
        self.sound.set_scale(scale)
        self.records.set_scale(scale)
        self.about.set_scale(scale)
        self.pin_field.setFixedWidth(round(300 * scale))

    def show_facts(self, *, pin: bool, treadmill: str, words: str = "") -> None:
        """Whether a PIN is set, what is known of the treadmill, and a sentence about what was just done."""
        self.pin_field.clear()
        self.pin_button.setText(tr("Change the PIN") if pin else tr("Set a PIN"))
        self.remove_button.setVisible(pin)
        self.pin_words.setText(words)
        self.pin_words.setVisible(bool(words))
        self.treadmill_words.setText(treadmill)
        if words:  # about the PIN: stay there
            self.pin_field.setFocus()
        else:
            self._rows[0][1].focus_chosen()

    def _set(self) -> None:
        self.pin_set.emit(self.pin_field.text())
