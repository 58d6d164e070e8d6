"""The sample deals of the demo."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from askwell.deal.terms import BuyingStage
from askwell.method.loader import load_codebook
from askwell.server.accounts.models import User
from askwell.server.calls.testing import bring_call, conversation_of
from askwell.server.deals.demo import load_sample_deals
from askwell.server.deals.models import Contact, Deal, Task
from askwell.server.deals.testing import DAY
from askwell.server.testing import Cast

SignIn = Callable[[User], Client]


def test_sample_deals_are_made_once_in_both_languages_with_what_belongs_to_them(cast: Cast) -> None:
    bring_call(cast.ana, cast.team, conversation_of(title="Calder & Finch Timber, fifth meeting before renewal"))
    users = {"ana": cast.ana, "lin": cast.finn}
    load_sample_deals(cast.team, users, DAY)
    load_sample_deals(cast.team, users, DAY)
    deals = Deal.objects.all()
    assert [deals.filter(lang=lang, owner=owner).count() for lang, owner in (("en", cast.ana), ("zh", cast.finn))] == [
        2,
        2,
    ]
    assert deals.filter(calls__isnull=False).count() == 1
    for deal in deals:
        assert deal.company
        assert deal.stakes.filter(roles__isnull=False).exists()
        assert deal.products.exists()
        assert deal.rivals.exists()
    assert Task.objects.exists()
    assert Contact.objects.filter(company=None).count() == 0


@pytest.mark.method("M05")
@pytest.mark.parametrize(("lang", "accept", "stage"), [("en", "en", "evaluates"), ("zh", "zh-hans", "decides")])
def test_late_in_a_purchase_the_page_says_what_the_buyer_looks_for(
    cast: Cast, signed_in_as: SignIn, lang: str, accept: str, stage: str
) -> None:
    """On the sample deals of both languages, without unfolding anything; not on an early one."""
    load_sample_deals(cast.team, {"ana": cast.ana, "lin": cast.ana}, DAY)
    advice = load_codebook().entry("mind.change").advice
    assert advice is not None
    browser = signed_in_as(cast.ana)

    def glance(deal: Deal) -> str:
        said = browser.get(reverse("deals:page", args=[deal.slug]), headers={"accept-language": accept})
        return unescape(said.content.decode()).partition('id="next"')[0]

    late = Deal.objects.get(lang=lang, stage=stage)
    assert advice.in_lang(lang) in glance(late)
    late.stage = BuyingStage.NEED_DEFINED.value
    late.save()
    assert advice.in_lang(lang) not in glance(late)
