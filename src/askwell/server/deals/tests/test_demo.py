"""The sample deals of the demo."""

from askwell.server.calls.testing import bring_call, conversation_of
from askwell.server.deals.demo import load_sample_deals
from askwell.server.deals.models import Contact, Deal, Task
from askwell.server.deals.testing import DAY
from askwell.server.testing import Cast


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
