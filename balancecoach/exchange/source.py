"""Where a document comes from, and what is said when it cannot be read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from balancecoach.core.words import tr
from balancecoach.errors import CannotError, UserError


class Source(Struct, frozen=True):
    """``name``: for sentences, as the user knows it. ``open``: from the beginning, as often as it is called."""

    name: str
    open: Callable[[], BinaryIO]

    def wrong(self, what: str, line: int = 0) -> UserError:
        """The sentence for a document that cannot be used. ``line`` 0: all of it."""
        place = tr("line {0}: ").format(line) if line else ""
        return UserError(
            tr("{0}: {1}{2}; nothing was changed, so bring the file again from where it was made.").format(
                self.name, place, what
            )
        )

    def newer(self, version: int, known: int) -> UserError:
        """The sentence for a document of a later program."""
        return UserError(
            tr(
                "{0}: a newer Balance Coach wrote this (format {1}, this one knows {2}); nothing was changed, so "
                "install the newest version to bring it in."
            ).format(self.name, version, known)
        )

    @contextmanager
    def reading(self) -> Iterator[BinaryIO]:
        """The document; what the disk says becomes a sentence."""
        try:
            with self.open() as file:
                yield file
        except FileNotFoundError as error:
            raise UserError(tr("{0}: there is no such file; look where it was saved.").format(self.name)) from error
        except IsADirectoryError as error:
            raise UserError(tr("{0}: this is a folder; choose the file in it.").format(self.name)) from error
        except (OSError, EOFError) as error:
            why = getattr(error, "strerror", None) or error
            raise CannotError(
                tr("{0}: this file cannot be read ({1}); nothing was changed.").format(self.name, why)
            ) from error


def file_source(path: Path) -> Source:
    """A file on the disk."""
    return Source(str(path), lambda: path.open("rb"))
