"""Sellers over time: what their calls' figures say, with how many calls each rests on."""
