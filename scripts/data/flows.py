# SPDX-License-Identifier: MIT
"""flows.csv and outbound.csv: degree students by origin, host and academic year ending.

scenarios/data/README.md tells the rules in words.
"""
import copy
import math

from . import fill

YEARS = range(2003, 2018)  # nothing after 2017: held out
BREAK = 0.25               # a larger yearly log step is a break in definition
FULL = 200                 # an origin is named if it has this many country-host-year cells
MAX_CUT = 0.5              # filled cells are cut at most by half to fit a known total

# Host-years whose values are partial or wrong (scenarios/data/README.md): bridged, not used.
HOLES = {("ESP", 2014), ("CHE", 2013), ("CAN", 2012), ("PRT", 2012), ("RUS", 2008)}
HOLE_PAIRS = {("DEU", "TUR", y) for y in (2014, 2015, 2016)}
HOLE_TOTALS = HOLES | {("TUR", 2013)}

DEGREE_SHARE = {2014: 0.436, 2017: 0.494, 2018: 0.524}  # of all foreign students in China


def degree_share(year, known_to=2018):
    """Share of China's foreign students who study for a degree; constant before 2014, and after
    the last one known."""
    known = {y: share for y, share in DEGREE_SHARE.items() if y <= max(known_to, 2014)}
    year = max(min(known), min(max(known), year))
    return known.get(year) or fill.bridge(known, year)


class Cells:
    """The usable raw cells: pairs, host totals and origin totals, {key: {year: value}}."""

    years = YEARS
    shares_known_to = 2018  # degree shares of China

    def __init__(self, raw):
        self.pairs, self.recorded, self.inbound, self.outbound = {}, {}, {}, {}
        self.all_foreign, self.source = {}, {}
        count = {}
        rows = [r for r in raw.table("od_flows") if r["preferred"] == "1"
                and r["destination"] != "EHEA" and r["origin"] != r["destination"]]
        for r in rows:
            count[r["origin"]] = count.get(r["origin"], 0) + 1
        self.origins = [c for c in raw.codes if count.get(c, 0) > FULL]
        for r in rows:
            self._add(raw, r)

    def _add(self, raw, r):
        origin, host, year, value = (r["origin"], r["destination"], int(r["year"]),
                                     float(r["value"]))
        source = raw.sources.id(r["source"])
        if r["definition"] == "all_foreign":
            target, key = self.all_foreign, origin
        elif origin == "WLD":
            target, key = self.inbound, host
        elif host == "WLD":
            target, key = self.outbound, origin
        else:
            if origin not in self.origins:
                return
            false_zero = host == "RUS" and year == 2013 and value == 0
            if not false_zero:
                self.recorded.setdefault((origin, host), {})[year] = value
            if false_zero or (host, year) in HOLES or (origin, host, year) in HOLE_PAIRS:
                return
            target, key = self.pairs, (origin, host)
        if target is self.inbound and (host, year) in HOLE_TOTALS:
            return
        target.setdefault(key, {})[year] = value
        self.source[origin, host, year] = source

    def until(self, base):
        """The cells as they would have been at the end of year `base`. Kept from later: which
        origins are named, which cells are wrong, and the level of all foreign students in China
        (its first count, of 2011)."""
        past = copy.copy(self)
        past.years, past.shares_known_to = range(YEARS[0], base + 1), base
        for name in ("pairs", "recorded", "inbound", "outbound", "all_foreign"):
            cut = {key: {y: v for y, v in known.items() if y <= base}
                   for key, known in getattr(self, name).items()}
            setattr(past, name, {key: known for key, known in cut.items() if known})
        counts = self.all_foreign["WLD"]
        past.all_foreign.setdefault("WLD", {min(counts): counts[min(counts)]})
        return past


def log_step(series, year):
    """Log growth from year-1 to year, clipped at a break; None where unknown or at a zero."""
    a, b = series.get(year - 1, 0), series.get(year, 0)
    if a <= 0 or b <= 0:
        return None
    return max(-BREAK, min(BREAK, math.log(b / a)))


def common_growth(cells, origin, host):
    """Index that moves a pair outside its known years: mean clipped growth of the host's total
    and of the origin's outbound total."""
    index = {2003: 1.0}
    for year in range(2004, 2018):
        steps = [s for s in (log_step(cells.inbound.get(host, {}), year),
                             log_step(cells.outbound.get(origin, {}), year)) if s is not None]
        index[year] = index[year - 1] * math.exp(sum(steps) / len(steps) if steps else 0)
    return lambda year: index[max(2003, min(2017, year))]


def flagged_host_years(cells):
    """Host-years with median growth beyond +-BREAK (5 origins) that reverses by half next year."""
    growth = {}
    for (_, host), known in cells.pairs.items():
        for year in YEARS:
            if known.get(year - 1, 0) > 0 and known.get(year, 0) > 0:
                growth.setdefault((host, year), []).append(math.log(known[year] / known[year - 1]))
    medians = {k: fill.median(v) for k, v in growth.items() if len(v) >= 5}
    return {(h, y) for (h, y), m in medians.items() if abs(m) > BREAK
            and m * medians.get((h, y + 1), 0) < 0 and abs(medians[h, y + 1]) >= abs(m) / 2}


