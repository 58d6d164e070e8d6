"""The recurrent network: what it reads, and that it computes what was trained."""

from dataclasses import replace

import numpy as np
import pytest

from askwell.coding.arrays import arrays_from_bytes, arrays_to_bytes
from askwell.coding.notation import read_coded_text
from askwell.coding.recurrent import CODES, Network, network_arrays, network_of
from askwell.coding.talks import prepared
from askwell.coding.tests.test_train import calls
from askwell.coding.train import heard_in
from askwell.coding.train_recurrent import Lesson, batch_of, fit_network, scores
from askwell.method.terms import BUYER_CODES, Code


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    return [Lesson(heard_in(talk), talk.codes, talk.weight) for talk in prepared([*calls("en"), *calls("zh")])]


@pytest.fixture(scope="module")
def network(lessons: list[Lesson]) -> Network:
    return fit_network(lessons)


def test_it_computes_what_was_trained(lessons: list[Lesson], network: Network) -> None:
    batch = batch_of(lessons[:2], network.names, np.random.default_rng(1))
    told = np.asarray(scores(dict(network.weights), batch, lambda x, _: x))
    for i, lesson in enumerate(lessons[:2]):
        powers = np.exp(told[i, : len(lesson.codes)])
        found = network.probabilities(lesson.heard)
        assert np.allclose(found, powers / powers.sum(axis=1, keepdims=True), atol=1e-5)


def test_a_side_has_its_own_codes_only(lessons: list[Lesson], network: Network) -> None:
    heard = lessons[0].heard
    found = network.probabilities(heard)
    buyers = np.array([code in BUYER_CODES for code in CODES])
    assert found[heard.side[:, 1] == 1][:, ~buyers].max() == 0
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)


def test_what_comes_later_counts(lessons: list[Lesson], network: Network) -> None:
    heard = lessons[0].heard
    other = replace(heard, meaning=np.vstack([heard.meaning[:-1], -heard.meaning[-1:]]))
    assert not np.allclose(network.probabilities(heard)[0], network.probabilities(other)[0], atol=1e-7)


def test_a_stored_network_judges_alike(lessons: list[Lesson], network: Network) -> None:
    stored = network_of(arrays_from_bytes(arrays_to_bytes(network_arrays(network))))
    heard = lessons[0].heard
    assert np.allclose(stored.probabilities(heard), network.probabilities(heard), atol=0.02)


def test_a_talk_without_words_has_no_segments(network: Network) -> None:
    silent = prepared([read_coded_text("# id: silent\n# lang: en\n# outcome: continuation\n")])[0]
    assert network.probabilities(heard_in(silent)).shape == (0, len(Code))
