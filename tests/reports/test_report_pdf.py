"""The one-page report as a PDF, opened by what others read it with: pypdf, and poppler where it is installed."""

import shutil
import subprocess
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from msgspec.structs import replace
from PySide6.QtGui import QColor

from balancecoach.core import checkup
from balancecoach.core.events import Outcome
from balancecoach.core.person import Fact, File, Happened, Person
from balancecoach.core.plan import Hands
from balancecoach.core.progress import Summary
from balancecoach.core.report import DayOff, Known, Report
from balancecoach.core.reporting import every_note, everything, make_report
from balancecoach.errors import FailedError
from balancecoach.reports.paper.page import MARGIN, fit, paper_size
from balancecoach.reports.paper.pdf import pdf_bytes, picture, write
from balancecoach.reports.paper.sheet import missing_letters
from tests.histories import NOW, ago, checkin, person, programmes, screened, session

PAPERS = {"a4": (595, 842), "letter": (612, 792)}
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")

pytestmark = pytest.mark.usefixtures("qapp")


def report_of(*sessions: Summary, facts: tuple[Fact, ...] = (), who: Person | None = None, **more: Any) -> Report:
    """Of everything, with every note."""
    named = more.pop("named", True)
    what = Known(File(who or person(), facts), sessions, more.pop("days_off", ()), programmes(), NOW.date())
    asked = replace(everything(what), named=named)
    return make_report(what, replace(asked, notes=every_note(what, asked)))


def busy(days: int = 80, name: str = "Ann", note: str = "Felt fine.", **more: Any) -> Report:
    """A session every other day, a stop and a note in each, and much besides."""
    rows = tuple(
        session(
            day,
            backward_hands=(Hands.ONE,),
            outcome=Outcome.STOPPED,
            checkin=checkin(5, "more", "yes", reason="unwell"),
            note=note,
            wobbles=2,
        )
        for day in range(days, 0, -2)
    )
    tests = tuple(checkup.CheckedUp(ago(day), checkup.Test.TUG, (12.3, 11.9), "a stick", note) for day in range(40))
    falls = tuple(Happened(ago(day), "fall") for day in range(12))
    off = tuple(DayOff(ago(day), ("well", "clear_head", "same", "shoes", "key", "space")) for day in range(60))
    who = person(name=name, helper="Bob", emergency="+49 30 1234")
    return report_of(*rows, facts=(screened(), *falls, *tests), who=who, days_off=off, **more)


def opened(data: bytes) -> Any:
    """As pypdf has it, whose types for what is inside say little."""
    return pypdf.PdfReader(BytesIO(data), strict=True)


def text(data: bytes) -> str:
    """Of the page, spaces of any kind as one."""
    return " ".join(opened(data).pages[0].extract_text().split())


def poppler(tool: str, data: bytes, tmp_path: Path, *options: str) -> str:
    """What one of poppler's programs says about it; without a word of complaint."""
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    last = ["-"] if tool == "pdftotext" else []
    done = subprocess.run([tool, *options, str(path), *last], capture_output=True, check=True, timeout=60)
    assert done.stderr == b""
    return done.stdout.decode("utf-8")


def bytes_in(data: bytes) -> bytes:
    """Everything in the file, also what is packed in its streams and in strings of two bytes a letter."""
    found = [data]
    for part in data.split(b"stream\n")[1:]:
        try:
            found.append(zlib.decompressobj().decompress(part))
        except zlib.error:
            continue
    whole = b"\n".join(found)
    return whole + whole.replace(b"\x00", b"")


# -- what it is ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("paper", PAPERS)
def test_one_page_of_the_right_size_with_title_and_language(paper: str) -> None:
    report = busy()
    made = opened(pdf_bytes(report, paper))
    (page,) = made.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == PAPERS[paper]
    root = made.root_object
    assert made.metadata is not None
    assert made.metadata.title == report.title
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's own kind of true
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712