def china_totals(cells):
    """All foreign students in China by year: Chinese counts from 2011, before them moved with the
    UIS total, where that is not known with its mean growth from 2006 to 2011 at most."""
    counts, uis = cells.all_foreign["WLD"], cells.inbound["CHN"]
    last = min(2011, max(uis))
    trend = (uis[last] / uis[2006]) ** (1 / (last - 2006))
    near = {y: fill.nearest(uis, y) for y in YEARS}
    index = {y: uis[near[y]] * trend ** (y - near[y]) for y in YEARS}
    return {y: fill.along(counts, index.__getitem__, y) for y in YEARS}


def fill_pairs(cells):
    """{(origin, host, year): (students, status)} of all pairs observed in the window."""
    table = {}
    for (origin, host), known in sorted(cells.pairs.items()):
        if not any(y in known for y in cells.years):
            continue
        index = common_growth(cells, origin, host)
        for year in cells.years:
            table[origin, host, year] = (fill.along(known, index, year),
                                         fill.status_of(known, year))
    totals = china_totals(cells)
    for origin in cells.origins:
        known = cells.all_foreign.get(origin)
        if known:
            for year in cells.years:
                count = fill.along(known, totals.__getitem__, year)
                share = degree_share(year, cells.shares_known_to)
                table[origin, "CHN", year] = (count * share, "estimated")
    return table


def cut_to_total(table, key, total, year, axis):
    """Scale the filled cells of a host (axis 1) or origin (axis 0) so that the named cells do not
    exceed its known total."""
    cells = [k for k in table if k[axis] == key and k[2] == year and k[1] != "CHN"]
    known = sum(table[k][0] for k in cells if table[k][1] == "observed")
    filled = sum(table[k][0] for k in cells if table[k][1] != "observed")
    if filled > 0 and known + filled > total:
        factor = max(MAX_CUT, min(1.0, (total - known) / filled))
        for k in cells:
            if table[k][1] != "observed":
                table[k] = (table[k][0] * factor, "estimated")


def fit_to_totals(cells, table):
    hosts = sorted({k[1] for k in table if k[1] != "CHN"})
    for year in cells.years:
        for host in hosts:
            if year in cells.inbound.get(host, {}):
                cut_to_total(table, host, cells.inbound[host][year], year, 1)
        for origin in cells.origins:
            if year in cells.outbound.get(origin, {}):
                cut_to_total(table, origin, cells.outbound[origin][year], year, 0)


def unnamed_origins(cells, table):
    """{(XXX, host, year): students}: the host's total minus its named origins, floor 0. Without a
    total, the ratio to the named origins of the nearest year that has one."""
    named = {}
    for (_, host, year), (value, _) in table.items():
        named[host, year] = named.get((host, year), 0) + value
    totals = dict(cells.inbound)
    totals["CHN"] = {y: v * degree_share(y, cells.shares_known_to)
                     for y, v in china_totals(cells).items()}
    out = {}
    for host in sorted({h for h, _ in named}):
        known = totals.get(host, {})
        have = {y: max(0.0, known[y] - named[host, y]) for y in cells.years if y in known}
        if not have:
            continue
        for year in cells.years:
            if year in have:
                out["XXX", host, year] = have[year]
            elif fill.inside(known, year):
                out["XXX", host, year] = max(0.0, fill.bridge(known, year) - named[host, year])
            else:
                near = fill.nearest(have, year)
                ratio = have[near] / named[host, near] if named[host, near] else 0
                out["XXX", host, year] = ratio * named[host, year]
    return out


def unnamed_hosts(cells, table):
    """{(origin, XXX, year): students}: the origin's UIS outbound total (without China) minus its
    named hosts, floor 0. Recorded cells count as the total saw them, also where we bridge."""
    out = {}
    for origin in cells.origins:
        for year in cells.years:
            total = cells.outbound.get(origin, {}).get(year)
            if total is None:
                continue
            named = sum(cells.recorded.get((o, h), {}).get(y, value)
                        for (o, h, y), (value, _) in table.items()
                        if o == origin and y == year and h != "CHN")
            out[origin, "XXX", year] = max(0.0, total - named)
    return out


def flows(raw, cells):
    table = fill_pairs(cells)
    fit_to_totals(cells, table)
    rule, flagged = raw.sources.id("own-rule"), flagged_host_years(cells)
    rows = []
    for (origin, host, year), (value, status) in table.items():
        rows.append({"origin": origin, "host": host, "year": year, "students": round(value, 1),
                     "status": status, "source": cells.source.get((origin, host, year), rule),
                     "flagged": int((host, year) in flagged)})
    for extra in (unnamed_origins(cells, table), unnamed_hosts(cells, table)):
        for (origin, host, year), value in extra.items():
            rows.append({"origin": origin, "host": host, "year": year, "students": round(value, 1),
                         "status": "estimated", "source": rule,
                         "flagged": int((host, year) in flagged)})
    return sorted(rows, key=lambda r: (r["origin"], r["host"], r["year"]))


def outbound(raw, cells):
    return [{"origin": o, "year": y, "students": v, "status": "observed",
             "source": cells.source[o, "WLD", y]}
            for o, known in sorted(cells.outbound.items()) if o in raw.fact
            for y, v in sorted(known.items()) if y in cells.years]
