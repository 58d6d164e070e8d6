"""Looking back: only at what was said before, within reach, whatever is computed at once."""

import numpy as np
import pytest

from askwell.coding import looking_back
from askwell.coding.looking_back import BLOCK, GAPS, HEADS, KEY, Floats, gap_of, looked_back

SIZE = 6


@pytest.fixture
def weights() -> dict[str, Floats]:
    dice = np.random.default_rng(5)
    shapes = {
        "query": (SIZE, HEADS * KEY),
        "key": (SIZE, HEADS * KEY),
        "value": (SIZE, 8),
        "none": (HEADS,),
        "gap": (GAPS, HEADS),
    }
    return {f"back.{name}": dice.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


@pytest.fixture
def talk() -> Floats:
    return np.random.default_rng(6).normal(size=(BLOCK + 40, SIZE)).astype(np.float32)


@pytest.mark.method("M23")
def test_a_segment_finds_what_was_said_before_it_only(weights: dict[str, Floats], talk: Floats) -> None:
    other = talk.copy()
    other[30:] += 1
    same, changed = looked_back(talk, weights), looked_back(other, weights)
    assert np.array_equal(same[0], np.zeros(8))
    assert np.allclose(same[:30], changed[:30])
    assert not np.allclose(same[31:40], changed[31:40])


def test_what_is_computed_at_once_makes_no_difference(
    weights: dict[str, Floats], talk: Floats, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_blocks = looked_back(talk, weights)
    monkeypatch.setattr(looking_back, "BLOCK", 10 * BLOCK)
    assert np.allclose(looked_back(talk, weights), in_blocks, atol=1e-5)


def test_what_is_out_of_reach_is_not_found(
    weights: dict[str, Floats], talk: Floats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking_back, "REACH", 20)
    other = talk.copy()
    other[0] += 1
    same, changed = looked_back(talk, weights), looked_back(other, weights)
    assert not np.allclose(same[20], changed[20])
    assert np.allclose(same[21:], changed[21:])


def test_gaps_count_by_powers_of_two() -> None:
    assert gap_of(np.array([-3, 1, 2, 3, 4, 127, 128, 5000])).tolist() == [0, 0, 1, 1, 2, 6, 7, 7]
