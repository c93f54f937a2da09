"""Every sentence that is spoken or captioned, with its category and priority.

Wordings are ours (evidence section 4). At most eight words, so that a sentence takes about 3.2 s at 150 words a
minute (evidence 6d); a comma or full stop gives a pause before the key word. Facing is always "the console" or
"the room": forward, back, left and right all swap when a person turns.
"""

from enum import IntEnum, StrEnum
from functools import lru_cache
from gettext import NullTranslations

from msgspec import Struct

from balancecoach.core.words import N_, NN_, catalogue, tr, trn


class Category(StrEnum):
    """What a cue is about (evidence section 4)."""

    PHASE = "phase"
    BELT = "belt"
    POSTURE = "posture"
    FOOT = "foot_placement"
    GAZE = "gaze"
    RAILS = "rails"
    BREATHING = "breathing"
    PACE = "pace"
    COUNTDOWN = "countdown"
    HALFWAY = "halfway"
    ENCOURAGEMENT = "encouragement"
    SAFETY = "safety"
    FINISH = "finish"


class Priority(IntEnum):
    """Which cue wins: a higher one replaces what is playing, an equal or lower one waits."""

    HINT = 1
    COUNTDOWN = 2
    PHASE = 3
    SAFETY = 4
    STOP = 5


#: Seconds a cue may be late and still be right. "Five seconds" said two seconds late is wrong; "stop the belt" is not.
PATIENCE_S = {
    Priority.HINT: 3.0,
    Priority.COUNTDOWN: 1.0,
    Priority.PHASE: 5.0,  # as late as a tick can be (``gap.AWAY_S``): no block changes in silence
    Priority.SAFETY: 8.0,
    Priority.STOP: 30.0,
}


class Tone(StrEnum):
    """The sound before the words; each block change and warning has its own (design 6)."""

    NONE = "none"
    ATTENTION = "attention"  # one soft pulse before a hint
    CHANGE = "change"  # two rising pulses
    REST = "rest"  # one pulse
    STOP = "stop"  # three square-ish pulses
    PIPS = "pips"  # five pulses, one a second: the last five seconds of a bout


class Entry(Struct, frozen=True):
    """One row of the table: how a sentence is worded and treated."""

    category: Category
    priority: Priority
    words: str
    plural: str = ""


class Phrase(Struct, frozen=True):
    """A sentence to be said: the key of its row and the numbers that go into it."""

    key: str
    numbers: tuple[float, ...] = ()


_C, _P = Category, Priority


def _hint(category: Category, words: str) -> Entry:
    return Entry(category, _P.HINT, words)


def _belt(words: str) -> Entry:
    return Entry(_C.BELT, _P.SAFETY, words)


def _phase(words: str, plural: str = "") -> Entry:
    return Entry(_C.PHASE, _P.PHASE, words, plural)


