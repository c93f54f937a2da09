"""Makes a PDF of Qt's one that says what it is: title, language, and a tree of headings, tables and paragraphs.

Qt writes none of this. The page's painter leaves a mark before each piece, a tiny rectangle outside of the paper whose
place is the piece's number; here each becomes the beginning of a piece, and the tree points to them (ISO 32000, 14.7).
"""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from msgspec import Struct, field

#: Where the marks are: this far up, and this far and their number to the left. In hundreds, so that no digits are lost.
MARK_AT = 50_000
#: The mark of what is no part of the text, such as a line between rows.
ARTIFACT = 0
_MARK = re.compile(rb"-(\d+) -%d 1 1 re\nf\n" % MARK_AT)


class Tag(Struct):
    """A part of the page: its role, what is in it, and the number of its mark where it is a piece itself.

    ``alt``: words for what is no text. ``text``: what it says, where the page itself does not say it as well.
    """

    role: str
    parts: list["Tag"] = field(default_factory=list)
    number: int = ARTIFACT
    alt: str = ""
    text: str = ""
    scope: str = ""

    def pieces(self) -> Iterator["Tag"]:
        """Everything in it that has a mark."""
        if self.number:
            yield self
        for part in self.parts:
            yield from part.pieces()


def tagged(pdf: bytes, roots: Sequence[Tag], title: str, language: str) -> bytes:
    """The same pages with the tree in it. ``pdf``: pages with marks; ``roots``: what is on each, numbered from 1."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    for number, (page, root) in enumerate(zip(writer.pages, roots, strict=True)):
        _mark_page(writer, page, root, number)
    writer.pdf_header = "%PDF-1.7"
    catalogue = writer.root_object
    catalogue[NameObject("/Lang")] = TextStringObject(language)
    catalogue[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
    shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    catalogue[NameObject("/ViewerPreferences")] = shown
    catalogue[NameObject("/StructTreeRoot")] = _tree(writer, roots)
    writer.add_metadata({"/Title": title})
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _mark_page(writer: Any, page: Any, root: Tag, number: int) -> None:
    """Pieces instead of marks, and which page of the tree this is."""
    from pypdf.generic import DecodedStreamObject, NameObject, NumberObject

    stream = DecodedStreamObject()
    contents = page.get_contents()
    stream.set_data(_with_pieces(contents.get_data() if contents is not None else b"", root))
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    page[NameObject("/StructParents")] = NumberObject(number)
    page[NameObject("/Tabs")] = NameObject("/S")
    _give_spaces(page)


def _give_spaces(page: Any) -> None:
    """Space and tab are one glyph to Qt, which tells readers that it is a tab: nobody would find two words together."""
    for font in page["/Resources"]["/Font"].values():
        letters = font.get_object()["/ToUnicode"].get_object()
        letters.set_data(letters.get_data().replace(b"<0009>", b"<0020>"))


def _with_pieces(content: bytes, root: Tag) -> bytes:
    """The page's drawing with a beginning and an end around each piece instead of its mark."""
    roles = {tag.number: tag.role for tag in root.pieces()}
    began = False

    def begin(found: re.Match[bytes]) -> bytes:
        nonlocal began
        number = int(found[1]) - MARK_AT
        end = b"EMC\n" if began else b""
        began = True
        if number == ARTIFACT:
            return end + b"/Artifact BMC\n"
        return end + b"/%s <</MCID %d>> BDC\n" % (roles[number].encode("ascii"), number - 1)

    made = _MARK.sub(begin, content)
    return made + b"\nEMC\n" if began else made


def _tree(writer: Any, roots: Sequence[Tag]) -> Any:
    """The tree's root, and in it the way from each piece on each page back to its place in the tree."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

    top = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    at = writer._add_object(top)
    branches, numbers = ArrayObject(), ArrayObject()
    for number, (page, root) in enumerate(zip(writer.pages, roots, strict=True)):
        places: dict[int, Any] = {}
        branches.append(_branch(writer, page, root, at, places))
        parents = ArrayObject([places[piece] for piece in sorted(places)])
        numbers += [NumberObject(number), writer._add_object(parents)]
    top[NameObject("/K")] = branches
    top[NameObject("/ParentTree")] = writer._add_object(DictionaryObject({NameObject("/Nums"): numbers}))
    top[NameObject("/ParentTreeNextKey")] = NumberObject(len(roots))
    return at


def _branch(writer: Any, page: Any, tag: Tag, parent: Any, places: dict[int, Any]) -> Any:
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

    made = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/StructElem"),
            NameObject("/S"): NameObject(f"/{tag.role}"),
            NameObject("/P"): parent,
        }
    )
    at = writer._add_object(made)
    if tag.alt:
        made[NameObject("/Alt")] = TextStringObject(tag.alt)
    if tag.text:
        made[NameObject("/ActualText")] = TextStringObject(tag.text)
    if tag.scope:
        owner = {NameObject("/O"): NameObject("/Table"), NameObject("/Scope"): NameObject(f"/{tag.scope}")}
        made[NameObject("/A")] = DictionaryObject(owner)
    inside: list[Any] = [_branch(writer, page, part, at, places) for part in tag.parts]
    if tag.number:
        made[NameObject("/Pg")] = page.indirect_reference
        inside.insert(0, NumberObject(tag.number - 1))
        places[tag.number] = at
    made[NameObject("/K")] = ArrayObject(inside)
    return at
