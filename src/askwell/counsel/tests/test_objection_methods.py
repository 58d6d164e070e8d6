"""Ways of answering an objection, ranked (M28)."""

import pytest

from askwell.counsel.objection_methods import MOST, Fit, ranked_methods
from askwell.deal.terms import BuyingStage
from askwell.method.loader import load_codebook
from askwell.method.terms import ObjectionClass


def names(kind: ObjectionClass | None, stage: BuyingStage, style: str = "") -> list[str]:
    entry = load_codebook().entry(style) if style else None
    return [one.id.removeprefix("objection_method.") for one in ranked_methods(kind, stage, entry)]


@pytest.mark.method("M28")
def test_a_way_that_fits_class_and_stage_stands_before_one_that_fits_the_class_alone() -> None:
    assert names(ObjectionClass.DOUBT, BuyingStage.UNKNOWN)[0] == "list_proofs"
    decides = ranked_methods(ObjectionClass.DOUBT, BuyingStage.DECIDES)
    assert (decides[0].id, decides[0].fits) == ("objection_method.promise_an_act", (Fit.CLASS, Fit.STAGE))
    assert names(ObjectionClass.DOUBT, BuyingStage.FEELS_FINE) != names(ObjectionClass.DOUBT, BuyingStage.DECIDES)


@pytest.mark.method("M28")
def test_the_style_moves_the_ways_too() -> None:
    plain = names(ObjectionClass.DOUBT, BuyingStage.UNKNOWN)
    assert names(ObjectionClass.DOUBT, BuyingStage.UNKNOWN, "style.driver")[:1] == ["admit_weakness"]
    assert plain[:1] == ["list_proofs"]


@pytest.mark.method("M28")
@pytest.mark.parametrize("kind", [None, *ObjectionClass])
@pytest.mark.parametrize("stage", BuyingStage)
def test_no_way_is_advised_that_the_codebook_advises_against(kind: ObjectionClass | None, stage: BuyingStage) -> None:
    ways = names(kind, stage)
    assert "swear_an_oath" not in ways
    assert len(ways) == len(set(ways)) <= MOST
    assert bool(ways) == bool(kind or stage is not BuyingStage.UNKNOWN)


@pytest.mark.method("M28")
@pytest.mark.parametrize("kind", ObjectionClass)
@pytest.mark.parametrize("stage", BuyingStage)
def test_the_words_of_a_way_are_those_of_the_class_or_suit_any(kind: ObjectionClass, stage: BuyingStage) -> None:
    book = load_codebook()
    own = {item.id: item.text for item in book.of_value(kind).items_of("method")}
    for way in ranked_methods(kind, stage):
        of_class = own.get(way.id.removeprefix("objection_method."))
        assert way.phrase == of_class or way.phrase in [item.text for item in book.entry(way.id).items_of("phrase")]
