"""What leaves the app. Now: a session as a sound file."""
