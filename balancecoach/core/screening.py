"""What is asked before a person first walks, and what each answer leads to (evidence 5a and 5b; wordings are ours).

Only data; ``safety`` judges by it. A person who is not sure leaves a question open: an open question means "ask a
professional first". Numbers in the questions are those of evidence 5a.
"""

from datetime import timedelta
from enum import IntEnum, StrEnum

from msgspec import Struct

from balancecoach.core.daily import Statement
from balancecoach.core.words import N_


class Outcome(IntEnum):
    """What a person may do, from the best to the worst."""

    GO = 0
    HELPER = 1  # with a helper
    CLINIC = 2  # clinic programmes only
    ASK = 3  # ask a professional first
    NOT_TODAY = 4


class Answer(StrEnum):
    """The values of the choices: yes and no, and those of the two questions that need more."""

    YES = "yes"
    NO = "no"
    STABLE = "stable"
    UNSTABLE = "unstable"
    NONE = "none"
    ONE = "one"
    ONE_HURT = "one_hurt"
    TWO = "two_or_more"


class Again(StrEnum):
    """Why the questions are asked (again)."""

    FIRST = "first"
    FALL = "fall"
    OPERATION = "operation"
    AWAY = "away"
    APART = "apart"


class Question(Struct, frozen=True):
    """One question; ``choices`` are pairs of a value and its words, both unique in the question."""

    key: str
    words: str
    choices: tuple[tuple[str, str], ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The values a person may choose from."""
        return tuple(value for value, _ in self.choices)


YES_NO: tuple[tuple[str, str], ...] = ((Answer.YES, N_("Yes")), (Answer.NO, N_("No")))
HEART: tuple[tuple[str, str], ...] = (
    (Answer.NO, N_("No")),
    (Answer.STABLE, N_("Yes, and it is stable")),
    (Answer.UNSTABLE, N_("Yes, and it is not stable, or I am not sure")),
)
FALLS: tuple[tuple[str, str], ...] = (
    (Answer.NONE, N_("No")),
    (Answer.ONE, N_("Once, and I was not hurt")),
    (Answer.ONE_HURT, N_("Once, and I was hurt")),
    (Answer.TWO, N_("Two or more times")),
)

#: The first-time questions in the order of evidence 5a.
QUESTIONS = (
    Question("beside", N_("Have you been told you need a health professional beside you when you exercise?"), YES_NO),
    Question(
        "chest_pain",
        N_("In the last month, have you had any pain, tightness or pressure in your chest, resting or moving?"),
        YES_NO,
    ),
    Question("fainted", N_("In the last year, have you fainted or nearly blacked out?"), YES_NO),
    Question("dizzy", N_("Do you get dizzy spells, or does the room spin?"), YES_NO),
    Question("heart", N_("Do you have a heart or blood-pressure condition?"), HEART),
    Question("falls", N_("Have you fallen in the last 12 months?"), FALLS),
    Question("unsteady", N_("Do you feel unsteady on your feet?"), YES_NO),
    Question("worried", N_("Does the thought of falling worry you?"), YES_NO),
    Question("aid", N_("Do you use a stick or frame, or hold furniture indoors?"), YES_NO),
    Question(
        "operation", N_("Have you had an operation, a broken bone or a new injury in the last three months?"), YES_NO
    ),
    Question("joints", N_("Do your hips, knees, ankles, feet or back hurt more when you walk?"), YES_NO),
    Question("numb", N_("Have your feet gone numb or tingly?"), YES_NO),
    Question(
        "condition",
        N_("Have you had a stroke, or do you have Parkinson's, MS, or a memory or inner-ear balance problem?"),
        YES_NO,
    ),
    Question(
        "medicines",
        N_("Do any medicines leave you light-headed or sleepy, or have they changed in the last two weeks?"),
        YES_NO,
    ),
    Question("bones", N_("Have you been told your bones are thin?"), YES_NO),
    Question("senses", N_("Is your sight or hearing poor, even with glasses or hearing aids?"), YES_NO),
    Question("inactive", N_("Are you over 69 and not used to being active?"), YES_NO),
    Question("six_minutes", N_("Can you walk forward on this treadmill for six minutes?"), YES_NO),
)

GO, HELPER, CLINIC, ASK = Outcome.GO, Outcome.HELPER, Outcome.CLINIC, Outcome.ASK
YES, NO = Answer.YES, Answer.NO
#: Question, answer -> what it leads to, and why. An answer that is not here is all clear. From evidence 5a: its R is
#: ``ASK``, its A is ``HELPER``; six minutes of walking forward is no danger to lack, it only comes first.
MEANING: dict[tuple[str, str], tuple[Outcome, str]] = {
    ("beside", YES): (ASK, N_("You said you need a health professional beside you to exercise, so ask one first.")),
    ("chest_pain", YES): (ASK, N_("You said your chest was painful, tight or pressed, so ask your GP first.")),
    ("fainted", YES): (ASK, N_("You said you fainted or nearly blacked out, so ask your GP first.")),
    ("dizzy", YES): (ASK, N_("You said you get dizzy or the room spins, so ask your GP first.")),
    ("heart", Answer.STABLE): (
        HELPER,
        N_("You said you have a stable heart or blood-pressure condition, so have a helper with you."),
    ),
    ("heart", Answer.UNSTABLE): (
        ASK,
        N_("You said your heart or blood pressure may be unstable, so ask your GP first."),
    ),
    ("falls", Answer.ONE): (HELPER, N_("You said you fell in the last 12 months, so have a helper with you.")),
    ("falls", Answer.ONE_HURT): (ASK, N_("You said you fell and were hurt, so ask your GP or physio first.")),
    ("falls", Answer.TWO): (ASK, N_("You said you fell two or more times, so ask your GP or physio first.")),
    ("unsteady", YES): (HELPER, N_("You said you feel unsteady on your feet, so have a helper with you.")),
    ("worried", YES): (HELPER, N_("You said falling worries you, so have a helper with you.")),
    ("aid", YES): (HELPER, N_("You said you use a stick or frame, or hold furniture, so never walk here alone.")),
    ("operation", YES): (ASK, N_("You said you had an operation or injury, so ask your GP or physio first.")),
    ("joints", YES): (HELPER, N_("You said walking makes your joints or back hurt more, so have a helper with you.")),
    ("numb", YES): (HELPER, N_("You said your feet have gone numb or tingly, so have a helper with you.")),
    ("condition", YES): (
        CLINIC,
        N_("You said yes to a stroke, Parkinson's, MS, memory or balance problem, so use clinic programmes only."),
    ),
    ("medicines", YES): (
        HELPER,
        N_("You said your medicines make you light-headed or sleepy, or have changed, so have a helper with you."),
    ),
    ("bones", YES): (HELPER, N_("You said your bones are thin, so have a helper with you.")),
    ("senses", YES): (HELPER, N_("You said your sight or hearing is poor, so have a helper. Words will be large.")),
    ("inactive", YES): (
        HELPER,
        N_("You said you are over 69 and not used to being active, so have a helper with you."),
    ),
    ("six_minutes", NO): (GO, N_("You said you cannot walk forward for six minutes yet, so walk forward only.")),
}
#: What to talk to a professional about after an A answer, by question (evidence 5a).
ADVICE = {
    "heart": N_("Talk to your GP about your heart or blood pressure before you walk backward."),
    "falls": N_("Talk to your GP or physio about your fall."),
    "unsteady": N_("Talk to your GP or physio about feeling unsteady."),
    "worried": N_("Talk to your GP or physio about your worry of falling."),
    "aid": N_("Talk to your physio about your stick, your frame, or holding furniture."),
    "joints": N_("Talk to your GP or physio about what hurts when you walk."),
    "numb": N_("Talk to your GP about your numb or tingly feet."),
    "condition": N_("Talk to your GP or physio about which programme is right for your condition."),
    "medicines": N_("Talk to your GP about your medicines."),
    "bones": N_("Talk to your GP or physio about your thin bones."),
    "senses": N_("Talk to your GP about your sight or hearing."),
    "inactive": N_("Talk to your GP or physio about getting active."),
}

#: What must be true of the treadmill and its place, asked once for each treadmill (evidence 5b, with its numbers).
SETUP = (
    Statement("manual", N_("I have read the treadmill's manual, and it does not forbid walking backward")),
    Statement("rails", N_("It has long rails on both sides")),
    Statement("stop_and_key", N_("I have tested the red stop button and the safety key. Each one stops the belt")),
    Statement("slow_start", N_("The belt starts at 0.8 km/h or slower")),
    Statement("space", N_("Two metres are clear behind it, and half a metre on each side")),
    Statement("floor", N_("No rug, pet or child is near it")),
    Statement(
        "control",
        N_(
            "The belt can be started and stopped while I face the room: by my helper, a remote, or buttons on the rails"
        ),
    ),
    Statement("phone", N_("A phone is in reach")),
    Statement("screen", N_("The screen and the speaker stand outside the two clear metres")),
)

#: "In the last three months" of question 10, and how long without a session asks everything again (our choice, the
#: same three months; evidence 3 only says to step back a week after two).
THREE_MONTHS = timedelta(days=90)
#: "In the last 12 months" of question 6.
TWELVE_MONTHS = timedelta(days=365)

#: What a person reads when the questions are asked, by ``Again``.
WHY_ASKED = {
    Again.FIRST: N_("Some questions about your health come first."),
    Again.FALL: N_("You had a fall, so please answer the questions about your health again."),
    Again.OPERATION: N_("You had an operation or an injury, so please answer the questions about your health again."),
    Again.APART: N_("Another computer knew something more, so please answer the questions about your health again."),
    Again.AWAY: N_("You have been away for three months, so please answer the questions about your health again."),
}
