"""From findings to comparisons: contrasts of words, shares with intervals, agreement between codings."""
