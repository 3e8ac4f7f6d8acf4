"""What a community does with its facts: proposing, reviewing, reporting, asking, and looking after them."""
