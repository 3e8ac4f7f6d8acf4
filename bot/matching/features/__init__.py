"""What speaks for a fact and what against it: the numbers that the ranker weighs, a subject a file."""
