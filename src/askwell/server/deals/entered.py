"""What belongs to a deal, read once for all that a page says of it."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, Subquery

from askwell.server.accounts.models import User
from askwell.server.calls.models import Call, CallDecision, Coding
from askwell.server.deals.models import Deal, Product, Rival, RivalFact, Stake
from askwell.server.deals.noted import Noted, noted_of


class Entered:
    """People, rivals, products and calls of a deal as they are stored, each read when it is first asked for.

    With ``user``, each call tells whether this person may see it (``seen``) and read it (``worded``).
    """

    def __init__(self, deal: Deal, user: User | None = None) -> None:
        self.deal, self.user = deal, user

    @cached_property
    def stakes(self) -> list[Stake]:
        """Everybody on the deal, with who they are, where they work and their roles."""
        return list(self.deal.stakes.select_related("contact__company").prefetch_related("roles"))

    @cached_property
    def rivals(self) -> list[Rival]:
        return list(self.deal.rivals.all())

    @cached_property
    def rival_facts(self) -> list[RivalFact]:
        """What is known of these rivals, for this deal or for all, in the order it was noted."""
        held = Q(deal=self.deal) | Q(deal=None)
        rows = RivalFact.objects.filter(held, rival__in=self.rivals)
        return list(rows.select_related("author", "deal").order_by("pk"))

    @cached_property
    def products(self) -> list[Product]:
        """What is to be sold, with what can be said of it."""
        return list(self.deal.products.prefetch_related("points"))

    @cached_property
    def calls(self) -> list[Any]:
        """The calls in the order they were held, each with what tells whether anything about it has changed."""
        coding = Coding.objects.filter(call=OuterRef("pk"), current=True).values("pk")
        last = CallDecision.objects.filter(call=OuterRef("pk")).order_by().values("call").annotate(last=Max("pk"))
        rows = Call.objects.filter(deal_call__deal=self.deal)
        rows = rows.annotate(coding=Subquery(coding[:1]), decided=Subquery(last.values("last")))
        if self.user:
            itself = Call.objects.filter(pk=OuterRef("pk"))
            seen, worded = itself.visible_to(self.user), itself.worded_to(self.user)
            rows = rows.annotate(seen=Exists(seen), worded=Exists(worded))
        return list(rows.order_by("held_at", "pk"))

    @cached_property
    def noted(self) -> dict[str, Noted]:
        """Who entered each fact of the deal itself, and when."""
        return noted_of(self.deal)

    @property
    def coded_calls(self) -> Iterable[Any]:
        return (call for call in self.calls if call.state == Call.State.READY)
