"""Units of measure: their dimensions, and comparison within a dimension only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite
from pathlib import Path
from types import MappingProxyType

from civlib.errors import ArgumentError, ResourceError
from civlib.resources import parse_csv, read_text, shipped


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its name as written, its dimension, and its size in the base unit of the dimension."""

    name: str
    dimension: str
    factor: float
    small: bool
    not_before: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The units a reader of quantities knows, by name.

    Examples
    --------
    >>> units = load_units()
    >>> units.convert(3, "公顷", "平方米"), units["元"].dimension
    (30000.0, 'money')
    """

    by_name: Mapping[str, Unit]
    pattern: re.Pattern[str] = field(repr=False)

    def __getitem__(self, name: str) -> Unit:
        try:
            return self.by_name[name]
        except KeyError:
            raise ArgumentError(
                f"the unit {name!r} is not known",
                remedy="add a row for it to your list of units (see civlib/data/units.csv)",
            ) from None

    def __contains__(self, name: object) -> bool:
        return name in self.by_name

    def __len__(self) -> int:
        return len(self.by_name)

    def dimension(self, name: str) -> str:
        """The dimension of a unit, ``""`` where the unit is not known; the share of 七成 has the unit ``""``."""
        if name == "":
            return "share"
        unit = self.by_name.get(name)
        return unit.dimension if unit else ""

    def base_value(self, value: float, name: str) -> float:
        """A value in the base unit of its dimension; unchanged where the unit is not known."""
        unit = self.by_name.get(name)
        return value * unit.factor if unit else value

    def convert(self, value: float, source: str, target: str) -> float:
        """A value of one unit in another of the same dimension.

        Parameters
        ----------
        value : float
        source, target : str
            Names of units. A multiplier may stand before them: 万元.

        Raises
        ------
        ArgumentError
            Where a unit is not known, or the two measure different things.

        Examples
        --------
        >>> load_units().convert(1.2, "亿元", "万元")
        12000.0
        """
        (one, times_one), (two, times_two) = self._with_multiplier(source), self._with_multiplier(target)
        if one.dimension != two.dimension:
            raise ArgumentError(
                f"{source} ({one.dimension}) and {target} ({two.dimension}) cannot be compared",
                remedy="compare units of one dimension; the dimension column of cv.quantities shows it",
            )
        return value * (one.factor * times_one) / (two.factor * times_two)

    def compare(self, value: float, unit: str, other_value: float, other_unit: str) -> int:
        """-1, 0 or 1 as the first measure is smaller than, equal to or greater than the second.

        Raises
        ------
        ArgumentError
            Where the two units measure different things.

        Examples
        --------
        >>> load_units().compare(20, "亩", 1, "公顷")
        1
        """
        one, two = value, self.convert(other_value, other_unit, unit)
        if abs(one - two) <= 1e-9 * max(abs(one), abs(two)):
            return 0
        return 1 if one > two else -1

    def _with_multiplier(self, name: str) -> tuple[Unit, float]:
        if name not in self.by_name:
            for sign, factor in (("万亿", 1e12), ("千万", 1e7), ("百万", 1e6), ("万", 1e4), ("亿", 1e8)):
                if name.startswith(sign) and name[len(sign) :] in self.by_name:
                    return self.by_name[name[len(sign) :]], factor
        return self[name], 1.0


def load_units(source: str | Path | Units | None = None) -> Units:
    """The list of units: the shipped one, or one's own.

    Parameters
    ----------
    source : str, Path or Units, optional
        A CSV file with the columns unit, dimension, factor and small, or units already loaded. Default: the list
        that civlib ships, ``civlib/data/units.csv``.

    Raises
    ------
    ResourceError
        Where a row is broken: no name, a name twice, a factor that is no positive number.
    """
    if isinstance(source, Units):
        return source
    path = source or shipped("units.csv")
    return _parse(read_text(path), str(path))


@lru_cache(maxsize=8)
def _parse(text: str, path: str) -> Units:
    by_name: dict[str, Unit] = {}
    for row in parse_csv(text, path, ("unit", "dimension", "factor", "small")):
        name, where = row["unit"], f"{path}, unit {row['unit']!r}"
        if not name or not row["dimension"]:
            raise ResourceError("the unit has no name or no dimension", where=where, remedy="fill both columns")
        if name in by_name:
            raise ResourceError("the unit stands there twice", where=where, remedy="keep one row")
        try:
            factor = float(row["factor"])
        except ValueError:
            factor = 0.0
        if not (isfinite(factor) and factor > 0):
            raise ResourceError(
                f"the factor {row['factor']!r} is not a positive number",
                where=where,
                remedy="write it as in 0.5 or 10000",
            )
        if row["small"] not in ("yes", "no"):
            raise ResourceError(f"small is {row['small']!r}", where=where, remedy="write yes or no")
        by_name[name] = Unit(
            name, row["dimension"], factor, row["small"] == "yes", row.get("not_before", ""), row.get("note", "")
        )
    if not by_name:
        raise ResourceError("the list of units is empty", where=path, remedy="give it at least one row")
    names = sorted(by_name, key=lambda name: (-len(name), name))
    return Units(MappingProxyType(by_name), re.compile("|".join(map(re.escape, names))))
