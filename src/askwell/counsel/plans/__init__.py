"""Planning a call: from the deal to its objective, questions, statements and words, and back to what came of it."""
