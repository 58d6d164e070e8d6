"""Which coder is used."""

from functools import cache

from askwell.coding.coder import Coder


@cache
def default_coder() -> Coder:
    """The coder that commands and the server use; loaded once a process."""
    from askwell.coding.baseline import BaselineCoder  # noqa: PLC0415 - its cues load when something is coded, not before

    return BaselineCoder()
