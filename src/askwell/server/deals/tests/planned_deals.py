"""A deal with calls coded by hand, to plan from."""

from dataclasses import replace

from askwell.coding.notation import read_coded_text
from askwell.server.accounts.models import User
from askwell.server.calls.actions import Details, add_call, keep_coding, receive_upload
from askwell.server.calls.models import Call
from askwell.server.deals import actions
from askwell.server.deals.models import Deal
from askwell.server.deals.standing_actions import match_speaker
from askwell.server.deals.testing import FullDeal, make_full_deal
from askwell.server.testing import Cast
from askwell.transcript.conversation import Participant
from askwell.understanding.understand import understand

GROWN = """
# title: Second visit
seller Ana: {problem_question: Where do the lines stop?}
buyer Helen: {implied_need: The filler head jams twice a week.}
seller Ana: {implication_question: What does a jam of the filler head cost you?}
buyer Helen: {implied_need: A jam of the filler head costs us 4,000 a time.}
seller Ana: {need_payoff_question: What would it be worth if it never jammed?}
buyer Helen: {explicit_need: We want a filler head that never jams.}
"""
HELD = """
# title: Third visit
# outcome: advance a
seller Ana: {implication_question: And when it jams, which of your own customers wait for it?}
buyer Helen: {objection concern=price: That is a lot of money.}
seller Ana: {commitment_proposal#p: Would you send the figures of the downtime by Friday?}
buyer Helen: {agreement#a ->p accepts: Yes, I will send them.}
"""
OBJECTIVE = "Helen sends the figures of the downtime by Friday"


def bring_coded(user: User, deal: Deal, text: str) -> Call:
    """A call of the deal, coded as the notation says; Helen, who speaks in it, is the contact of the deal."""
    coded = read_coded_text(text)
    talk = coded.conversation
    turns = tuple(replace(turn, participant=turn.name) for turn in talk.turns)
    sides = {turn.name: turn.speaker for turn in talk.turns if turn.name}
    people = tuple(Participant(name, side, name) for name, side in sides.items())
    talk = replace(talk, turns=turns, participants=people)
    upload = receive_upload(user, deal.team, f"{talk.title}.txt", text.encode(), Details())
    call = add_call(upload, talk, format_name="text")
    keep_coding(call.current_revision, understand(replace(coded, conversation=talk)))
    actions.link_call(deal, call)
    stake = deal.stakes.select_related("contact").get()
    match_speaker(deal, call, "Helen", "Helen", stake.contact)
    return Call.objects.get(pk=call.pk)


def make_planned_deal(cast: Cast) -> FullDeal:
    """Ana's full deal with a call in which a need grew, and a product that meets it."""
    full = make_full_deal(cast)
    points = {"function": "One head is cleaned while the other fills", "evidence": "Brackwell has run it for two years"}
    for kind, point in points.items():
        full.product.points.create(kind=kind, text=point)
    bring_coded(cast.ana, full.deal, GROWN)
    return full
