"""Calls: brought in, coded, read, corrected, searched, and erased without a trace."""
