"""What a seller is to the people of open deals (M36): what was entered of product knowledge, and what it makes.

The seller of a deal is its owner, and how near they are to a person is the relation entered there (M35).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from askwell.deal.sellers_place import assessment, knows_much, nearest, place_of
from askwell.deal.terms import Place, Relation, entry_of
from askwell.server.accounts.models import Team, User
from askwell.server.accounts.queries import team_ids_where
from askwell.server.accounts.roles import Act, Reach, roles_with
from askwell.server.deals.models import Contact, Deal, SellerAssessment, Stake

SELLING = tuple(role.value for reach in (Reach.OWN, Reach.TEAM) for role in roles_with(Act.ADD, reach))


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody at a customer; ``address`` is where how near we are is entered, or theirs."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """One of the four places, with the people with whom the seller holds it."""

    place: Place
    name: str
    advice: str
    people: tuple[Met, ...]


@dataclass(frozen=True, slots=True)
class SellersPlaces:
    """A seller's places with some people: all four, and ``unknown`` those of whom it is not known how near we are.

    ``much`` is whether the seller knows much of the products; None where nobody has entered it, and then every place is
    empty and ``unknown`` still holds only those without a relation.
    """

    much: bool | None
    places: tuple[HeldPlace, ...]
    unknown: tuple[Met, ...]
    people: int

    @property
    def held(self) -> tuple[HeldPlace, ...]:
        return tuple(place for place in self.places if place.people)


@dataclass(frozen=True, slots=True)
class TeamsPlaces:
    """A seller's places with the people of the open deals in one team, and what the seller's knowledge rests on."""

    team: Team
    found: SellersPlaces
    points: tuple[str, ...] | None
    author: str
    entered_at: datetime | None


def enter_knowledge(team: Team, seller: User, author: User, points: Collection[str]) -> SellerAssessment:
    """Say which points of product knowledge hold for a seller; none of them is little knowledge, not unknown."""
    held = [item.id for item in assessment().items if item.id in points]
    return SellerAssessment.objects.create(team=team, seller=seller, author=author, points=held)


def points_of_owner() -> Subquery:
    """For a queryset of stakes: the points last entered for the owner of the deal; NULL where there are none."""
    rows = SellerAssessment.objects.filter(team=OuterRef("deal__team"), seller=OuterRef("deal__owner"))
    return Subquery(rows.order_by("-pk").values("points")[:1])


def teams_assessing(viewer: User, seller: User) -> QuerySet[Team]:
    """The teams in which this person may say what the seller knows: their own, or those they manage or coach."""
    own = team_ids_where(viewer, Act.CORRECT, Reach.OWN) if viewer == seller else []
    teams = Team.objects.filter(pk__in=[*own, *team_ids_where(viewer, Act.CORRECT, Reach.TEAM)])
    sells = Q(memberships__user=seller, memberships__role__in=SELLING)
    return teams.filter(sells | Q(deals__owner=seller)).order_by("name", "pk").distinct()


def places_in_deal(stakes: Iterable[Stake], points: Collection[str] | None, lang: str) -> SellersPlaces:
    """The place of a deal's owner with everybody on it; those not known lead to where it is entered."""
    met = []
    for stake in stakes:
        address = reverse("deals:stake", args=[stake.deal.slug, stake.pk])
        met.append((Met(stake.contact.name, address), _relation(stake)))
    return _sorted_by_place(met, knows_much(points), lang)


def places_of(viewer: User, seller: User, lang: str) -> list[TeamsPlaces]:
    """The seller's places by team, over the people of the seller's open deals, each counted once a team."""
    teams = list(teams_assessing(viewer, seller))
    entered: dict[int, SellerAssessment] = {}
    for row in SellerAssessment.objects.filter(team__in=teams, seller=seller).select_related("author"):
        entered.setdefault(row.team_id, row)
    deals = Deal.objects.visible_to(viewer).filter(owner=seller, team__in=teams, state=Deal.State.OPEN)
    by_team: dict[int, list[Stake]] = {team.pk: [] for team in teams}
    for stake in Stake.objects.filter(deal__in=deals.values("pk")).select_related("deal", "contact") if teams else ():
        by_team[stake.deal.team_id].append(stake)
    return [_of_team(team, by_team[team.pk], entered.get(team.pk), lang) for team in teams]


def _of_team(team: Team, stakes: list[Stake], entered: SellerAssessment | None, lang: str) -> TeamsPlaces:
    points = tuple(entered.points) if entered else None
    by_contact: dict[Contact, list[Stake]] = {}
    for stake in stakes:
        by_contact.setdefault(stake.contact, []).append(stake)
    met = [
        (Met(contact.name, _address(held)), nearest(map(_relation, held)))
        for contact, held in sorted(by_contact.items(), key=lambda pair: (pair[0].name, pair[0].pk))
    ]
    return TeamsPlaces(
        team=team,
        found=_sorted_by_place(met, knows_much(points), lang),
        points=points,
        author=str(entered.author) if entered and entered.author else "",
        entered_at=entered.created_at if entered else None,
    )


def _address(held: list[Stake]) -> str:
    return reverse("deals:stake", args=[held[0].deal.slug, held[0].pk])


def _relation(stake: Stake) -> Relation | None:
    return Relation(stake.relation) if stake.relation else None


def _sorted_by_place(met: list[tuple[Met, Relation | None]], much: bool | None, lang: str) -> SellersPlaces:
    held: Mapping[Place, list[Met]] = {place: [] for place in Place}
    for one, relation in met:
        place = place_of(relation, much)
        if place is not None:
            held[place].append(one)
    return SellersPlaces(
        much=much,
        places=tuple(_held(place, tuple(people), lang) for place, people in held.items()),
        unknown=tuple(one for one, relation in met if relation is None),
        people=len(met),
    )


def _held(place: Place, people: tuple[Met, ...], lang: str) -> HeldPlace:
    entry = entry_of(place)
    return HeldPlace(place, entry.name.in_lang(lang), entry.advice.in_lang(lang) if entry.advice else "", people)
