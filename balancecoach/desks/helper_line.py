"""The line for the helper under a session: the worst of what is wrong now."""

from collections.abc import Callable

from balancecoach.core.words import tr
from balancecoach.voicing import Voicing


class HelperLine:
    """``how``: the last words were heard in a "voice", as a "tone" alone, or "silent".

    ``unwritten``: that the walk cannot be saved, "" while it can. ``show``: on the screen.
    """

    def __init__(self, voicing: Voicing, unwritten: Callable[[], str], show: Callable[[str], None]) -> None:
        self._voicing, self._unwritten, self._show = voicing, unwritten, show
        self.how, self.wrong = "voice", ""

    def begin(self) -> None:
        """A new session."""
        self.how, self.wrong = "voice", ""

    def said(self, how: str) -> bool:
        """Words were said. Whether they were heard as wished; else the screen has to catch the eye."""
        self.how = "voice" if how == "tone" and not self._voicing.words_heard() else how
        self.tell()
        return self.how == "voice"

    def sound_changed(self) -> bool:
        """There is an output, or none, or another. Whether it was lost just now."""
        silent, was_silent = bool(self._voicing.silence()), self.how == "silent"
        if silent or was_silent:
            self.how = "silent" if silent else "voice"
        self.tell()
        return silent and not was_silent

    def voice_changed(self) -> None:
        """It came back, or does not answer: how the last words were heard tells no more."""
        self.how = "silent" if self.how == "silent" else "voice"
        self.tell()

    def tell(self, refused: str = "") -> None:
        """That something went wrong stays to be read until somebody carries on. ``refused``: what was not kept."""
        standing = self._voicing.unspoken() or self._unwritten() or self._voicing.elsewhere()
        self._show(self.wrong or refused or self._unheard() or standing)

    def _unheard(self) -> str:
        if self.how == "silent":
            return self._voicing.silence() or tr("No sound. Helper: read the words out loud.")
        return tr("No voice. Helper: read the words out loud.") if self.how == "tone" else ""
