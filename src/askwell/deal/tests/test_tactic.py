"""The tactic of a cell, from facts and from the buyer's stage (M38)."""

import pytest

from askwell.deal.anchor import Anchor
from askwell.deal.state import ChosenTactic, PlacedBuyer, Reason
from askwell.deal.tactic import NEAR, cells_named, choose_tactic, codebook_cells
from askwell.deal.terms import BuyingStage, Nearness, Position, Tactic, entry_of
from askwell.deal.tests.deals import deal
from askwell.method.loader import load_codebook

NOWHERE = PlacedBuyer(BuyingStage.UNKNOWN, 0.0)
DECIDES = PlacedBuyer(BuyingStage.DECIDES, 0.6, (Anchor("c1", 2, 0, 4, "Send"),))


def chosen(position: Position | None, decision: Nearness | None, buyer: PlacedBuyer = NOWHERE) -> ChosenTactic:
    return choose_tactic(deal(position=position, decision=decision), buyer, codebook_cells())


@pytest.mark.method("M38")
@pytest.mark.parametrize(
    ("position", "decision", "tactic"),
    [
        ("ahead", "now", "blitz"),
        ("ahead", "brewing", "defence"),
        ("even", "now", "positional_war"),
        ("even", "brewing", "positional_war"),
        ("behind", "brewing", "guerrilla"),
        ("behind", "now", "assault"),
    ],
)
def test_each_cell_of_the_codebook_holds_its_tactic(position: str, decision: str, tactic: str) -> None:
    found = chosen(Position(position), Nearness(decision))
    assert found == ChosenTactic(Tactic(tactic), (Reason(position), Reason(decision)))


@pytest.mark.method("M38")
def test_without_a_position_the_tactic_is_unknown() -> None:
    assert chosen(None, Nearness.NOW) == ChosenTactic(Tactic.UNKNOWN, (Reason("now"),))
    assert chosen(None, None) == ChosenTactic(Tactic.UNKNOWN, ())


@pytest.mark.method("M38")
def test_the_nearness_matters_only_where_it_decides() -> None:
    assert chosen(Position.AHEAD, None).name is Tactic.UNKNOWN
    assert chosen(Position.EVEN, None) == ChosenTactic(Tactic.POSITIONAL_WAR, (Reason("even"),))


@pytest.mark.method("M38")
def test_a_nearness_nobody_entered_comes_from_the_stage_with_its_words() -> None:
    found = chosen(Position.BEHIND, None, DECIDES)
    assert found == ChosenTactic(Tactic.ASSAULT, (Reason("behind"), Reason("now", DECIDES.evidence)))
    assert chosen(Position.BEHIND, Nearness.BREWING, DECIDES).name is Tactic.GUERRILLA
    assert chosen(Position.BEHIND, None, PlacedBuyer(BuyingStage.USES, 0.9)).name is Tactic.UNKNOWN


@pytest.mark.method("M38")
def test_a_team_may_bring_its_own_cells() -> None:
    own = {(Position.AHEAD, Nearness.NOW): Tactic.DEFENCE}
    assert choose_tactic(deal(position=Position.AHEAD, decision=Nearness.NOW), NOWHERE, own).name is Tactic.DEFENCE
    assert choose_tactic(deal(position=Position.EVEN, decision=Nearness.NOW), NOWHERE, own).name is Tactic.UNKNOWN


@pytest.mark.method("M38")
def test_the_codebook_fills_every_cell_and_names_every_reason() -> None:
    assert set(codebook_cells()) == {(position, near) for position in Position for near in Nearness}
    axes = {item.id for item in load_codebook().entry("tactic.axes").items}
    assert axes == {*Position, *Nearness}
    assert set(NEAR) < set(BuyingStage)
    assert all(entry_of(tactic).advice for tactic in Tactic if tactic is not Tactic.UNKNOWN)


def test_a_name_of_no_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="later"):
        cells_named("ahead_later")
