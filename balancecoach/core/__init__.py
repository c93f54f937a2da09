"""Pure: standard library only. No clock, file, thread, random number or Qt in here; time is an argument."""
