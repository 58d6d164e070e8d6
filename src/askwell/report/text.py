"""The report of a call for the terminal: one minute's reading."""

from collections.abc import Iterable, Iterator
from unicodedata import combining, east_asian_width

from askwell.coding.coded import CodedConversation
from askwell.report.build import call_view
from askwell.report.language import Wording, plain, shortened, wording
from askwell.report.view import CallView, FindingView, MixPart, NeedView, Quote

LONGEST_QUOTE = 240
BAR = 24


def text_report(coded: CodedConversation, lang: str, width: int = 100) -> str:
    """Plain text, no line wider than ``width`` columns (Han characters take two); control characters are left out."""
    view, words = call_view(coded, lang), wording(lang)
    parts = (
        _head(view, words),
        _outcome(view, words),
        _findings(view, words),
        _mix(view, words),
        _needs(view, words),
        _moments(view, words),
        _objections(view, words),
        _measures(view, words),
    )
    return "\n\n".join("\n".join(_set(part, max(width, 20))) for part in map(list, parts) if part) + "\n"


Line = tuple[int, str]
"""An indent and the text that hangs from it."""


def _head(view: CallView, words: Wording) -> Iterator[Line]:
    yield 0, view.title
    people = [f"{who}{words.aside(side)}" for who, side in view.people]
    yield 0, " · ".join(fact for fact in (view.held, view.length, view.sale, words.listed(people)) if fact)
    if view.objective:
        yield 0, words.titled(words("Objective"), view.objective)
    if view.placing:
        yield 0, view.placing


def _outcome(view: CallView, words: Wording) -> Iterator[Line]:
    head = view.headline
    aside = head.note(words)
    yield 0, words.titled(words("Outcome"), head.name.upper()) + (words.aside(aside) if aside else "")
    if head.why:
        yield 2, head.why
    yield from _quotes(head.quotes[:2])
    if view.next_step:
        yield 0, words.titled(words("Next step"), view.next_step)


def _findings(view: CallView, words: Wording) -> Iterator[Line]:
    yield 0, words("What to work on first")
    if view.worst:
        yield from _finding(view.worst, words, most=3)
        yield from ((4, line) for line in view.worst.advice)
    else:
        yield 2, view.no_fault
    if view.others:
        yield 0, words("Other findings")
    for finding in view.others:
        yield from _finding(finding, words, most=1)


def _finding(finding: FindingView, words: Wording, *, most: int) -> Iterator[Line]:
    yield 2, words.titled(f"{finding.severity_name}{words.aside(finding.row)}", finding.text)
    yield from _quotes(finding.quotes[:most])


def _mix(view: CallView, words: Wording) -> Iterator[Line]:
    if not view.mix:
        return
    yield 0, words.titled(words("Question mix"), words("Questions in all: %(n)s", n=view.questions))
    yield from ((2, _bar(part)) for part in view.mix)


def _bar(part: MixPart) -> str:
    bar = "█" * round(part.share * BAR)
    return f"{part.mark} {bar:<{BAR}} {part.count:>3} {part.percent:>4}  {part.name}"


def _needs(view: CallView, words: Wording) -> Iterator[Line]:
    yield 0, words("Needs, and how far each one grew")
    if not view.needs:
        yield 2, words("No need of the buyer's was heard that is sure enough to list.")
    for need in view.needs:
        yield from _need(need, words)


def _need(need: NeedView, words: Wording) -> Iterator[Line]:
    reached = " → ".join(f"{step.name} {len(step.quotes)}" for step in need.steps if step.quotes)
    yield 2, words.titled(f"{need.label}{words.aside(need.state_name)}", reached)
    yield from _quotes([step.quotes[-1] for step in need.steps if step.quotes])


def _moments(view: CallView, words: Wording) -> Iterator[Line]:
    if view.moments:
        yield 0, words("Moments that mattered")
    for moment in view.moments:
        yield 2, f"{moment.quote.at}  {moment.what}"
        yield 9, f"“{shortened(moment.quote.text, LONGEST_QUOTE)}”"


def _objections(view: CallView, words: Wording) -> Iterator[Line]:
    if view.objections:
        yield 0, words("Objections and what brought them on")
    for one in view.objections:
        yield 2, f"{one.quote.at}  “{shortened(one.quote.text, LONGEST_QUOTE)}”"
        yield 9, " · ".join(words.titled(title, fact) for title, fact in one.facts)


def _measures(view: CallView, words: Wording) -> Iterator[Line]:
    if view.measures:
        yield 0, words("Measures")
    for measure in view.measures:
        value = measure.value or "—" + words.aside(measure.why_null)
        yield 2, words.titled(measure.name, value)


def _quotes(quotes: Iterable[Quote]) -> Iterator[Line]:
    for quote in quotes:
        mark = f"{quote.mark}{'?' if quote.uncertain else ''}"
        yield 4, f"{quote.at}  {mark} “{shortened(quote.text, LONGEST_QUOTE)}” {quote.speaker}"


def _set(lines: Iterable[Line], width: int) -> Iterator[str]:
    for indent, text in lines:
        yield from (" " * indent + line for line in wrapped(plain(text), width - indent))


def wrapped(text: str, width: int) -> list[str]:
    """Text broken into lines of at most ``width`` columns: between words, between Han characters, or where it must."""
    lines, line, used = [], "", 0
    for piece in _pieces(text, width):
        if line and used + columns(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line, used = "", 0
        if line or piece.strip():
            line += piece
            used += columns(piece)
    return [*lines, line.rstrip()]


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def _pieces(text: str, width: int) -> Iterator[str]:
    """What must stay on one line: a word with the space behind it, a wide character, a slice of an overlong word."""
    word = ""
    for char in text:
        wide = east_asian_width(char) in "WF"
        if word and (wide or columns(word) >= width):
            yield word
            word = ""
        word += char
        if wide or char == " ":
            yield word
            word = ""
    if word:
        yield word
