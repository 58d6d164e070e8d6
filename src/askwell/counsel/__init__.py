"""Findings and advice: one rule, one small pure function over a coded conversation."""
