# SPDX-License-Identifier: MIT
"""Territories of a country (DE-BW beside the rest of Germany): territories.csv, and rows of every
other table derived from those of the country. A scenario uses either the country or its
territories."""
from . import links

# Additive columns: {table: {country column: (measure whose share the territory takes, columns)}}.
# All other tables hold rules, prices and rates: the territory has its country's.
SPAN = ("low", "high")
ADDITIVE = {
    "flows": {"origin": ("outbound", ("students",)), "host": ("hosted", ("students",))},
    "known_flows": {"origin": ("outbound", ("students",)), "host": ("hosted", ("students",))},
    "outbound": {"origin": ("outbound", ("students",))},
    "cohorts": {"country": ("people", ("persons", *SPAN))},
    "enrolment": {"country": ("students", ("students", "university_students", *SPAN))},
    "institutions": {"country": ("students", ("number", *SPAN))},
    "quality": {"country": ("ranked", ("top200", "top500", "top1000", *SPAN))},
    "faculty": {"country": ("students", ("staff", *SPAN))},
    "promotion": {"host": ("hosted", ("million_usd", *SPAN))},
}
NATIONAL = ("countries", "memberships", "home_fees", "visa", "closures", "work_rights", "agreements",
            "recognition", "economy")  # the same everywhere in the country, so as well known
KEYS = ("country", "origin", "host", "country_a", "country_b")
LISTS = ("origins", "hosts")
BW_FEE = (2018, 3000)  # first academic year, EUR a year (tuition.csv: 1,500 per semester)
LAST_LAW = 2024


def shares(raw):
    """Rows of territories.csv; the last territory of a country takes what the others leave."""
    given = raw.own("territory_shares")
    rows = [{"territory": r["territory"], "country": parent(raw, r["territory"]),
             "measure": r["measure"], "share": float(r["share"]), "low": r["low"],
             "high": r["high"], "status": r["status"], "source": raw.sources.id(r["source"])}
            for r in given]
    for r in list(rows):
        rest = [t["territory"] for t in raw.own("territories") if t["country"] == r["country"]][-1]
        rows.append({**r, "territory": rest, "share": round(1 - r["share"], 4),
                     "low": round(1 - float(r["high"]), 4) if r["high"] else "",
                     "high": round(1 - float(r["low"]), 4) if r["low"] else "",
                     "status": "estimated" if r["status"] == "observed" else r["status"]})
    return rows


def parent(raw, territory):
    return next(t["country"] for t in raw.own("territories") if t["territory"] == territory)


def derived(table, column, row, territory, share):
    """The row of a country as that of its territory."""
    out = {**row, column: territory}
    additive = ADDITIVE.get(table, {}).get(column)
    if additive:
        measure, columns = additive
        for name in columns:
            if row[name] != "":
                out[name] = row[name] * share[territory, measure]
    if table not in NATIONAL and row.get("status") in ("observed", "bridged"):
        out["status"] = "estimated"
    return out


def expand(raw, tables):
    """Adds to every table the rows of the territories, after those of the countries."""
    tables["territories"] = shares(raw)
    share = {(r["territory"], r["measure"]): r["share"] for r in tables["territories"]}
    parts = {}
    for t in raw.own("territories"):
        parts.setdefault(t["country"], []).append(t["territory"])
    for name, rows in tables.items():
        if name == "territories" or not rows:
            continue
        for column in (k for k in KEYS if k in rows[0]):
            rows += [derived(name, column, r, t, share) for r in rows
                     for t in parts.get(r[column], ())]
        for row in rows:
            for column in (k for k in LISTS if k in row):
                codes = row[column].split(";")
                row[column] = ";".join(codes + [t for c in codes for t in parts.get(c, ())])
    name_and_place(raw, tables["countries"])
    neighbours(raw, tables["pairs"])


def name_and_place(raw, countries):
    places = {t["territory"]: t for t in raw.own("territories")}
    for row in countries:
        t = places.get(row["country"])
        if t:
            row.update(name=t["name"], latitude=float(t["latitude"]),
                       longitude=float(t["longitude"]), currency_proxy=t["country"])


def fee_of_baden_wuerttemberg(raw, money, tuition):
    """1,500 EUR a semester of foreigners who pay no home fee; the law has not been changed."""
    source = next(r["source"] for r in raw.table("tuition")
                  if r["country"] == "DEU" and r["value"] == str(BW_FEE[1]))
    for row in tuition:
        if (row["country"], row["group"]) == ("DE-BW", "foreign") and row["year"] >= BW_FEE[0]:
            calendar = row["year"] - 1
            row.update(value_usd=money.usd("DEU", BW_FEE[1], "EUR", min(calendar, LAST_LAW)),
                       low="", high="", source=raw.sources.id(source),
                       status="observed" if row["year"] == BW_FEE[0]
                       else "estimated" if calendar <= LAST_LAW else "projected")


def neighbours(raw, pairs):
    """Pairs of territories of one country."""
    for a in raw.own("territories"):
        for b in raw.own("territories"):
            if a["country"] == b["country"] and a["territory"] != b["territory"]:
                pairs.append({"country_a": a["territory"], "country_b": b["territory"],
                              "km": round(links.great_circle(a, b), 1), "language": 1, "border": 1,
                              "ex_ussr": 0, "colonial": 0, "low": "", "high": "",
                              "status": "estimated", "source": raw.sources.id("own-geography")})
