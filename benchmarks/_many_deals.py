"""A database of many deals, people and calls, made of a few calls that were brought and coded for good.

Rows are made by the thousand: each call is a copy of one of those few under another title and with another name in its
talk, so that transcript, coding, state, turns, units and search rows agree. What the worker would have kept of a deal
for questions and for the forecast is worked out once for each course of calls and copied to the deals of that course.
"""

import json
import random
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from _long_calls import CHINESE, ENGLISH, Size, long_call
from django.db import connection, transaction
from django.utils import timezone

from askwell.deal.terms import BuyingStage, Relation, Role
from askwell.method.terms import Code, Side
from askwell.server.accounts.models import Membership, Team, User
from askwell.server.calls import search_table
from askwell.server.calls.models import (
    Call,
    CallSeller,
    Coding,
    MergedState,
    Revision,
    Tag,
    Turn,
    UnitIndex,
)
from askwell.server.calls.page_testing import coded_call
from askwell.server.calls.state import _inputs as inputs_of_state
from askwell.server.calls.state import call_state
from askwell.server.deals import models
from askwell.server.deals.actions import attach_file
from askwell.server.deals.forecast_snapshots import inputs_of
from askwell.server.deals.models import Deal, DealIndex, DealIndexCall, ProgressSnapshot
from askwell.server.deals.names import name_key, person_key
from askwell.server.deals.planning_actions import make_plan
from askwell.server.deals.questions_index import index_deal, marks_of
from askwell.server.deals.reckoning import reckoned
from askwell.transcript.conversation import Conversation

DEALS, PEOPLE, COMPANIES, CALLS, TURNS = 10_000, 50_000, 10_000, 5_000, 200
TEAMS = (("North", 0.40, 12), ("South", 0.25, 8), ("华东", 0.15, 6), ("West", 0.12, 5), ("华南", 0.08, 4))
"""Each with its share of the rows and how many sell there; the first of them have the most deals."""
MEASURED = 6
"""Deals of three calls whose pages are looked at; they are the first seller's of the first team."""
TALKS = 8
"""Calls that are really coded, in each language."""
SHARE_IN_DEALS = 0.9
COURSES = ((1, 8), (1, 8), (1, 8), (1, 8), (1, 8), (2, 13), (2, 12), (3, 10), (3, 10), (5, 10), (8, 5))
"""How many calls a deal has had, and in how many of a hundred deals with calls."""
TITLE = "The title of this call"
NAMES = {"en": "Qqqqqqqq", "zh": "龘靐齉爩"}
"""What stands in the talk for a name of the same length, so that every unit stays where it is."""
ASIDES = {
    "en": "That is how they do it at Qqqqqqqq as well, as far as I know.",
    "zh": "我听说龘靐齉爩那边也是这样做的。",
}
FIRST = ("Helen", "Marcus", "Priya", "Tom", "Nadia", "Olu", "Greta", "Ivan", "Sofia", "Kenji", "Ruth", "Paul")
FIRMS = (" Ltd", " plc", " & Sons", " GmbH", " Group", " Foods", " Logistics")
CHUNK = 50


@dataclass(frozen=True)
class Talk:
    """A call that was coded for good, as text in which its title and a name can be put."""

    lang: str
    conversation: str
    coded: str
    state: str
    revision: Revision
    coding: Coding
    call: Call
    turns: tuple[Turn, ...]
    units: tuple[tuple[UnitIndex, str], ...]
    objections: tuple[dict[str, Any], ...]

    def named(self, text: str, name: str) -> str:
        return text.replace(NAMES[self.lang], name)


@dataclass(frozen=True)
class Loaded:
    """What is measured: who looks, and the deals whose pages are looked at."""

    head: User
    seller: User
    measured: list[Deal]
    turns: int
    names: dict[str, list[str]]


@dataclass
class _Team:
    team: Team
    share: float
    lang: str
    sellers: list[User]
    companies: list[Any] = field(default_factory=list)
    products: list[Any] = field(default_factory=list)
    tags: list[Any] = field(default_factory=list)
    rivals: list[Any] = field(default_factory=list)


@dataclass
class _Planned:
    """A call to be made."""

    team: _Team
    owner: User
    deal: Deal | None
    talk: Talk
    held_at: datetime
    speaker: Any


