"""Keeps uploads within bounds while they stream in, before anything of them is stored."""

import tempfile
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

OVERHEAD_BYTES = 1024 * 1024
REFUSED = "refused_uploads"


class LimitedUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers: drops files that are too large or too many and remembers their names.

    A person who is not signed in uploads nothing; a request larger than all files allowed is refused unread. A file is
    dropped at its first bytes, never before: until the handlers behind have opened it, they hold the file kept last,
    and Django closes what they hold.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.limits = settings.ASKWELL.limits
        self.files = self.size = 0

    def handle_raw_input(self, *args: Any, **_more: Any) -> None:
        _input_data, _meta, content_length = args[:3]
        most = self.limits.file_bytes * self.limits.files_a_request + OVERHEAD_BYTES
        if content_length > most:
            raise RequestDataTooBig("The request is larger than all files that may be brought at a time.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.request is None or not self.request.user.is_authenticated:
            raise StopUpload(connection_reset=True)
        self.files, self.size = self.files + 1, 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - the signature is Django's
        self.size += len(raw_data)
        if self.size > self.limits.file_bytes or self.files > self.limits.files_a_request:
            self._refuse()
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - as above
        return None

    def _refuse(self) -> None:
        request: Any = self.request
        request.META.setdefault(REFUSED, []).append(self.file_name or "")
        raise SkipFile


class NamelessFileUploadHandler(FileUploadHandler):
    """Keeps what is too large for memory in a file without a name: of that, a killed process leaves nothing behind."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file: UploadedFile[bytes] = UploadedFile(tempfile.TemporaryFile(), self.file_name)  # noqa: SIM115 - Django closes it

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - the signature is Django's
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()


def refused_names(request: HttpRequest) -> list[str]:
    """The names of the files of this request that were dropped for size or number."""
    names: list[str] = request.META.get(REFUSED, [])
    return names
