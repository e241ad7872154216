# SPDX-License-Identifier: MIT
"""momentum.csv: the shrunk yearly growth g* of each country pair at the base years of the
scenarios (docs/model.md 6; the weights were found at 2014)."""
import math

from . import fill
from .flows import YEARS, china_totals

BASES = 2006, 2011, 2014, 2017
SPAN, CLIP = 3, 0.6
SHRINK = 3                 # effects by n / (n + 3)
FLOOR = 50                 # pairs below this many students at the base set no median and no rest
WEIGHT = {"world": 0.9, "host_effect": 0.35, "origin_effect": 0.7, "rest": 0.3}
COMPLETE = 2012            # from here a bridged cell is a short hole in a complete matrix


def pair_growth(rows, base):
    """{(origin, host): mean log growth of up to SPAN years to the base}, from pairs present in
    both years, named countries, China as host left out."""
    cell = {(r["origin"], r["host"], r["year"]): r["students"] for r in rows
            if r["host"] != "CHN" and (r["status"] == "observed" or r["status"] == "bridged"
                                       and r["year"] >= COMPLETE)}
    growth = {}
    for origin, host, year in cell:
        if year != base or cell[origin, host, base] < FLOOR:
            continue
        steps = [math.log(cell[origin, host, y] / cell[origin, host, y - 1])
                 for y in range(base - SPAN + 1, base + 1)
                 if cell.get((origin, host, y), 0) > 0 and cell.get((origin, host, y - 1), 0) > 0]
        if steps:
            growth[origin, host] = max(-CLIP, min(CLIP, sum(steps) / len(steps)))
    return growth


def effects(growth, axis, remove):
    """Shrunk median of what is left of the growth, by host (axis 1) or origin (axis 0)."""
    left = {}
    for pair, g in growth.items():
        left.setdefault(pair[axis], []).append(g - remove(pair))
    return {k: fill.median(v) * len(v) / (len(v) + SHRINK) for k, v in left.items()}


def momentum(raw, rows, cells):
    return [row for base in BASES for row in momentum_at(base, raw, rows, cells)]


def momentum_at(base, raw, rows, cells):
    growth = pair_growth(rows, base)
    world = fill.median(growth.values())
    host = effects(growth, 1, lambda pair: world)
    totals = china_totals(cells)  # one series: the host effect of China
    china = math.log(totals[base] / totals[base - SPAN]) / SPAN - world
    host["CHN"] = china / (1 + SHRINK)
    origin = effects(growth, 0, lambda pair: world + host[pair[1]])
    table = []
    for o, h in sorted({(r["origin"], r["host"]) for r in rows if r["year"] in YEARS}):
        part = {"world": world, "host_effect": host.get(h, 0.0),
                "origin_effect": origin.get(o, 0.0)}
        part["rest"] = growth[o, h] - sum(part.values()) if (o, h) in growth else 0.0
        g = sum(WEIGHT[name] * part[name] for name in WEIGHT)
        table.append({"origin": o, "host": h, "base": base,
                      **{k: round(v, 5) for k, v in part.items()}, "momentum": round(g, 5),
                      "status": "estimated", "source": raw.sources.id("own-rule")})
    return table
