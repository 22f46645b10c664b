"""Charts of what the reports talk about: themes, where they stand in a report, words that set one report apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from civlib.figures.panels import CONTENT, bar_span, bar_values, interval_panels, limits, ranked_panels
from civlib.figures.sheet import Sheet, bare, grid_shape, heading_height, interval, keyed, require, shown, zero_line
from civlib.figures.style import GROUND, MUTED, SMALL, Place, house_style, widest


def theme_profile(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    labels: pd.DataFrame | None = None,
    title: str = "各地谈什么：主题所占句子比例",
    subtitle: str = "Share of sentences that speak of each theme",
    note: str = "",
) -> Figure:
    """Dots with intervals: the share of a report's sentences that speak of each theme, one panel a place.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``theme``, ``share`` (0 to 1); where known ``low`` and ``high`` (ends of the interval).
    labels : DataFrame, optional
        ``theme``, ``chinese``, ``english``, in the order to be shown; by default what the table itself has.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "theme": ["环境", "法治"], "share": [0.4, 0.1]})
    >>> len(theme_profile(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")]).axes)
    1
    """
    require(frame, ["report_id", "theme", "share"], "themes")
    with house_style():
        every = shown(frame, places)
        rows = keyed(frame, "theme", labels)
        return interval_panels(frame, every, rows, "theme", "share", heading=(title, subtitle, note),
                               reference=len(every) > 1)  # fmt: skip


def theme_strip(
    frame: pd.DataFrame,
    places: Sequence[Place],
    lengths: Mapping[str, int] | pd.Series,
    *,
    labels: pd.DataFrame | None = None,
    title: str = "主题在文中的位置",
    subtitle: str = "Where in each report a theme is spoken of, from its first sentence to its last",
    note: str = "",
) -> Figure:
    """A strip for each theme and report: a tick where a sentence speaks of the theme.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``theme``, ``sentence`` (from 0); a sentence may stand in it more than once.
    lengths : mapping or Series
        Report → how many sentences it has: ``cv.sentences(corpus).groupby("report_id").size()``.
    labels : DataFrame, optional
        ``theme``, ``chinese``, ``english``, in the order to be shown; by default what the table itself has.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "theme": "环境", "sentence": [0, 4]})
    >>> len(theme_strip(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")], {"1": 10}).axes[0].patches)
    3
    """
    require(frame, ["report_id", "theme", "sentence"], "theme strips")
    with house_style():
        every, rows = shown(frame, places), keyed(frame, "theme", labels)
        counted = {str(report): int(count) for report, count in dict(lengths).items()}
        names = min(62.0, widest(f"{chinese} {english}" for _, chinese, english in rows) + 3)
        lines, across = grid_shape(len(every), 3)
        row, gap = 4.4, 4.0
        width = min(90.0, (CONTENT - names - gap * (across - 1)) / across)
        heads = heading_height(every, width)
        block = heads + len(rows) * row + 6
        sheet = Sheet(title, subtitle, note, body=lines * block - 2)
        for number, place in enumerate(every):
            line, column = divmod(number, across)
            left, top = names + column * (width + gap), line * block + heads
            own = frame[frame["report_id"].astype(str) == place.report_id]
            length = max(1, counted.get(place.report_id, 0), *(own["sentence"].astype(int) + 1))
            sheet.place_heading(left, top - heads, place, width)
            axes = sheet.axes(left, top, width, len(rows) * row, xlim=(0, length), ylim=(len(rows), 0))
            bare(axes)
            for position, (theme, chinese, english) in enumerate(rows):
                if column == 0:
                    sheet.bilingual(0, top + (position + 0.5) * row, chinese, english, names - 1)
                axes.barh(position + 0.5, length, height=0.8, color=GROUND, zorder=1)
                spoken = sorted(own.loc[own["theme"].astype(str) == theme, "sentence"].unique())
                axes.barh([position + 0.5] * len(spoken), [1] * len(spoken), left=spoken, height=0.8,
                          color=place.color, zorder=2)  # fmt: skip
            foot = top + len(rows) * row + 1.8
            sheet.text(left, foot, "首句 first", size=SMALL, color=MUTED)
            sheet.text(left + width, foot, f"第{length}句 last", size=SMALL, color=MUTED, ha="right")
        return sheet.figure


def theme_words(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    labels: pd.DataFrame | None = None,
    title: str = "每个主题由哪些词构成",
    subtitle: str = "The words by which the reports speak of each theme",
    note: str = "",
    top: int = 6,
) -> Figure:
    """Ranked bars of the most frequent words of each theme, one panel a theme, divided by report.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``theme``, ``surface``; one row for each place in a text, as ``cv.themes`` gives it.
    labels : DataFrame, optional
        ``theme``, ``chinese``, ``english``, in the order to be shown; by default what the table itself has.
    top : int
        How many words a panel shows.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "theme": "生态", "surface": ["公园", "垃圾", "公园"]})
    >>> figure = theme_words(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")])
    >>> [float(bar.get_width()) for bar in figure.axes[0].patches]
    [2.0, 1.0]
    """
    require(frame, ["report_id", "theme", "surface"], "words of themes")
    with house_style():
        every, rows = shown(frame, places), keyed(frame, "theme", labels)
        own = frame.assign(report_id=frame["report_id"].astype(str), theme=frame["theme"].astype(str))
        counts = own.groupby(["theme", "surface", "report_id"]).size().unstack(fill_value=0)
        counts = counts.reindex(columns=[place.report_id for place in every], fill_value=0)
        counts = counts.assign(_all=counts.sum(axis=1)).reset_index()
        counts = counts.sort_values(["_all", "surface"], ascending=[False, True], kind="stable")
        groups = [
            (Place(theme, chinese, english, MUTED), counts[counts["theme"] == theme].head(top))
            for theme, chinese, english in rows
        ]
        highest = float(counts["_all"].max())

        def draw(axes: Axes, _: Place, words: pd.DataFrame) -> None:
            for position, row in enumerate(words.to_dict("records")):
                left = 0
                for place in every:
                    if count := int(row[place.report_id]):
                        axes.barh(position + 0.5, count, left=left, height=0.66, color=place.color, edgecolor="white",
                                  linewidth=0.3, zorder=2)  # fmt: skip
                        left += count
            bar_values(axes, words["_all"].tolist(), [f"{count:,}" for count in words["_all"]])

        return ranked_panels(groups, draw, label="surface", heading=(title, subtitle, note), remark="无 none",
                             span=bar_span(highest, f"{highest:,.0f}"),
                             key=[(place.color, place.label) for place in every])  # fmt: skip


def keyness_bars(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    title: str = "各地的特色词",
    subtitle: str = "Words that set each report apart: log-odds with interval; hollow: interval holds zero; number: count",
    note: str = "",
    top: int = 12,
    label: str = "word",
) -> Figure:
    """Ranked dots with intervals: the words that set each report apart, one panel a report.

    Words stand in the order of the lower end of their interval, so that those come first whose excess is surest, not
    those that are rarest elsewhere; without intervals in the order of the log-odds.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``word`` (or the column named by ``label``), ``log_odds``; where known ``low``, ``high`` and
        ``count``, as ``cv.keyness`` gives it.
    top : int
        How many words a panel shows.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "word": ["书院", "古城"], "log_odds": [2.1, 1.4]})
    >>> len(keyness_bars(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")]).axes)
    1
    """
    require(frame, ["report_id", label, "log_odds"], "distinctive words")
    with house_style():
        every = shown(frame, places)
        table = frame.assign(low=frame.get("low", float("nan")), high=frame.get("high", float("nan")))
        by = ["low", "log_odds"] if table["low"].notna().any() else ["log_odds"]
        ordered = table.sort_values([*by, label], ascending=[*(False for _ in by), True], kind="stable")
        groups = [(p, ordered[ordered["report_id"].astype(str) == p.report_id].head(top)) for p in every]
        span = limits(pd.concat([group for _, group in groups]), ["log_odds", "low", "high"])
        if "count" in table:
            span = span[0], span[1] + (span[1] - span[0]) * 0.14  # room for the count behind the interval

        def draw(axes: Axes, place: Place, rows: pd.DataFrame) -> None:
            zero_line(axes)
            for position, row in enumerate(rows.to_dict("records")):
                hollow = {"mfc": "white", "mec": place.color, "mew": 1.0} if row["low"] <= 0 else {}
                interval(axes, position + 0.5, row["log_odds"], row["low"], row["high"], place.color, **hollow)
                if "count" in row:
                    end = row["log_odds"] if pd.isna(row["high"]) else row["high"]
                    axes.annotate(f"{int(row['count'])}", (end, position + 0.5), xytext=(3, 0), size=SMALL, color=MUTED,
                                  textcoords="offset points", va="center_baseline")  # fmt: skip

        return ranked_panels(groups, draw, label=label, heading=(title, subtitle, note), span=span,
                             remark="无显著词 no word stands out")  # fmt: skip
