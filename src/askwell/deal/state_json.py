"""``askwell.deal_state/1`` to JSON."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from askwell.deal.anchor import Anchor
from askwell.deal.facts import DoubtSaid, ProofSaid
from askwell.deal.state import (
    SCHEMA,
    AnsweredProof,
    CallOutcome,
    DealNeed,
    DealState,
    Flower,
    Forecast,
    KeptDoubt,
    NextStep,
    PlacedBuyer,
    Value,
)


def state_to_json(state: DealState) -> dict[str, Any]:
    """The JSON object of a state; floats rounded to 4 places."""
    return {
        "schema": SCHEMA,
        "id": state.id,
        "sale": {"size": state.sale.size.value, "reasons": list(state.sale.reasons)},
        "buying_stage": _stage(state.buying_stage),
        "needs": [_need(need) for need in state.needs],
        "value": _value(state.value),
        "flower": _flower(state.flower),
        "doubts": [_doubt(kept) for kept in state.doubts],
        "tactic": {
            "name": state.tactic.name.value,
            "reasons": [{"id": item.id, "evidence": anchors_to_json(item.evidence)} for item in state.tactic.reasons],
        },
        "advances": [_ended(item) for item in state.advances],
        "forecast": _forecast(state.forecast),
        "next": [_step(step) for step in state.next],
        "proofs": [_proof(one) for one in state.proofs],
        "proofs_refused": [_proof(one) for one in state.proofs_refused],
        "proofs_denied": [_denied(one) for one in state.proofs_denied],
    }


def state_to_line(state: DealState) -> str:
    """One line of JSONL, without the line end."""
    return json.dumps(state_to_json(state), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def anchors_to_json(anchors: Iterable[Anchor]) -> list[dict[str, Any]]:
    """The JSON list of anchors."""
    return [asdict(anchor) for anchor in anchors]


def _stage(buyer: PlacedBuyer) -> dict[str, Any]:
    placed = {"stage": buyer.stage.value, "p": round(buyer.p, 4), "evidence": anchors_to_json(buyer.evidence)}
    told = placed | {"mismatch": buyer.mismatch}
    return told | {"overruled": _stage(buyer.overruled)} if buyer.overruled else told


def _need(need: DealNeed) -> dict[str, Any]:
    return {
        "id": need.id,
        "label": need.label,
        "state": need.state.value,
        "people": list(need.people),
        "evidence": anchors_to_json(need.evidence),
    }


def _value(value: Value) -> dict[str, Any]:
    pans = {
        name: [{"id": item.id, "weight": item.weight, "evidence": anchors_to_json(item.evidence)} for item in items]
        for name, items in (("for", value.urgency), ("against", value.cost))
    }
    return {"leans": value.leans.value} | pans


def _doubt(kept: KeptDoubt) -> dict[str, Any]:
    told = {
        "doubt": kept.doubt.value,
        "open": kept.open,
        "evidence": anchors_to_json(kept.evidence),
        "people": list(kept.people),
        "answered_by": kept.answered_by.value if kept.answered_by else None,
    }
    return told | {"said": {"answered": kept.said.answered} | _entered(kept.said)} if kept.said else told


def _entered(said: DoubtSaid | ProofSaid) -> dict[str, Any]:
    told = {"by": said.by, "on": said.day.isoformat() if said.day else None}
    return told | {"note": said.note} if said.note else told


def _proof(answered: AnsweredProof) -> dict[str, Any]:
    told: dict[str, Any] = {"proof": answered.proof, "evidence": anchors_to_json(answered.evidence)}
    told |= {"uncertain": True} if answered.uncertain else {}
    return told | {"said": _entered(answered.said)} if answered.said else told


def _denied(said: ProofSaid) -> dict[str, Any]:
    return {"proof": said.proof, "answer": said.answer.value} | _entered(said)


def _flower(flower: Flower) -> dict[str, Any]:
    return {
        "petals": {role.value: list(people) for role, people in flower.petals.items()},
        "faults": [found.fault.value for found in flower.faults],
    }


def _ended(call: CallOutcome) -> dict[str, Any]:
    told = {"call": call.call, "outcome": call.outcome.value, "evidence": anchors_to_json(call.evidence)}
    return told | {"uncertain": True} if call.uncertain else told


def _forecast(forecast: Forecast) -> dict[str, Any]:
    return {
        "p": round(forecast.p, 4),
        "low": round(forecast.low, 4),
        "high": round(forecast.high, 4),
        "n": forecast.n,
    }


def _step(step: NextStep) -> dict[str, Any]:
    return {
        "row": step.row,
        "text": {"en": step.text.en, "zh": step.text.zh},
        "evidence": anchors_to_json(step.evidence),
    }
