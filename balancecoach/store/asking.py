"""Whether there may be something to ask about the record. Asked at every start, so nothing that mends is loaded."""

import logging
from contextlib import closing
from pathlib import Path

from balancecoach.store.backups import folder_of, is_older
from balancecoach.store.damage import LARGEST_AT_START, newly_unreadable
from balancecoach.store.database import open_reader
from balancecoach.store.faults import told
from balancecoach.store.rows import read_setting

_log = logging.getLogger(__name__)

#: The setting that says that the record was mended, until somebody has answered what is offered.
MENDED = "mended"


def may_ask(database: Path) -> bool:
    """Whether ``mending.offer`` may have something."""
    with told(database), closing(open_reader(database)) as live:
        if read_setting(live, MENDED, None, _log.warning) or is_older(live, folder_of(database)):
            return True
        return database.is_file() and database.stat().st_size <= LARGEST_AT_START and bool(newly_unreadable(live))
