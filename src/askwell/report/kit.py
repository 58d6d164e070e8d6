"""The kit for selling inside: one page in the buyer's own words for whoever argues for the purchase (M22)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import docx
from markupsafe import Markup

from askwell.report.docx import quiet, style_document, timeless
from askwell.report.language import printable, wording
from askwell.report.sheet import sheet_html, sheet_markup, sheet_pdf

TEMPLATE = "kit_sheet.html"


@dataclass(frozen=True, slots=True)
class Told:
    """Words and who said them."""

    text: str
    who: str


@dataclass(frozen=True, slots=True)
class KitNeed:
    """One need in the buyer's words: the problem, what follows from it, and the gain of solving it."""

    problem: tuple[Told, ...]
    consequences: tuple[Told, ...]
    gains: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class KitPerson:
    """Somebody with a say: what they would gain in their own words, or what to ask them where they have not said."""

    name: str
    about: str
    gains: tuple[str, ...]
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kit:
    """``next_step`` is what the buyer last agreed to. Nothing here says who is for us: it goes from hand to hand."""

    title: str
    needs: tuple[KitNeed, ...]
    voiced: tuple[KitPerson, ...]
    silent: tuple[KitPerson, ...]
    next_step: tuple[Told, ...]


def kit_title(company: str, deal: str, lang: str) -> str:
    """What stands over the kit, in its own language."""
    words = wording(lang)
    title = words("%(deal)s: what it is about", deal=deal)
    return f"{company} · {title}" if company else title


def kit_markup(kit: Kit, lang: str) -> Markup:
    return sheet_markup(TEMPLATE, kit, lang)


def kit_html(kit: Kit, lang: str) -> str:
    return sheet_html(TEMPLATE, kit, kit.title, lang)


def kit_pdf(kit: Kit, lang: str) -> bytes:
    """Raises PdfUnavailable where Pango is missing."""
    return sheet_pdf(TEMPLATE, kit, kit.title, lang)


def kit_docx(kit: Kit, lang: str) -> bytes:
    """A document to change and to hand on; the same kit gives the same bytes."""
    words = wording(lang)
    document = docx.Document()
    style_document(document)
    document.add_heading(printable(kit.title), 0)
    for number, need in enumerate(kit.needs, 1):
        document.add_heading(words("What it is about, %(n)s", n=number), 1)
        for heading, told in ((words("The problem"), need.problem), (words("What follows from it"), need.consequences),
                              (words("What solving it would bring"), need.gains)):  # fmt: skip
            _quotes(document, heading, told)
    if kit.voiced:
        document.add_heading(words("Who has said what they would gain"), 1)
    for person in kit.voiced:
        _person(document, person, [f"“{text}”" for text in person.gains])
    if kit.silent:
        document.add_heading(words("Who has not said it yet, and what to ask them"), 1)
    for person in kit.silent:
        _person(document, person, person.ask)
    if kit.next_step:
        document.add_heading(words("What was agreed last"), 1)
    for one in kit.next_step:
        _quote(document, one)
    document.core_properties.title = printable(kit.title)[:255]
    document.core_properties.author = "Askwell"
    return timeless(document)


def _quotes(document: Any, heading: str, told: Iterable[Told]) -> None:
    lines = list(told)
    if lines:
        document.add_heading(heading, 2)
    for one in lines:
        _quote(document, one)


def _quote(document: Any, one: Told) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    paragraph.add_run(f"“{printable(one.text)}”")
    quiet(paragraph, f"  {printable(one.who)}")


def _person(document: Any, person: KitPerson, lines: Iterable[str]) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(printable(person.name)).bold = True
    quiet(paragraph, f"  {printable(person.about)}")
    for line in lines:
        document.add_paragraph(printable(line), style="List Bullet")
