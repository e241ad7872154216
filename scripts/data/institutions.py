# SPDX-License-Identifier: MIT
"""institutions.csv and institution_values.csv: how many institutions, of what kinds and rules."""
from . import fill

LAST = 2035


def institutions(raw, enrolment_rows):
    """Kazakhstan by year, bridged between counts and held after them; others one number."""
    known = raw.series("enrolment", "number_of_HEIs")["KAZ"]
    counts = {year: value for year, (value, _) in known.items()}
    rows = []
    for year in range(min(counts), LAST + 1):
        value = fill.along(counts, lambda y: 1.0, year)
        nearest = fill.nearest(counts, year)
        rows.append({"country": "KAZ", "year": year, "number": round(value), "low": "", "high": "",
                     "status": fill.status_of(counts, year, last_known=max(counts)),
                     "source": known[nearest][1]})
    students = {r["country"]: r["students"] for r in enrolment_rows if r["year"] == 2015}
    for country in raw.codes:
        if country != "KAZ":
            rows.append({"country": country, "year": 2003, **one_number(raw, country, students),
                         "status": "assumed", "source": raw.sources.id("own-assumption")})
    return rows


def one_number(raw, country, students):
    """An assumed number, else students of 2015 over an assumed mean size."""
    try:
        value, low, high = raw.assumed("institutions", "number", country)
    except KeyError:
        size, small, large = raw.assumed("institutions", "mean_size", country)
        value, low, high = (students[country] / s for s in (size, large, small))
    return {"number": max(round(value), 1), "low": max(round(low), 1), "high": max(round(high), 1)}


def institution_values(raw):
    """The rows of each country: its own, else its group's, else those of all; what a more exact
    scope says from a year on replaces the rest from that year on."""
    own = raw.own("institution_values")
    keys = list(dict.fromkeys(r["key"] for r in own))
    rows = []
    for country in raw.codes:
        group = raw.fact[country]["group"]
        for key in keys:
            chosen = {}
            for scope in ("*", group, country):
                dated = {int(r["from_year"]): r for r in own
                         if r["key"] == key and r["country"] == scope}
                if dated:
                    chosen = {y: r for y, r in chosen.items() if y < min(dated)} | dated
            for year, r in sorted(chosen.items()):
                rows.append({"country": country, "key": key, "from_year": year,
                             **{c: float(r[c]) for c in ("value", "low", "high")},
                             "status": r["status"], "source": source_of(raw, key, r)})
    return rows


def source_of(raw, key, row):
    """The named source, or that of the raw row on which an own reading stands."""
    if row["source"]:
        return raw.sources.id(row["source"])
    if key == "state_share":
        return raw.series("enrolment", "number_of_HEIs")["KAZ"][2013][1]
    return raw.series("attributes", "foreign_branch_campuses")["KAZ"][2025][1]
