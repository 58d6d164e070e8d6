"""Structured questions over deals, people, customers and calls, in both languages, understood without a model.

``kinds.yaml`` publishes what can be asked, ``words.yaml`` the words, ``grammar.yaml`` how words make conditions.
Whatever is not covered by them to the last word is refused.
"""
