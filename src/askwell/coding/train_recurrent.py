"""Trains the recurrent network from coded conversations. Needs the extra ``train`` (JAX, Optax).

Each epoch every talk is seen once, some of them only a stretch, so that the network leans neither on a call's length
nor on its beginning; now and then nobody knows who spoke. Adam with decoupled weight decay (Loshchilov & Hutter 2019),
dropout (Srivastava et al. 2014), a falling step; the seed is fixed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from askwell.coding.looking_back import GAPS, HEADS, KEY, REACH, gap_of
from askwell.coding.recurrent import BAG, CODES, DIRECTIONS, EPSILON, OWN, SIDES, WORDS, Heard, Network, named_features
from askwell.method.terms import Code

HIDDEN = 192
EPOCHS = 5
STEP, DECAY = 1e-3, 0.02
DROPOUT, WORD_DROPOUT = 0.4, 0.5
LARGEST_STEP = 1.0
"""The norm gradients are cut to."""
BATCH = 400
"""Segments of a batch, about."""
CUT, SHORTEST = 0.4, 12
"""The share of talks of which an epoch sees a stretch only, and the segments below which a talk is never cut."""
NAMELESS = 0.1
"""The share of talks of which an epoch does not know the speakers."""
SEEN = 2
"""Names met in fewer segments than this are left out."""
NO_TEXT = -1
"""In place of a text's number beyond the end of a talk."""
SEED = 20261125
Batch = Mapping[str, npt.NDArray[Any]]
"""Arrays by name, (talks, length, ...), flat for the words."""


@dataclass(frozen=True)
class Lesson:
    """A talk to learn from: its segments, the code of each, how much it counts.

    ``texts`` are the numbers of the segments' texts, where what embeds them learns as well.
    """

    heard: Heard
    codes: tuple[Code, ...]
    weight: float
    texts: tuple[int, ...] = ()


