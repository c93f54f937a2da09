"""Keep it: sessions as lists of events in one SQLite file. In reading order::

codec.py     one event to (name, JSON) and back
faults.py    SQLite's errors as sentences
schema.py    the tables, and how an older file is brought up to date
database.py  which file may be opened, and how
rows.py      one statement each: what is written and read
recovery.py  a session that a crash left open
store.py     Store: the record, for one thread
journal.py   Journal: writes from a thread of its own, so that a screen never waits for the disk
"""