def test_the_tree_says_what_everything_is_in_the_order_in_which_it_is_read() -> None:
    report = busy()
    made = opened(pdf_bytes(report, "a4"))
    document = made.root_object["/StructTreeRoot"]["/K"][0].get_object()
    assert document["/S"] == "/Document"
    roles = [part.get_object()["/S"] for part in document["/K"]]
    assert roles[:5] == ["/H1", "/P", "/P", "/P", "/Table"]
    assert roles[5:9] == ["/H2", "/Figure", "/H2", "/Table"]
    assert roles[9:-1] == ["/H2", "/L"] * len(report.lists)
    assert roles[-1] == "/P"
    figure = document["/K"][6].get_object()
    assert figure["/Alt"].startswith("Minutes walked. ")
    assert report.bars_words in figure["/Alt"]
    heads = [cell.get_object()["/A"]["/Scope"] for cell in document["/K"][8].get_object()["/K"][0].get_object()["/K"]]
    assert heads == ["/Column"] * len(report.table.columns)


def test_every_piece_of_the_page_is_in_the_tree_and_the_way_back_is_right() -> None:
    made = opened(pdf_bytes(busy(), "letter"))
    page, tree = made.pages[0], made.root_object["/StructTreeRoot"]
    assert page["/StructParents"] == 0
    contents = page.get_contents()
    assert contents is not None
    numbers: list[int] = []
    depth = 0
    for operands, operator in contents.operations:
        if operator in (b"BDC", b"BMC"):
            depth += 1
            assert depth == 1, "pieces do not lie in each other"
            if operator == b"BDC":
                numbers.append(operands[1]["/MCID"])
        elif operator == b"EMC":
            depth -= 1
        elif operator in (b"Tj", b"TJ"):
            assert depth == 1, "every letter belongs to a piece"
    assert depth == 0
    assert numbers == list(range(len(numbers)))
    back = tree["/ParentTree"]["/Nums"][1].get_object()
    assert len(back) == len(numbers)
    for number, element in enumerate(back):
        assert number in element.get_object()["/K"]


def test_all_words_are_on_the_page_and_can_be_searched() -> None:
    report = busy(days=6)
    said = text(pdf_bytes(report, "a4"))
    shown = fit(report, paper_size("a4")).most
    for line in report.words(shown):
        if line != report.bars_words and ";" not in line:
            for word in line.replace(": ", " ").split():
                assert word in said, f"{word!r} of {line!r}"
    assert "0 finished" not in said
    assert "ﬁ" not in said


@needs_poppler
@pytest.mark.parametrize("paper", PAPERS)
def test_poppler_reads_it(paper: str, tmp_path: Path) -> None:
    data = pdf_bytes(busy(), paper)
    about = poppler("pdfinfo", data, tmp_path)
    assert "Pages:           1\n" in about
    assert "Tagged:          yes\n" in about
    assert "Walking report" in poppler("pdftotext", data, tmp_path)
    structure = poppler("pdfinfo", data, tmp_path, "-struct-text")
    assert '"Walking report"' in structure
    assert "/Scope /Column" in structure
    fonts = poppler("pdffonts", data, tmp_path).splitlines()[2:]
    assert fonts
    for row in fonts:
        embedded, _, searchable = row.split()[-5:-2]
        assert (embedded, searchable) == ("yes", "yes"), row


@pytest.mark.parametrize("paper", PAPERS)
def test_fonts_are_embedded(paper: str) -> None:
    fonts = opened(pdf_bytes(busy(), paper)).pages[0]["/Resources"]["/Font"]
    assert fonts
    for font in fonts.values():
        (inner,) = font.get_object()["/DescendantFonts"]
        described = inner.get_object()["/FontDescriptor"]
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described)


