"""The thorough coder's transformer: it computes what is trained, comes back as it was stored, and learns."""

import numpy as np
import pytest

from askwell.coding import train_recurrent, train_transformer
from askwell.coding.arrays import arrays_from_bytes, arrays_to_bytes
from askwell.coding.recurrent import CODES, Network, heard
from askwell.coding.talks import Talk, both_forms, prepared
from askwell.coding.tests.test_train import calls
from askwell.coding.train_recurrent import Lesson, fit_network
from askwell.coding.train_transformer import FROZEN, begin, embedded, fit_transformer
from askwell.coding.transformer import LAYER, LONGEST, WIDTH, Transformer, transformer_arrays, transformer_of
from askwell.coding.transformer_base import BLOCK, Base, vocabulary

TEXTS = ("How many pumps do you run?", "十二台。", "", "It jams, it leaks, and it stops every week. " * 4)
LETTERS = "abcdefghijklmnopqrstuvwxyz,.?一共几台泵十二每周坏掉"
SIZES = {"attend": (3, 1), "gather": (1, 1), "widen": (4, 1), "narrow": (1, 4)}


@pytest.fixture(scope="module")
def small() -> Transformer:
    """One layer above the frozen ones, few pieces, small random weights."""
    dice = np.random.default_rng(5)
    pieces = ("<s>", "<pad>", "</s>", "<unk>", "\u2581", *LETTERS, "\u2581it", "台泵")
    scores = np.array([0] * 4 + [-5] * (len(pieces) - 6) + [-3, -3], np.float32)
    weights = {"words": dice.normal(size=(len(pieces), WIDTH)), "places": dice.normal(size=(LONGEST, WIDTH))}
    for number in range(FROZEN + 1):
        for name in LAYER:
            rows, columns = SIZES.get(name.partition("_")[0], (1, 1))
            shape = (rows * WIDTH, columns * WIDTH) if name in SIZES else rows * WIDTH if "bias" in name else WIDTH
            weights[f"{number}.{name}"] = dice.normal(scale=0.05, size=shape) + name.endswith("gain")
    ones, zeros = np.ones(WIDTH), np.zeros(WIDTH)
    weights |= {"gain": ones, "shift": zeros, "centre": zeros, "spread": ones}
    known = vocabulary(Base(b"", pieces, scores, {}), range(len(pieces)))
    return Transformer({name: weight.astype(np.float32) for name, weight in weights.items()}, known)


def test_it_computes_what_is_trained(small: Transformer) -> None:
    trained = embedded(small, begin(small, TEXTS), range(len(TEXTS)))
    assert np.allclose(small.embed(TEXTS), trained, atol=2e-3)  # what training begins with is in half precision
    assert np.abs(trained).max() > 0.1


def test_texts_beside_it_change_nothing(small: Transformer) -> None:
    assert np.allclose(small.embed(TEXTS), np.vstack([small.embed([text]) for text in TEXTS]), atol=1e-5)


def test_tokens_stand_between_two_marks_and_are_cut(small: Transformer) -> None:
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "\u2581", *LETTERS, "\u2581it", "台泵"]
    short, han, nothing, long = small.tokens(["It is", "几台泵", "", TEXTS[3]])
    assert [pieces[token] for token in short] == ["<s>", "\u2581", "<unk>", "t", "\u2581", "i", "s", "</s>"]
    assert [pieces[token] for token in han] == ["<s>", "\u2581", "几", "台泵", "</s>"]
    assert nothing == (0, 2)
    assert (len(long), long[-1]) == (LONGEST, 2)


def test_a_stored_transformer_embeds_alike(small: Transformer) -> None:
    data = arrays_to_bytes(transformer_arrays(small))
    stored = transformer_of(arrays_from_bytes(data))
    assert stored.tokens(TEXTS) == small.tokens(TEXTS)
    assert np.allclose(stored.embed(TEXTS), small.embed(TEXTS), atol=0.1)
    assert arrays_to_bytes(transformer_arrays(transformer_of(arrays_from_bytes(data)))) == data


def test_a_matrix_in_four_bits() -> None:
    data = np.float16(0.5).tobytes() + bytes([0x18] * (BLOCK // 2))
    matrix = Base(data, (), np.zeros(0, np.float32), {"m": (0, len(data))}).matrix("m", BLOCK)
    assert matrix.tolist() == [[0.0] * 16 + [-3.5] * 16]


def test_it_learns_together_with_its_network(small: Transformer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_recurrent, "EPOCHS", 1)
    monkeypatch.setattr(train_transformer, "STEPS", {"layers": 3e-3, "network": 3e-3})
    warm = list[Network]()

    def fit_once(lessons: list[Lesson]) -> Network:
        if not warm:
            warm.append(fit_network(lessons))
        return warm[0]

    monkeypatch.setattr(train_transformer, "fit_network", fit_once)
    learned = prepared(both_forms(calls("en")[:2]), lambda texts: np.zeros((len(texts), 0), np.float32))
    surprises = []
    for epochs in (0, 3):
        monkeypatch.setattr(train_transformer, "EPOCHS", epochs)
        transformer, network = fit_transformer(learned[:2], learned[2:3], small)
        surprises.append(surprise(learned, transformer, network))
    assert surprises[1] < surprises[0]
    frozen, learned = f"{FROZEN - 1}.attend", f"{FROZEN}.attend"
    assert not np.allclose(transformer.weights[learned], small.weights[learned], atol=1e-3)
    assert np.allclose(transformer.weights[frozen], small.weights[frozen], atol=1e-3)


def surprise(told: list[Talk], transformer: Transformer, network: Network) -> float:
    """The mean surprise of the codes the talks have."""
    found = []
    for talk in told:
        meaning = transformer.embed([part.text for turn in talk.parts for part in turn])
        shares = network.probabilities(heard(talk.coded.conversation, talk.parts, meaning, talk.coded.lang))
        found += [-np.log(row[CODES.index(code)]) for row, code in zip(shares, talk.codes, strict=True)]
    return float(np.mean(found))
