"""From a question and the facts it may mean to an order and a confidence: all of rapidfuzz."""
