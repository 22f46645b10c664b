"""From notebooks as written to notebooks as published: executed in order, the same bytes at every run."""
