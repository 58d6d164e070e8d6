"""The ladder of a need (M20): implied, its consequences, explicit, met by a benefit (M23)."""

from askwell.coding.coded import Need, Unit
from askwell.counsel.summary import biggest_need, strongest_want
from askwell.method.terms import Code, LinkKind, Want
from askwell.report.language import Wording, printable
from askwell.report.quotes import Quotes
from askwell.report.view import NeedView, Step
from askwell.understanding.growth import Growth, growth_of

IMPLIED, CONSEQUENCE, EXPLICIT, BENEFIT = KINDS = ("implied", "consequence", "explicit", "benefit")
_RUNGS = {
    Growth.FAULT: IMPLIED,
    Growth.PROBLEM: IMPLIED,
    Growth.CONSEQUENCE: CONSEQUENCE,
    Growth.WANT: EXPLICIT,
}


def need_views(quotes: Quotes) -> tuple[NeedView, ...]:
    """The biggest need first, the others in the order in which they came up."""
    biggest = biggest_need(quotes.coded)
    ordered = sorted(quotes.coded.needs, key=lambda need: need != biggest)
    return tuple(_need_view(need, quotes, biggest=need == biggest) for need in ordered)


def _need_view(need: Need, quotes: Quotes, *, biggest: bool) -> NeedView:
    want = strongest_want(quotes.coded) if biggest else None
    rungs: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for step in growth_of(quotes.coded, need):
        rungs[_RUNGS[step.kind]].append(step.unit)
    rungs[BENEFIT] += [unit.id for unit in quotes.coded.units if _meets(unit, need)]
    words = quotes.words
    return NeedView(
        id=need.id,
        label=printable(need.label),
        lang=quotes.coded.lang,
        state=need.state,
        state_name=words.name(need.state),
        steps=tuple(Step(kind, rung_name(kind, words), quotes.of(ids)) for kind, ids in rungs.items()),
        biggest=biggest,
        wanted=quotes[want.id] if want and want.id in need.units else None,
    )


def _meets(unit: Unit, need: Need) -> bool:
    targets = (need.id, *need.units)
    if unit.attrs.want is Want.UNMET:
        return False
    return unit.code is Code.BENEFIT and any(link.kind is LinkKind.MEETS and link.to in targets for link in unit.links)


def rung_name(kind: str, words: Wording) -> str:
    """What a rung of the ladder, one of ``KINDS``, is called (M20)."""
    _ = words
    return {
        IMPLIED: _("Problem"),
        CONSEQUENCE: _("Consequence"),
        EXPLICIT: _("Explicit"),
        BENEFIT: _("Benefit met"),
    }[kind]
