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

#: The head of the file. The second word says whether it must be there.
HEAD: dict[str, tuple[object, bool]] = {
    "format": (Format, True),
    "id": (Name, True),
    "title": (Text, True),
    "summary": (LongText, False),
    "who": (LongText, False),
    "sources": (Sources, False),
    "posture_every_s": (Every, False),
}

BLOCK: dict[str, tuple[object, bool]] = {
    "kind": (Text, True),
    "seconds": (Seconds, True),
    "speed_kmh": (Speed, False),
    "facing": (Facing, False),
    "hands": (Hands, False),
    "incline_percent": (Slope, False),
}

#: The sequences and what each needs.
MACROS: dict[str, dict[str, tuple[object, bool]]] = {
    "prepare": {"seconds": (Seconds, False)},
    "start_forward": {},
    "warm_up": {"seconds": (Seconds, True), "speed_kmh": (Speed, True), "hands": (Hands, False)},
    "turn_away": {"speed_kmh": (Speed, True)},
    "bouts": {
        "count": (Count, True),
        "seconds": (Seconds, True),
        "rest_seconds": (Seconds, True),
        "speed_kmh": (Speed, True),
        "hands": (Hands, False),
    },
    "turn_back": {},
    "practice_turn": {},
    "cool_down": {"seconds": (Seconds, True), "speed_kmh": (Speed, True)},
    "end": {"facing": (Facing, False)},
}
