"""Small tables for every chart, as the other modules make them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import pandas as pd
from matplotlib.figure import Figure

from civlib.figures import (
    charts_counts,
    charts_measures,
    charts_network,
    charts_promises,
    charts_reuse,
    charts_text,
    charts_themes,
    charts_topics,
    charts_trust,
    clouds,
)
from civlib.figures.style import Place, places

NAMES = [
    ("廊坊开发区", "Langfang Development Zone"),
    ("漳州市", "Zhangzhou"),
    ("卧龙区", "Wolong (Nanyang)"),
    ("平城区", "Pingcheng (Datong)"),
    ("安次区", "Anci (Langfang)"),
]


def some_places(count: int) -> tuple[Place, ...]:
    """As many places as wanted, with made-up names after the fifth."""
    names = [*NAMES, *((f"第{number}新区", f"New District {number}") for number in range(6, count + 1))][:count]
    rows = [(f"{number:03}", chinese, english) for number, (chinese, english) in enumerate(names)]
    return places(pd.DataFrame(rows, columns=["report_id", "place", "place_en"]))


def _spread(ids: Sequence[str], entries: Sequence[tuple], columns: str) -> pd.DataFrame:
    rows = [
        (report, *entry, 0.02 + 0.09 * ((3 * i + 5 * j) % 7), 0.01, 0.7)
        for i, report in enumerate(ids)
        for j, entry in enumerate(entries)
    ]
    return pd.DataFrame(rows, columns=["report_id", *columns.split()])


THEMES = [("gov", "政务环境", "Government"), ("law", "法治环境", "Rule of law"), ("mech", "创建机制", "Machinery")]
CODES = [
    ("ORG_HQ", "指挥部", "Command headquarters", "O"),
    ("ORG_TOP", "一把手负责", "Leaders in charge", "A"),
    ("PAR_VOL", "志愿服务", "Volunteering", "O"),
    ("RES_FUND", "资金投入", "Funding", "T"),
]
WORDS = ["文明", "创建", "志愿服务", "老旧小区", "背街小巷", "新时代文明实践中心"]


def words(ids: Sequence[str]) -> pd.DataFrame:
    """Counts of words by report, with weights."""
    frame = _spread(ids, [(word,) for word in WORDS], "word weight low high")
    return frame.assign(count=(frame["weight"] * 100).astype(int), lexicon=frame["word"].str.len() > 2)


def tables(count: int) -> dict[str, tuple[Callable[..., Figure], pd.DataFrame, tuple]]:
    """Name → chart, table, further arguments, for a corpus of ``count`` reports."""
    some = some_places(count)
    ids = [place.report_id for place in some]
    pairs = [(a, b) for i, a in enumerate(ids) for b in ids[i + 1 :]]
    codes = _spread(ids, CODES, "code chinese english instrument share low high")
    repairs = pd.DataFrame(
        [(i, kind, share) for i in ids for kind, share in (("kept", 0.8), ("removed", 0.15), ("restored", 0.05))],
        columns=["report_id", "kind", "share"],
    )
    sizes = pd.DataFrame({"report_id": ids, "characters": 4000, "words": 2000, "sentences": 70})
    strips = pd.DataFrame(
        [(i, *theme, sentence) for i in ids for theme in THEMES for sentence in (0, 7, 7, 39)],
        columns=["report_id", "theme", "chinese", "english", "sentence"],
    )
    instruments = _spread(ids, [("N",), ("A",), ("T",), ("O",)], "instrument share low high")
    dimensions = _spread(ids, [("money",), ("people",)], "dimension share low high")
    exactness = _spread(ids, [("exact",), ("over",)], "approx share low high")
    quantities = pd.DataFrame(
        [(i, *row) for i in ids for row in (
            ("投资", "30亿元", 3e9, "money"), ("网格员", "1200人", 1200, "people"), ("会议", "3次", 3, "events"))],
        columns=["report_id", "item", "surface", "base_value", "dimension"],
    )  # fmt: skip
    formulas = pd.DataFrame(
        {"report_id": ids, "surface": "三清单", "number": "3", "members": [("任务清单", "问题清单")] * count,
         "complete": False}
    )  # fmt: skip
    shared = pd.DataFrame(
        [(a, b, start, start + 20, kind) for a, b in [*pairs, (ids[0], ids[0])]
         for start, kind in ((0, "identical"), (10, "stock"))],
        columns=["report_a", "report_b", "start_a", "end_a", "kind"],
    )  # fmt: skip
    linked = pd.DataFrame(
        {"start_a": [5, 50], "end_a": [25, 62], "surface_a": ["更高标准、更严要求", "久久为功"], "start_b": [60, 0],
         "end_b": [80, 12], "kind": ["near", "stock"]}
    )  # fmt: skip
    coded = pd.DataFrame(
        [(a[0], b[0], 5, 2.0, 1.2, 3.1) for a, b in itertools.pairwise(CODES)],
        columns=["code_a", "code_b", "count", "lift", "low", "high"],
    )
    company = pd.DataFrame(
        [("gov", "theme", "law", "theme", 9, 2.5, 0.01), ("law", "theme", "ORG_HQ", "measure", 5, 3.0, 0.001),
         ("ORG_HQ", "measure", "PAR_VOL", "measure", 4, 2.0, 0.04), ("gov", "theme", "PAR_VOL", "measure", 3, 0.5, 0.001)],
        columns=["a", "kind_a", "b", "kind_b", "count", "lift", "p_corrected"],
    )  # fmt: skip
    topic = pd.DataFrame(
        {"topic": [0, 1], "paragraphs": [30, 8], "starts": [1.0, 0.7], "resamples": [0.97, 0.5], "low": [0.9, 0.4],
         "high": [0.99, 0.6], "chance": 0.7, "firm": [True, False]}
    )  # fmt: skip
    topic_words = pd.DataFrame(
        [(number, rank, word, 1 - 0.08 * rank) for number in (0, 1) for rank, word in enumerate([*WORDS, "指挥部", "农贸市场"])],
        columns=["topic", "rank", "word", "resamples"],
    )
    tried = pd.DataFrame({"number": [2, 3], "resamples": [0.6, 0.7], "chance": [0.5, 0.4], "chosen": [True, False]})
    trust = codes.drop_duplicates("code").assign(
        alpha=[0.9, 0.5, float("nan"), 0.7], alpha_low=0.4, alpha_high=0.95, reference=12
    )
    lengths = dict.fromkeys(ids, 40)
    made = {
        "repairs_share": (charts_text.repairs_share, repairs, (some,)),
        "report_sizes": (charts_text.report_sizes, sizes, (some,)),
        "rank_frequency": (charts_text.rank_frequency, words(ids), (some,)),
        "word_bars": (charts_text.word_bars, words(ids), (some,)),
        "theme_profile": (
            charts_themes.theme_profile, _spread(ids, THEMES, "theme chinese english share low high"), (some,)),
        "theme_strip": (charts_themes.theme_strip, strips, (some, lengths)),
        "theme_words": (charts_themes.theme_words, strips.assign(surface="志愿服务"), (some,)),
        "keyness_bars": (charts_themes.keyness_bars, words(ids).rename(columns={"weight": "log_odds"}), (some,)),
        "word_cloud": (clouds.word_cloud, words(ids[:1]), (some[0],)),
        "comparison_cloud": (clouds.comparison_cloud, words(ids), (some,)),
        "commonality_cloud": (clouds.commonality_cloud, words(ids), ()),
        "topic_stability": (charts_topics.topic_stability, topic, (topic_words, tried)),
        "co_occurrence_network": (charts_network.co_occurrence_network, company, ()),
        "measure_matrix": (charts_measures.measure_matrix, codes, (some,)),
        "instrument_profile": (charts_measures.instrument_profile, instruments, (some,)),
        "measure_shares": (charts_measures.measure_shares, codes, (some,)),
        "distinctive_measures": (
            charts_measures.distinctive_measures, codes.rename(columns={"share": "log_odds"}), (some,)),
        "measure_pairs": (charts_measures.measure_pairs, coded, ()),
        "commitments": (charts_counts.commitments, quantities, (some,)),
        "formula_table": (charts_counts.formula_table, formulas, (some,)),
        "dimension_shares": (charts_counts.dimension_shares, dimensions, (some,)),
        "approximation_shares": (charts_counts.approximation_shares, exactness, (some,)),
        "measures_in_numbers": (charts_promises.measures_in_numbers, quantities.assign(code="RES_FUND"), (some,)),
        "formula_states": (charts_promises.formula_states, formulas.assign(kind="set"), (some,)),
        "agreement": (charts_trust.agreement, trust, ()),
    }  # fmt: skip
    made["sharing_matrix"] = (charts_reuse.sharing_matrix, shared, (some,))
    if count > 1:
        made["passage_links"] = (charts_reuse.passage_links, linked, (some[0], some[1], (400, 300)))
    return made
