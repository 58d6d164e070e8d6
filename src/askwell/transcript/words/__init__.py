"""Packaged word lists of the readers."""

from importlib.resources import files
from typing import Any

import yaml


def packaged_words(name: str) -> Any:
    """The data of ``name.yaml`` in this package."""
    return yaml.safe_load(files(__name__).joinpath(f"{name}.yaml").read_text("utf-8"))
