"""When sessions are planned: days, time, weeks and a reminder."""

from datetime import time

from PySide6.QtWidgets import QVBoxLayout, QWidget

from balancecoach.core.dates import short_weekday, weekday
from balancecoach.core.words import tr, trc
from balancecoach.ui.fields import CHOSEN, OPEN, Field, Pick
from balancecoach.ui.fitting import Row, WrappedButton
from balancecoach.ui.parts import label


class CalendarPart(QWidget):
    """Part of the page that saves files."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(label(tr("On which days?"), "body"))
        self.days = tuple(_Day(short_weekday(day), weekday(day)) for day in range(7))
        for some in (self.days[:4], self.days[4:]):
            self._column.addWidget(Row(*some))
        self.problem = label("", "problem")
        self.problem.hide()
        self._column.addWidget(self.problem)
        self.at = Field(tr("At what time?"), tr("Like 10:00 or 16:30."))
        self.at.set_text("10:00")
        weeks = [(number, tr("{0} weeks").format(number)) for number in (2, 4, 8, 12)]
        self.weeks = Pick(tr("How many weeks?"), weeks)
        self.weeks.set_value(4)
        alarms = ((None, trc("reminder", "None")), (30, tr("30 minutes before")), (60, tr("An hour before")))
        self.alarm = Pick(tr("A reminder?"), alarms)
        self.alarm.set_value(None)
        for part in (self.at, self.weeks, self.alarm):
            self._column.addWidget(part)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._column.setSpacing(round(12 * scale))
        for part in (self.at, self.weeks, self.alarm):
            part.set_scale(scale)

    def show_days(self, days: tuple[int, ...]) -> None:
        """Choose these; 0 is Monday."""
        for number, made in enumerate(self.days):
            made.setChecked(number in days)

    def chosen(self) -> tuple[int, ...]:
        """The days that are chosen."""
        return tuple(number for number, made in enumerate(self.days) if made.isChecked())

    def time(self) -> time | None:
        """The time that is typed, ``None`` when it is none."""
        return read_time(self.at.text())

    def check(self) -> tuple[QWidget, QWidget] | None:
        """Say what is missing or wrong: where, and what says so; ``None`` when all is well."""
        no_day, no_time = not self.chosen(), self.time() is None
        self.problem.setText(tr("Choose a day or more."))
        self.problem.setVisible(no_day)
        self.at.set_problem(tr("This is no time of day. Write it like 10:00.") if no_time else "")
        if no_day:
            return self.days[0], self.problem
        return (self.at.edit, self.at.problem) if no_time else None


class _Day(WrappedButton):
    """A day that can be chosen beside others; its mark says so without its colour."""

    def __init__(self, words: str, name: str) -> None:
        super().__init__(f"{OPEN}  {words}")
        self._day = words
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.toggled.connect(self._mark)

    def _mark(self, on: bool) -> None:
        self.setText(f"{CHOSEN if on else OPEN}  {self._day}")


def read_time(text: str) -> time | None:
    """A time of day as people write it: "10:00", "9.30", "16"."""
    hour, _, minute = text.strip().replace(".", ":").partition(":")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None
