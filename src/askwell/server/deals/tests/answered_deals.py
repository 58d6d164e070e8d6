"""A deal with calls in which buyers object, ask, order, complain and raise new problems."""

from askwell.server.calls.models import Call
from askwell.server.deals.models import Deal
from askwell.server.deals.testing import FullDeal, make_full_deal
from askwell.server.deals.tests.planned_deals import bring_coded
from askwell.server.testing import Cast

OBJECTED = """
# title: Second visit
seller Ana: {feature#f: It has two heads.} {feature: It has a steel frame.} {feature: It logs each stop.}
buyer Helen: {objection objection_class=hesitation concern=price cause=feature ->f caused_by: That sounds dear.}
seller Ana: {problem_question: Dear compared with what?}
buyer Helen: {implied_need: With the service we have from Northline.}
seller Ana: {benefit: One stop less a month pays for it.}
buyer Helen: {buyer_question#q: Who repairs it at night?}
seller Ana: {feature ->q answers: Our engineers in Leeds do.} {other_question: Is anything still open?}
buyer Helen: {objection objection_class=doubt concern=competitor: Northline would be here sooner.}
seller Ana: {closing_attempt: Shall we put the order through today?}
buyer Helen: {other: Well.}
"""
ORDERED = """
# title: Fourth visit
# outcome: order a
seller Ana: {closing_attempt#c: Shall we begin in May?}
buyer Helen: {agreement#a ->c accepts: Yes, we order it.}
"""
AFTERWARDS = """
# title: After delivery
seller Ana: {situation_question: How do the lines run?}
buyer Helen: {implied_need follow_up=complains: It stopped twice in the first week.}
seller Ana: {problem_question: And at the other plant?}
buyer Helen: {implied_need follow_up=raises_new_problems: There the labeller tears the film.}
"""


def bring(cast: Cast, deal: Deal, text: str) -> Call:
    """A call of the deal in which Helen speaks."""
    return bring_coded(cast.ana, deal, text)


def make_answered_deal(cast: Cast) -> FullDeal:
    """Ana's full deal with a call in which Helen objects twice and asks once; Northline is its rival."""
    full = make_full_deal(cast)
    full.deal.rivals.add(full.rival)
    bring(cast, full.deal, OBJECTED)
    return full


def make_followed_deal(cast: Cast) -> FullDeal:
    """Ana's full deal with an order, and a call after it."""
    full = make_full_deal(cast)
    bring(cast, full.deal, ORDERED)
    bring(cast, full.deal, AFTERWARDS)
    return full
