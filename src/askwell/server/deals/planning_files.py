"""Plans and kits as files."""

from urllib.parse import quote

from django.http import HttpResponse


def saved_file(content: bytes, content_type: str, name: str) -> HttpResponse:
    """An answer that is saved, never shown; the name holds no character a header or a file system could trip over."""
    safe = "".join(char if char.isprintable() and char not in '\\/:*?"<>|' else "-" for char in name).strip(". ")
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(safe)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
