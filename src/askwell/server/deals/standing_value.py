"""The scale of value in the words of a page: what lies on each pan, why it leans so and what would tip it (M21)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from askwell.deal.state import Weight
from askwell.deal.terms import Commitment, Cost, Leaning
from askwell.deal.value import LEAST_COST, pan
from askwell.method.loader import load_codebook
from askwell.method.terms import NeedState, SaleSize
from askwell.server.deals.models import Deal

Json = Mapping[str, Any]
Quotes = Callable[[Iterable[Json]], tuple[Any, ...]]
ROW = "M21"


@dataclass(frozen=True, slots=True)
class OnPan:
    """Something on one pan; ``fact`` is the entered fact that puts it there, empty where none does."""

    text: str
    weight: int
    fact: str
    quotes: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Tip:
    """What would tip the scale."""

    text: str
    row: str
    quotes: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Which way it leans and why, both pans, the heaviest first, and what would tip it."""

    leans: str
    why: str
    urgency: tuple[OnPan, ...]
    cost: tuple[OnPan, ...]
    tips: tuple[Tip, ...]


def scale_of(state: Json, deal: Deal, lang: str, quotes: Quotes) -> Scale:
    """The scale of a deal in ``askwell.deal_state/1``; ``quotes`` makes of anchors what this reader may read."""
    value, labels = state["value"], {need["id"]: need["label"] for need in state["needs"]}
    urgency = tuple(OnPan(labels[one["id"]], one["weight"], "", quotes(one["evidence"])) for one in value["for"])
    cost = tuple(
        OnPan(_cost_name(one["id"], lang), one["weight"], _fact(deal, one["id"], lang), quotes(one["evidence"]))
        for one in value["against"]
    )
    return Scale(value["leans"], _why(state), urgency, cost, tuple(_tips(urgency, cost, lang)))


def _cost_name(cost: str, lang: str) -> str:
    return item_text(cost, lang, "value.cost")


def _fact(deal: Deal, cost: str, lang: str) -> str:
    """The answer to a question on the size of the sale that says this cost is there."""
    if cost == Cost.MONEY and deal.commitment == Commitment.HIGH:
        return item_text("high_commitment", lang, "sale_size.for_major")
    if cost == Cost.RISK and deal.visible_risk:
        return item_text("visible_mistake", lang, "sale_size.for_major")
    return ""


def item_text(item_id: str, lang: str, *entries: str) -> str:
    """The text of an item in the first of these entries that holds it."""
    items = (item for entry in entries for item in load_codebook().entry(entry).items)
    return next(item.text.in_lang(lang) for item in items if item.id == item_id)


def _why(state: Json) -> str:
    value = state["value"]
    if value["leans"] == Leaning.UNKNOWN:
        return _("No problem that weighs and no cost is known yet.")
    urgency, cost = _pan(value["for"]), max(_pan(value["against"]), LEAST_COST)
    told = _("The problems weigh %(urgency)s, the costs %(cost)s.") % {
        "urgency": f"{urgency:g}",
        "cost": f"{cost:g}",
    }
    return f"{told} {_reason(state, heavier=urgency > cost)}"


def _reason(state: Json, *, heavier: bool) -> str:
    if not heavier:
        return _("The problems are not the heavier side yet.")
    if state["value"]["leans"] == Leaning.WAIT:
        return _("The problems are heavier, but nobody has stated a want yet.")
    wanted = any(need["state"] == NeedState.EXPLICIT for need in state["needs"])
    major = state["sale"]["size"] != SaleSize.SMALL
    return _("The problems are heavier, and a want is stated.") if wanted and major else _("The problems are heavier.")


def _pan(items: Sequence[Json]) -> float:
    return pan([Weight(one["id"], one["weight"], ()) for one in items])


def _tips(urgency: Sequence[OnPan], cost: Sequence[OnPan], lang: str) -> Iterable[Tip]:
    """Less on the heaviest cost, where one is known, and more on the gravest need."""
    for heaviest in cost[:1]:
        between = "：" if lang == "zh" else ": "
        yield Tip(f"{heaviest.text}{between}{_advice('value.cost', lang)}", ROW, heaviest.quotes)
    yield Tip(_advice("value.urgency", lang), ROW, urgency[0].quotes if urgency else ())


def _advice(entry_id: str, lang: str) -> str:
    advice = load_codebook().entry(entry_id).advice
    return advice.in_lang(lang) if advice else ""
