"""Trains the model of joins from coded calls. Needs the extra ``train`` (scikit-learn)."""

from collections import Counter
from collections.abc import Iterator, Sequence

from askwell.coding.coded import Unit
from askwell.coding.joining import Draft, joined
from askwell.coding.scoring import Judgement
from askwell.coding.talks import Talk, covering
from askwell.coding.trained_joins import REACH, JoinModel, join_features
from askwell.method.terms import Code

STRENGTH = 0.3
"""Inverse strength of the quadratic penalty (scikit-learn's C), chosen on the development split."""
ITERATIONS = 2000
SEEN = 2
"""Features met in fewer pairs than this are left out."""

Pair = tuple[dict[str, float], bool]


def fit_joins(talks: Sequence[Talk]) -> JoinModel:
    """A logistic regression on the neighbours of one code in the talks; without any, nothing is ever joined."""
    from sklearn.feature_extraction import DictVectorizer  # noqa: PLC0415 - of the extra
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - as above

    pairs = [(pair, talk.weight) for talk in talks for pair in neighbours(talk)]
    if len({one for (_, one), _ in pairs}) < 2:
        return JoinModel({})
    seen = Counter(name for (features, _), _ in pairs for name in features)
    kept = [{name: value for name, value in features.items() if seen[name] >= SEEN} for (features, _), _ in pairs]
    vectors = DictVectorizer()
    rows = vectors.fit_transform(kept)
    model = LogisticRegression(C=STRENGTH, max_iter=ITERATIONS, fit_intercept=False)
    model.fit(rows, [one for (_, one), _ in pairs], sample_weight=[weight for _, weight in pairs])
    return JoinModel(dict(zip(vectors.get_feature_names_out(), model.coef_[0].tolist(), strict=True)))


def neighbours(talk: Talk) -> Iterator[Pair]:
    """Each segment that may carry on the unit before it, with the code both have, and whether it does."""
    at = 0
    for number, parts in enumerate(talk.parts):
        text = talk.coded.conversation.turns[number].text
        units = [unit for unit in talk.coded.units if unit.turn == number]
        before: tuple[Draft, Unit | None] | None = None
        for i, part in enumerate(parts):
            code = talk.codes[at]
            at += 1
            if code is Code.OTHER:
                continue
            draft = Draft(part.start, part.end, Judgement(code, 1.0, ()), part.lead_in, part.sentence, i)
            most, unit = covering(part, units)
            if before is None or before[0].judgement.code is not code or i - before[0].last > REACH:
                before = draft, unit
                continue
            one = most > 0 and unit is not None and unit is before[1]
            yield join_features(before[0], draft, part, text, talk.coded.lang), one
            before = (joined(before[0], draft) if one else draft), unit
