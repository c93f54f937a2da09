"""Texts for tests: a good plan, a good programme."""

PLAN = """\
# First steps, week 1, as a plan of its own.
format = 1
id = "p1-week1"
title = "First steps, week 1"
summary = "3 × 30 seconds backwards, both hands on the rails"
who = "For home, with a helper, after two sessions of Getting to know the treadmill."
sources = [
  "Beginner treadmill speed 1.0 to 2.0 km/h: an article on retro-walking, not a study.",
  "One-minute backward parts inside a ten-minute walk, really slowly: advice of a biomechanist (Dufek 2025).",
  "Getting used to a treadmill takes older adults 6 to 15 minutes (LaTrobe 2005; PubMed 30914746).",
  "Half-minute parts, rests and the turn sequence: our own design; no study has tested them.",
]
posture_every_s = 45

[[blocks]]
use = "prepare"

[[blocks]]
use = "start_forward"

[[blocks]]
use = "warm_up"
seconds = 360
speed_kmh = 2.0

[[blocks]]
use = "turn_away"
speed_kmh = 1.0

[[blocks]]
use = "bouts"
count = 3
seconds = 30
rest_seconds = 45
speed_kmh = 1.0

[[blocks]]
use = "turn_back"

[[blocks]]
use = "cool_down"
seconds = 180
speed_kmh = 1.5

[[blocks]]
use = "end"
"""

RAIL_PLAN = """\
format = 1
id = "my-rail"
title = "My rail"
surface = "floor"

[[blocks]]
use = "loosen"

[[blocks]]
use = "prepare"

[[blocks]]
use = "floor_walk"
distance_m = 4

[[blocks]]
use = "floor_turn"
facing = "room"

[[blocks]]
use = "floor_walk"
seconds = 10
facing = "room"

[[blocks]]
use = "floor_turn"
facing = "console"

[[blocks]]
use = "floor_bouts"
count = 2
rest_seconds = 30
distance_m = 4

[[blocks]]
use = "floor_end"
"""

LONG_PLAN = """\
format = 1
id = "long"
title = "With all that belongs to a treadmill"

[[blocks]]
use = "prepare"

[[blocks]]
use = "start_forward"

[[blocks]]
use = "forward"
seconds = 120
speed_kmh = 2.0
hands = "light"
task = "items"

[[blocks]]
use = "practice_turn"

[[blocks]]
use = "turn_away"
speed_kmh = 1.2
settle_seconds = 60

[[blocks]]
use = "bouts"
each = [120, 90]
rest_seconds = 60
speed_kmh = 1.2
hands = ["both", "light"]

[[blocks]]
use = "seated_break"
speed_kmh = 1.2
seconds = 300

[[blocks]]
use = "bouts"
count = 1
seconds = 60
speed_kmh = 1.2

[[blocks]]
use = "turn_back"

[[blocks]]
kind = "forward"
seconds = 60
speed_kmh = 1.5

[[blocks]]
use = "end"
settle_seconds = 60
seated_seconds = 120
"""

PROGRAMME = """\
# Two weeks.
format = 1
programme = "mine"
title = "Mine"
setting = "home"
sessions_a_week = [2, 3]
then = ["p2-gentle-build"]

[[sources]]
text = "Nobody but me."
strength = "design"

[[blocks]]
use = "prepare"

[[blocks]]
use = "start_forward"

[[blocks]]
use = "warm_up"
seconds = 300
speed_kmh = 2.0

[[blocks]]
use = "turn_away"

[[blocks]]
use = "bouts"
count = 3
seconds = 60
speed_kmh = 1.0

[[blocks]]
use = "turn_back"

[[blocks]]
use = "cool_down"
seconds = 180
speed_kmh = 1.5

[[blocks]]
use = "end"

[[weeks]]
summary = "One"

[[weeks]]
bouts = { count = 4 }
"""
