"""What the session screen looks like: its parts, the words and colours of the moment. Places: ``session_places``."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from balancecoach.core.script import Script
from balancecoach.core.session import View
from balancecoach.core.transitions import State
from balancecoach.core.words import tr
from balancecoach.ui import icons
from balancecoach.ui.announce import announce
from balancecoach.ui.apart import apart
from balancecoach.ui.painted import AlignLeft, FitText, FormButton, Picture
from balancecoach.ui.palette import PAPER, Look, current
from balancecoach.ui.session_places import Frame
from balancecoach.ui.session_words import (
    big_words,
    clock_words,
    hands_words,
    line_words,
    next_words,
    off_duty,
    ready_words,
    shown_time,
    speed_words,
    word,
)
from balancecoach.ui.spoken import at_once, change_words, time_words
from balancecoach.ui.stop_panel import HelpBand
from balancecoach.ui.strip import Strip
from balancecoach.ui.theme import colour, look_of
from balancecoach.ui.timer import Timer

FLASH_MS = 300
#: How far words are squeezed in width before they lose height: the word of the block, and what stands below it.
NARROWEST, NARROW = 0.7, 0.85


class SessionFace(QWidget):
    """Shows a ``View``, the words that are spoken, and trouble. What a person presses is in ``SessionScreen``."""

    #: A share of the height at the top that belongs to something else.
    HEAD = 0.0
    TAKES_KEYS = True  # for screen readers (``announce``)
    #: Font size of the word: its capitals are 8 % of the height and more (design 6) in each of our fonts.
    WORD = 0.114

    announced = Signal(str)  # told to screen readers now, besides being shown and spoken

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("session")
        self.setAccessibleName(tr("Session"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._script: Script | None = None
        self._view: View | None = None
        self._look = current().looks["paused"]
        self._flashing = False
        self._trouble = self._notice = ""
        self.picture = Picture(self)
        self.word = FitText(self, align=AlignLeft, narrowest=NARROWEST, sticks_out=1.3)
        self.speed = FitText(self, frame=True, narrowest=NARROWEST)
        self.hands = FitText(self, frame=True, narrowest=NARROWEST)
        self.timer = Timer(self)
        self.big = FitText(self, lines=2, narrowest=NARROW)
        self.caption = FitText(self, lines=2, narrowest=NARROW)
        self.line = FitText(self, lines=2, narrowest=NARROW)
        self.help = HelpBand(self)
        self.strip = Strip(self)
        self.left = FitText(self, align=AlignLeft, ticks=True)
        self.next = FitText(self, lines=2, narrowest=NARROW)
        self.banner = FitText(self, lines=2, frame=True)
        self.ready = FormButton(tr("Ready"), icons.tick, self)
        self.hold = FormButton(tr("Pause"), icons.pause, self)
        self.stop = FormButton(tr("Stop"), icons.square, self)
        keys = ((self.ready, tr("Enter")), (self.hold, tr("P")), (self.stop, tr("S, twice")))
        for made, key in keys:
            made.setAccessibleDescription(tr("Key: {0}").format(key))
        self._flash_timer = single_shot(self, FLASH_MS, self._end_flash)
        for hidden in (self.big, self.line, self.help, self.banner):
            hidden.hide()

    # -- what is shown ---------------------------------------------------------------------------------------
    def set_emergency(self, number: str, helper: str) -> None:
        """Whom to call, each "" for none; before ``start``."""
        self.help.set_help(number, helper)

    def start(self, script: Script) -> None:
        """A new session."""
        self._script, self._view = script, None
        self.strip.set_blocks(script.plan.blocks, script.seconds)
        self.caption.set_text("")
        self._notice = ""
        self.set_trouble("")
        self.setFocus()

    def show_view(self, view: View) -> None:
        """Show this moment. Cheap: what did not change is not painted again."""
        if self._script is None:
            return
        before, self._view = self._view, view
        if before is None or (before.state, before.index, before.step) != (view.state, view.index, view.step):
            self._show_block(view, self._script)
            self._tell(change_words(view, self._script), now=at_once(view))
        self._show_time(view, self._script)

    def say(self, words: str) -> None:
        """Caption exactly the words that are spoken now."""
        self.caption.set_text(words)

    def tell_time(self) -> None:
        """Let a screen reader say how long it goes on; digits and words show it, and the voice speaks it."""
        if self._view is not None and self._script is not None:
            self._tell(time_words(self._view, self._script), now=True)

    def _tell(self, words: str, *, now: bool) -> None:
        apart(lambda: announce(self, words, at_once=now), None)
        self.announced.emit(words)

    def flash(self) -> None:
        """Show by light what cannot be heard: once, never flickering."""
        self._flashing = True
        self._flash_timer.start()
        self._apply_look(self._look)

    def not_yet(self, seconds: float) -> None:
        """A press came before a gate may be passed: say so where the eyes are."""
        self.caption.set_text(tr("Not yet. {0} more.").format(clock_words(seconds)))

    def set_trouble(self, sentence: str) -> None:
        """A plain line for the helper, "" for none."""
        self._trouble = sentence
        self._show_banner()

    def set_notice(self, sentence: str) -> None:
        """A plain line that stays until it is taken back, under any trouble; "" for none."""
        self._notice = sentence
        self._show_banner()

    def _show_banner(self) -> None:
        sentence = self._trouble or self._notice
        self.banner.set_text(sentence)
        self.banner.setVisible(bool(sentence))
        self.next.setVisible(not sentence)
        self._place()

    def _show_block(self, view: View, script: Script) -> None:
        block, state = view.block, view.state
        self.word.set_text(word(view, script.plan))
        self.speed.set_text(speed_words(view, script.plan))
        self.hands.set_text(hands_words(view, script.plan))
        self.ready.set_words(ready_words(view))
        self.hold.set_words(tr("Carry on") if state is State.PAUSED else tr("Pause"))
        self.ready.setVisible(state in (State.GATE, State.EASY, State.RESTART, State.SEATED, State.STOPPED))
        self.hold.setVisible(state in (State.TIMED, State.GATE, State.EASY, State.RESTART, State.PAUSED))
        self.stop.setVisible(state not in (State.STOPPED, State.ENDED, State.SEATED))
        self.left.setVisible(not off_duty(state))
        self.line.setVisible(off_duty(state))
        self.help.setVisible(off_duty(state) and self.help.known())
        self.strip.setVisible(not self.help.isVisibleTo(self) and state is not State.STOPPED)
        looks = current().looks
        off = off_duty(state)
        self._apply_look(looks["paused"] if off else looks["gate"] if state is State.RESTART else look_of(block))
        self._place()

    def _show_time(self, view: View, script: Script) -> None:
        digits, words = shown_time(view), big_words(view, script.plan)
        moved = (bool(digits), bool(words)) != (self.timer.isVisibleTo(self), self.big.isVisibleTo(self))
        self.big.set_text(words)
        self.big.setVisible(bool(words))
        self.timer.setVisible(bool(digits))
        self.timer.set_text(digits)
        self.line.set_text(line_words(view))
        self.next.set_text(next_words(view, script))
        self.left.set_text(tr("{0} left").format(clock_words(view.session_left_s)))
        self.strip.set_progress(self._shown_look(), sum(script.seconds) - view.session_left_s)
        if moved:
            self._place()

    # -- colours and places ----------------------------------------------------------------------------------
    def _shown_look(self) -> Look:
        look = self._look
        return Look(look.name, look.text, look.background) if self._flashing else look

    def _apply_look(self, look: Look) -> None:
        self._look = look
        shown = self._shown_look()
        for text in (self.word, self.speed, self.hands, self.caption, self.left, self.next, self.big, self.line):
            text.set_ink(shown.text)
        self.banner.set_ink(PAPER.danger, "#ffffff")
        self.timer.set_look(shown)
        if self._view is not None:
            self.picture.show_path(self._form(), shown.text)
        self.ready.set_colours(shown.text, shown.background, shown.text)
        first = (shown.text, shown.background)  # the one button that goes on is filled
        fill, ink = first[::-1] if self.ready.isVisibleTo(self) else first
        self.hold.set_colours(fill, ink, shown.text)
        self.stop.set_colours("#ffffff", PAPER.danger, PAPER.danger)
        self.update()

    def _form(self) -> QPainterPath:
        if self._view is None or self._view.state is State.PAUSED:
            return icons.pause()
        if self._view.state is State.STOPPED:
            return icons.of_step(self._view.step)
        return icons.play() if self._view.state is State.RESTART else icons.of_block(self._view.block)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The background."""
        QPainter(self).fillRect(event.rect(), colour(self._shown_look().background))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything is a share of the window."""
        self._place()

    def _chips(self) -> tuple[int, int]:
        """Pixels that speed and hands would like."""
        speed, hands = (text.wanted_width() if text.text() else 0 for text in (self.speed, self.hands))
        return speed, hands

    def _frame(self) -> Frame:
        """The places; speed and hands go below a word that would be squeezed beside them."""
        frame = Frame(self.width(), self.height(), self.HEAD)
        chips = self._chips()
        narrow = frame.word_room(*chips) < self.word.wanted_width() * NARROWEST
        narrow = narrow or sum(frame.fitting(*chips)) < sum(chips) * NARROWEST
        return replace(frame, stacked=narrow and any(chips) and not self.HEAD)

    def _place(self) -> None:
        high = self.height()
        for text, share in ((self.word, self.WORD), (self.speed, 0.05), (self.hands, 0.05), (self.left, 0.058)):
            text.set_largest(high * share)
        frame = self._frame()
        for text, share in ((self.caption, 0.112), (self.next, 0.05), (self.banner, 0.042), (self.line, 0.085)):
            text.set_largest(high * share)
        row = (self.picture, self.word, self.speed, self.hands)
        for part, place in zip(row, frame.top_row(*self._chips()), strict=True):
            part.setGeometry(place)
        if self._view is not None and off_duty(self._view.state):
            self._place_off_duty(frame)
        else:
            middle, caption = frame.running()
            self.timer.set_window_height(high)
            self.timer.setGeometry(middle)
            self.big.set_largest(high * 0.26)
            self.big.setGeometry(middle.adjusted(frame.side, 0, -frame.side, 0))
            self.caption.setGeometry(caption)
        self.strip.setGeometry(frame.strip())
        self._place_bottom(frame)

    def _place_off_duty(self, frame: Frame) -> None:
        """What to do at the left, the digits beside it, whom to call below."""
        act, caption, line, call = frame.off_duty(help_=self.help.isVisibleTo(self), strip=self.strip.isVisibleTo(self))
        digits = round(act.width() * 0.36) if self.timer.isVisibleTo(self) else 0
        self.big.set_largest(frame.height * 0.16)
        self.big.setGeometry(act.adjusted(0, 0, -digits - (frame.gap if digits else 0), 0))
        self.timer.set_window_height(min(frame.height * 0.6, digits * 1.05))  # the narrowest digits just fit
        self.timer.setGeometry(act.adjusted(act.width() - digits, 0, 0, 0))
        self.caption.setGeometry(caption)
        self.line.setGeometry(line)
        self.help.set_window_height(frame.height)
        self.help.setGeometry(call)

    def _place_bottom(self, frame: Frame) -> None:
        row = frame.bottom_row()
        right = row.right() + 1
        shown = [pair for pair in ((self.stop, 2.1), (self.hold, 2.6), (self.ready, 2.6)) if pair[0].isVisibleTo(self)]
        wides = [row.height() * share * (1.25 if len(button.text()) > 8 else 1.0) for button, share in shown]
        squeeze = min(1.0, 0.52 * row.width() / sum(wides)) if wides else 1.0
        for (button, _), wide in zip(shown, wides, strict=True):
            right -= round(wide * squeeze)
            button.setGeometry(right, row.top(), round(wide * squeeze), row.height())
            right -= frame.gap
        left = row.left()
        if self.left.isVisibleTo(self):
            left_wide = round(frame.width * 0.16)
            self.left.setGeometry(left, row.top(), left_wide, row.height())
            left += left_wide + frame.gap
        row.setLeft(left)
        row.setWidth(max(10, right - left))
        self.next.setGeometry(row)
        self.banner.setGeometry(row)

    def _end_flash(self) -> None:
        self._flashing = False
        self._apply_look(self._look)


def single_shot(parent: QWidget, milliseconds: int, slot: Callable[[], None]) -> QTimer:
    """A timer that fires once, when it is started."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer
