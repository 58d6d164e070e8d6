"""Sentences as sellers write them: which are objectives, and which bind the customer to nothing (M06).

The first time they were run, the held-out half of ``first`` came out right in 90 of 90. Its author knew the sentences,
so ``second`` and ``third`` were written after the rules and tell more: 80 of 100 and 65 of 72. Of those
27 faults 25 were acts of the customer's that were refused. What they taught was mended: they are held out no longer.
"""

from functools import cache
from importlib.resources import files
from typing import Any

import pytest
import yaml

from askwell.counsel.plans.objective import check_objective

MISSED = {"Let the night shift have the device for five nights"}
"""To lend something is an act of the seller as well as of the customer; refused, and known to be."""


@cache
def _parts() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("objectives.yaml").read_text("utf-8"))
    return data


def _sentences(kind: str) -> list[tuple[str, str]]:
    return [(name, text) for name, part in _parts().items() for lang in ("en", "zh") for text in part[lang][kind]]


@pytest.mark.method("M06")
@pytest.mark.parametrize(("part", "text"), _sentences("accepted"))
def test_an_act_of_somebody_at_the_customer_is_accepted(part: str, text: str) -> None:
    assert _accepted(part, text) is (text not in MISSED)


@pytest.mark.method("M06")
@pytest.mark.parametrize(("part", "text"), _sentences("refused"))
def test_what_the_seller_does_or_the_customer_only_feels_is_refused(part: str, text: str) -> None:
    assert not _accepted(part, text)


@pytest.mark.method("M06")
def test_without_the_names_of_the_deal_no_more_than_a_name_of_ours_is_mistaken() -> None:
    """An unknown name is taken for the customer's, so the act of a colleague who is not named to it is accepted."""
    taken = [text for _part, text in _sentences("refused") if check_objective(text).accepted]
    assert taken == [
        "Ana sends the figures to Ruth",
        "Ben demonstrates the new release to Maya",
        "Lin walks Owen through the configuration",
    ]


@pytest.mark.method("M06")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_there_are_forty_of_either_kind_and_more(lang: str) -> None:
    parts = _parts().values()
    assert min(sum(len(part[lang][kind]) for part in parts) for kind in ("accepted", "refused")) >= 80


def _accepted(part: str, text: str) -> bool:
    names = _parts()[part]
    return check_objective(text, names["theirs"], names["ours"]).accepted
