"""Forecasts from the own closed deals: prior, posterior, reasons, and a test on what was known on the day (M07).

A hierarchical logistic model whose prior are the guesses of ``askwell.deal.forecast``; see
``docs/explanation/forecast.md``.
"""