class Loader:
    """Fills an empty database with ``share`` of the rows."""

    def __init__(self, share: float, now: datetime) -> None:
        self.share, self.now, self.chance = share, now, random.Random(20)
        self.by_company: dict[int, list[Any]] = defaultdict(list)
        self.names = {lang: [self._coined(lang) for _ in range(300)] for lang in NAMES}

    def load(self) -> Loaded:
        head, teams = self._people()
        for team in teams:
            self._catalogue(team)
            self._customers(team)
        talks = {lang: self._talks(size, teams[0]) for lang, size in (("en", ENGLISH), ("zh", CHINESE))}
        deals = [deal for team in teams for deal in self._deals(team)]
        courses, measured = self._calls(teams, deals, talks)
        self._keep_indices(deals, courses)
        self._finish(measured)
        turns = Turn.objects.count()
        self._analyse()
        return Loaded(head, teams[0].sellers[0], measured, turns, self.names)

    def _people(self) -> tuple[User, list[_Team]]:
        head = User.objects.create(email="head@example.com", name="Head of sales")
        teams = []
        for number, (name, share, sellers) in enumerate(TEAMS):
            team = Team.objects.create(name=name)
            users = [
                User.objects.create(email=f"seller{number}.{i}@example.com", name=f"{name} {i + 1}")
                for i in range(sellers)
            ]
            Membership.objects.create(team=team, user=head, role="manager")
            Membership.objects.bulk_create(Membership(team=team, user=user, role="seller") for user in users)
            teams.append(_Team(team, share, "en" if name.isascii() else "zh", users))
        return head, teams

    def _catalogue(self, team: _Team) -> None:
        team.tags = Tag.objects.bulk_create(Tag(team=team.team, name=self._coined(team.lang)) for _ in range(12))
        names = [self._coined(team.lang).title() for _ in range(18)]
        team.products = models.Product.objects.bulk_create(
            models.Product(team=team.team, name=f"{name} {i}") for i, name in enumerate(names[:10])
        )
        models.ProductPoint.objects.bulk_create(
            models.ProductPoint(product=product, kind=kind, text=f"{kind} {i} of {product.name}")
            for product in team.products
            for kind in models.ProductPoint.Kind.values
            for i in range(2)
        )
        team.rivals = models.Rival.objects.bulk_create(
            models.Rival(team=team.team, name=f"{name} {i}") for i, name in enumerate(names[10:])
        )
        models.RivalFact.objects.bulk_create(
            models.RivalFact(rival=rival, text=f"Fact {i} about {rival.name}", source="Trade fair", day=self.now.date())
            for rival in team.rivals
            for i in range(3)
        )

    def _customers(self, team: _Team) -> None:
        team.companies = models.Company.objects.bulk_create(
            (self._company(team) for _ in range(self._count(COMPANIES, team))), batch_size=1000
        )
        sizes = self.chance.choices(team.companies, [1 / (i + 5) ** 0.3 for i in range(len(team.companies))],
                                    k=self._count(PEOPLE, team))  # fmt: skip
        contacts = models.Contact.objects.bulk_create(
            (self._contact(team, company) for company in sizes), batch_size=1000
        )
        for contact in contacts:
            self.by_company[contact.company_id].append(contact)

    def _company(self, team: _Team) -> Any:
        coined = self._coined(team.lang)
        name = f"{coined}有限公司" if team.lang == "zh" else coined + self.chance.choice(FIRMS)
        domain = f"c{secrets.token_hex(4)}.example"
        return models.Company(team=team.team, name=name, name_key=name_key(name), domain=domain, city=coined[:4])

    def _contact(self, team: _Team, company: Any) -> Any:
        coined = self._coined(team.lang)
        name = coined[:3] if team.lang == "zh" else f"{self.chance.choice(FIRST)} {coined}"
        email = f"p{secrets.token_hex(4)}@{company.domain}"
        return models.Contact(
            team=team.team, company=company, name=name, name_key=person_key(name), title="Engineer", email=email
        )

    def _talks(self, size: Size, team: _Team) -> list[Talk]:
        """The calls that are brought and coded by the steps of the product."""
        said = [_with_asides(long_call(size, seed), seed) for seed in range(1, TALKS + 1)]
        calls = [coded_call(team.sellers[-1], team.team, one) for one in said]
        Call.objects.filter(pk__in=[call.pk for call in calls]).update(created_at=self.now - timedelta(days=900))
        return [self._talk(call) for call in calls]

    def _talk(self, call: Call) -> Talk:
        coded = call_state(call)
        coding, revision = call.codings.get(current=True), call.current_revision
        turns = tuple(call.turns.order_by("number"))
        texts = {turn.number: turn.text for turn in turns}
        units = tuple((unit, texts[unit.turn][unit.start : unit.end]) for unit in call.units.order_by("pk"))
        objections = [_objection(unit) for unit in coded.units if unit.code is Code.OBJECTION and not unit.uncertain]
        merged = MergedState.objects.get(call=call)
        return Talk(
            lang=call.lang,
            conversation=revision.conversation_json,
            coded=coding.coded_json,
            state=merged.coded_json,
            revision=revision,
            coding=coding,
            call=call,
            turns=turns,
            units=units,
            objections=tuple(objections),
        )

    def _deals(self, team: _Team) -> list[Deal]:
        weights = [1 / (i + 2) ** 0.5 for i in range(len(team.sellers))]
        owners = self.chance.choices(team.sellers, weights, k=self._count(DEALS, team))
        deals = Deal.objects.bulk_create((self._deal(team, owner) for owner in owners), batch_size=500)
        for deal in deals:
            deal.created_at = self.now - timedelta(days=self.chance.uniform(120, 900))
            deal.changed_at = deal.created_at + (self.now - deal.created_at) * self.chance.random()
        Deal.objects.bulk_update(deals, ["created_at", "changed_at"], batch_size=400)
        self._stakes(deals)
        self._tasks(deals)
        self._offers(team, deals)
        return deals

    def _deal(self, team: _Team, owner: User) -> Deal:
        chance, company = self.chance, self.chance.choice(team.companies)
        state = chance.choices(Deal.State.values, (45, 25, 30))[0]
        closed = None if state == "open" else self.now.date() - timedelta(days=chance.randrange(1, 100))
        return Deal(
            team=team.team,
            owner=owner,
            company=company,
            name=f"{chance.choice(team.products).name} · {company.name}",
            lang=team.lang,
            amount=chance.choice([None, *(round(chance.lognormvariate(10, 1.2), 2) for _ in range(9))]),
            currency="CNY" if team.lang == "zh" else chance.choice(["GBP", "GBP", "EUR", "USD"]),
            stage=chance.choice(list(BuyingStage)).value,
            state=state,
            expected_on=self.now.date() + timedelta(days=chance.randrange(200)) if state == "open" else None,
            closed_on=closed,
            lost_reason=chance.choice(Deal.Lost.values) if state == "lost" else "",
            note="We met at the trade fair and spoke about the line.",
            calls_expected=chance.choice([None, 3, 6]),
            people_deciding=chance.choice([None, 2, 5]),
            position=chance.choice(["", "ahead", "even", "behind"]),
            decision=chance.choice(["", "now", "brewing"]),
        )

    def _stakes(self, deals: Sequence[Deal]) -> None:
        made = models.Stake.objects.bulk_create(
            (
                models.Stake(
                    deal=deal,
                    contact=contact,
                    attitude=self.chance.choice([None, -1, 0, 1, 2]),
                    influence=self.chance.choice([None, 2, 3, 5]),
                    relation=self.chance.choice(["", *Relation]),
                )
                for deal in deals
                for contact in self.by_company[deal.company_id][:5]
            ),
            batch_size=1000,
        )
        models.StakeRole.objects.bulk_create(
            (
                models.StakeRole(stake=stake, role=role)
                for stake in made
                for role in self.chance.sample(list(Role), self.chance.choice([0, 1, 1, 2]))
            ),
            batch_size=1000,
        )

    def _tasks(self, deals: Sequence[Deal]) -> None:
        models.Task.objects.bulk_create(
            (
                models.Task(
                    deal=deal,
                    text=f"Send the figures, part {i}",
                    owner=deal.owner,
                    due=self.now.date() + timedelta(days=self.chance.randrange(-20, 60)),
                    done_at=None if i and deal.state == "open" else self.now,
                )
                for deal in deals
                for i in range(self.chance.choice([1, 3, 3]))
            ),
            batch_size=1000,
        )
        activities = models.Activity.objects.bulk_create(
            (
                models.Activity(
                    deal=deal,
                    kind="mail",
                    day=self.now.date() - timedelta(days=9 * i),
                    text="Sent it",
                    author=deal.owner,
                )
                for deal in deals
                for i in range(3)
            ),
            batch_size=1000,
        )
        taking_part = models.Activity.contacts.through
        taking_part.objects.bulk_create(
            (
                taking_part(activity_id=activity.pk, contact_id=contact.pk)
                for activity in activities
                for contact in self.by_company[activity.deal.company_id][:2]
            ),
            batch_size=1000,
        )

    def _offers(self, team: _Team, deals: Sequence[Deal]) -> None:
        sold, against = Deal.products.through, Deal.rivals.through
        sold.objects.bulk_create(
            sold(deal_id=deal.pk, product_id=product.pk)
            for deal in deals
            for product in self.chance.sample(team.products, 2)
        )
        against.objects.bulk_create(
            against(deal_id=deal.pk, rival_id=self.chance.choice(team.rivals).pk) for deal in deals
        )

    def _calls(
        self, teams: list[_Team], deals: list[Deal], talks: dict[str, list[Talk]]
    ) -> tuple[dict[int, tuple[int, ...]], list[Deal]]:
        """Calls of deals course by course, and some that belong to no deal."""
        by_team = {team.team.pk: team for team in teams}
        number = round(CALLS * self.share) - sum(map(len, talks.values()))
        courses = {lang: [tuple(self._chosen(n)) for n, _weight in COURSES] for lang in talks}
        weights = [weight for _n, weight in COURSES]
        measured = self._measured(teams[0], deals)
        rest = [deal for deal in deals if deal not in measured and self.by_company[deal.company_id]]
        self.chance.shuffle(rest)
        planned: list[_Planned] = []
        taken: dict[int, tuple[int, ...]] = {}
        for deal in [*measured, *rest]:
            team = by_team[deal.team_id]
            course = courses[team.lang][7 if deal in measured else self.chance.choices(range(len(weights)), weights)[0]]
            if len(planned) + len(course) > number * SHARE_IN_DEALS:
                break
            taken[deal.pk] = course
            planned += self._course(team, deal, [talks[team.lang][i] for i in course])
        shares = [team.share for team in teams]
        while len(planned) < number:
            team = self.chance.choices(teams, shares)[0]
            planned.append(self._planned(team, None, self.chance.choice(talks[team.lang]), self._day()))
        planned.sort(key=lambda one: one.held_at)
        for start in range(0, len(planned), CHUNK):
            self._make(planned[start : start + CHUNK])
        return taken, measured

    def _measured(self, team: _Team, deals: Sequence[Deal]) -> list[Deal]:
        """The first open deals of a team on which there is somebody, given to its first seller."""
        theirs = (deal for deal in deals if deal.team_id == team.team.pk and deal.state == "open")
        measured = list(islice((deal for deal in theirs if len(self.by_company[deal.company_id]) > 1), MEASURED))
        for deal in measured:
            deal.owner = team.sellers[0]
        Deal.objects.bulk_update(measured, ["owner"])
        models.Task.objects.filter(deal__in=measured).update(owner=team.sellers[0])
        return measured

    def _chosen(self, number: int) -> Iterable[int]:
        return (self.chance.randrange(TALKS) for _ in range(number))

    def _course(self, team: _Team, deal: Deal, talks: Sequence[Talk]) -> Iterator[_Planned]:
        """One call a week, the last in the week before the deal was closed, or last week."""
        end = datetime.combine(deal.closed_on, self.now.timetz()) if deal.closed_on else self.now
        for i, talk in enumerate(talks):
            yield self._planned(team, deal, talk, end - timedelta(days=7 * (len(talks) - i) - 1))

    def _planned(self, team: _Team, deal: Deal | None, talk: Talk, held_at: datetime) -> _Planned:
        owner = (deal and deal.owner) or self.chance.choice(team.sellers)
        speaker = self.chance.choice(self.by_company[deal.company_id][:5]) if deal and deal.company_id else None
        return _Planned(team, owner, deal, talk, held_at, speaker)

    def _day(self) -> datetime:
        return self.now - timedelta(days=self.chance.uniform(1, 700))

    @transaction.atomic
    def _make(self, planned: Sequence[_Planned]) -> None:
        """Some calls with all that belongs to them."""
        names = [self.chance.choice(self.names[one.talk.lang]) for one in planned]
        calls = Call.objects.bulk_create(map(self._call, planned, names))
        for call, one in zip(calls, planned, strict=True):
            call.created_at = one.held_at + timedelta(hours=3)
        Call.objects.bulk_update(calls, ["created_at"])
        made = list(zip(calls, planned, names, strict=True))
        self._keep_codings(made)
        turns = Turn.objects.bulk_create(
            (
                Turn(
                    call=call,
                    number=turn.number,
                    speaker=turn.speaker,
                    start=turn.start,
                    text=one.talk.named(turn.text, name),
                )
                for call, one, name in made
                for turn in one.talk.turns
            ),
            batch_size=1000,
        )
        search_table.add_rows(
            search_table.TURNS, [(turn.pk, (search_table.team_token(turn.call.team_id),), turn.text) for turn in turns]
        )
        self._keep_units(made)
        self._keep_objections(made)
        tagged = Call.tags.through
        tagged.objects.bulk_create(
            tagged(call_id=call.pk, tag_id=self.chance.choice(one.team.tags).pk) for call, one, _name in made
        )
        CallSeller.objects.bulk_create(
            CallSeller(call=call, user=one.owner, participant="p1", name=str(one.owner)) for call, one, _name in made
        )
        models.DealCall.objects.bulk_create(
            models.DealCall(call=call, deal=one.deal) for call, one, _name in made if one.deal
        )
        models.Speaker.objects.bulk_create(
            models.Speaker(call=call, participant="p2", contact=one.speaker) for call, one, _name in made if one.speaker
        )

    def _call(self, one: _Planned, name: str) -> Call:
        like = one.talk.call
        return Call(
            team=one.team.team,
            owner=one.owner,
            fingerprint=secrets.token_hex(32),
            title=f"{name} · {one.held_at:%d %b %Y}",
            lang=like.lang,
            held_at=one.held_at,
            sale=like.sale,
            state=Call.State.READY,
            outcome=like.outcome,
            seconds=like.seconds,
            turns_count=like.turns_count,
            created_by=one.owner,
        )

    def _keep_codings(self, made: Sequence[tuple[Call, _Planned, str]]) -> None:
        def text(one: _Planned, call: Call, name: str, kept: str) -> str:
            return one.talk.named(kept, name).replace(TITLE, json.dumps(call.title, ensure_ascii=False)[1:-1])

        revisions = Revision.objects.bulk_create(
            Revision(
                call=call,
                number=1,
                digest=secrets.token_hex(32),
                conversation_json=text(one, call, name, one.talk.conversation),
                format="askwell",
                created_by=one.owner,
            )
            for call, one, name in made
        )
        codings = Coding.objects.bulk_create(
            Coding(
                call=call,
                revision=revision,
                codebook=one.talk.coding.codebook,
                model=one.talk.coding.model,
                layer=one.talk.coding.layer,
                coded_json=text(one, call, name, one.talk.coded),
                endings=one.talk.coding.endings,
            )
            for (call, one, name), revision in zip(made, revisions, strict=True)
        )
        MergedState.objects.bulk_create(
            MergedState(
                call=call, inputs=inputs_of_state(call, coding, []), coded_json=text(one, call, name, one.talk.state)
            )
            for (call, one, name), coding in zip(made, codings, strict=True)
        )
        models.ObjectionsRead.objects.bulk_create(
            models.ObjectionsRead(call=call, coding=coding.pk, decided=0, heard=len(one.talk.objections))
            for (call, one, _name), coding in zip(made, codings, strict=True)
        )

    def _keep_units(self, made: Sequence[tuple[Call, _Planned, str]]) -> None:
        wanted = [
            (call, unit, one.talk.named(text, name), timezone.localtime(one.held_at).date())
            for call, one, name in made
            for unit, text in one.talk.units
        ]
        units = UnitIndex.objects.bulk_create(
            (
                UnitIndex(
                    team_id=call.team_id,
                    call=call,
                    turn=unit.turn,
                    start=unit.start,
                    end=unit.end,
                    code=unit.code,
                    p=unit.p,
                    held_on=day,
                )
                for call, unit, _text, day in wanted
            ),
            batch_size=1000,
        )
        search_table.add_rows(
            search_table.UNITS,
            [
                (row.pk, (search_table.team_token(row.team_id), search_table.code_token(row.code)), text)
                for row, (_call, _unit, text, _day) in zip(units, wanted, strict=True)
            ],
        )

    def _keep_objections(self, made: Sequence[tuple[Call, _Planned, str]]) -> None:
        models.ObjectionIndex.objects.bulk_create(
            models.ObjectionIndex(call=call, **told) for call, one, _name in made for told in one.talk.objections
        )

    def _keep_indices(self, deals: Sequence[Deal], courses: dict[int, tuple[int, ...]]) -> None:
        """What the worker keeps of deals with calls: worked out for one of each course, copied to the others."""
        by_course: dict[tuple[str, tuple[int, ...]], list[Deal]] = defaultdict(list)
        for deal in deals:
            if deal.pk in courses:
                by_course[deal.lang, courses[deal.pk]].append(deal)
        for alike in by_course.values():
            told = reckoned(alike[0], self.now.date())
            like = index_deal(alike[0], told, marks_of(alike[0]))
            self._copy_index(like, alike[1:])
            self._copy_progress(told.known, alike)

    def _copy_index(self, like: DealIndex, deals: Sequence[Deal]) -> None:
        days = _days_of([like.deal, *deals])
        place = days[like.deal_id].index(like.last_advance) if like.last_advance else None
        same = ("version", "calls", "explicit", "implied", "doubts", "advances", "streak")
        made = DealIndex.objects.bulk_create(
            DealIndex(
                deal=deal,
                last_advance=None if place is None else days[deal.pk][place],
                **{name: getattr(like, name) for name in same},
            )
            for deal in deals
        )
        by_deal = {index.deal_id: index for index in made}
        rows = Coding.objects.filter(call__deal_call__deal__in=deals)
        DealIndexCall.objects.bulk_create(
            DealIndexCall(index=by_deal[deal], call_id=call, coding=coding, decided=0, held_at=held_at)
            for deal, call, coding, held_at in rows.values_list("call__deal_call__deal", "call", "pk", "call__held_at")
        )

    def _copy_progress(self, known: Sequence[Any], deals: Sequence[Deal]) -> None:
        days, inputs = _days_of(deals), inputs_of(deals)
        ProgressSnapshot.objects.bulk_create(
            ProgressSnapshot(
                deal=deal,
                inputs=inputs[deal.pk],
                known=[
                    {**one, "day": day.isoformat() if day else None}
                    for one, day in zip(known, (None, *days[deal.pk]), strict=True)
                ],
            )
            for deal in deals
        )

    def _finish(self, measured: Sequence[Deal]) -> None:
        for deal in measured:
            owner = deal.owner
            make_plan(deal, owner, {"objective": "Helen sends the figures of the downtime by Friday"})
            attach_file(deal, owner, "offer.pdf", b"%PDF-1.7")

    def _analyse(self) -> None:
        """What PostgreSQL does by itself within minutes, and SQLite when it is asked to."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)")

    def _count(self, whole: int, team: _Team) -> int:
        return max(round(whole * self.share * team.share), 1)

    def _coined(self, lang: str) -> str:
        """A name nobody has: eight letters, or four characters."""
        if lang == "zh":
            return "".join(chr(self.chance.randrange(0x5E00, 0x7F00)) for _ in range(4))
        pairs = (self.chance.choice("bdfgklmnprstv") + self.chance.choice("aeiou") for _ in range(4))
        return "".join(pairs).title()


def _with_asides(said: Conversation, seed: int) -> Conversation:
    """The first turns of a talk, some of them with an aside in which somebody is named."""
    aside = ASIDES[said.lang or "en"]
    turns = [
        replace(turn, text=turn.text + aside) if i % 40 == seed and turn.speaker is not Side.UNKNOWN else turn
        for i, turn in enumerate(said.turns[:TURNS])
    ]
    return replace(said, id=f"{said.id}-{seed}", title=TITLE, turns=tuple(turns))


def _objection(unit: Any) -> dict[str, Any]:
    """Where an objection stands and of which class it is, as the worker keeps it."""
    attrs = unit.attrs
    return {
        "turn": unit.turn,
        "start": unit.start,
        "end": unit.end,
        "concern": attrs.concern or "",
        "kind": attrs.objection_class or "",
        "cause": attrs.cause or "",
    }


def _days_of(deals: Sequence[Deal]) -> dict[int, list[date]]:
    """The days of the calls of each deal, in order."""
    days: dict[int, list[date]] = defaultdict(list)
    rows = Call.objects.filter(deal_call__deal__in=deals).order_by("held_at", "pk")
    for deal, held_at in rows.values_list("deal_call__deal", "held_at"):
        days[deal].append(timezone.localtime(held_at).date())
    return days
