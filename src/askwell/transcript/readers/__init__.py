"""One module a transcript format; detection by content."""
