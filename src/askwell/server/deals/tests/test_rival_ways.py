"""M37: what was got by deceit is refused, with the reason of the codebook."""

import pytest

from askwell.method.loader import load_codebook
from askwell.server.deals.rival_ways import _cues, refusal, ways

pytestmark = pytest.mark.method("M37")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_source_of_the_codebook_is_offered_with_its_verdict(lang: str) -> None:
    entries = [entry.id for entry in load_codebook().row("M37") if entry.kind == "source"]
    offered = ways(lang)
    assert [way.id for way in offered if "/" not in way.id] == entries
    assert len({way.name for way in offered}) == len(offered)
    assert {way.id for way in offered if way.refused} == {
        "rival_source.posing_as_customer",
        "rival_source.planted_mole",
        "rival_source.recruiting/sham_interviews",
        "rival_source.insiders/at_the_rival",
    }


def test_a_refused_way_is_refused_with_the_reason_of_the_codebook() -> None:
    refused = refusal("rival_source.planted_mole", "", "zh")
    assert refused
    assert refused.reason == "不允许：属于欺骗，多数地方还违法，系统拒绝以此为来源。"


@pytest.mark.parametrize(
    "words",
    [
        "I posed as a customer on their hotline",
        "A spy told us",
        "我们的人假扮客户打的电话",
        "卧底说的",
        "Fake interviews",
    ],
)
def test_words_give_deceit_away_whatever_was_chosen(words: str) -> None:
    assert refusal("rival_source.trade_fairs", words, "en")


@pytest.mark.parametrize("words", ["A spyglass maker", "Their customer told us", "A molecule supplier", "真实客户说的"])
def test_honest_words_pass(words: str) -> None:
    assert refusal("rival_source.asking_customers", words, "en") is None


def test_every_cue_belongs_to_a_refused_way() -> None:
    assert set(_cues()) == {way.id for way in ways("en") if way.refused}
