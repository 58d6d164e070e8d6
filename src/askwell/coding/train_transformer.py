"""Tunes the thorough coder's transformer together with the network that reads it. Needs the extra ``train``.

The network first learns from the untouched embeddings of the longer talks, then both learn from the codes of all. The
pieces of words and the lowest layers stay as they are, rounded as they will be stored, so that what they give is
computed once. What is kept is the moving average of the weights over the steps. Epochs take each long talk as written
and as recognised by turns, and each a share of some of the short ones, which are many. The seed is fixed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from askwell.coding.encoder import texts_of
from askwell.coding.recurrent import OWN, Network, heard, network_arrays, network_of
from askwell.coding.talks import Talk, by_turns
from askwell.coding.train_recurrent import (
    DECAY,
    LARGEST_STEP,
    NO_TEXT,
    SEED,
    Batch,
    Lesson,
    batches,
    fit_network,
    loss,
)  # fmt: skip
from askwell.coding.transformer import (
    EPSILON,
    HEADS,
    LAYER,
    WIDTH,
    Floats,
    Transformer,
    by_length,
    transformer_arrays,
    transformer_of,
)  # fmt: skip

FROZEN = 2
"""Layers that do not learn, the lowest."""
EPOCHS = 2
STEPS = {"layers": 7e-5, "network": 1e-3}
RISE = 12
"""Of so many steps the first is one in which steps still grow; then they fall."""
KEPT, KEPT_FIRST = 0.97, 10
"""The share of the moving average kept at a step; n / (n + KEPT_FIRST) while that is less, n being the steps before."""
DROPOUT = 0.1
PARTS = 3
"""Of so many short talks ``EPOCHS`` are seen: calls are what is met in use."""
SEGMENTS = 128
"""Segments of a batch, about."""
ROW, ROWS = 64, 8
"""Texts stand side by side in rows of so many tokens, and rows come in multiples, so that few shapes are compiled."""


@dataclass(frozen=True)
class Begun:
    """What the frozen layers give for each text: ``states`` (tokens, WIDTH), and where each text begins and ends."""

    states: npt.NDArray[np.float16]
    ends: npt.NDArray[np.int64]

    def of(self, number: int) -> npt.NDArray[np.float16]:
        """The states of one text (length, WIDTH)."""
        return self.states[self.ends[number] : self.ends[number + 1]]


def fit_transformer(long: Sequence[Talk], short: Sequence[Talk], untouched: Transformer) -> tuple[Transformer, Network]:
    """The transformer tuned on talks, and the network for it; the same talks give the same.

    The ``long`` ones stand as written and as recognised by turns, the ``short`` ones in one form each.
    """
    short = [talk for place, talk in enumerate(short) if place % PARTS < EPOCHS]
    rounded = transformer_of(transformer_arrays(untouched))
    texts = sorted({text for talk in (*long, *short) for text in texts_of(talk.parts)})
    number = {text: i for i, text in enumerate(texts)}
    begun = begin(rounded, texts)
    read = sorted({number[text] for talk in by_turns(long) for text in texts_of(talk.parts)})
    means = np.zeros((len(texts), WIDTH), np.float32)  # of the others nobody asks
    means[read] = embedded(rounded, begun, read)
    scaled = {"centre": means[read].mean(axis=0), "spread": OWN * means[read].std(axis=0) + np.float32(EPSILON)}
    ready = replace(rounded, weights={**rounded.weights, **scaled})
    means = (means - scaled["centre"]) / scaled["spread"]

    def lessons(talks: Sequence[Talk]) -> list[Lesson]:
        return [_lesson(talk, means, tuple(number[text] for text in texts_of(talk.parts))) for talk in talks]

    told = lessons(long)
    return tuned(told, lessons(short), begun, ready, fit_network(by_turns(told)))


def _lesson(talk: Talk, means: Floats, texts: tuple[int, ...]) -> Lesson:
    held = heard(talk.coded.conversation, talk.parts, means[list(texts)], talk.coded.lang)
    return Lesson(held, talk.codes, talk.weight, texts)


def begin(transformer: Transformer, texts: Sequence[str]) -> Begun:
    """What the frozen layers give for each text."""
    tokens = transformer.tokens(texts)
    ends = np.cumsum([0, *(len(each) for each in tokens)])
    begun = Begun(np.zeros((ends[-1], WIDTH), np.float16), ends)
    for numbers in by_length([len(each) for each in tokens]):
        x, lengths = transformer.begin([tokens[i] for i in numbers])
        x = transformer.through(x, lengths, range(FROZEN))
        for row, length, number in zip(x, lengths, numbers, strict=True):
            begun.of(number)[:] = row[:length]
    return begun


def embedded(transformer: Transformer, begun: Begun, texts: Sequence[int]) -> Floats:
    """What these texts mean to the transformer (texts, WIDTH), from what its frozen layers gave."""
    import jax  # noqa: PLC0415 - of the extra

    encode, layers = jax.jit(encoded, static_argnames="count"), learning(transformer)
    found = np.zeros((len(texts), WIDTH), np.float32)
    for numbers in by_length(np.diff(begun.ends)[list(texts)].tolist(), SEGMENTS):
        padded = np.array([texts[i] for i in numbers] + [NO_TEXT] * (SEGMENTS - len(numbers)))
        found[numbers] = encode(layers, packed(begun, padded), count=SEGMENTS)[: len(numbers)]
    return (found - transformer.weights["centre"]) / transformer.weights["spread"]


def learning(transformer: Transformer) -> dict[str, Floats]:
    """The weights that learn."""
    layers = range(FROZEN, transformer.layers)
    return {f"{i}.{name}": transformer.weights[f"{i}.{name}"] for i in layers for name in LAYER}


def tuned(
    long: Sequence[Lesson], short: Sequence[Lesson], begun: Begun, transformer: Transformer, network: Network
) -> tuple[Transformer, Network]:
    """Both after learning together, as they are stored."""
    import jax  # noqa: PLC0415 - of the extra
    import optax  # type: ignore[import-untyped]  # noqa: PLC0415 - of the extra

    plan = list(_plan(long, short, network.names))
    optimiser = optax.chain(
        optax.clip_by_global_norm(LARGEST_STEP),
        optax.partition(
            {name: optax.adamw(_steps(size, len(plan)), weight_decay=DECAY) for name, size in STEPS.items()},
            {name: name for name in STEPS},
        ),
    )
    weights: Any = {"layers": learning(transformer), "network": dict(network.weights)}
    state, average = optimiser.init(weights), weights
    key = jax.random.key(SEED)
    encode = jax.jit(encoded, static_argnames="count")
    scale, centre = OWN / transformer.weights["spread"], transformer.weights["centre"]

    @jax.jit
    def slopes(network: Any, means: Any, key: Any, batch: Any) -> Any:
        """The slopes of the loss: by the network's weights, and by the texts' means (texts, WIDTH)."""

        def surprise(network: Any, means: Any) -> Any:
            meaning = (scale * (means - centre)).reshape(*batch["texts"].shape, -1)
            return loss(network, key, batch | {"meaning": meaning})

        return jax.grad(surprise, (0, 1))(network, means)

    @jax.jit
    def step(weights: Any, state: Any, average: Any, slope: Any, kept: Any) -> Any:
        """Weights, the optimiser's state and the moving average after one batch."""
        change, state = optimiser.update(slope, state, weights)
        weights = optax.apply_updates(weights, change)
        return weights, state, optax.incremental_update(weights, average, 1 - kept)

    for number, batch in enumerate(plan):
        key, of_layers, of_network = jax.random.split(key, 3)
        held = packed(begun, batch["texts"].ravel())
        reading = partial(encode, held=held, key=of_layers, count=batch["texts"].size)
        means, back = jax.vjp(reading, weights["layers"])
        network_slope, means_slope = slopes(weights["network"], means, of_network, batch)
        slope = {"layers": back(means_slope)[0], "network": network_slope}
        weights, state, average = step(weights, state, average, slope, min(KEPT, number / (number + KEPT_FIRST)))
    return _stored(transformer, network, average)


