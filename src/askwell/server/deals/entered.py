"""What belongs to a deal, read once for all that a page says of it."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.utils.timezone import localdate

from askwell.server.accounts.models import User
from askwell.server.calls.models import Call, CallDecision, Coding
from askwell.server.deals.customers_queries import FactRow
from askwell.server.deals.models import Deal, Product, ProductPoint, Rival, RivalFact, Speaker, Stake, StakeRole
from askwell.server.deals.noted import Noted, noted_of
from askwell.server.deals.sellers_place import points_of_owner
from askwell.server.nested import rows_of

IN_ORDER = (F("held_at").asc(nulls_last=True), "pk")
"""The calls of a deal as they were held; one of which no day is known counts as the last."""


class Entered:
    """People, rivals, products and calls of a deal as they are stored, each read when it is first asked for.

    What belongs to each of them is read in the same query: ``roles_held``, ``said_of``, ``known_of``, ``heard_in``.
    With ``user``, each call tells whether this person may see it (``seen``) and read it (``worded``).
    """

    def __init__(self, deal: Deal, user: User | None = None) -> None:
        self.deal, self.user = deal, user

    @cached_property
    def stakes(self) -> list[Stake]:
        """Everybody on the deal, with who they are, where they work and their roles."""
        roles = rows_of(StakeRole.objects.filter(stake=OuterRef("pk")), "stake", "pk", "role")
        rows = self.deal.stakes.select_related("contact__company")
        return list(rows.annotate(role_rows=roles, owner_points=points_of_owner()))

    @property
    def owner_points(self) -> list[str] | None:
        """What the deal's owner is said to know of the products (M36), read with the people; None where nobody said."""
        rows: list[Any] = self.stakes
        return rows[0].owner_points if rows else None

    @cached_property
    def rivals(self) -> list[Rival]:
        """The rivals in the deal, with what is known of each, for this deal or for all."""
        facts = RivalFact.objects.filter(Q(deal=self.deal) | Q(deal=None), rival=OuterRef("pk"))
        about = ("pk", "text", "way", "source", "day", "author__name", "author__email", "deal__name", "deal__slug")
        rivals: list[Any] = list(self.deal.rivals.annotate(fact_rows=rows_of(facts, "rival", *about)))
        return rivals

    @cached_property
    def products(self) -> list[Product]:
        """What is to be sold, with what can be said of it."""
        points = rows_of(ProductPoint.objects.filter(product=OuterRef("pk")), "product", "pk", "kind", "text")
        products: list[Any] = list(self.deal.products.annotate(point_rows=points))
        return products

    @cached_property
    def calls(self) -> list[Any]:
        """The calls in the order they were held, each with what tells whether anything about it has changed."""
        coding = Coding.objects.filter(call=OuterRef("pk"), current=True).values("pk")
        last = CallDecision.objects.filter(call=OuterRef("pk")).order_by().values("call").annotate(last=Max("pk"))
        rows = Call.objects.filter(deal_call__deal=self.deal)
        heard = rows_of(Speaker.objects.filter(call=OuterRef("pk")), "call", "participant", "contact__slug")
        rows = rows.annotate(coding=Subquery(coding[:1]), decided=Subquery(last.values("last")), speaker_rows=heard)
        if self.user:
            itself = Call.objects.filter(pk=OuterRef("pk"))
            seen, worded = itself.visible_to(self.user), itself.worded_to(self.user)
            rows = rows.annotate(seen=Exists(seen), worded=Exists(worded))
        return list(rows.order_by(*IN_ORDER))

    @cached_property
    def _last_heard(self) -> dict[str, date]:
        """The day of the last call in which each contact spoke, by slug."""
        held = ((localdate(call.held_at), heard_in(call)) for call in self.calls if call.held_at)
        days = [(slug, day) for day, heard in held for _, slug in heard]
        return dict(sorted(days, key=lambda pair: pair[1]))

    def last_contact(self, stake: Stake) -> date | None:
        """The day entered for somebody on the deal, or that of the last call they spoke in if it is later."""
        days = filter(None, (stake.last_contact, self._last_heard.get(stake.contact.slug)))
        return max(days, default=None)

    @cached_property
    def noted(self) -> dict[str, Noted]:
        """Who entered each fact of the deal itself, and when."""
        return noted_of(self.deal)

    @property
    def coded_calls(self) -> Iterable[Any]:
        return (call for call in self.calls if call.state == Call.State.READY)


def roles_held(stake: Any) -> tuple[str, ...]:
    """The roles of somebody on the deal, in the order they were given them."""
    return tuple(role for _, role in sorted(stake.role_rows or ()))


def said_of(product: Any) -> tuple[tuple[str, str], ...]:
    """What can be said of a product, as (kind, text) in the order it was entered."""
    return tuple((kind, text) for _, kind, text in sorted(product.point_rows or ()))


def known_of(rival: Any) -> tuple[FactRow, ...]:
    """What is known of a rival, in the order it was noted."""
    return tuple(
        FactRow(
            pk, text, way, whom, date.fromisoformat(day) if day else None, name or email or "", deal or "", slug or ""
        )
        for pk, text, way, whom, day, name, email, deal, slug in sorted(rival.fact_rows or (), key=lambda row: row[0])
    )


def heard_in(call: Any) -> tuple[tuple[str, str], ...]:
    """Who of the contacts spoke in a call, as (participant, slug of the contact)."""
    return tuple((participant, slug) for participant, slug in sorted(call.speaker_rows or ()))
