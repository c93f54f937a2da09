"""Hear it: words and tones become clips before the session, and a player plays them on time."""
