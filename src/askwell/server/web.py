"""``python -m askwell.server.web``: gunicorn with its own options, until the process that started it is gone.

Left behind, it would hold the port and take files no worker reads.
"""

import os
import signal

from gunicorn.app.wsgiapp import run  # type: ignore[import-untyped] # it carries no types

from askwell.server.orphans import when_orphaned


def main() -> None:
    """Serve; the requests in hand are answered before leaving."""
    when_orphaned(lambda: os.kill(os.getpid(), signal.SIGTERM))
    run()


if __name__ == "__main__":
    main()
