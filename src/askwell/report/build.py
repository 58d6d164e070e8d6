"""From a coded and explained call to what a reader is shown of it."""

from collections.abc import Sequence
from datetime import datetime, time

from babel.dates import format_datetime

from askwell.coding.coded import CERTAIN, CodedConversation, Finding, StageSpan, Unit
from askwell.counsel.causes import brought_on
from askwell.counsel.summary import STRENGTH, moments, next_step, why_outcome, worst_fault
from askwell.method.terms import SELLER_QUESTIONS, Cause, Code, SaleSize, Severity, Side
from askwell.report.growth import need_views
from askwell.report.language import Wording, printable, wording
from askwell.report.margin import turn_views
from askwell.report.measured import measure_views
from askwell.report.quotes import Quotes, side_name
from askwell.report.signs import SIGNS
from askwell.report.timeline import Timeline, timeline
from askwell.report.view import (
    CallView,
    FindingView,
    Headline,
    MixPart,
    Moment,
    ObjectionView,
    StageView,
)
from askwell.understanding.measures import distinct
from askwell.understanding.sides import sides_uncertain

MOST_CAUSES = 3
"""Moments quoted as what brought an objection on, the last ones."""
SIDES = tuple(Side)


def call_view(coded: CodedConversation, lang: str) -> CallView:
    """The call in the interface language ``en`` or ``zh``, whatever language was spoken in it."""
    _ = words = wording(lang)
    line = timeline(coded)
    quotes = Quotes(coded, line, words)
    uncertain = sides_uncertain(coded.conversation)
    worst = None if uncertain else worst_fault(coded)
    others = [found for found in coded.findings if found is not worst and not _is_strength(found) and not uncertain]
    conversation = coded.conversation
    stages = tuple(_stage_view(span, quotes) for span in coded.stages)
    mix = () if uncertain else _mix(coded, words)
    return CallView(
        id=printable(coded.id),
        title=printable(conversation.title or coded.id),
        lang=lang,
        call_lang=coded.lang,
        held=_held(conversation.held_at, lang),
        length=words.minutes(line.length) if line.timed else "",
        people=_people(quotes),
        objective=printable(conversation.objective or ""),
        sale=_sale(conversation.sale, words),
        headline=_headline(quotes),
        no_fault=_no_fault(words, others, uncertain=uncertain),
        worst=_finding_view(worst, quotes) if worst else None,
        others=tuple(_finding_view(found, quotes) for found in others),
        strengths=tuple(_finding_view(found, quotes) for found in coded.findings if _is_strength(found)),
        next_step=printable(next_step(coded, lang)),
        questions=sum(part.count for part in mix),
        mix=mix,
        needs=need_views(quotes),
        moments=_moments(quotes),
        stages=stages,
        objections=tuple(_objection(unit, quotes) for unit in coded.units if unit.code is Code.OBJECTION),
        measures=measure_views(coded, words),
        turns=turn_views(quotes, stages),
        placing=_placing(line, words),
        timeline=line,
        made_by=_("Coded by %(model)s with %(codebook)s.", model=printable(coded.model), codebook=coded.codebook),
    )


def _headline(quotes: Quotes) -> Headline:
    _ = words = quotes.words
    outcome = quotes.coded.outcome
    guessed = sides_uncertain(quotes.coded.conversation)
    if outcome is None:
        return Headline(None, _("Outcome not judged"), "", False, printable(why_outcome(quotes.coded, words.lang)), ())
    return Headline(
        outcome=outcome.label,
        name=words.name(outcome.label),
        p=words.percent(outcome.p) if outcome.p < CERTAIN else "",
        uncertain=outcome.uncertain or (guessed and outcome.p < CERTAIN),
        why=printable(why_outcome(quotes.coded, words.lang)),
        quotes=quotes.of(outcome.units),
        by="" if outcome.p < CERTAIN else _("a person"),
    )


def _finding_view(finding: Finding, quotes: Quotes) -> FindingView:
    _ = words = quotes.words
    text, *advice = finding.text.in_lang(words.lang).split("\n")
    severities = {Severity.HIGH: _("Serious"), Severity.MEDIUM: _("Worth a look"), Severity.LOW: _("Minor")}
    return FindingView(
        rule=printable(finding.id),
        row=printable(finding.row),
        severity=finding.severity,
        severity_name=severities[finding.severity],
        text=printable(text),
        advice=tuple(printable(line) for line in advice if line),
        quotes=quotes.of(finding.units),
        left_out=_left_out(finding, quotes),
    )


