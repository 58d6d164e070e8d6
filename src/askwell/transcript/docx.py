"""Word files (already checked as containers) to text, streamed: reading stops where a limit is passed.

A parser that builds the whole document first takes minutes and a gigabyte on a hostile file within the size limits.
"""

import zipfile
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from askwell.transcript.errors import BadInput
from askwell.transcript.limits import Limits, check_limit

MAIN_PART = "word/document.xml"
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_ASIDES = frozenset(("drawing", "pict", "object", "AlternateContent", "pPr", "rPr"))


def docx_text(data: bytes, limits: Limits) -> str:
    """Paragraphs as lines, table rows as tab-separated lines; pictures and text boxes are left out.

    Where the document has no empty paragraphs of its own, paragraphs are set apart by a blank line.
    """
    words = _Words(limits)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(MAIN_PART) as part:
            for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
                words.take(event, element)
    except (ParseError, DefusedXmlException, LookupError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise BadInput(f"a damaged Word file: {error}", place=MAIN_PART) from None
    parts = words.parts
    separated = any(not part.strip() for part in parts) or any("-->" in part for part in parts)
    return ("\n" if separated else "\n\n").join(parts)


class _Words:
    """The text gathered so far: the paragraph, the table row and the table in hand, and the finished parts."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.parts: list[str] = []
        self.paragraph: list[str] = []
        self.cells: list[str] = []
        self.rows: list[str] = []
        self.open: list[Element] = []
        self.tables = 0
        self.asides = 0
        self.elements = 0
        self.characters = 0

    def take(self, event: str, element: Element) -> None:
        """One parser event; finished elements are dropped from the tree."""
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            self.elements += 1
            check_limit("XML elements", self.elements, self.limits.xml_elements, place=MAIN_PART)
            self.open.append(element)
            self.tables += tag == "tbl"
            self.asides += tag in _ASIDES
            return
        self.open.pop()
        self.asides -= tag in _ASIDES
        if not self.asides:
            self._finish(tag, element)
        if self.open:
            self.open[-1].remove(element)

    def _finish(self, tag: str, element: Element) -> None:
        if tag == "t":
            self._add(element.text or "")
        elif tag in _BREAKS:
            self._add(_BREAKS[tag])
        elif tag == "p" and not self.tables:
            self.parts.append("".join(self.paragraph))
            self.paragraph.clear()
            check_limit("lines", len(self.parts), self.limits.lines, place=MAIN_PART)
        elif tag == "p":
            self._add(" ")
        elif self.tables:
            self._finish_in_table(tag)

    def _finish_in_table(self, tag: str) -> None:
        """Tables inside cells are read as part of the cell."""
        if tag == "tc" and self.tables == 1:
            self.cells.append(" ".join("".join(self.paragraph).split()))
            self.paragraph.clear()
        elif tag == "tr" and self.tables == 1:
            self.rows.append("\t".join(self.cells))
            self.cells.clear()
            check_limit("lines", len(self.rows), self.limits.lines, place=MAIN_PART)
        elif tag == "tbl":
            self.tables -= 1
            if not self.tables:
                self.parts.append("\n".join(self.rows))
                self.rows.clear()

    def _add(self, text: str) -> None:
        self.characters += len(text)
        check_limit("characters", self.characters, self.limits.characters, place=MAIN_PART)
        self.paragraph.append(text.replace("\xa0", " "))
