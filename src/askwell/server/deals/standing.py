"""Where a deal stands, in the words of a page; each statement with the quotes it rests on (M01 to M40).

Quotes of calls whose words the reader may not read are left out; the statement stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from askwell.deal.proofs import answers
from askwell.deal.style import AXES
from askwell.deal.terms import BuyingStage, FlowerFault, Role, Tactic, entry_of
from askwell.method.loader import load_codebook
from askwell.method.terms import SUCCESSES, Doubt, NeedState, Outcome
from askwell.report.flower import PersonOnPetal, Petal
from askwell.server.accounts.models import User
from askwell.server.calls.models import Call
from askwell.server.deals.entered import Entered, heard_in
from askwell.server.deals.erasing_words import BLOCK
from askwell.server.deals.forecast_queries import forecast_for
from askwell.server.deals.forms import ATTITUDES
from askwell.server.deals.models import Contact, Deal
from askwell.server.deals.names import is_part_of, person_key
from askwell.server.deals.reckoning import Reckoning, reckoned
from askwell.server.deals.standing_actions import settled_proposals
from askwell.server.deals.standing_said import denied_basis, doubt_basis, proof_basis, surely
from askwell.server.deals.standing_value import Scale, item_text, scale_of

Json = Mapping[str, Any]
SIGN_ENTRIES = tuple(f"style_axis.{end}" for axis in AXES for end in axis)
"""The entries that hold the signs of style."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a call: who said them, in which call, and where they stand."""

    text: str
    who: str
    call: str
    address: str

    @property
    def panel(self) -> str:
        """Where what is coded of the turn can be put right."""
        page, _mark, turn = self.address.partition("#t")
        return f"{page}?open={turn}#t{turn}"


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said of a deal; ``row`` is of the method."""

    text: str
    quotes: tuple[Quote, ...] = ()
    row: str = ""


@dataclass(frozen=True, slots=True)
class HeardStage:
    """Where the calls place the buyer, when a person placed them elsewhere; ``name`` is empty where no call says."""

    name: str
    p: float


@dataclass(frozen=True, slots=True)
class NeedLine:
    id: str
    label: str
    state: str
    explicit: bool
    people: tuple[str, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """A doubt; ``basis``: what closed it or opened it again, empty where it is open as heard; ``note`` as entered.

    ``proofs`` are those agreed that answer such a doubt. ``heard`` tells whether calls show it, those this reader may
    not read among them.
    """

    id: str
    name: str
    open: bool
    basis: str
    note: str
    heard: bool
    quotes: tuple[Quote, ...]
    proofs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A proof the customer agreed to, with how it is done well, or refused.

    ``basis`` says who entered it, where somebody did. What is ``uncertain`` waits for a person's word.
    """

    id: str
    name: str
    advice: str
    basis: str
    note: str
    quotes: tuple[Quote, ...]
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """``looked_for`` is what nobody said, where the fault rests on that."""

    name: str
    advice: str
    looked_for: str


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """What calls suggest of a person: ``value`` is a role, an attitude from -2 to 2, or the id of a sign of style.

    ``p`` is how sure a sign is that words tell.
    """

    kind: str
    person: str
    value: str
    who: str
    what: str
    quotes: tuple[Quote, ...]
    p: float | None = None


@dataclass(frozen=True, slots=True)
class HeardPerson:
    """Somebody who spoke for the buyer and is no contact yet; ``known`` are the contacts of the company: (slug, name).

    ``same`` is the slug of the one who has the same name, or alone has it as a part, empty where nobody has.
    """

    call: str
    call_title: str
    participant: str
    name: str
    known: tuple[tuple[str, str], ...]
    same: str


@dataclass(frozen=True, slots=True)
class MatchedPerson:
    """Somebody who spoke in a call and is a contact."""

    call: str
    call_title: str
    contact: str
    name: str