def _left_out(finding: Finding, quotes: Quotes) -> str:
    """Beside a finding on all that is certain of one code: how much of it is uncertain; the transcript shows both."""
    _ = quotes.words
    codes = {quote.code for quote in quotes.of(finding.units)}
    if len(codes) != 1 or len(finding.units) < 2:
        return ""
    (code,) = codes
    all_of_code = quotes.with_code(code)
    uncertain = [quote for quote in all_of_code if quote.uncertain]
    if not uncertain or {quote.unit for quote in all_of_code if not quote.uncertain} != set(finding.units):
        return ""
    return _("Uncertain, so not counted here: %(n)s × %(code)s.", n=len(uncertain), code=uncertain[0].name)


def _no_fault(words: Wording, others: Sequence[Finding], *, uncertain: bool) -> str:
    """What is said where no fault is named above the ``others``."""
    _ = words
    if uncertain:
        return _("No fault is named while it is not certain who sells and who buys.")
    if any(found.severity is not Severity.LOW for found in others):
        return _("Apart from how the call ended, no grave fault was found in what is certain of it.")
    return _("No grave fault was found in what is certain of this call.")


def _is_strength(finding: Finding) -> bool:
    return finding.id.startswith(STRENGTH)


def _moments(quotes: Quotes) -> tuple[Moment, ...]:
    """The moments in the order of the talk; a stretch that is two things is shown once, as both."""
    labels: dict[str, list[str]] = {}
    for moment in moments(quotes.coded):
        labels.setdefault(moment.unit, []).append(printable(moment.label.in_lang(quotes.words.lang)))
    return tuple(Moment(quotes.words.listed(said), quotes[unit]) for unit, said in labels.items())


def _mix(coded: CodedConversation, words: Wording) -> tuple[MixPart, ...]:
    """How many questions of each kind the seller asked (M13); one repeated within a turn counts once."""
    counts = {code: len(distinct(coded, [code])) for code in SELLER_QUESTIONS}
    total = max(sum(counts.values()), 1)
    return tuple(
        MixPart(code, SIGNS[code].mark, words.name(code), n, n / total, words.percent(n / total))
        for code, n in counts.items()
    )


def _stage_view(span: StageSpan, quotes: Quotes) -> StageView:
    _ = words = quotes.words
    line = quotes.timeline
    begin, end = line.starts[span.first], line.ends[span.last]
    return StageView(
        stage=span.stage,
        name=words.name(span.stage),
        first=span.first,
        last=span.last,
        turns=_("%(n)s turns", n=span.last - span.first + 1),
        length=words.minutes(end - begin) if line.timed else words.percent((end - begin) / line.length),
        begin=line.share(begin),
        end=line.share(end),
    )


def _objection(unit: Unit, quotes: Quotes) -> ObjectionView:
    _ = words = quotes.words
    attrs = unit.attrs
    found = brought_on(quotes.coded, unit)
    facts = ((_("Class"), attrs.objection_class), (_("Concern"), attrs.concern), (_("Doubt"), attrs.doubt))
    told = tuple((title, words.name(value)) for title, value in facts if value is not None)
    return ObjectionView(
        quote=quotes[unit.id],
        facts=(*told, (_("Likely cause"), _cause(found.cause, words))),
        caused_by=quotes.of(cause.id for cause in found.units[-MOST_CAUSES:]),
    )


def _cause(cause: Cause | None, words: Wording) -> str:
    _ = words
    if cause is None:
        return _("nothing that shows")
    return _("none of the seller's making") if cause is Cause.REAL else words.name(cause)


def _people(quotes: Quotes) -> tuple[tuple[str, str], ...]:
    """Who took part, by side, each once."""
    said = ((quotes.speaker(turn), turn.speaker) for turn in quotes.coded.conversation.turns if turn.name)
    listed = ((printable(p.name), p.side) for p in quotes.coded.conversation.participants if p.name)
    people = sorted(dict([*said, *listed]).items(), key=lambda person: SIDES.index(person[1]))
    return tuple((who, side_name(side, quotes.words)) for who, side in people)


def _held(held_at: str | None, lang: str) -> str:
    """The day and the hour as they stand in the call, without a change of time zone; midnight is a day alone."""
    try:
        moment = datetime.fromisoformat(held_at or "")
    except ValueError:
        return printable(held_at or "")
    day, hour, locale = ("y年M月d日", " HH:mm", "zh") if lang == "zh" else ("d MMMM y", ", HH:mm", "en_GB")
    hour_told = ":" in (held_at or "") and moment.time() != time.min
    return format_datetime(moment, day + hour if hour_told else day, locale=locale)


def _sale(sale: SaleSize, words: Wording) -> str:
    _ = words
    return {
        SaleSize.MAJOR: _("Major sale"),
        SaleSize.SMALL: _("Small sale"),
        SaleSize.UNKNOWN: _("Sale size not stated, read as a major sale"),
    }[sale]


def _placing(line: Timeline, words: Wording) -> str:
    """What a reader must know of how things are placed; empty where the clock places them."""
    _ = words
    return "" if line.timed else _("This transcript has no times: places and lengths follow the amount of talk.")
