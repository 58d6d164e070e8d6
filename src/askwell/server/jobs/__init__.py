"""Work that outlives a request: a queue in our own table, done in steps that survive a crash."""
