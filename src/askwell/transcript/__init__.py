"""Who said what and when: the conversation contract, readers of transcript files, and writers."""
