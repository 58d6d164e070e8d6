"""What is done to the plan of a call: made, changed, ticked off, held against what happened (M06 to M15, M30)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from askwell.counsel.plans.held import Reached
from askwell.server.accounts.models import User
from askwell.server.calls.models import Call
from askwell.server.deals.models import CallPlan, Deal, DealDecision

KIT_WORDS = "kit_words"


def make_plan(deal: Deal, author: User, facts: Mapping[str, Any]) -> CallPlan:
    """Begin a plan; who the call is with are slugs of contacts of the deal.

    What was said in the deal's last plan of the products that meet its needs, and chosen of their points, holds on.
    """
    last = deal.plans.first()
    said = {"meets": last.meets, "chosen": last.chosen} if last else {}
    return CallPlan.objects.create(deal=deal, author=author, **said, **facts)


def change_plan(plan: CallPlan, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        setattr(plan, name, value)
    plan.save(update_fields=[*facts])


def tick_in_plan(plan: CallPlan, keys: Iterable[str], ticked: Iterable[str]) -> None:
    """Of the keys shown, exactly these are ready or done; other ticks stay as they are."""
    shown = set(keys)
    plan.ticks = sorted((set(plan.ticks) - shown) | (set(ticked) & shown))
    plan.save(update_fields=["ticks"])


def say_what_meets(plan: CallPlan, need: str, product: str | None, now: str = "") -> None:
    """Say which product meets a need, by its key: empty for none of ours, None to leave it to the words.

    What was chosen of its points falls, unless it is the product that is used ``now``.
    """
    if not product or product != now:
        plan.chosen.pop(need, None)
    if product is None:
        plan.meets.pop(need, None)
    else:
        plan.meets[need] = product
    plan.save(update_fields=["meets", "chosen"])


def choose_points(plan: CallPlan, need: str, product: str, points: Mapping[str, str]) -> None:
    """Say of which feature, function and evidence of which product a statement for a need is made."""
    plan.chosen[need] = {"product": product, **points}
    plan.save(update_fields=["chosen"])


def note_try(plan: CallPlan, method: str, day: date) -> None:
    """Note a try on the telephone that brought no appointment, and the method used to go on."""
    plan.tries = [*plan.tries, {"method": method, "day": day.isoformat()}]
    plan.save(update_fields=["tries"])


def take_back_try(plan: CallPlan) -> None:
    """Take the last try back."""
    plan.tries = plan.tries[:-1]
    plan.save(update_fields=["tries"])


def hold_plan(plan: CallPlan, call: Call, kept: Mapping[str, Any], now: datetime) -> None:
    """Say which call was the planned one; what had been planned for it is kept, the rest of the cache goes."""
    plan.call, plan.kept, plan.held_at = call, dict(kept), now
    plan.inputs, plan.told, plan.reached = "", {}, ""
    plan.save(update_fields=["call", "kept", "held_at", "inputs", "told", "reached"])


def open_again(plan: CallPlan) -> None:
    """Take back that the call was held."""
    plan.call, plan.kept, plan.held_at, plan.reached = None, {}, None, ""
    plan.save(update_fields=["call", "kept", "held_at", "reached"])


def overrule_reached(plan: CallPlan, reached: Reached | None) -> None:
    """Say whether the objective was reached; None leaves it to what was said in the call."""
    plan.reached = reached.value if reached else ""
    plan.save(update_fields=["reached"])


def delete_plan(plan: CallPlan) -> None:
    plan.delete()


def keep_out_of_kit(deal: Deal, author: User, place: str, *, out: bool) -> None:
    """Say that words of a call, by their place, are not to be handed on inside the customer; or that they may be."""
    DealDecision.objects.create(deal=deal, author=author, kind=KIT_WORDS, value={"place": place, "out": out})
