"""civlib: from scraped Chinese reports on the national civilized city campaign to evidence a scholar can cite.

Everything it finds is a row of a tidy table that points into a report: ``corpus[report_id].text[start:end]`` is the
row's ``surface``, and ``report.raw_span(start, end)`` leads on to the same place in the untouched source.

>>> import civlib as cv
>>> cv.quantities("投资30亿元实施65个项目。")[["surface", "value", "unit"]].values.tolist()
[['30亿元', 3000000000.0, '元'], ['65个', 65.0, '个']]
"""

from civlib import agreement
from civlib.content.borrowing import reuse
from civlib.content.codebook import codes, load_codebook
from civlib.content.coding import explain, measures
from civlib.content.formula import formulas
from civlib.content.numerals import read_numeral
from civlib.content.quantity import quantities
from civlib.content.themes import load_themes, theme_names, themes
from civlib.content.units import load_units
from civlib.errors import ArgumentError, CivlibError, FigureError, ResourceError, SourceError
from civlib.language.concordance import context, kwic
from civlib.language.segmentation import load_lexicon, load_stopwords, place_words, segment, tokens
from civlib.language.sentences import sentences
from civlib.reading.cleaning import clean
from civlib.reading.corpus import documents, load, repairs
from civlib.reading.summary import repair_shares
from civlib.records import Corpus, Edit, Report
from civlib.spreadsheet import export
from civlib.statistics.collocations import collocations
from civlib.statistics.comparison import distinctive_codes, instrument_profile, shares, unique_codes
from civlib.statistics.keyness import key_words, keyness, shared_words
from civlib.statistics.network import network
from civlib.statistics.pairs import co_occurrence
from civlib.statistics.phrases import phrases
from civlib.statistics.profiles import theme_profile, theme_runs
from civlib.statistics.topics import Topics, topics
from civlib.statistics.word_contrast import contrast
from civlib.statistics.word_counts import common_words, exceeding_words, ranked_words

__version__ = "0.1.0"

__all__ = [
    "ArgumentError",
    "CivlibError",
    "Corpus",
    "Edit",
    "FigureError",
    "Report",
    "ResourceError",
    "SourceError",
    "Topics",
    "agreement",
    "clean",
    "co_occurrence",
    "codes",
    "collocations",
    "common_words",
    "context",
    "contrast",
    "distinctive_codes",
    "documents",
    "exceeding_words",
    "explain",
    "export",
    "formulas",
    "instrument_profile",
    "key_words",
    "keyness",
    "kwic",
    "load",
    "load_codebook",
    "load_lexicon",
    "load_stopwords",
    "load_themes",
    "load_units",
    "measures",
    "network",
    "phrases",
    "place_words",
    "quantities",
    "ranked_words",
    "read_numeral",
    "repair_shares",
    "repairs",
    "reuse",
    "segment",
    "sentences",
    "shared_words",
    "shares",
    "theme_names",
    "theme_profile",
    "theme_runs",
    "themes",
    "tokens",
    "topics",
    "unique_codes",
]
