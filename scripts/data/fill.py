# SPDX-License-Identifier: MIT
"""The gap rules: bridge between known years, move beyond them by an index."""
import math
import statistics


def bridge(known, year):
    """Value between the neighbours of `year` in {year: value}: geometric, linear at a zero."""
    before = max(y for y in known if y < year)
    after = min(y for y in known if y > year)
    a, b = known[before], known[after]
    t = (year - before) / (after - before)
    if a > 0 and b > 0:
        return a * (b / a) ** t
    return a + (b - a) * t


def inside(known, year):
    return min(known) < year < max(known)


def nearest(known, year):
    return min(known, key=lambda y: (abs(y - year), y))


def along(known, index, year):
    """Known value; bridged inside; outside the nearest known value moved with `index`."""
    if year in known:
        return known[year]
    if inside(known, year):
        return bridge(known, year)
    anchor = nearest(known, year)
    return known[anchor] * index(year) / index(anchor)


def median(values):
    return statistics.median(values)


def geometric_mean(values):
    return math.exp(sum(math.log(v) for v in values) / len(values))


def status_of(known, year, last_known=2024):
    """observed at a known year, bridged inside, projected after the data, else estimated."""
    if year in known:
        return "observed"
    if inside(known, year):
        return "bridged"
    return "projected" if year > last_known else "estimated"