def fit_network(lessons: Sequence[Lesson]) -> Network:
    """A network trained on the lessons; the same lessons give the same network."""
    import jax  # noqa: PLC0415 - of the extra
    import optax  # type: ignore[import-untyped]  # noqa: PLC0415 - of the extra

    told = [lesson for lesson in lessons if lesson.codes]
    names = _names(told)
    dice = np.random.default_rng(SEED)
    steps = EPOCHS * max(1, sum(len(lesson.codes) for lesson in told) // BATCH)
    optimiser = optax.chain(
        optax.clip_by_global_norm(LARGEST_STEP),
        optax.adamw(optax.linear_schedule(STEP, STEP / 50, steps), weight_decay=DECAY),
    )
    weights = _first_weights(len(names), told[0].heard.meaning.shape[1])
    state = optimiser.init(weights)
    key = jax.random.key(SEED)

    @jax.jit
    def step(weights: Any, state: Any, key: Any, batch: Any) -> Any:
        """Weights and the optimiser's state after one batch."""
        slope = jax.grad(loss)(weights, key, batch)
        change, state = optimiser.update(slope, state, weights)
        return optax.apply_updates(weights, change), state

    for _ in range(EPOCHS):
        for batch in batches(told, names, dice):
            key, now = jax.random.split(key)
            weights, state = step(weights, state, now, batch)
    return Network(names, {name: np.asarray(weight, np.float32) for name, weight in weights.items()})


def _names(lessons: Sequence[Lesson]) -> tuple[str, ...]:
    count: dict[str, int] = {}
    for lesson in lessons:
        for held in lesson.heard.names:
            for name in held:
                count[name] = count.get(name, 0) + 1
    return tuple(sorted(name for name, n in count.items() if n >= SEEN))


def _first_weights(names: int, meaning: int) -> dict[str, npt.NDArray[np.float32]]:
    """Weights before training: uniform within one over the root of the inputs, small for the words, else 0 and 1."""
    dice = np.random.default_rng(SEED)

    def spread(rows: int, columns: int, reach: int) -> npt.NDArray[np.float32]:
        return dice.uniform(-(reach**-0.5), reach**-0.5, (rows, columns)).astype(np.float32)

    half = HIDDEN // 2
    so_far = HIDDEN + half
    weights = {
        "meaning": spread(meaning, HIDDEN, meaning),
        "names": spread(names, HIDDEN, max(names, 1)),
        "side": dice.normal(size=(len(SIDES), HIDDEN)).astype(np.float32),
        "bag": dice.normal(scale=0.02, size=(BAG, HIDDEN)).astype(np.float32),
        "bias": np.zeros(HIDDEN, np.float32),
        "gain": np.ones(HIDDEN, np.float32),
        "shift": np.zeros(HIDDEN, np.float32),
        "codes": spread(3 * HIDDEN, len(CODES), 3 * HIDDEN),
        "intercept": np.zeros(len(CODES), np.float32),
    }
    for direction in DIRECTIONS:
        weights |= {
            f"{direction}.in": spread(HIDDEN, 3 * half, half),
            f"{direction}.in_bias": np.zeros(3 * half, np.float32),
            f"{direction}.state": spread(half, 3 * half, half),
            f"{direction}.state_bias": np.zeros(3 * half, np.float32),
        }
    return weights | {
        "back.query": spread(so_far, HEADS * KEY, so_far),
        "back.key": spread(so_far, HEADS * KEY, so_far),
        "back.value": spread(so_far, HIDDEN, so_far),
        "back.found": spread(HIDDEN, HIDDEN, HIDDEN),
        "back.own": spread(so_far, HIDDEN, so_far),
        "back.none": np.zeros(HEADS, np.float32),
        "back.gap": np.zeros((GAPS, HEADS), np.float32),
    }


def batches(
    lessons: Sequence[Lesson], names: Sequence[str], dice: np.random.Generator, size: int = BATCH
) -> Iterator[Batch]:
    """The lessons of an epoch in batches of talks of like length, of about ``size`` segments, in random order."""
    cut = [_stretch(lesson, dice) for lesson in lessons]
    cut = [cut[i] for i in dice.permutation(len(cut))]
    cut.sort(key=lambda lesson: len(lesson.codes))
    groups: list[list[Lesson]] = [[]]
    for lesson in cut:
        if groups[-1] and _room(len(lesson.codes)) * (len(groups[-1]) + 1) > size:
            groups.append([])
        groups[-1].append(lesson)
    for i in dice.permutation(len(groups)):
        yield batch_of(groups[i], names, dice)


def _stretch(lesson: Lesson, dice: np.random.Generator) -> Lesson:
    """The lesson, or now and then a random stretch of it."""
    n = len(lesson.codes)
    if n < SHORTEST or dice.random() >= CUT:
        return lesson
    length = int(dice.integers(SHORTEST // 3, n, endpoint=True))
    first = int(dice.integers(0, n - length, endpoint=True))
    part = slice(first, first + length)
    heard = lesson.heard
    piece = Heard(heard.meaning[part], heard.names[part], heard.words[part], heard.side[part], heard.allowed[part])
    return Lesson(piece, lesson.codes[part], lesson.weight, lesson.texts[part])


def _room(n: int) -> int:
    """The next power of two, so that few shapes have to be compiled."""
    return 1 << max(n - 1, 0).bit_length()


def batch_of(lessons: Sequence[Lesson], names: Sequence[str], dice: np.random.Generator) -> Batch:
    """Talks padded to one length; the words of all of them flat."""
    length = _room(max(len(lesson.codes) for lesson in lessons))
    talks = _room(len(lessons))
    shape = (talks, length)
    width = lessons[0].heard.meaning.shape[1]
    meaning, named = np.zeros((*shape, width), np.float32), np.zeros((*shape, len(names)), np.float32)
    side, allowed = np.zeros((*shape, len(SIDES)), np.float32), np.ones((*shape, len(CODES)), bool)
    code, weight = np.zeros(shape, np.int32), np.zeros(shape, np.float32)
    texts, lengths = np.full(shape, NO_TEXT), np.zeros(talks, np.int32)
    rows, owners = list[int](), list[int]()
    for i, lesson in enumerate(lessons):
        n, heard = len(lesson.codes), lesson.heard
        lengths[i] = n
        meaning[i, :n], named[i, :n] = OWN * heard.meaning, named_features(heard.names, names)
        known = dice.random() >= NAMELESS
        side[i, :n], allowed[i, :n] = (heard.side, heard.allowed) if known else (0.5, True)
        code[i, :n], weight[i, :n] = [CODES.index(each) for each in lesson.codes], lesson.weight
        texts[i, : len(lesson.texts)] = lesson.texts
        for j, found in enumerate(heard.words):
            rows += found.tolist()
            owners += [i * length + j] * len(found)
    room = _room(len(rows)) - len(rows)
    return {
        "meaning": meaning,
        "named": named,
        "side": side,
        "allowed": allowed,
        "code": code,
        "weight": weight,
        "texts": texts,
        "lengths": lengths,
        "rows": np.array(rows + [0] * room, np.int32),
        "owners": np.array(owners + [talks * length] * room, np.int32),
    }


def loss(weights: Any, key: Any, batch: Any) -> Any:
    """The mean surprise of the right codes, by the weight of their talks."""
    import jax  # noqa: PLC0415 - of the extra
    import jax.numpy as jnp  # noqa: PLC0415 - of the extra

    keys = iter(jax.random.split(key, 5))

    def dropped(x: Any, share: float) -> Any:
        return jnp.where(jax.random.bernoulli(next(keys), 1 - share, x.shape), x / (1 - share), 0)

    told = jax.nn.log_softmax(scores(weights, batch, dropped))
    surprise = -jnp.take_along_axis(told, batch["code"][..., None], -1)[..., 0]
    return (surprise * batch["weight"]).sum() / batch["weight"].sum()


def scores(weights: Any, batch: Any, dropped: Callable[[Any, float], Any]) -> Any:
    """What ``Network.probabilities`` computes, before the softmax, for a batch (talks, length, codes)."""
    import jax  # noqa: PLC0415 - of the extra
    import jax.numpy as jnp  # noqa: PLC0415 - of the extra

    talks, length = batch["code"].shape
    spoken = jax.ops.segment_sum(weights["bag"][batch["rows"]], batch["owners"], talks * length + 1)[:-1]
    x = dropped(batch["meaning"], DROPOUT) @ weights["meaning"] + dropped(batch["named"], DROPOUT) @ weights["names"]
    x += batch["side"] @ weights["side"] + weights["bias"]
    x += dropped(WORDS * spoken.reshape(talks, length, -1), WORD_DROPOUT)
    centred = x - x.mean(-1, keepdims=True)
    normal = centred / jnp.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON)
    first = jax.nn.gelu(normal * weights["gain"] + weights["shift"])
    given = dropped(first, DROPOUT)
    forward, backward = (_read(given, batch["lengths"], weights, direction) for direction in DIRECTIONS)
    so_far = jnp.concatenate([given, forward], -1)
    bearing = jax.nn.gelu(_looked_back(so_far, weights) @ weights["back.found"] + so_far @ weights["back.own"])
    read = jnp.concatenate([first, forward, backward, bearing], -1)
    return jnp.where(batch["allowed"], dropped(read, DROPOUT) @ weights["codes"] + weights["intercept"], -1e9)


def _read(inputs: Any, lengths: Any, weights: Any, direction: str) -> Any:
    """One gated recurrent unit over padded talks (talks, length, size); states beyond a talk's end do not count."""
    import jax  # noqa: PLC0415 - of the extra
    import jax.numpy as jnp  # noqa: PLC0415 - of the extra

    own, own_bias = weights[f"{direction}.state"], weights[f"{direction}.state_bias"]
    given = jnp.swapaxes(inputs @ weights[f"{direction}.in"] + weights[f"{direction}.in_bias"], 0, 1)
    half = own.shape[0]
    inside = jnp.arange(inputs.shape[1])[:, None] < lengths[None]

    def step(state: Any, now: Any) -> Any:
        """The state (talks, half) after one more segment, twice, as ``scan`` wants it."""
        told, within = now
        said = state @ own + own_bias
        gates = jax.nn.sigmoid(told[:, : 2 * half] + said[:, : 2 * half])
        reset, update = gates[:, :half], gates[:, half:]
        new = jnp.tanh(told[:, 2 * half :] + reset * said[:, 2 * half :])
        state = jnp.where(within[:, None], (1 - update) * new + update * state, state)
        return state, state

    start = jnp.zeros((inputs.shape[0], half))
    _, states = jax.lax.scan(step, start, (given, inside), reverse=direction == DIRECTIONS[1])
    return jnp.swapaxes(states, 0, 1)


def _looked_back(inputs: Any, w: Any) -> Any:
    """What ``looked_back`` computes, for padded talks (talks, length, size); what stands before a segment is no pad."""
    import jax  # noqa: PLC0415 - of the extra
    import jax.numpy as jnp  # noqa: PLC0415 - of the extra

    talks, length = inputs.shape[:2]
    query, key, value = (
        (inputs @ w[f"back.{name}"]).reshape(talks, length, HEADS, -1) for name in ("query", "key", "value")
    )
    gap = np.arange(length)[:, None] - np.arange(length)
    scores = jnp.einsum("tihd,tjhd->thij", query, key) * KEY**-0.5 + w["back.gap"].T[:, gap_of(gap)]
    scores = jnp.where((gap > 0) & (gap <= REACH), scores, -1e9)
    none = jnp.broadcast_to(w["back.none"][:, None, None], (talks, HEADS, length, 1))
    shares = jax.nn.softmax(jnp.concatenate([scores, none], -1), -1)[..., :-1]
    return jnp.einsum("thij,tjhd->tihd", shares, value).reshape(talks, length, -1)
