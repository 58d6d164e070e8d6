"""The ladder of a need (M20): implied, its consequences, explicit, met by a benefit (M23)."""

from collections.abc import Iterable

from askwell.coding.coded import Need, Unit
from askwell.method.terms import Code, LinkKind
from askwell.report.language import Wording, printable
from askwell.report.names import name
from askwell.report.quotes import Quotes
from askwell.report.view import NeedView, Step

IMPLIED, CONSEQUENCE, EXPLICIT, BENEFIT = KINDS = ("implied", "consequence", "explicit", "benefit")


def need_views(needs: Iterable[Need], quotes: Quotes, biggest: str | None) -> tuple[NeedView, ...]:
    """The biggest need first, the others in the order in which they came up."""
    ordered = sorted(needs, key=lambda need: need.id != biggest)
    return tuple(_need_view(need, quotes, biggest=need.id == biggest) for need in ordered)


def _need_view(need: Need, quotes: Quotes, *, biggest: bool) -> NeedView:
    rungs: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for unit in quotes.coded.units:
        if kind := _rung(unit, need, quotes.units):
            rungs[kind].append(unit.id)
    words = quotes.words
    return NeedView(
        id=need.id,
        label=printable(need.label),
        lang=quotes.coded.lang,
        state=need.state,
        state_name=name(need.state, words.lang),
        steps=tuple(Step(kind, rung_name(kind, words), quotes.of(ids)) for kind, ids in rungs.items()),
        biggest=biggest,
    )


def _rung(unit: Unit, need: Need, units: dict[str, Unit]) -> str | None:
    if unit.code is Code.BENEFIT:
        targets = (need.id, *need.units)
        met = any(link.kind is LinkKind.MEETS and link.to in targets for link in unit.links)
        return BENEFIT if met or unit.id in need.units else None
    if unit.id not in need.units:
        return None
    if unit.code is Code.EXPLICIT_NEED:
        return EXPLICIT
    if unit.code is Code.IMPLIED_NEED:
        deepens = any(link.kind is LinkKind.DEEPENS and link.to in (*units, need.id) for link in unit.links)
        return CONSEQUENCE if deepens else IMPLIED
    return None


def rung_name(kind: str, words: Wording) -> str:
    _ = words
    return {
        IMPLIED: _("Implied"),
        CONSEQUENCE: _("Consequence"),
        EXPLICIT: _("Explicit"),
        BENEFIT: _("Benefit met"),
    }[kind]
