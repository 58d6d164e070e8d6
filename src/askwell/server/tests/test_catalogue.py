"""The Chinese catalogue holds every string of the product, translated."""

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[4] / "scripts/messages.py"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = spec_from_file_location("askwell_messages", SCRIPT)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_no_string_is_missing_untranslated_or_fuzzy(messages: ModuleType) -> None:
    assert messages.faults() == []


def test_a_template_string_outside_the_catalogue_is_noticed(messages: ModuleType) -> None:
    extracted = [message.id for message in messages.extract() if message.id]
    assert "Skip to the content" in extracted
    assert "Who sees what" not in extracted


def test_translations_keep_the_placeholders(messages: ModuleType) -> None:
    for message in messages.stored():
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for string in filter(None, strings):
            assert set(PLACEHOLDER.findall(string)) <= set(PLACEHOLDER.findall(sources[-1])), message.id
            assert set(PLACEHOLDER.findall(sources[0])) <= set(PLACEHOLDER.findall(string)), message.id