ENTRIES: dict[str, Entry] = {
    # getting ready, and changes of block
    "welcome": Entry(_C.SAFETY, _P.SAFETY, N_("Welcome. First, clip on the safety key.")),
    "if_unsure": Entry(_C.SAFETY, _P.SAFETY, N_("If unsure, stop. That is always fine.")),
    "press_ready": _phase(N_("Press ready when you are set.")),
    "belt_still_ready": _phase(N_("Belt fully still? Then press ready.")),
    "warm_up": _phase(N_("Warm-up now. Walk at an easy pace.")),
    "cool_down": _phase(N_("Cool-down now. Ease into a stroll.")),
    "forward": _phase(N_("Walk facing the console. Easy pace.")),
    "next_bout_s": _phase(*NN_("Next: {0:.0f} second facing the room.", "Next: {0:.0f} seconds facing the room.")),
    "next_bout_min": _phase(*NN_("Next: {0:.0f} minute facing the room.", "Next: {0:.0f} minutes facing the room.")),
    "backward": _phase(N_("Backward walking now. Nice and slow.")),
    "last_bout": _hint(_C.ENCOURAGEMENT, N_("Your last backward walk today comes next.")),
    "rest": Entry(_C.BELT, _P.SAFETY, N_("Rest now. Belt stopped, both hands on.")),
    "sit": _phase(N_("Sit down and rest for a while.")),
    "stand_up": Entry(_C.SAFETY, _P.SAFETY, N_("Stand up slowly. Hold on a moment.")),
    "clip_again": Entry(_C.SAFETY, _P.SAFETY, N_("Step on. Clip on the safety key.")),
    # neck and back, standing beside the treadmill (evidence 1b)
    "loosen": _phase(N_("Loosen up first. Stand and hold on.")),
    "loosen_neck": _hint(_C.POSTURE, N_("Look slowly to one side, then the other.")),
    "loosen_shoulders": _hint(_C.POSTURE, N_("Roll your shoulders, slow and easy.")),
    "loosen_back": _hint(_C.POSTURE, N_("Lean gently side to side, standing tall.")),
    # belt and direction: always spoken, repeated once
    "slow_down": _belt(N_("Slow the belt right down.")),
    "stop_belt": _belt(N_("Stop the belt. Keep holding both rails.")),
    "helper_stop": _belt(N_("Helper, stop the belt. Hold both rails.")),
    "button_stop": _belt(N_("Press your stop button. Keep holding on.")),
    "stand_still": _belt(N_("Stand still. Let your balance settle.")),
    "turn_small": _belt(N_("Turn with small steps. Take your time.")),
    "one_hand": _belt(N_("Move one hand at a time.")),
    "face_room": _belt(N_("Now face the room.")),
    "face_console": _belt(N_("Now face the console.")),
    "edges": _belt(N_("Feet on the edges, not the belt.")),
    "clip_behind": _belt(N_("Key clipped on, cord behind you.")),
    "helper_start": _belt(N_("Helper, start the belt at its slowest.")),
    "button_start": _belt(N_("Press your start button. Slowest speed.")),
    "belt_starting": _belt(N_("Belt is starting. Hold both rails.")),
    "step_on": _belt(N_("Step on gently, one foot first.")),
    "set_speed": _belt(N_("Helper, set the belt to {0:.1f}.")),
    "button_speed": _belt(N_("With your buttons, set the belt to {0:.1f}.")),
    "set_slope": _belt(N_("Helper, set the slope to {0:g} percent.")),
    "keep_pace": _belt(N_("Keep walking, at this same speed.")),
    "level_belt": _belt(N_("Helper, make the belt level again.")),
    # on the floor, along a rail
    "floor_welcome": Entry(_C.SAFETY, _P.SAFETY, N_("Welcome. Hold the rail.")),
    "floor_helper": Entry(_C.SAFETY, _P.SAFETY, N_("Helper, walk beside. You are the eyes.")),
    "floor_forward": _phase(N_("Walk along the rail. Easy pace.")),
    "floor_return": _phase(N_("Now walk forwards to the far mark.")),
    "floor_backward": _phase(N_("Now walk backwards. Nice and slow.")),
    "floor_at_mark": _phase(N_("At the mark? Helper, press ready.")),
    "floor_rest": Entry(_C.SAFETY, _P.SAFETY, N_("Rest now. Hold the rail.")),
    "floor_hand": Entry(_C.SAFETY, _P.SAFETY, N_("Keep one hand on the rail.")),
    "floor_turn": Entry(_C.SAFETY, _P.SAFETY, N_("Now face the other way.")),
    "floor_stop": Entry(_C.SAFETY, _P.SAFETY, N_("Stop. Stand still.")),
    "dizzy_wait": Entry(_C.SAFETY, _P.SAFETY, N_("Dizzy? Stay still and tell your helper.")),
    # how the rails are held, where that changes
    "hands_both": Entry(_C.SAFETY, _P.SAFETY, N_("Both hands on the rails, please.")),
    "hands_light": _phase(N_("Fingertips only, if you feel steady.")),
    "hands_one": _phase(N_("One hand may hover. The other holds.")),
    "hands_none": _phase(N_("Hands as agreed with your physio.")),
    # technique
    "grow_tall": _hint(_C.POSTURE, N_("Grow tall toward the ceiling.")),
    "string": _hint(_C.POSTURE, N_("Stand tall, as if a string lifts you.")),
    "shoulders": _hint(_C.POSTURE, N_("Shoulders soft and level.")),
    "upright": _hint(_C.POSTURE, N_("Stay upright. Avoid leaning back.")),
    "toes_first": _hint(_C.FOOT, N_("Reach back, toes first.")),
    "toe_heel": _hint(_C.FOOT, N_("Toe down, then roll to heel.")),
    "quiet_feet": _hint(_C.FOOT, N_("Set each foot down quietly.")),
    "lift_feet": _hint(_C.FOOT, N_("Lift each foot clear of the belt.")),
    "one_spot": _hint(_C.GAZE, N_("Look at one spot straight ahead.")),
    "far_mark": _hint(_C.GAZE, N_("Pick a mark on the far wall.")),
    "no_look_behind": _hint(_C.GAZE, N_("No need to look behind you.")),
    "chin_level": _hint(_C.GAZE, N_("Chin level, neck long.")),
    "rails_hips": _hint(_C.RAILS, N_("Keep the rails beside your hips.")),
    "hold_lightly": _hint(_C.RAILS, N_("Hold lightly, as if holding an egg.")),
    "breathe": _hint(_C.BREATHING, N_("Easy breath in, easy breath out.")),
    "keep_breathing": _hint(_C.BREATHING, N_("Keep breathing. Try not to hold it.")),
    "steady": _hint(_C.PACE, N_("Steady pace. No rush at all.")),
    "same_speed": _hint(_C.PACE, N_("Same speed until this part ends.")),
    # talking while walking (evidence 3.10): half a minute on, half a minute off
    "task_animals": _phase(N_("Now name animals, one after another.")),
    "task_letters": _phase(N_("Now say every second letter, from A.")),
    "task_threes": _phase(N_("Count down in threes, from ninety-nine.")),
    "task_listen": _phase(N_("Remember: {0}.")),
    "task_items": _phase(N_("Now say the five words again.")),
    "task_off": _phase(N_("Stop talking now. Just walk.")),
    "task_unsteady": Entry(_C.SAFETY, _P.SAFETY, N_("If you feel unsteady, stop talking.")),
    # time
    "fifteen": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("Change coming in fifteen seconds.")),
    # next up: what comes is named, never asked for, so that nobody does it fifteen seconds early
    "next_forward": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("In fifteen seconds: forward walking.")),
    "next_backward": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("In fifteen seconds: backward walking.")),
    "next_rest": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("In fifteen seconds: a rest.")),
    "next_slow": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("In fifteen seconds: slowing down.")),
    "next_stop": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("In fifteen seconds: the belt stops.")),
    "next_still": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("In fifteen seconds: standing still.")),
    "next_turn": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("In fifteen seconds: a slow turn.")),
    "next_start": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("In fifteen seconds: the belt starts.")),
    "next_speed": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("In fifteen seconds: setting the speed.")),
    "next_slope": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("In fifteen seconds: setting the slope.")),
    "next_sit": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("In fifteen seconds: sitting down.")),
    # "to go", for "left" is a side too
    "left_s": Entry(_C.COUNTDOWN, _P.COUNTDOWN, *NN_("{0:.0f} second to go.", "{0:.0f} seconds to go.")),
    "left_min": Entry(_C.COUNTDOWN, _P.COUNTDOWN, *NN_("{0:.0f} minute to go.", "{0:.0f} minutes to go.")),
    "left_half": Entry(
        _C.COUNTDOWN, _P.COUNTDOWN, *NN_("{0:.0f} and a half minutes to go.", "{0:.0f} and a half minutes to go.")
    ),
    "five_stop": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("Five seconds. Then stop the belt.")),
    "five_belt": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("Five seconds. Then the belt stops.")),
    "five_still": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("Five seconds. Then stand still.")),
    "five": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("Five seconds. Then the next step.")),
    "pips": Entry(_C.COUNTDOWN, _P.COUNTDOWN, ""),
    "one_minute": Entry(_C.COUNTDOWN, _P.COUNTDOWN, N_("One more minute like this.")),
    "halfway": Entry(_C.HALFWAY, _P.HINT, N_("Halfway through. Keep going if comfortable.")),
    "another_done": _hint(_C.ENCOURAGEMENT, N_("Another part finished.")),
    "keep_going": _hint(_C.ENCOURAGEMENT, N_("Taking it slowly is the skill.")),
    # time left, when somebody asks: the least important, for it must not hold up what cannot wait
    "asked_few": Entry(_C.COUNTDOWN, _P.HINT, N_("A few seconds to go.")),
    "asked_s": Entry(_C.COUNTDOWN, _P.HINT, *NN_("Still {0:.0f} second to go.", "Still {0:.0f} seconds to go.")),
    "asked_min": Entry(_C.COUNTDOWN, _P.HINT, *NN_("Still {0:.0f} minute to go.", "Still {0:.0f} minutes to go.")),
    "asked_min_s": Entry(
        _C.COUNTDOWN, _P.HINT, *NN_("Still {0:.0f} minute {1:.0f} to go.", "Still {0:.0f} minutes {1:.0f} to go.")
    ),
    # safety while walking
    "feeling": Entry(_C.SAFETY, _P.SAFETY, N_("Feeling all right? Carry on if so.")),
    "too_quick": Entry(_C.SAFETY, _P.SAFETY, N_("Too quick? Ask for a stop.")),
    "drifting": Entry(_C.SAFETY, _P.SAFETY, N_("Drifting away? Hold on and step back.")),
    "wobble": Entry(_C.SAFETY, _P.SAFETY, N_("Any wobble? Hold on firmly.")),
    # pause, stop, carry on
    "paused_moving": Entry(_C.SAFETY, _P.STOP, N_("Paused. The belt is still moving.")),
    "paused_still": Entry(_C.SAFETY, _P.STOP, N_("Paused. Keep holding both rails.")),
    "paused_off": Entry(_C.SAFETY, _P.STOP, N_("Paused. Stay where you are.")),
    "stop_now": Entry(_C.SAFETY, _P.STOP, N_("Stop the belt. Hold the rails.")),
    # "Stay as you are" right after "Stop the belt" could be heard as "stop stepping" on a moving belt.
    "keep_walking": Entry(_C.SAFETY, _P.SAFETY, N_("Keep walking until the belt is still.")),
    "stay_facing": Entry(_C.SAFETY, _P.SAFETY, N_("Stay as you are. Let things settle.")),
    "floor_settle": Entry(_C.SAFETY, _P.STOP, N_("Stop. Hold the rail. Stand still.")),
    "paused_floor": Entry(_C.SAFETY, _P.STOP, N_("Paused. Stand still, hold the rail.")),
    "floor_chair": Entry(_C.SAFETY, _P.SAFETY, N_("Helper, bring the chair. Sit down slowly.")),
    "press_sitting": _phase(N_("Sitting down? Then press ready.")),
    "rest_five": _phase(N_("Rest here for five minutes.")),
    "still_unwell": Entry(_C.SAFETY, _P.SAFETY, N_("Still unwell? Call for help now.")),
    "turn_with_help": Entry(_C.SAFETY, _P.SAFETY, N_("Turn only with help, belt still.")),
    "then_sit": Entry(_C.SAFETY, _P.SAFETY, N_("Step off slowly, then sit down.")),
    "carry_on": _phase(N_("Carrying on. Hold both rails.")),
    "carry_on_off": _phase(N_("Carrying on.")),
    "carry_on_floor": _phase(N_("Carrying on. Hold the rail.")),
    # finish
    "floor_done": Entry(_C.FINISH, _P.SAFETY, N_("All done. Stand still a moment.")),
    "all_done": Entry(_C.FINISH, _P.SAFETY, N_("All done. Keep holding on a moment.")),
    "floor_odd": Entry(_C.FINISH, _P.SAFETY, N_("The floor may feel odd. Wait.")),
    "step_off": Entry(_C.FINISH, _P.SAFETY, N_("Step off slowly, then sit down.")),
    "saved": Entry(_C.FINISH, _P.PHASE, N_("Session saved. Have a drink of water.")),
    # in a sound file, which cannot wait: what starts a belt or a turn asks first (core/for_file.py)
    "file_opening": Entry(_C.SAFETY, _P.SAFETY, N_("This sound cannot wait for you.")),
    "file_slower": Entry(_C.SAFETY, _P.SAFETY, N_("Need longer? Helper, pause the sound.")),
    "file_pause": Entry(_C.SAFETY, _P.SAFETY, N_("Not ready yet? Pause the sound now.")),
    "file_pause_belt": Entry(_C.SAFETY, _P.SAFETY, N_("Belt still moving? Pause the sound now.")),
    "file_pause_turn": Entry(_C.SAFETY, _P.SAFETY, N_("Still turning? Pause the sound now.")),
    "file_pause_edges": Entry(_C.SAFETY, _P.SAFETY, N_("Not on the edges? Pause the sound now.")),
    "file_pause_walk": Entry(_C.SAFETY, _P.SAFETY, N_("Not walking yet? Pause the sound now.")),
    "file_pause_mark": Entry(_C.SAFETY, _P.SAFETY, N_("Not at the mark? Pause the sound now.")),
    "file_turn": _belt(N_("Turn only when the belt is still.")),
    "file_step_off": _belt(N_("Step off only when the belt is still.")),
    "file_look": _belt(N_("Helper, look: both feet on the edges?")),
    "file_edges": _belt(N_("Both feet on the edges? Hold on.")),
    "file_start": _belt(N_("Then start the belt at its slowest.")),
    "file_button": _belt(N_("Then press your start button. Slowest speed.")),
    "file_steady": _belt(N_("Walking steadily? Only then do this.")),
    "hear_me": Entry(_C.PHASE, _P.PHASE, N_("Can you hear this clearly from the treadmill?")),
}


#: Five words to remember, another five each time (evidence 3.10: recall five to seven items).
WORD_LISTS = (
    N_("cup, tree, book, shoe, clock"),
    N_("door, spoon, river, hat, bell"),
    N_("lamp, apple, chair, ring, boat"),
    N_("plate, bird, coat, stone, letter"),
)


def entry(phrase: Phrase) -> Entry:
    """The row of a phrase. Raises ``KeyError`` for a key that is not in the table: a bug of ours."""
    return ENTRIES[phrase.key]


def words(phrase: Phrase) -> str:
    """The sentence in the current language, with its numbers in place. Empty for a cue that is only a tone."""
    return _words(phrase, catalogue())


@lru_cache(maxsize=1024)  # a session has about a hundred, each many times
def _words(phrase: Phrase, _: NullTranslations) -> str:
    row = entry(phrase)
    if not row.words:
        return ""
    if phrase.key == "task_listen":
        five = WORD_LISTS[int(phrase.numbers[0]) % len(WORD_LISTS)]
        return tr(row.words).format(tr(five))
    if row.plural:
        return trn(row.words, row.plural, phrase.numbers[0]).format(*phrase.numbers)
    return tr(row.words).format(*phrase.numbers)
