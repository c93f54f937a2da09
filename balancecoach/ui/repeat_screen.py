"""Repeat with me: a physio steps through a session cue by cue, and everybody says and does it together.

Enter, Space, PageDown, Right or Down: the next cue. PageUp, Left or Up: the one before. R: again. Esc leaves.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from balancecoach.core.cue import Cue
from balancecoach.core.phrases import Tone
from balancecoach.core.script import Script
from balancecoach.core.words import N_, tr
from balancecoach.headings import belt_words, heading
from balancecoach.ui import icons
from balancecoach.ui.demo_bar import DemoMark
from balancecoach.ui.painted import AlignLeft, FitText, FormButton, Picture
from balancecoach.ui.palette import Look, current
from balancecoach.ui.theme import colour, look_of

#: Plays a tone and words; False when nothing could be heard.
Play = Callable[[Tone, str], bool]

_NEXT = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_Down}
_BACK = {Qt.Key.Key_PageUp, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Backspace}
_TONES = {
    Tone.NONE: N_("no tone"),
    Tone.ATTENTION: N_("one soft tone"),
    Tone.CHANGE: N_("two rising tones: a change"),
    Tone.REST: N_("one tone: rest"),
    Tone.STOP: N_("three hard tones: stop"),
    Tone.PIPS: N_("five pips"),
}


class RepeatScreen(QWidget):
    """One cue at a time. Knows no voice: it is given something that plays."""

    left = Signal()
    TAKES_KEYS = True  # for screen readers (``announce``)
    KEEPS_AWAKE = True  # the computer (``desks.presence``)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Repeat with me"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._cues: tuple[Cue, ...] = ()
        self._script: Script | None = None
        self._play: Play = _silence
        self._look: Look = current().looks["paper"]
        self.at = 0
        self.mark = DemoMark(self)
        self.picture = Picture(self)
        self.word = FitText(self, align=AlignLeft)
        self.position = FitText(self, frame=True)
        self.words = FitText(self, lines=2)
        self.tone = FitText(self)
        self.trouble = FitText(self, align=AlignLeft, lines=2)
        self.back = FormButton(tr("Back"), icons.back, self)
        self.again = FormButton(tr("Again"), icons.again, self)
        self.next = FormButton(tr("Next"), icons.play, self)
        self.out = FormButton(tr("Leave"), icons.off, self)
        for made, slot in (
            (self.back, lambda: self._go(-1)),
            (self.again, self.play_again),
            (self.next, lambda: self._go(1)),
            (self.out, self.left.emit),
        ):
            made.clicked.connect(slot)

    def start(self, script: Script, play: Play) -> None:
        """The first cue of a plan, shown and played."""
        self._script, self._play, self._cues = script, play, script.all_cues()
        self.setFocus()
        self._show(0)

    def play_again(self) -> None:
        """Play this cue once more."""
        cue = self._cues[self.at]
        heard = self._play(cue.tone, cue.say)
        self.trouble.set_text("" if heard else tr("No sound. Read the words out loud."))

    def _go(self, step: int) -> None:
        at = min(len(self._cues) - 1, max(0, self.at + step))
        if at != self.at:
            self._show(at)

    def _show(self, at: int) -> None:
        assert self._script is not None  # set by start, before anybody can press
        self.at = at
        cue, plan = self._cues[at], self._script.plan
        block = plan.blocks[cue.block]
        belt = belt_words(block, plan)
        self._look = look_of(block)
        self.word.set_text(heading(block, plan.surface).upper())
        self.words.set_text(cue.say or "5  4  3  2  1")
        speed = tr("The belt: {0}").format(belt) if belt else ""
        self.tone.set_text("   ".join(filter(None, (tr("Tone: {0}").format(tr(_TONES[cue.tone])), speed))))
        self.position.set_text(tr("Cue {0} of {1}").format(at + 1, len(self._cues)))
        self.picture.show_path(icons.of_block(block), self._look.text)
        self._colour()
        self._place()
        self.play_again()

    def _colour(self) -> None:
        text, back = self._look.text, self._look.background
        for part in (self.word, self.position, self.words, self.tone, self.trouble):
            part.set_ink(text)
        for made in (self.back, self.again, self.out):
            made.set_colours(back, text, text)
        self.next.set_colours(text, back, text)
        self.back.setEnabled(self.at > 0)
        self.next.setEnabled(self.at + 1 < len(self._cues))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One table for all keys."""
        pressed = event.key()
        event.accept()
        if event.isAutoRepeat() or not self._cues:
            return
        if pressed in _NEXT:
            self._go(1)
        elif pressed in _BACK:
            self._go(-1)
        elif pressed == Qt.Key.Key_R:
            self.play_again()
        elif pressed == Qt.Key.Key_Escape:
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The background, and a black bar under the word DEMO."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), colour(self._look.background))
        painter.fillRect(0, 0, self.width(), round(self.height() * 0.085), colour("#000000"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything is a share of the window."""
        self._place()

    def _place(self) -> None:
        wide, high = self.width(), self.height()
        side, gap = round(wide * 0.035), round(wide * 0.015)
        self.mark.setGeometry(side, round(high * 0.008), round(high * 0.26), round(high * 0.068))
        for part, share in ((self.word, 0.1), (self.position, 0.05), (self.words, 0.2), (self.tone, 0.06)):
            part.set_largest(high * share)
        self.trouble.set_largest(high * 0.05)
        top, row = round(high * 0.11), round(high * 0.1)
        counted = self.position.wanted_width()
        self.picture.setGeometry(side, top, row, row)
        self.position.setGeometry(wide - side - counted, top, counted, row)
        word_left = side + row + gap
        self.word.setGeometry(word_left, top, max(10, wide - side - counted - gap - word_left), row)
        self.words.setGeometry(side, round(high * 0.23), wide - 2 * side, round(high * 0.45))
        self.tone.setGeometry(side, round(high * 0.70), wide - 2 * side, round(high * 0.1))
        self._place_bottom(side, gap, round(high * 0.865), round(high * 0.108))

    def _place_bottom(self, side: int, gap: int, top: int, high: int) -> None:
        wide = min(round(high * 2.3), round((self.width() - 2 * side) * 0.18))
        right = self.width() - side
        for made in (self.out, self.next, self.again, self.back):
            right -= wide
            made.setGeometry(right, top, wide, high)
            right -= gap
        self.trouble.setGeometry(side, top, max(10, right - side), high)


def _silence(tone: Tone, words: str) -> bool:
    return False