@dataclass(frozen=True, slots=True)
class CallLine:
    """How one call ended; ``address`` is empty where the reader may not open the call.

    ``proofs`` are those agreed in a call that is not taken as an advance.
    """

    title: str
    held_at: datetime | None
    outcome: str
    uncertain: bool
    address: str
    quotes: tuple[Quote, ...]
    proofs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """Shares, 0 to 1; ``n`` closed deals stand behind them."""

    p: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the page of a deal says beside what people entered."""

    size: str
    reasons: tuple[str, ...]
    stage: str
    stage_name: str
    stage_p: float
    stage_heard: bool
    stage_quotes: tuple[Quote, ...]
    heard_stage: HeardStage | None
    mismatch: bool
    needs: tuple[NeedLine, ...]
    scale: Scale
    petals: tuple[Petal, ...]
    faults: tuple[Fault, ...]
    proposals: tuple[ProposalLine, ...]
    heard: tuple[HeardPerson, ...]
    matched: tuple[MatchedPerson, ...]
    doubts: tuple[DoubtLine, ...]
    proofs: tuple[ProofLine, ...]
    refused: tuple[ProofLine, ...]
    denied: tuple[ProofLine, ...]
    tactic: str
    tactic_name: str
    tactic_reasons: tuple[Statement, ...]
    calls: tuple[CallLine, ...]
    waiting: int
    forecast: Forecast
    next: tuple[Statement, ...]


@dataclass(frozen=True)
class Page:
    """What every line needs; ``worded`` are the slugs of calls that may be read, ``attitudes`` by the person."""

    deal: Deal
    told: Reckoning
    lang: str
    calls: Mapping[str, Call]
    worded: frozenset[str]
    attitudes: Mapping[str, int | None]

    def quotes(self, anchors: Iterable[Json]) -> tuple[Quote, ...]:
        return tuple(self._quote(anchor) for anchor in anchors if anchor["call"] in self.worded)

    def _quote(self, anchor: Json) -> Quote:
        call = self.calls[anchor["call"]]
        who = self.told.speakers.get(f"{anchor['call']}:{anchor['turn']}", "")
        return Quote(anchor["text"], who, call.title, f"{reverse('calls:page', args=[call.slug])}#t{anchor['turn']}")

    def item(self, item_id: str, *entries: str) -> str:
        """The text of an item in the first of these entries that holds it, in the language of the page."""
        return item_text(item_id, self.lang, *entries)


def standing_of(deal: Deal, user: User, today: date, lang: str, entered: Entered | None = None) -> Standing:
    """The deal as it stands on a day, for this reader, in ``en`` or ``zh``; ``entered`` as this reader may see it."""
    return _standing(page_for(deal, user, today, lang, entered))


def page_for(deal: Deal, user: User, today: date, lang: str, entered: Entered | None = None) -> Page:
    """What every line about a deal needs, for this reader."""
    entered = entered or Entered(deal, user)
    told = reckoned(deal, today, entered)
    calls = {call.slug: call for call in entered.calls}
    worded = frozenset(slug for slug, call in calls.items() if call.worded)
    attitudes = {stake.contact.slug: stake.attitude for stake in entered.stakes}
    return Page(deal, told, lang, calls, worded, attitudes)


def _standing(page: Page) -> Standing:
    state = page.told.state
    stage, heard = state["buying_stage"], state["buying_stage"].get("overruled")
    tactic = Tactic(state["tactic"]["name"])
    return Standing(
        size=state["sale"]["size"],
        reasons=tuple(_size_reasons(page, state["sale"]["reasons"])),
        stage=stage["stage"],
        stage_name=_stage_name(page, stage),
        stage_p=stage["p"],
        stage_heard=bool(stage["evidence"]),
        stage_quotes=page.quotes((heard or stage)["evidence"]),
        heard_stage=HeardStage(_stage_name(page, heard), heard["p"]) if heard else None,
        mismatch=stage["mismatch"],
        needs=tuple(_need(page, need) for need in sorted(state["needs"], key=_weight)),
        scale=scale_of(state, page.deal, page.lang, page.quotes),
        petals=tuple(_petal(page, role, people) for role, people in state["flower"]["petals"].items()),
        faults=tuple(_fault(page, fault) for fault in state["flower"]["faults"]),
        proposals=tuple(_proposals(page)),
        heard=tuple(_heard(page)),
        matched=tuple(_matched(page)),
        doubts=tuple(_doubt(page, item) for item in state["doubts"]),
        proofs=tuple(_proof(page, item) for item in state["proofs"]),
        refused=tuple(_refused(page, item) for item in state["proofs_refused"]),
        denied=tuple(_denied(page, item) for item in state["proofs_denied"]),
        tactic=tactic.value,
        tactic_name="" if tactic is Tactic.UNKNOWN else entry_of(tactic).name.in_lang(page.lang),
        tactic_reasons=tuple(_tactic_reason(page, item) for item in state["tactic"]["reasons"]),
        calls=tuple(_call(page, item) for item in state["advances"]),
        waiting=sum(call.state == Call.State.CODING for call in page.calls.values()),
        forecast=Forecast(**forecast_for(page.deal, page.told.known)),
        next=tuple(_step(page, item) for item in state["next"]),
    )


def _stage_name(page: Page, placed: Json) -> str:
    stage = BuyingStage(placed["stage"])
    return "" if stage is BuyingStage.UNKNOWN else entry_of(stage).name.in_lang(page.lang)


def _size_reasons(page: Page, reasons: Iterable[str]) -> Iterable[str]:
    return (page.item(reason, "sale_size.for_major", "sale_size.for_small") for reason in reasons)


def _people(page: Page, people: Iterable[str]) -> tuple[str, ...]:
    """Their names, each once: somebody may be known by an id of one call and as a contact."""
    names = (page.told.names[person] for person in people if person in page.told.names)
    return tuple({person_key(name): name for name in names}.values())


def _weight(need: Json) -> tuple[bool, int]:
    """The stated wants first, then what was spoken of most."""
    return need["state"] != NeedState.EXPLICIT, -len(need["evidence"])


def _need(page: Page, need: Json) -> NeedLine:
    state = NeedState(need["state"])
    return NeedLine(
        id=need["id"],
        label=need["label"],
        state=load_codebook().name_of(state, page.lang),
        explicit=state is NeedState.EXPLICIT,
        people=_people(page, need["people"]),
        quotes=page.quotes(need["evidence"]),
    )


def _petal(page: Page, role: str, people: Iterable[str]) -> Petal:
    kind = Role(role)
    return Petal(
        role=kind,
        name=entry_of(kind).name.in_lang(page.lang),
        people=tuple(_on_petal(page, person) for person in people if person in page.attitudes),
        address=reverse("deals:petal", args=[page.deal.slug, role]),
    )


def _on_petal(page: Page, person: str) -> PersonOnPetal:
    voice = page.told.voices.get(person, {})
    return PersonOnPetal(
        name=page.told.names[person],
        attitude=page.attitudes[person],
        told=bool(voice.get("told")),
        wants=bool(voice.get("gains")),
        address=reverse("deals:contact", args=[person]),
    )


def _fault(page: Page, fault: str) -> Fault:
    entry = load_codebook().entry(f"flower_fault.{fault}")
    looked_for = ""
    if fault == FlowerFault.FEELINGS_NEGLECTED:
        looked_for = _(
            "Looked for in the calls of the last two months: a question about how somebody feels. None is sure."
        )
    return Fault(entry.name.in_lang(page.lang), entry.advice.in_lang(page.lang) if entry.advice else "", looked_for)


def _proposals(page: Page) -> Iterable[ProposalLine]:
    settled = settled_proposals(page.deal) if page.told.proposals else set()
    for one in page.told.proposals:
        if (one["kind"], one["person"], one["value"]) in settled:
            continue
        who, what = page.told.names[one["person"]], _proposed(page, one["kind"], one["value"])
        quotes = page.quotes(one["evidence"])
        yield ProposalLine(one["kind"], one["person"], str(one["value"]), who, what, quotes, one.get("p"))


def _proposed(page: Page, kind: str, value: Any) -> str:
    if kind == "role":
        return entry_of(Role(value)).name.in_lang(page.lang)
    if kind == "sign":
        return _("Sign of style: %(sign)s") % {"sign": page.item(value, *SIGN_ENTRIES).rstrip(".。")}
    attitudes: Mapping[int, Any] = dict(ATTITUDES)
    return str(attitudes[value])


def _heard(page: Page) -> Iterable[HeardPerson]:
    """Whoever spoke in calls this reader may read; whose name was erased is nobody to put on the map."""
    readable = (one for one in page.told.unmatched if one["call"] in page.worded)
    heard = [one for one in readable if BLOCK not in one["name"]]
    near = Q(company=page.deal.company) | Q(stakes__deal=page.deal)
    known_here = Contact.objects.filter(near, team=page.deal.team, merged_into=None).distinct()
    contacts = list(known_here) if heard else []
    known = tuple((contact.slug, contact.name) for contact in contacts)
    by_name = {contact.name_key: contact.slug for contact in contacts}
    for one in heard:
        title, same = page.calls[one["call"]].title, by_name.get(person_key(one["name"]), "")
        like = [slug for slug, name in known if is_part_of(one["name"], name)]
        yield HeardPerson(
            one["call"], title, one["participant"], one["name"], known, same or (like[0] if len(like) == 1 else "")
        )


def _matched(page: Page) -> Iterable[MatchedPerson]:
    """Who of the contacts spoke in the calls this reader may read."""
    for slug in page.calls:
        for _participant, contact in heard_in(page.calls[slug]) if slug in page.worded else ():
            if name := page.told.names.get(contact):
                yield MatchedPerson(slug, page.calls[slug].title, contact, name)


def _doubt(page: Page, item: Json) -> DoubtLine:
    name = load_codebook().name_of(Doubt(item["doubt"]), page.lang)
    note = item.get("said", {}).get("note", "")
    told, proofs = item["evidence"], tuple(_proofs_answering(page, item["doubt"])) if item["open"] else ()
    return DoubtLine(item["doubt"], name, item["open"], doubt_basis(item), note, bool(told), page.quotes(told), proofs)


def _proofs_answering(page: Page, doubt: str) -> Iterable[str]:
    """The names of the proofs agreed that answer such a doubt (M26)."""
    agreed = (load_codebook().entry(one["proof"]) for one in surely(page.told.state["proofs"]))
    return (one.name.in_lang(page.lang) for one in agreed if answers(one, Doubt(doubt)))


def _proof(page: Page, item: Json) -> ProofLine:
    entry = load_codebook().entry(item["proof"])
    advice = entry.advice.in_lang(page.lang) if entry.advice else ""
    note, told = item.get("said", {}).get("note", ""), page.quotes(item["evidence"])
    name = entry.name.in_lang(page.lang)
    uncertain = item.get("uncertain", False)
    return ProofLine(item["proof"], name, "" if uncertain else advice, proof_basis(item), note, told, uncertain)


def _refused(page: Page, item: Json) -> ProofLine:
    return replace(_proof(page, item), advice="")


def _denied(page: Page, item: Json) -> ProofLine:
    name = load_codebook().entry(item["proof"]).name.in_lang(page.lang)
    return ProofLine(item["proof"], name, "", denied_basis(item), item.get("note", ""), ())


def _tactic_reason(page: Page, item: Json) -> Statement:
    return Statement(page.item(item["id"], "tactic.axes"), page.quotes(item["evidence"]))


def _call(page: Page, item: Json) -> CallLine:
    call = page.calls[item["call"]]
    return CallLine(
        title=call.title,
        held_at=call.held_at,
        outcome=item["outcome"],
        uncertain=item.get("uncertain", False),
        address=reverse("calls:page", args=[call.slug]) if call.slug in page.worded else "",
        quotes=page.quotes(item["evidence"]),
        proofs=() if Outcome(item["outcome"]) in SUCCESSES else tuple(_proofs_in(page, item["call"])),
    )


def _proofs_in(page: Page, call: str) -> Iterable[str]:
    """The names of the proofs surely agreed in a call (M26)."""
    sure = surely(page.told.state["proofs"])
    agreed = (one for one in sure if any(anchor["call"] == call for anchor in one["evidence"]))
    return (load_codebook().entry(one["proof"]).name.in_lang(page.lang) for one in agreed)


def _step(page: Page, item: Json) -> Statement:
    return Statement(item["text"][page.lang], page.quotes(item["evidence"]), item["row"])
