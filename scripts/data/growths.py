# SPDX-License-Identifier: MIT
"""Rows of patterns.csv made from flows.csv: growth of flows between regions of the baseline after
its base year (scenarios/data/README.md)."""
import math
import tomllib
from pathlib import Path

BASELINE = Path(__file__).resolve().parents[2] / "scenarios" / "library" / "baseline.toml"
YEARS = 2, 1000, 0.336     # ahead of the base; students at which flows stray by this sd by then
POWER, MOST = -0.20, 2e5   # by which larger flows stray less, up to so many students
HOST_SHARE = 0.30          # of the variance is common to flows to one host
FEWEST, COVERED = 5000, 0.8
COUNTED_ELSEWHERE = "KAZ"  # as origin: its outbound total is a pattern of its own
UNCOUNTED = "CHN"          # as host: no degree students by origin


def growths(raw, flows):
    scenario = tomllib.loads(BASELINE.read_text(encoding="utf-8"))
    base, (ahead, unit, sd) = scenario["run"]["base"], YEARS
    region = {c: code for code, r in scenario["regions"].items() for c in r["countries"]}
    home = {code for code, r in scenario["regions"].items() if r["home"]}
    cell = {(r["origin"], r["host"], r["year"]): r for r in flows}
    sums = {}
    for (origin, host, year), then in cell.items():
        ends = region.get(origin), region.get(host)
        if year != base or None in ends or not home & set(ends):
            continue
        now = cell.get((origin, host, base + ahead))
        both = all(r and r["status"] == "observed" and not r["flagged"] for r in (then, now))
        before, after, whole = sums.get(ends, (0, 0, 0))
        sums[ends] = (before + both * then["students"],
                      after + (now["students"] if both else 0), whole + then["students"])
    told = {ends: s for ends, s in sums.items()
            if s[0] >= max(FEWEST, COVERED * s[2]) and ends[1] != UNCOUNTED
            and ends[0] != COUNTED_ELSEWHERE}
    rows = []
    for (origin, host), (before, after, _) in sorted(told.items()):
        alike = sum(h == host for _, h in told)
        stray = sd * (min(before, MOST) / unit) ** POWER
        rows.append({"pattern": f"{origin}-{host}-growth-{base + ahead}".lower(),
                     "scenario": "baseline", "measure": "degree students at the host",
                     "origin": origin, "host": host, "since": base, "before": before,
                     "year": base + ahead, "value": after, "unit": "students",
                     "observation_sd": 0.05,
                     "discrepancy_sd": round(stray * math.sqrt(1 + HOST_SHARE * (alike - 1)), 3),
                     "used_in": "calibration", "status": "estimated",
                     "source": raw.sources.id("own-rule")})
    return rows
