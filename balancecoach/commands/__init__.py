"""What each command of the command line does; ``options.py`` says which options there are.

sessions.py   script, audio, sessions, doctor
walking.py    walk
programmes.py programmes, plans, check
people.py     people, person, next
safety.py     screen, pin
exports.py    export; its options are in export_options.py
backup.py     backup, restore (options: backup_options.py)
finding.py    what the words after a command mean: a plan, a person, and whether this person may walk it
"""
