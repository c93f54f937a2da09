"""The parts of the bench: each file measures one thing and returns its rows. In this order they stand in the table."""

#: File of this folder, and what it measures.
PARTS: dict[str, str] = {
    "window": "launch to the first painted window",
    "start": "Begin pressed to the first sound and the first digits",
    "cues": "cues against their time: alone, on a busy machine, while the window is resized",
    "silence": "pause and stop pressed to silence",
    "cpu": "processor time and wake-ups, in a session and on Today",
    "memory": "memory on Today, in a session, with a chart of ten years",
    "clips": "the clips of the longest week",
    "soundfile": "a session of 30 minutes as a sound file",
    "scripts": "all weeks of all programmes: read, checked, expanded, laid out",
    "engine": "a session of 30 minutes, stepped ten times a second",
    "store": "keeping an event, and a record that grows",
    "chart": "Progress with ten years",
    "size": "what is installed",
}
