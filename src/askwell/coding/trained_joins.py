"""Whether neighbouring segments of one code are one unit, learned from coded calls.

A small regression over what shows it: the code, the sentence, the words both share, their length, the mark between
them, and the word the second begins with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from askwell.coding.arrays import Arrays
from askwell.coding.joining import Draft
from askwell.coding.segments import Segment
from askwell.coding.splitting import LONGEST
from askwell.coding.words import content, overlap

REACH = 2
"""Segments between the ends of two that may be one: one stretch that does nothing may stand between them."""
LONG = 200
"""Characters from which on a segment is as long as any; a Chinese one counts for three."""


@dataclass(frozen=True)
class JoinModel:
    """``weights`` by the name of a feature; above 0 the two are one unit."""

    weights: Mapping[str, float]

    def carries_on(self, before: Draft, draft: Draft, segment: Segment, text: str, lang: str) -> bool:
        """Whether a segment, judged as ``draft``, carries on the unit before it."""
        if before.judgement.code is not draft.judgement.code or draft.last - before.last > REACH:
            return False
        found = join_features(before, draft, segment, text, lang)
        return sum(self.weights.get(name, 0.0) * value for name, value in found.items()) > 0


def join_features(before: Draft, draft: Draft, segment: Segment, text: str, lang: str) -> dict[str, float]:
    """The named features of two neighbours of one code."""
    code = draft.judgement.code
    recent = text[max(before.start, before.end - LONGEST) : before.end]
    shared = overlap(content(recent, lang), content(segment.text, lang))
    same, scale = before.sentence == draft.sentence, 3 if lang == "zh" else 1
    words = segment.text.lower().split() or [""]
    first = segment.text[:2] if lang == "zh" else words[0]
    return {
        "one": 1.0,
        f"same {same} {code}": 1.0,
        f"same {same} {lang}": 1.0,
        f"apart {draft.last - before.last}": 1.0,
        "shared": shared,
        f"shared {code}": shared,
        "length before": min(scale * len(recent), LONG) / LONG,
        "length": min(scale * len(segment.text), LONG) / LONG,
        f"lead-in {segment.lead_in}": 1.0,
        f"question {segment.question}": 1.0,
        f"mark {text[before.end - 1 : before.end]} {same}": 1.0,
        f"first {first}": 1.0,
        f"code {code}": 1.0,
    }


def join_arrays(model: JoinModel) -> Arrays:
    """The model as it is stored."""
    names = sorted(model.weights)
    return {"names": np.array(names), "weights": np.array([model.weights[name] for name in names], np.float32)}


def join_model(arrays: Mapping[str, npt.NDArray[Any]]) -> JoinModel:
    """A model from its arrays."""
    return JoinModel(dict(zip(map(str, arrays["names"]), arrays["weights"].tolist(), strict=True)))
