# SPDX-License-Identifier: MIT
"""programmes.csv and programme_values.csv: scholarships and their dated values."""


RULES = {"requires": "", "fields": "*", "min_ability": 0.0, "language": "any", "years_paid": 5}


def programmes(raw):
    """The rules of a programme are those of programme_rules.csv, else no rule at all."""
    source = raw.sources.id("own-rule")
    rules = {(r["programme"], r["key"]): r["value"] for r in raw.own("programme_rules")}
    rows = []
    for r in raw.own("programmes"):
        known = {k: type(v)(rules.get((r["id"], k), v)) for k, v in RULES.items()}
        rows.append({**r, **known, "months": float(r["months"]),
                     "bond_years": int(r["bond_years"]), "status": "estimated", "source": source})
    return rows


def find(raw, reading, year):
    """The raw rows a reading adds up (one row, or all hosts of a `*` reading)."""
    rows = [r for r in raw.table("scholarships")
            if r["programme"] == reading["raw_programme"]
            and r["indicator"] == reading["indicator"] and r["year"] == year
            and reading["destination"] in ("*", r["destination"])]
    if not rows:
        raise ValueError(f"no raw scholarship row for {reading}")
    return rows


def value_year(reading):
    """Raw years name the autumn of the award: + 1. A count of holders (`stock`) keeps its year; a
    difference of cumulative counts begins after the earlier one."""
    year = int(reading["minus_year"] or reading["raw_year"])
    return year + (0 if reading["raw_unit"] == "stock" else 1)


def reading_row(raw, money, reading):
    rows = find(raw, reading, reading["raw_year"])
    value = sum(float(r["value"]) for r in rows)
    if reading["minus_year"]:
        value -= sum(float(r["value"]) for r in find(raw, reading, reading["minus_year"]))
    value *= float(reading["multiply"])
    if "/month" in reading["raw_unit"]:
        value = value / money.rate("CHN", int(reading["raw_year"]))
    low, high = (round(value * float(reading[k]), 1) if reading[k] else ""
                 for k in ("low", "high"))
    return {"programme": reading["programme"], "year": value_year(reading),
            "key": reading["key"], "value": round(value, 1), "low": low, "high": high,
            "status": reading["status"], "source": raw.sources.id(rows[0]["source"])}


def cover_row(raw, cover):
    """Tuition that a source says is covered in full, held from the first year on."""
    row = find(raw, {**cover, "destination": "*"}, cover["raw_year"])[0]
    if row["tuition_covered"] != "full":
        raise ValueError(f"not covered in full: {cover}")
    return {"programme": cover["programme"], "year": 2003, "key": "tuition_share", "value": 1.0,
            "low": "", "high": "", "status": "estimated", "source": raw.sources.id(row["source"])}


ICM = {"programme": "erasmus-icm", "key": "stipend_usd", "year": 2016}


def exchange_values(raw, money):
    """The Erasmus+ grant is told in EUR a month, as a range (800-900); it is held at its level of
    2020 for all years. The end of Mevlana is a date: no places from the year after."""
    rows = []
    for r in raw.table("credit_mobility"):
        source = raw.sources.id(r["source"])
        if r["direction"] == "grant" and r["programme"] == "Erasmus+ ICM":
            usd = 12 / money.rate("DEU", int(r["year"]))
            rows.append({**ICM, "value": round(float(r["value"]) * usd, 1),
                         "low": round(800 * usd, 1), "high": round(900 * usd, 1),
                         "status": "estimated", "source": source})
        if r["programme"] == "Mevlana" and r["unit"] == "programme end":
            rows += [{"programme": q, "year": int(r["year"]) + 1, "key": "places", "value": 0,
                      "low": "", "high": "", "status": "observed", "source": source}
                     for q in ("mevlana", "mevlana-from-turkey")]
    return rows


def programme_values(raw, money):
    rows = [reading_row(raw, money, r) for r in raw.own("programme_readings")]
    rows += [cover_row(raw, r) for r in raw.own("programme_covers")]
    rows += exchange_values(raw, money)
    own = raw.sources.id("own-assumption")
    rows += [{"programme": r["programme"], "year": int(r["year"]), "key": r["key"],
              "value": float(r["value"]), "low": float(r["low"]), "high": float(r["high"]),
              "status": "assumed", "source": own} for r in raw.own("programme_assumptions")]
    order = {r["id"]: i for i, r in enumerate(raw.own("programmes"))}
    return sorted(rows, key=lambda r: (order[r["programme"]], r["key"], r["year"]))
