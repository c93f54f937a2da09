"""A chart as a picture in a file, PNG or SVG: always on light paper and of one size, whatever the window looks like.

No name is in it: what somebody gives away says how they walk, and they say themselves who they are.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRect, QRectF, QSize, QStandardPaths, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPaintDevice, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.chart_panel import BACKWARD, FORWARD, GOAL, legend_words, paint_sign
from balancecoach.ui.palette import PAPER
from balancecoach.ui.progress_facts import ViewFacts
from balancecoach.ui.theme import font
from balancecoach.whole_file import beside

SIZE = QSize(1600, 900)
_EDGE, _LETTERS = 48, 34


def ask_path(parent: QWidget) -> str:
    """Ask where to keep the picture, "" for nowhere."""
    dialog = place_dialog(parent)
    try:
        return dialog.selectedFiles()[0] if dialog.exec() else ""
    finally:
        dialog.deleteLater()


def place_dialog(parent: QWidget) -> QFileDialog:
    """The dialog. It knows the ending before it looks whether there is such a file, and asks before it replaces it."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    dialog = QFileDialog(parent, tr("Save picture"), folder)
    kinds = {tr("Picture (*.png)"): "png", tr("Drawing (*.svg)"): "svg"}
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(kinds))
    dialog.setDefaultSuffix("png")
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kinds[kind]))
    dialog.selectFile(tr("Progress"))
    return dialog


def save_picture(facts: ViewFacts, path: str) -> str:
    """Write the file and say in a sentence that it is there, or why not. Never half a file, never one for others."""
    target = Path(path)
    make = {".png": png_bytes, ".svg": svg_bytes}.get(target.suffix.lower())
    if make is None and not target.is_dir():
        return tr("{0}: a picture's name ends in .png or .svg. Choose another name.").format(path)
    try:
        with beside(target) as file:
            file.write(make(facts) if make is not None else b"")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return tr("{0}: the picture cannot be written ({1}). Choose another folder or name.").format(path, reason)
    return tr("The picture is saved: {0}").format(path)


def png_bytes(facts: ViewFacts) -> bytes:
    """As pixels."""
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    _paint(image, facts)
    return _through_buffer(lambda buffer: image.save(buffer, "PNG"))  # type: ignore[call-overload]


def svg_bytes(facts: ViewFacts) -> bytes:
    """As lines, to be scaled without loss."""
    from PySide6.QtSvg import QSvgGenerator

    def draw(buffer: QBuffer) -> None:
        made = QSvgGenerator()
        made.setOutputDevice(buffer)
        made.setSize(SIZE)
        made.setResolution(96)  # so that a pixel of it is one everywhere
        made.setViewBox(QRect(0, 0, SIZE.width(), SIZE.height()))
        made.setTitle(tr("Progress"))
        made.setDescription(facts.sentence)
        _paint(made, facts)

    return _through_buffer(draw)


def _through_buffer(draw: Callable[[QBuffer], object]) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    draw(buffer)
    made = bytes(buffer.data().data())
    buffer.close()
    return made


def _paint(device: QPaintDevice, facts: ViewFacts) -> None:
    """The sentence, the chart, the legend."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRect(0, 0, SIZE.width(), SIZE.height()), QColor(PAPER.paper))
    wide, letters = SIZE.width() - 2 * _EDGE, font(_LETTERS, QFont.Weight.Bold)
    painter.setFont(letters)
    painter.setPen(QColor(PAPER.ink))
    high = 2.4 * QFontMetricsF(letters).lineSpacing()
    wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QRectF(_EDGE, _EDGE / 2, wide, high), int(wrap), facts.sentence)
    below = 2.2 * _LETTERS
    room = QRect(_EDGE, round(_EDGE / 2 + high), wide, round(SIZE.height() - _EDGE - high - below))
    in_hours = _paint_chart(painter, facts, room)
    _paint_legend(painter, facts, room.bottom() + 0.9 * _LETTERS, in_hours=in_hours)
    painter.end()


def _paint_chart(painter: QPainter, facts: ViewFacts, room: QRect) -> bool:
    """A chart of its own, which is never on the screen. Returns whether it counts hours."""
    from balancecoach.ui.charts import PeriodChart

    chart = PeriodChart(palette=PAPER)
    chart.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    chart.setFont(font(_LETTERS))
    chart.setFixedSize(room.size())
    chart.show()
    chart.set_scale(1.4)
    chart.show_periods(facts.periods, facts.shown)
    chart.unmark()
    painter.setFont(font(_LETTERS, QFont.Weight.Normal))
    chart.render(painter, QRectF(room), chart.viewport().rect())
    in_hours = bool(chart.in_hours)
    chart.hide()
    chart.deleteLater()
    return in_hours


def _paint_legend(painter: QPainter, facts: ViewFacts, top: float, *, in_hours: bool) -> None:
    letters = font(28, QFont.Weight.Normal)
    painter.setFont(letters)
    metrics, x = QFontMetricsF(letters), float(_EDGE)
    kinds = (BACKWARD, FORWARD, GOAL) if any(row.goal_s for row in facts.periods) else (BACKWARD, FORWARD)
    for kind in kinds:
        wide = 54.0 if kind == GOAL else 28.0
        paint_sign(painter, kind, QRectF(x, top, wide, 28), PAPER)
        words = legend_words(kind, in_hours=in_hours)
        painter.setPen(QColor(PAPER.ink))
        painter.drawText(QRectF(x + wide + 14, top - 6, 900, 40), int(Qt.AlignmentFlag.AlignVCenter), words)
        x += wide + 14 + metrics.horizontalAdvance(words) + 46
