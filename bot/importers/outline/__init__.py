"""What is made of a document once it is taken apart: questions, passages, rows, places."""
