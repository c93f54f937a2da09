"""Keep it: sessions as lists of events, and people with dated facts, in one SQLite file. In reading order::

codec.py     one event to (name, JSON) and back
people.py    a person, a fact and the treadmill's checks to JSON and back
faults.py    SQLite's errors as sentences
schema.py    the tables, and how an older file is brought up to date
database.py  which file may be opened, and how
rows.py      one statement each: what is written and read
summaries.py, folded.py   what sessions came to, folded once
people_rows.py, plans.py   the same for people and for plans of their own
bodies.py, records.py, everything.py   rows as JSON values, to be moved and merged
came.py      what came with the last import
backups.py   a checked copy a day, and going back to one
damage.py    is it as it should be?
pages.py, shapes.py, salvage.py   what can be read of a damaged file, page by page
filling.py, mending.py   put the damaged file aside, and add what a copy has
erasure.py   deleting a person so that no byte is left
recovery.py  a session that a crash left open
lock.py      one program at a time may write
store.py     Store: the record, for one thread
journal.py   Journal: writes from a thread of its own, so that a screen never waits for the disk
"""
