"""Which coder is used."""

from functools import cache

from askwell.coding.coder import Coder


@cache
def default_coder() -> Coder:
    """The coder that commands and the server use; loaded once a process."""
    from askwell.coding.trained import trained_coder  # noqa: PLC0415 - its models load when something is coded

    return trained_coder()
