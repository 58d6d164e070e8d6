"""Which coder is used."""

from functools import cache

from askwell.coding.coder import Coder


@cache
def default_coder() -> Coder:
    """The coder that commands and the server use; loaded once a process."""
    from askwell.coding.trained import trained_coder  # noqa: PLC0415 - its models load when something is coded

    return trained_coder()


@cache
def thorough_coder() -> Coder:
    """The slower, better coder that commands use where they are asked to; loaded once a process.

    Raises:
        BadInput: something it needs is not installed; the message says what to install.
    """
    from askwell.coding.trained import thorough_coder as found  # noqa: PLC0415 - as above

    return found()
