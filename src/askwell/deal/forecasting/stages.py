"""The guess by stage a forecast has to beat (data in ``stages.yaml``)."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from askwell.deal.terms import BuyingStage


@cache
def stage_chances() -> Mapping[BuyingStage, float]:
    """The chance of an order by the stage of the buyer."""
    data = yaml.safe_load(files(__package__).joinpath("stages.yaml").read_text("utf-8"))
    return {BuyingStage(name): float(chance) for name, chance in data.items()}
