"""The four signs of a customer after the order, as heard in the calls of a deal (M40). Pure, as objections_heard."""

from collections import Counter
from typing import Any

from askwell.coding.folding import folded
from askwell.coding.lexicon import lexicon
from askwell.deal.calls import Calls, Said
from askwell.deal.state_json import anchors_to_json
from askwell.method.terms import FollowUp

BY_CUE = (FollowUp.RAISES_NEW_PROBLEMS, FollowUp.ASKS_NEW_BUSINESS, FollowUp.COMPLAINS, FollowUp.COOPERATES)
"""On a tie the first: what is new is told with the words of a complaint too."""


def heard_signs(calls: Calls) -> list[dict[str, Any]]:
    """What buyers said that is one of the signs, in the order of the talk; which calls follow the order is not asked.

    A coder only marks calls that speak of the purchase as made. Whoever knows the deal knows more, so that the cues of
    the signs are looked for in the other calls too.
    """
    told = [(said, said.unit.attrs.follow_up or _by_cue(said)) for said in calls.buyers()]
    return [
        {"sign": sign.value, "person": said.person or "", "anchor": anchors_to_json([said.anchor])[0]}
        for said, sign in told
        if sign
    ]


def _by_cue(said: Said) -> FollowUp | None:
    """The sign with most cues in the words; None without any."""
    hits = Counter(hit.cue for hit in lexicon(said.coded.lang, "attribute_cues").hits(folded(said.text)))
    best = max(BY_CUE, key=lambda sign: hits[f"follow.{sign.value}"])
    return best if hits[f"follow.{best.value}"] else None
