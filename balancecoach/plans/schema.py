"""What may stand in a plan file, row by row. msgspec checks types and ranges; the meaning of each field is here.

A row is either one block (``kind = "..."``) or a whole sequence (``use = "..."``, see ``core/macros.py``).
"""

from typing import Annotated, Literal

from msgspec import Meta

FORMAT = 1

#: Letters that move the cursor, colour a terminal or turn the line around: names of plans are shown in many places.
_CONTROL = r"\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
Text = Annotated[
    str,
    Meta(
        max_length=200,
        pattern=rf"^[^\n{_CONTROL}]*[^\s{_CONTROL}][^\n{_CONTROL}]*\Z",
        description='text in quotes on one line, such as "First steps"',
    ),
]
LongText = Annotated[
    str,
    Meta(
        max_length=1000,
        pattern=rf"^[^{_CONTROL}]*\Z",
        description="text in quotes, at most 1000 letters, without control characters",
    ),
]
Name = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9-]{0,63}\Z",
        description='a short name of small letters, digits and hyphens, such as "p1-week1"',
    ),
]
Seconds = Annotated[float, Meta(gt=0, le=3600, description="a number of seconds from 1 to 3600")]
Speed = Annotated[float, Meta(ge=0, le=30, description="a speed in km/h, such as 1.0")]
Slope = Annotated[float, Meta(ge=0, le=15, description="a slope in percent, such as 0")]
Count = Annotated[int, Meta(ge=1, le=50, description="a whole number from 1 to 50")]
Every = Annotated[float, Meta(ge=20, le=600, description="a number of seconds from 20 to 600")]
Sources = Annotated[list[LongText], Meta(max_length=50, description='a list of texts, such as ["Evidence 3.1"]')]
Format = Annotated[int, Meta(ge=1, description="a whole number, 1 for this version")]
Facing = Annotated[Literal["console", "room"], Meta(description='"console" or "room"')]
Hands = Annotated[Literal["both", "light", "one", "none"], Meta(description='"both", "light" or "one"')]

Metres = Annotated[float, Meta(gt=0, le=100, description="a number of metres from 1 to 100")]
Percent = Annotated[float, Meta(gt=0, le=200, description="a number of percent, such as 75")]
Task = Annotated[
    Literal["animals", "letters", "threes", "items"], Meta(description='"animals", "letters", "threes" or "items"')
]
Each = Annotated[list[Seconds], Meta(min_length=1, max_length=50, description="a list of seconds, such as [300, 120]")]
EachHands = Annotated[
    Hands | Annotated[list[Hands], Meta(min_length=1, max_length=50)],
    Meta(description='"both", "light" or "one", or a list with one for each bout'),
]
Surface = Annotated[Literal["treadmill", "floor"], Meta(description='"treadmill" or "floor"')]
Control = Annotated[Literal["helper", "remote"], Meta(description='"helper" or "remote"')]
Yes = Annotated[bool, Meta(description="true or false")]

#: The head of the file. The second word says whether it must be there.
HEAD: dict[str, tuple[object, bool]] = {
    "format": (Format, True),
    "id": (Name, True),
    "title": (Text, True),
    "summary": (LongText, False),
    "who": (LongText, False),
    "sources": (Sources, False),
    "posture_every_s": (Every, False),
    "surface": (Surface, False),
}

#: The head of a programme's file.
PROGRAMME: dict[str, tuple[object, bool]] = {
    "format": (Format, True),
    "programme": (Name, True),
    "title": (Text, True),
    "summary": (LongText, False),
    "who": (LongText, False),
    "setting": (
        Annotated[
            Literal["home", "home with helper", "physio approval", "clinic only"],
            Meta(description='"home", "home with helper", "physio approval" or "clinic only"'),
        ],
        True,
    ),
    "surface": (Surface, False),
    "sessions_a_week": (
        Annotated[
            list[Annotated[int, Meta(ge=1, le=7)]],
            Meta(min_length=2, max_length=2, description="the fewest and the most, such as [2, 3]"),
        ],
        False,
    ),
    "then": (Annotated[list[Name], Meta(max_length=20, description="a list of programmes that may follow")], False),
    "backward_kmh": (Speed, False),
    "incline_percent": (Slope, False),
}
SOURCE: dict[str, tuple[object, bool]] = {
    "text": (LongText, True),
    "strength": (
        Annotated[
            Literal["review", "trial", "small study", "advice", "article", "design"],
            Meta(description='"review", "trial", "small study", "advice", "article" or "design"'),
        ],
        True,
    ),
}
#: Of a week, besides its own blocks and new values for macros of the programme's.
WEEK: dict[str, tuple[object, bool]] = {
    "summary": (LongText, False),
    "posture_every_s": (Every, False),
    "approval": (Yes, False),
}

BLOCK: dict[str, tuple[object, bool]] = {
    "kind": (Text, True),
    "seconds": (Seconds, True),
    "speed_kmh": (Speed, False),
    "facing": (Facing, False),
    "hands": (Hands, False),
    "incline_percent": (Slope, False),
    "distance_m": (Metres, False),
    "task": (Task, False),
}

#: The sequences and what each needs.
MACROS: dict[str, dict[str, tuple[object, bool]]] = {
    "loosen": {"seconds": (Seconds, False)},
    "prepare": {"seconds": (Seconds, False)},
    "start_forward": {},
    "warm_up": {"seconds": (Seconds, True), "speed_kmh": (Speed, True), "hands": (Hands, False)},
    "forward": {
        "seconds": (Seconds, True),
        "speed_kmh": (Speed, True),
        "hands": (Hands, False),
        "task": (Task, False),
    },
    "turn_away": {"speed_kmh": (Speed, True), "settle_seconds": (Seconds, False)},
    "bouts": {
        "count": (Count, False),
        "seconds": (Seconds, False),
        "each": (Each, False),
        "rest_seconds": (Seconds, False),
        "speed_kmh": (Speed, True),
        "hands": (EachHands, False),
        "incline_percent": (Slope, False),
        "task": (Task, False),
    },
    "seated_break": {"speed_kmh": (Speed, True), "seconds": (Seconds, False)},
    "turn_back": {"settle_seconds": (Seconds, False)},
    "practice_turn": {},
    "cool_down": {"seconds": (Seconds, True), "speed_kmh": (Speed, True)},
    "end": {"facing": (Facing, False), "settle_seconds": (Seconds, False), "seated_seconds": (Seconds, False)},
    "floor_walk": {
        "seconds": (Seconds, False),
        "distance_m": (Metres, False),
        "hands": (Hands, False),
        "facing": (Facing, False),
    },
    "floor_settle": {"seconds": (Seconds, False), "facing": (Facing, False)},
    "floor_bouts": {
        "count": (Count, True),
        "rest_seconds": (Seconds, True),
        "seconds": (Seconds, False),
        "distance_m": (Metres, False),
        "hands": (Hands, False),
    },
    "floor_turn": {"facing": (Facing, True)},
    "floor_end": {"facing": (Facing, False), "seated_seconds": (Seconds, False)},
}
#: In a programme speeds of bouts may be shares, and turns take their speed from the bouts that follow.
PROGRAMME_MACROS: dict[str, dict[str, tuple[object, bool]]] = {
    **MACROS,
    "turn_away": {"settle_seconds": (Seconds, False)},
    "seated_break": {"seconds": (Seconds, False)},
    "bouts": {
        **MACROS["bouts"],
        "speed_kmh": (Speed, False),
        "percent_of_usual": (Percent, False),
        "percent_of_baseline": (Percent, False),
    },
}
