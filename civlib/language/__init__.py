"""From clean text to sentences and words."""
