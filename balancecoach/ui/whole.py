"""A file that is there whole or not at all, and for its owner's eyes only."""

import os
import tempfile
from pathlib import Path

from balancecoach.core.words import tr


def write_whole(target: Path, content: bytes) -> None:
    """Beside it first, then renamed. Raises ``OSError``."""
    if target.is_dir():
        raise IsADirectoryError(21, tr("it is a folder"))
    number, beside = tempfile.mkstemp(dir=target.parent, prefix=f"{target.stem}.", suffix=".part")  # 0600
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(target)
    finally:
        Path(beside).unlink(missing_ok=True)
