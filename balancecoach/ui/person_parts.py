"""What the screen of one person is made of: the fields that are saved together, and the wishes that act at once."""

from collections.abc import Mapping

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from balancecoach.core.person import FASTEST_WPM, SLOWEST_WPM, TEXT_SIZES, Person
from balancecoach.core.plan import HOME, BeltControl, Hands, Units
from balancecoach.core.words import N_, tr
from balancecoach.ui.fields import UNIT_WORDS, Field, NotesField, NumberField, Pick, SpeedField, TwiceButton
from balancecoach.ui.fitting import Combo, Row, Tick, WrappedButton
from balancecoach.ui.parts import button, label
from balancecoach.ui.person_facts import Edited, PersonFacts

CONTROL_WORDS = {
    BeltControl.HELPER: N_("A helper does it"),
    BeltControl.REMOTE: N_("Buttons on the rails, or a remote"),
    BeltControl.NONE: N_("None of these"),
}
HANDS_WORDS = {
    Hands.BOTH: N_("Both hands"),
    Hands.LIGHT: N_("Fingertips"),
    Hands.ONE: N_("One hand"),
}


class PersonFields(QObject):
    """Every field, its value and its problem."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name, self.helper = Field(tr("Name")), Field(tr("Helper's name"))
        self.emergency = Field(tr("Emergency number"), tr("Shown huge when somebody presses Stop."))
        self.notes = NotesField(tr("Notes"))
        self._place()
        self._speeds()
        units = [(each, tr(UNIT_WORDS[each])) for each in Units]
        self.units = Pick(tr("The treadmill shows"), units)
        control = [(each, tr(CONTROL_WORDS[each])) for each in BeltControl]
        self.control = Pick(tr("The belt is started and stopped, facing the room, by"), control)
        self.hands = Pick(tr("At least this much hold on the rails"), [(h, tr(HANDS_WORDS[h])) for h in HANDS_WORDS])
        self.loosen = Tick(tr("Loosen neck and back before the belt starts"))
        rate_hint = tr("{0} to {1}; 150 to begin with.").format(SLOWEST_WPM, FASTEST_WPM)
        self.rate = NumberField(tr("How fast the voice speaks"), tr("words a minute"), rate_hint)
        self.text_size = Pick(tr("Size of the words"), [(size, f"{size} %") for size in TEXT_SIZES])
        self._wire()

    def _place(self) -> None:
        self.place = QWidget()
        column = QVBoxLayout(self.place)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(tr("Programme and week"), "body"))
        self.programme, self.week = Combo(), Combo()
        self.programme.setAccessibleName(tr("Programme"))
        self.week.setAccessibleName(tr("Week"))
        row = QHBoxLayout()
        row.addWidget(self.programme, 3)
        row.addWidget(self.week, 1)
        column.addLayout(row)
        self.programme.currentIndexChanged.connect(lambda _index: self._fill_weeks())

    def _speeds(self) -> None:
        self.start = label("", "small")
        self.speed = SpeedField(tr("Backward speed now"), tr("Left empty, the start speed counts."))
        self.forward = SpeedField(tr("Comfortable forward speed on this treadmill"))
        self.walk = NumberField(tr("Three metres backwards on the floor"), tr("seconds"))
        self.baseline = SpeedField(tr("Baseline speed, measured by a physio"))
        self.limit = SpeedField(tr("Backward speed at most"))
        self.slope = NumberField(tr("Slope at most"), "%")
        self.hands_off = Tick(tr("May let go of the rails"))
        self.hands_off_problem = label("", "problem")
        self.hands_off_problem.hide()
        self.by = Field(tr("Name of the physio"), tr("Needed to raise a limit."))
        self.limits_note = label("", "small")

    def groups(self) -> list[tuple[str, list[QWidget]]]:
        """The fields, by card."""
        by_whom = (self.by, self.limits_note)
        return [
            (tr("WHO"), [self.name, self.helper, self.emergency, self.notes]),
            (tr("PROGRAMME"), [self.place, self.speed, self.start]),
            (tr("WALKING"), [self.units, self.control, self.forward, self.walk, self.hands, self.loosen]),
            (
                tr("LIMITS, SET BY A PHYSIO"),
                [self.limit, self.slope, self.hands_off, self.hands_off_problem, self.baseline, *by_whom],
            ),
            (tr("VOICE AND WORDS"), [self.rate, self.text_size]),
        ]

    def _by_key(self) -> dict[str, Field]:
        return {
            "name": self.name, "helper": self.helper, "emergency": self.emergency, "speed_kmh": self.speed,
            "forward_kmh": self.forward, "walk3m_s": self.walk, "baseline_kmh": self.baseline, "limit_kmh": self.limit,
            "limit_slope_percent": self.slope, "rate_wpm": self.rate, "limit_by": self.by,
        }  # fmt: skip

    def _picks(self) -> tuple[Pick, ...]:
        return (self.units, self.control, self.hands, self.text_size)

    def _all(self) -> tuple[Field | NotesField | Pick, ...]:
        return (*self._by_key().values(), self.notes, *self._picks())

    def _wire(self) -> None:
        for each in self._all():
            each.changed.connect(self.changed)
        for box in (self.loosen, self.hands_off):
            box.toggled.connect(lambda _on: self.changed.emit())
        for combo in (self.programme, self.week):
            combo.activated.connect(lambda _index: self.changed.emit())
        self.units.group.idClicked.connect(lambda _number: self._show_units())

    def _show_units(self) -> None:
        for field in (self.speed, self.forward, self.baseline, self.limit):
            field.set_units(Units(str(self.units.value())))

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        for each in self._all():
            each.set_scale(scale)

    def show_person(self, facts: PersonFacts) -> None:
        """Show this person's values."""
        person = facts.person
        self.units.set_value(person.units)
        self._show_units()
        self.name.set_text(person.name)
        self.helper.set_text(person.helper)
        self.emergency.set_text(person.emergency)
        self.notes.edit.setPlainText(person.notes)
        self.by.set_text("")
        for key in ("speed_kmh", "forward_kmh", "walk3m_s", "baseline_kmh", "limit_kmh", "limit_slope_percent"):
            number = self._by_key()[key]
            assert isinstance(number, NumberField)
            number.show_value(getattr(person, key))
        self.rate.show_value(float(person.rate_wpm))
        picked = (person.units, person.control, person.hands, person.text_percent)
        for pick, value in zip(self._picks(), picked, strict=True):
            pick.set_value(value)
        self.loosen.setChecked(person.loosen)
        self.hands_off.setChecked(person.hands_off)
        self.start.setText(facts.start)
        self.limits_note.setText(facts.limits)
        self.limits_note.setVisible(bool(facts.limits))
        self._show_place(facts)

    def _show_place(self, facts: PersonFacts) -> None:
        self.programme.clear()
        for row in facts.programmes:
            self.programme.addItem(row.title, (row.id, row.weeks))
        ids = [row.id for row in facts.programmes]
        self.programme.setCurrentIndex(ids.index(facts.person.programme_id))
        self._fill_weeks()
        self.week.setCurrentIndex(min(facts.person.week, self.week.count()) - 1)

    def _fill_weeks(self) -> None:
        data = self.programme.currentData()
        self.week.clear()
        for number in range(1, (data[1] if data else 1) + 1):
            self.week.addItem(tr("Week {0}").format(number), number)

    def programme_id(self) -> str:
        """The programme that is chosen on the screen."""
        return str(self.programme.currentData()[0])

    def read(self, old: Person) -> Edited:
        """The person as the screen has them."""
        wrong: dict[str, str] = {}

        def number(key: str, empty: float | None = None) -> float | None:
            field = self._by_key()[key]
            assert isinstance(field, NumberField)
            value, problem = field.read()
            if problem:
                wrong[key] = problem
                return getattr(old, key)  # type: ignore[no-any-return]
            return empty if value is None else value

        rate = number("rate_wpm", 150.0) or 0.0
        person = replace(
            old,
            name=self.name.text().strip(),
            helper=self.helper.text().strip(),
            emergency=self.emergency.text().strip(),
            notes=self.notes.edit.toPlainText(),
            programme_id=self.programme_id(),
            week=self.week.currentIndex() + 1,
            speed_kmh=number("speed_kmh"),
            forward_kmh=number("forward_kmh"),
            walk3m_s=number("walk3m_s"),
            baseline_kmh=number("baseline_kmh"),
            limit_kmh=number("limit_kmh", HOME.backward_kmh) or 0.0,
            limit_slope_percent=number("limit_slope_percent", 0.0) or 0.0,
            hands_off=self.hands_off.isChecked(),
            units=Units(str(self.units.value())),
            control=BeltControl(str(self.control.value())) if self.control.value() else None,
            hands=Hands(str(self.hands.value())) if self.hands.value() else old.hands,
            loosen=self.loosen.isChecked(),
            rate_wpm=round(rate),
            text_percent=int(str(self.text_size.value() or old.text_percent)),
        )
        return Edited(person, self.by.text().strip(), wrong)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Words beside each field."""
        for key, field in self._by_key().items():
            field.set_problem(problems.get(key, ""))
        self.notes.set_problem(problems.get("notes", ""))
        self.hands_off_problem.setText(problems.get("hands_off", ""))
        self.hands_off_problem.setVisible("hands_off" in problems)


class PersonWishes(QObject):
    """Health, approvals, archive: these act at once and are not part of Save."""

    def __init__(self) -> None:
        super().__init__()
        self.health, self.happened = label("", "body"), label("", "small")
        self.outcome = WrappedButton(tr("See why, print it, or allow more"))
        self.ask = WrappedButton(tr("Ask the questions again"))
        self.fall = TwiceButton(tr("There was a fall"), tr("Once more: there was a fall"))
        self.operation = TwiceButton(
            tr("There was an operation or injury"), tr("Once more: an operation or injury")
        )  # fmt: skip
        self.approvals = label("", "small")
        self.by = Field(tr("Name of the physio who approves this programme"))
        self.approve = WrappedButton("")
        self.archive = button(tr("Put into the archive"))
        self.bring_back = button(tr("Bring back"))
        self.delete = button(tr("Delete for ever…"))

    def fill(self, column: QVBoxLayout) -> None:
        """Into a card."""
        column.addWidget(label(tr("HEALTH"), "kicker"))
        column.addWidget(self.health)
        column.addWidget(self.happened)
        column.addWidget(Row(self.outcome, self.ask))
        column.addWidget(Row(self.fall, self.operation))
        column.addWidget(label(tr("APPROVALS"), "kicker"))
        for each in (self.approvals, self.by):
            column.addWidget(each)
        column.addWidget(Row(self.approve))
        column.addWidget(label(tr("KEEP OR DELETE"), "kicker"))
        column.addWidget(Row(self.archive, self.bring_back, self.delete))

    def show_facts(self, facts: PersonFacts) -> None:
        """Show these."""
        self.health.setText(facts.health)
        self.outcome.setVisible(facts.answered)
        self.happened.setText("\n".join(facts.happened))
        self.happened.setVisible(bool(facts.happened))
        self.approvals.setText("\n".join(facts.approvals) or tr("Nothing needs a physio's approval so far."))
        self.by.set_text("")
        self.by.set_problem("")
        self.archive.setVisible(not facts.person.archived)
        self.bring_back.setVisible(facts.person.archived)
        for twice in (self.fall, self.operation):
            twice.reset()
        self.show_programme(facts, facts.person.programme_id)

    def show_programme(self, facts: PersonFacts, programme_id: str) -> None:
        """An approval is offered for the programme that is chosen, where one is needed."""
        row = next((each for each in facts.programmes if each.id == programme_id), None)
        needed = row is not None and row.approval
        self.by.setVisible(needed)
        self.approve.setVisible(needed)
        self.approve.setText(tr("A physio approves: {0}").format(row.title if row else ""))
