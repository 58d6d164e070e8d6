"""The four signs of a customer after the order, as they are kept with a deal (M40). Pure, as objections_heard."""

from typing import Any

from askwell.deal.calls import Calls
from askwell.deal.follow_up import told_signs
from askwell.deal.state_json import anchors_to_json


def heard_signs(calls: Calls) -> list[dict[str, Any]]:
    """The signs with who gave them and where, in the order of the talk, also from before the order."""
    return [
        {"sign": sign.value, "person": said.person or "", "anchor": anchors_to_json([said.anchor])[0]}
        for sign, said in told_signs(calls)
    ]
