"""What the coded talk amounts to: stages, needs and their growth, outcome, measures."""
