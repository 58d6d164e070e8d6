"""Conversation to coded conversation: units, the coder behind one interface, corrections, and evaluation."""
