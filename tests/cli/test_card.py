"""balancecoach card"""

from pathlib import Path

import pypdf
import pytest

from tests.cli.tools import Run


@pytest.mark.usefixtures("qapp")
def test_it_writes_two_pages_and_prints_the_name(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "card.pdf"
    got = run("card", "-o", target, "--paper", "letter")
    assert (got.code, got.out, got.err) == (0, f"{target}\n", "")
    page = pypdf.PdfReader(target).pages[1]
    assert page.mediabox.width == 612
    assert "Stop signs" in page.extract_text()


def test_it_refuses_what_is_no_new_pdf(run: Run, tmp_path: Path) -> None:
    there = tmp_path / "there.pdf"
    there.write_bytes(b"mine")
    assert "--force" in run("card", "-o", there).told(2)
    assert there.read_bytes() == b"mine"
    assert "Let the name end in .pdf" in run("card", "-o", tmp_path / "card.png").told(2)
