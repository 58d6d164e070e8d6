"""Askwell 善问: the open, self-hosted workbench for major sales."""