def _stored(transformer: Transformer, network: Network, weights: Any) -> tuple[Transformer, Network]:
    """Both with new weights, rounded as they are stored."""
    layers = {name: np.asarray(weight, np.float32) for name, weight in weights["layers"].items()}
    told = {name: np.asarray(weight, np.float32) for name, weight in weights["network"].items()}
    learned = replace(transformer, weights={**transformer.weights, **layers})
    return (
        transformer_of(transformer_arrays(learned)),
        network_of(network_arrays(replace(network, weights=told))),
    )


def _steps(size: float, count: int) -> Any:
    """The size of each step: growing, then falling."""
    import optax  # noqa: PLC0415 - of the extra

    rise = max(1, count // RISE)
    return optax.join_schedules(
        [optax.linear_schedule(size / rise, size, rise), optax.linear_schedule(size, size / 50, max(1, count - rise))],
        [rise],
    )


def _plan(long: Sequence[Lesson], short: Sequence[Lesson], names: Sequence[str]) -> Iterator[Batch]:
    """The batches of all epochs; each sees one form of each long talk, and its share of the short ones."""
    dice = np.random.default_rng(SEED)
    for epoch in range(EPOCHS):
        forms = [*by_turns(long, epoch), *short[epoch::EPOCHS]]
        yield from batches([_unread(lesson) for lesson in forms if lesson.codes], names, dice, SEGMENTS)


def _unread(lesson: Lesson) -> Lesson:
    """The lesson without what its segments mean, which is about to change."""
    return replace(lesson, heard=replace(lesson.heard, meaning=lesson.heard.meaning[:, :0]))


def packed(begun: Begun, texts: npt.NDArray[np.int64]) -> Batch:
    """The texts of a batch side by side: ``states`` (rows, ROW, WIDTH); each token's ``owner``, which is the place of
    its text, and ``share`` in its mean (rows, ROW).
    """
    lengths = np.where(texts == NO_TEXT, 0, np.diff(begun.ends)[texts])
    rows = _rows(lengths)
    shape = (-(-max(len(rows), 1) // ROWS) * ROWS, ROW)
    states, share = np.zeros((*shape, WIDTH), np.float32), np.zeros(shape, np.float32)
    owner = np.full(shape, len(texts), np.int32)
    for row, places in enumerate(rows):
        at = 0
        for place in places:
            part = (row, slice(at, at + lengths[place]))
            states[part], owner[part], share[part] = begun.of(texts[place]), place, 1 / lengths[place]
            at += lengths[place]
    return {"states": states, "owner": owner, "share": share}


def _rows(lengths: npt.NDArray[np.int64]) -> list[list[int]]:
    """The places of the texts in each row: the longest first, each where there is room."""
    rows, room = list[list[int]](), list[int]()
    for place in np.argsort(-lengths, kind="stable").tolist():
        if lengths[place]:
            row = next((i for i, left in enumerate(room) if left >= lengths[place]), len(rows))
            if row == len(rows):
                rows.append([])
                room.append(ROW)
            rows[row].append(place)
            room[row] -= int(lengths[place])
    return rows


def encoded(layers: Any, held: Any, key: Any = None, *, count: int) -> Any:
    """The means over tokens (count, WIDTH) that ``Transformer`` computes; with a key some of it is dropped."""
    import jax  # noqa: PLC0415 - of the extra

    numbers = sorted({int(name.partition(".")[0]) for name in layers})
    keys = iter(jax.random.split(key, 2 * len(numbers)) if key is not None else ())

    def dropped(x: Any) -> Any:
        return x if key is None else x * jax.random.bernoulli(next(keys), 1 - DROPOUT, x.shape) / (1 - DROPOUT)

    x = held["states"]
    together = held["owner"][:, None, :, None] == held["owner"][:, None, None, :]
    for number in numbers:
        x = _layer(x, {name: layers[f"{number}.{name}"] for name in LAYER}, together, dropped)
    shared = (x * held["share"][..., None]).reshape(-1, WIDTH)
    return jax.ops.segment_sum(shared, held["owner"].ravel(), count + 1)[:-1]


def _layer(x: Any, w: Mapping[str, Any], together: Any, dropped: Callable[[Any], Any]) -> Any:
    """One layer (rows, ROW, WIDTH); tokens see those that stand ``together`` with them (rows, 1, ROW, ROW)."""
    import jax  # noqa: PLC0415 - of the extra
    import jax.numpy as jnp  # noqa: PLC0415 - of the extra

    asked = (x @ w["attend"].T + w["attend_bias"]).reshape(*x.shape[:2], 3, HEADS, WIDTH // HEADS)
    questions, keys, values = jnp.moveaxis(asked, (2, 3), (0, 2))
    scores = questions @ jnp.swapaxes(keys, -1, -2) * (WIDTH // HEADS) ** -0.5
    shares = jax.nn.softmax(jnp.where(together, scores, -1e9), axis=-1)
    seen = jnp.swapaxes(shares @ values, 1, 2).reshape(x.shape)
    x = _normal(x + dropped(seen @ w["gather"].T + w["gather_bias"]), w["gather_gain"], w["gather_shift"])
    wide = jax.nn.gelu(x @ w["widen"].T + w["widen_bias"])
    return _normal(x + dropped(wide @ w["narrow"].T + w["narrow_bias"]), w["narrow_gain"], w["narrow_shift"])


def _normal(x: Any, gain: Any, shift: Any) -> Any:
    import jax.numpy as jnp  # noqa: PLC0415 - of the extra

    centred = x - x.mean(-1, keepdims=True)
    return centred / jnp.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON) * gain + shift
