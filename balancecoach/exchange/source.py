"""Where a document comes from, and what is said when it cannot be read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from balancecoach.errors import CannotError, UserError


@dataclass(frozen=True)
class Source:
    """``name``: for sentences, as the user knows it. ``open``: from the beginning, as often as it is called."""

    name: str
    open: Callable[[], BinaryIO]

    def wrong(self, what: str, line: int = 0) -> UserError:
        """The sentence for a document that cannot be used. ``line`` 0: all of it."""
        place = f"line {line}: " if line else ""
        return UserError(
            f"{self.name}: {place}{what}; nothing was changed, so bring the file again from where it was made."
        )

    def newer(self, version: int, known: int) -> UserError:
        """The sentence for a document of a later program."""
        return UserError(
            f"{self.name}: a newer Balance Coach wrote this (format {version}, this one knows {known}); nothing was "
            "changed, so install the newest version to bring it in."
        )

    @contextmanager
    def reading(self) -> Iterator[BinaryIO]:
        """The document; what the disk says becomes a sentence."""
        try:
            with self.open() as file:
                yield file
        except FileNotFoundError as error:
            raise UserError(f"{self.name}: there is no such file; look where it was saved.") from error
        except IsADirectoryError as error:
            raise UserError(f"{self.name}: this is a folder; choose the file in it.") from error
        except (OSError, EOFError) as error:
            why = getattr(error, "strerror", None) or error
            raise CannotError(f"{self.name}: this file cannot be read ({why}); nothing was changed.") from error


def file_source(path: Path) -> Source:
    """A file on the disk."""
    return Source(str(path), lambda: path.open("rb"))
