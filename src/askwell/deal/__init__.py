"""The deal in memory: from coded calls and entered facts to where a sale stands and what to do next."""
