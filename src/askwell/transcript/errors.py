"""The one error for input that cannot be used."""


class BadInput(Exception):  # noqa: N818 - it names the input that is bad, as users read it
    """Input that cannot be used: what is wrong, in which file, and where in it.

    Readers raise it with a place (``line 12``, ``turns[3].text``) and no file; the shell that opened the file adds
    the name with ``in_file``.
    """

    def __init__(self, message: str, *, place: str = "", file: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.file = file

    def in_file(self, file: str) -> "BadInput":
        return BadInput(self.message, place=self.place, file=file)

    def __str__(self) -> str:
        """``FILE:PLACE: message``, leaving out what is not known."""
        where = ":".join(part for part in (self.file, self.place) if part)
        return f"{where}: {self.message}" if where else self.message
