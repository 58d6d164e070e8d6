"""The signs of a customer who has bought, over the calls of a deal (M40)."""

from collections.abc import Iterable

from askwell.coding.follow_up import signs_of
from askwell.deal.calls import Calls, Said
from askwell.deal.facts import ComplaintSaid
from askwell.method.terms import FollowUp

Told = tuple[tuple[FollowUp, Said], ...]


def told_signs(calls: Calls) -> Told:
    """What buyers said that is one of the signs, in the order of the talk; which calls follow the order is not asked.

    A coder marks a call only where the talk itself shows that the purchase is made. A deal knows more, so that the
    signs are looked for in the other calls too.
    """
    by_rule = [signs_of(coded.units, coded.conversation, coded.lang) for coded in calls.coded]
    told = ((said.unit.attrs.follow_up or by_rule[said.call].get(said.unit.id), said) for said in calls.buyers())
    return tuple((sign, said) for sign, said in told if sign)


def open_signs(calls: Calls, entered: Iterable[ComplaintSaid]) -> Told:
    """The signs in the calls that followed the order, without complaints that were settled or were none.

    Of what was ``entered`` about the same words the last holds.
    """
    decided = [one for one in entered if one.words]

    def closed(said: Said) -> bool:
        about = [one for one in decided if one.words and one.words.shares_words(said.anchor)]
        return bool(about) and not about[-1].open

    after = ((sign, said) for sign, said in told_signs(calls) if said.call in calls.after_order)
    return tuple((sign, said) for sign, said in after if not (sign is FollowUp.COMPLAINS and closed(said)))
