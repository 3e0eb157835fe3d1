"""The page about documents says what the code does."""

from chevet.documents import intake, rules
from chevet.documents.workshop import __file__ as workshop
from tests.house.sources import PROJECT

PAGE = (PROJECT / "docs" / "explain" / "documents.md").read_text(encoding="utf-8")


def test_the_page_says_which_files_are_taken_and_how_large():
    papers = (PROJECT / workshop).parent.joinpath("papers.py").read_text()
    assert rules.LARGEST == 10_000_000 and "Up to 10 MB" in PAGE
    assert "MOST_PAGES = 100\n" in papers and "Up to 100 pages" in PAGE and "100 au plus" in intake.PAGES
    assert "MOST_UNPACKED = 600_000_000" in papers and "more than 600 MB" in PAGE
    assert rules.UNDO.days == 1 and "within a day" in PAGE
    for kind in ("JPEG", "PNG", "HEIC", "PDF", "refused, with a sentence"):
        assert kind in PAGE