# -- one page, whatever there is -------------------------------------------------------------------------------------
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(
    "report",
    [
        pytest.param(lambda: report_of(), id="nothing"),
        pytest.param(lambda: report_of(session(1)), id="one session"),
        pytest.param(lambda: busy(), id="twelve weeks"),
        pytest.param(lambda: busy(days=3660), id="ten years"),
        pytest.param(lambda: busy(note="A long note. " * 31), id="long notes"),
        pytest.param(lambda: busy(note="W" * 400), id="a note of one word"),
        pytest.param(lambda: busy(name="W" * 200), id="a long name"),
        pytest.param(lambda: busy(name="山田 太郎", note="膝が少し痛い。" * 57), id="another script"),
    ],
)
def test_everything_fits_on_the_page(paper: str, report: Any) -> None:
    made = report()
    size = paper_size(paper)
    fitted = fit(made, size)
    assert fitted.height <= size.height() - MARGIN
    data = pdf_bytes(made, paper)
    assert len(opened(data).pages) == 1
    image = picture(made, paper, 400)
    edge = round(MARGIN / size.width() * 400) - 2
    for y in range(0, image.height(), 1):
        for x in (*range(0, edge, 4), *range(401 - edge, 400, 4)):
            assert image.pixelColor(x, y) == QColor("white"), "nothing reaches into the margins"


def test_short_lists_are_whole_and_long_ones_say_how_many_more() -> None:
    said = text(pdf_bytes(busy(), "a4"))
    assert "more: see All sessions" in said
    assert "more" not in text(pdf_bytes(report_of(session(1)), "a4"))


# -- names -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["Margaret Quillfeather", "Анна Мюллер", "علي حسن"])
def test_without_a_name_it_is_nowhere_in_the_file(name: str) -> None:
    note = f"{name} had tea with Bob, see +49 30 1234."
    named = bytes_in(pdf_bytes(busy(name=name, note=note), "a4"))
    spellings = [name.encode("utf-8"), name.encode("utf-16-be"), name.encode("utf-16-be").replace(b"\x00", b"")]
    assert any(each in named for each in spellings), "else this test would find nothing either way"
    data = pdf_bytes(busy(name=name, note=note, named=False), "a4")
    nameless = bytes_in(data)
    for word in (name, *name.split(), "Bob", "+49 30 1234"):
        for spelling in (word.encode("utf-8"), word.encode("utf-16-be")):
            assert spelling not in nameless
        assert word not in text(data)


@pytest.mark.parametrize("name", ["Анна Müller", "Ñandú Ødegård", "Ελένη", "A & B <b>"])
def test_names_in_other_letters_are_text(name: str) -> None:
    if missing_letters(name):
        pytest.skip("no font here has these letters")
    report = report_of(session(1), who=person(name=name))
    assert name in text(pdf_bytes(report, "a4"))
    assert opened(pdf_bytes(report, "a4")).metadata.title.startswith(f"Walking report of {name}, ")


def test_letters_that_no_font_has_are_found() -> None:
    assert missing_letters("Ann 12") == ""
    assert missing_letters("Ann \U0010fffd") == "\U0010fffd"


# -- black and white -------------------------------------------------------------------------------------------------
def test_nothing_has_a_colour() -> None:
    image = picture(busy(), "a4", 500)
    greys = [QColor(image.pixel(x, y)) for x in range(0, 500, 3) for y in range(0, image.height(), 3)]
    assert all(max(c.red(), c.green(), c.blue()) - min(c.red(), c.green(), c.blue()) == 0 for c in greys)
    assert any(c.lightness() < 20 for c in greys)


# -- writing ---------------------------------------------------------------------------------------------------------
def test_it_is_written_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_text("old")
    write(b"new", target)
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_full_disk_leaves_the_old_file_and_no_half_one(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    target = tmp_path / "a.pdf"
    target.write_text("old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))  # as a disk with room for a kilobyte
    try:
        with pytest.raises(FailedError, match=r"a\.pdf: the PDF cannot be written \(.*\)\. Choose another place\.$"):
            write(b"new" * 1000, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
