"""The report of a call as a Word document."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from askwell.coding.coded import CodedConversation
from askwell.method.terms import EITHER_SIDE
from askwell.report.build import call_view
from askwell.report.language import Wording, wording
from askwell.report.svg import PAINTS
from askwell.report.view import CallView, FindingView, NeedView, ObjectionView, Quote, TurnView

PLUM = RGBColor.from_string(PAINTS["plum"][1:].upper())
MUTED = RGBColor.from_string(PAINTS["muted"][1:].upper())
LATIN, HAN = "Calibri", "Microsoft YaHei"


def docx_report(coded: CodedConversation, lang: str) -> bytes:
    """A document to edit and comment in: the findings, the needs, the figures, and the transcript with its codes."""
    view, words = call_view(coded, lang), wording(lang)
    document = docx.Document()
    style_document(document)
    _opening(document, view, words)
    _body(document, view, words)
    document.add_heading(words("Transcript"), 1)
    for turn in view.turns:
        _turn(document, turn)
    document.add_paragraph(view.made_by)
    document.core_properties.title = view.title[:255]
    document.core_properties.author = "Askwell"
    return timeless(document)


def style_document(document: Any) -> None:
    """Our fonts and our colour."""
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = LATIN
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            if key.endswith("Theme"):
                del fonts.attrib[key]
        fonts.set(qn("w:eastAsia"), HAN)
        if name != "Normal":
            style.font.color.rgb = PLUM
    document.styles["Normal"].font.size = Pt(10.5)


def _opening(document: Any, view: CallView, words: Wording) -> None:
    document.add_heading(view.title, 0)
    people = words.listed([f"{who}{words.aside(side)}" for who, side in view.people])
    facts = (view.held, view.length, view.sale, people, view.placing)
    quiet(document.add_paragraph(), " · ".join(fact for fact in facts if fact))
    if view.objective:
        document.add_paragraph(words.titled(words("Objective"), view.objective))
    head = view.headline
    document.add_heading(words.titled(words("Outcome"), head.name), 1)
    if head.note(words):
        quiet(document.add_paragraph(), head.note(words))
    document.add_paragraph(head.why)
    _quotes(document, head.quotes, words)
    if view.next_step:
        document.add_heading(words("Next step"), 2)
        document.add_paragraph(view.next_step)


def _body(document: Any, view: CallView, words: Wording) -> None:
    document.add_heading(words("What to work on first"), 1)
    if view.worst:
        _finding(document, view.worst, words)
    else:
        document.add_paragraph(view.no_fault)
    if view.mix:
        document.add_heading(words("Question mix"), 1)
    _table(document, [(part.mark, part.name, str(part.count), part.percent) for part in view.mix])
    document.add_heading(words("Needs, and how far each one grew"), 1)
    for need in view.needs:
        _need(document, need, words)
    document.add_heading(words("Moments that mattered"), 1)
    for moment in view.moments:
        document.add_paragraph(moment.what)
        _quotes(document, [moment.quote], words)
    if view.objections:
        document.add_heading(words("Objections and what brought them on"), 1)
    for one in view.objections:
        _objection(document, one, words)
    for title, findings in ((words("Other findings"), view.others), (words("What went well"), view.strengths)):
        if findings:
            document.add_heading(title, 1)
        for finding in findings:
            _finding(document, finding, words)
    document.add_heading(words("Measures"), 1)
    _table(document, [(one.name, one.value or "—", one.why_null or one.definition) for one in view.measures])


def _finding(document: Any, finding: FindingView, words: Wording) -> None:
    paragraph = document.add_paragraph()
    quiet(paragraph, f"{finding.severity_name}  ")
    paragraph.add_run(finding.text).bold = True
    _quotes(document, finding.quotes, words)
    for line in finding.advice:
        document.add_paragraph(line)


def _objection(document: Any, one: ObjectionView, words: Wording) -> None:
    _quotes(document, [one.quote], words)
    document.add_paragraph(" · ".join(words.titled(title, fact) for title, fact in one.facts))
    for cause in one.caused_by:
        _quoted(document, cause, words("Brought on by"), words)


def _need(document: Any, need: NeedView, words: Wording) -> None:
    document.add_heading(f"{need.label}{words.aside(need.state_name)}", 2)
    for step in need.steps:
        for quote in step.quotes:
            _quoted(document, quote, step.name, words)


def _turn(document: Any, turn: TurnView) -> None:
    if turn.stage:
        document.add_heading(turn.stage, 2)
    paragraph = document.add_paragraph()
    quiet(paragraph, f"{turn.at}  ")
    paragraph.add_run(f"{turn.speaker}  ").bold = True
    for segment in turn.segments:
        mark = segment.mark if segment.mark and segment.mark.quote.code not in EITHER_SIDE else None
        if mark:
            sign = paragraph.add_run(f"[{mark.quote.mark}{'?' if mark.quote.uncertain else ''}] ")
            sign.bold, sign.font.color.rgb = True, PLUM
        paragraph.add_run(segment.text).underline = bool(mark)


def _quotes(document: Any, quotes: Iterable[Quote], words: Wording) -> None:
    for quote in quotes:
        _quoted(document, quote, quote.name, words)


def _quoted(document: Any, quote: Quote, what: str, words: Wording) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    quiet(paragraph, f"{quote.at}  ")
    paragraph.add_run(f"“{quote.text}”")
    doubt = words.aside(words("uncertain")) if quote.uncertain else ""
    quiet(paragraph, f"  {quote.speaker} · {what}{doubt}")


def quiet(paragraph: Any, text: str) -> None:
    """Add small grey words."""
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), MUTED


def _table(document: Any, rows: list[tuple[str, ...]]) -> None:
    if not rows:
        return
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def timeless(document: Any) -> bytes:
    """The file without the hour it was written at, so that the same call gives the same bytes."""
    written, out = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for info in source.infolist():
            target.writestr(ZipInfo(info.filename), source.read(info), ZIP_DEFLATED)
    return out.getvalue()
