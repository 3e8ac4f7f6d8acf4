"""The readers, a file a kind of document. Each brings its library, and nobody else does."""
