# SPDX-License-Identifier: MIT
"""quality.csv, work_rights.csv, stay_rates.csv and full_time.csv."""
from . import fill
from .raw import academic_year

YEARS = range(2003, 2036)
TOPS = (200, 500, 1000)
TOP_OF_500 = {200: 0.38, 1000: 1.6}  # of a country's count in the top 500, where only it is assumed
NO_LIMIT_HOURS = 40
WEEKS = 52
DAY_HOURS = 8
TEN_TO_FIVE_SPAN = ("stay_rate_5y_cohort2015", "stay_rate_10y_cohort2010")


def quality(raw):
    counts = {}
    for top in TOPS:
        counts[top] = {c: {y: v for y, (v, _) in t.items()} for c, t in raw.series(
            "attributes", f"universities_in_QS_top{top}",
            ("QS World University Rankings via GitHub Mouseminar",
             "QS World University Rankings via GitHub akorede21")).items()}
    pool = {top: remainder(raw, counts[top], top) for top in TOPS}
    weights = {c: float(raw.fact[c]["qs_weight"] or 0) for c in raw.codes}
    europe = sum(w for c, w in weights.items() if raw.fact[c]["ehea"])
    rows = []
    for country in raw.codes:
        for year in YEARS:
            rows.append({"country": country, "year": year,
                         **ranked(raw, country, year, counts, pool, weights, europe)})
    unnamed(rows)
    return rows


def remainder(raw, counts, top):
    """{year: top-N universities of the EHEA members without a row of their own}. The raw EHEA sum
    holds GBR but not KAZ, RUS and TUR."""
    total = {}
    for r in raw.table("attributes"):
        if r["country_or_origin"] == "EHEA" and r["indicator"] == f"universities_in_QS_top{top}":
            total[int(r["year"])] = float(r["value"])
    named = [c for c in counts if raw.fact[c]["ehea"] and c not in ("KAZ", "RUS", "TUR")]
    return {y: v - sum(counts[c].get(y, 0) for c in named) for y, v in total.items()}


def hold(known, year):
    return fill.along(known, lambda y: 1.0, year)


def ranked(raw, country, year, counts, pool, weights, europe):
    if country in counts[500] and min(counts[500][country]) <= 2014:
        values = {t: hold(counts[t][country], year) for t in TOPS}
        return quality_row(values, None, year_status(counts[500][country], year),
                           raw.sources.id("qs-akorede"))
    if raw.fact[country]["ehea"] and weights[country]:
        values = {t: hold(pool[t], year) * weights[country] / europe for t in TOPS}
        return quality_row(values, raw.assumed("quality", "spread", "*"), "estimated",
                           raw.sources.id("own-rule"))
    if country in counts[500]:  # counted late only (KGZ, UZB, MYS)
        values = {500: hold(counts[500][country], year), 200: hold(counts[200][country], year)}
        values[1000] = values[500] * TOP_OF_500[1000]
    else:
        values = {500: weights[country],
                  **{t: weights[country] * f for t, f in TOP_OF_500.items()}}
    return quality_row(values, raw.assumed("quality", "spread", "*"), "assumed",
                       raw.sources.id("own-assumption"))


def quality_row(values, spread, status, source):
    return {**{f"top{t}": round(values[t], 3) for t in TOPS},
            "low": round(values[500] * spread[1], 3) if spread else "",
            "high": round(values[500] * spread[2], 3) if spread else "",
            "status": status, "source": source}


def year_status(known, year):
    return fill.status_of(known, year, last_known=max(known))


def unnamed(rows):
    """The rest of the world holds what is left of the ranks."""
    for row in rows:
        if row["country"] == "XXX":
            same = [r for r in rows if r["year"] == row["year"] and r["country"] != "XXX"]
            for t in TOPS:
                row[f"top{t}"] = round(max(0.0, t - sum(r[f"top{t}"] for r in same)), 3)
            row["low"], row["high"] = (round(row["top500"] * f, 3) for f in (0.7, 1.3))


HOURS = ("permitted_work_hours", "permitted_work_full_days_per_year", "work_permit_needed")
MONTHS = ("post_study_work_months", "post_study_work_months_bachelor")


def hours_of(row):
    """Permitted hours a week in term; a cap in days is spread over the year."""
    if row["indicator"] == "work_permit_needed":
        return 0.0 if row["value"] == "1" else float(NO_LIMIT_HOURS)
    if row["indicator"] == "permitted_work_full_days_per_year":
        return round(float(row["value"]) * DAY_HOURS / WEEKS, 1)
    if row["value"] == "":
        return float(NO_LIMIT_HOURS)
    return float(row["value"]) / (2 if "fortnight" in row["unit"] else 1)


def dated(raw, country, indicators, read):
    """{academic year: (value, source id)}: rules of a country by the year they first govern."""
    out = {}
    for r in raw.table("visa_work_rights"):
        if r["country"] == country and r["indicator"] in indicators:
            year = academic_year(r["date"], r["year"]) if r["date"] or r["year"] else 2003
            out[year] = (read(r), raw.sources.id(r["source"]))
    return out


def fee_outcomes(raw):
    return [{**r, "year": int(r["year"]), "students": float(r["students"]),
             "source": raw.sources.id(r["source"])} for r in raw.own("fee_outcomes")]


def patterns(raw):
    def number(row, name):
        return float(row[name]) if row[name] else ""
    return [{**r, "since": int(r["since"]) if r["since"] else "", "year": int(r["year"]),
             **{name: number(r, name) for name in ("before", "value", "observation_sd",
                                                   "discrepancy_sd")},
             "source": raw.sources.id(r["source"])} for r in raw.own("patterns")]


def work_rights(raw):
    """The rule in force in the autumn; before the first known rule the assumption, except that a
    single known rule without a date of entry stands for all years, marked estimated."""
    rows = []
    for country in raw.codes:
        tables = {"hours": dated(raw, country, HOURS, hours_of),
                  "months": dated(raw, country, MONTHS, lambda r: float(r["value"]))}
        for year in YEARS:
            found = {k: in_force(raw, k, country, t, year) for k, t in tables.items()}
            statuses = {s for _, s, _ in found.values()}
            status = next(s for s in ("assumed", "estimated", "observed") if s in statuses)
            source = next((s for _, st, s in found.values() if st != "assumed"),
                          raw.sources.id("own-assumption"))
            ends = {k: raw.assumed("work_rights", k, country) if found[k][1] == "assumed"
                    else (0, "", "") for k in found}
            rows.append({"country": country, "year": year,
                         "hours_per_week": found["hours"][0], "hours_low": ends["hours"][1],
                         "hours_high": ends["hours"][2],
                         "post_study_months": found["months"][0],
                         "months_low": ends["months"][1], "months_high": ends["months"][2],
                         "status": status, "source": source})
    return rows


OWN_PAST = {("hours", "RUS"), ("hours", "CHN"), ("hours", "TUR"), ("months", "GBR"),
            ("months", "TUR")}  # the assumption, not the first rule, holds before the first date


def in_force(raw, key, country, table, year):
    """(value, status, source) of a right in an academic year."""
    past = [y for y in table if y <= year]
    if past:
        value, source = table[max(past)]
        return value, "observed" if year <= 2025 else "estimated", source
    if table and (key, country) not in OWN_PAST:
        value, source = table[min(table)]
        return value, "estimated", source
    return raw.assumed("work_rights", key, country)[0], "assumed", ""


def stay_rates(raw):
    """Five-year share where measured; the ten-year share times the median ratio of hosts that have
    both; "less than 15 %" as 0.12; else the assumption."""
    five, ten = (raw.series("attributes", name) for name in TEN_TO_FIVE_SPAN)
    ceiling = raw.series("attributes", "stay_rate_5y_cohort2015_ceiling")

    def last(series, country):
        value, source = series[country][max(series[country])]
        return value / 100, source

    ratio = fill.median([last(five, c)[0] / last(ten, c)[0] for c in five if c in ten])
    rows = []
    for country in raw.codes:
        low = high = ""
        if country in five:
            (value, source), status = last(five, country), "observed"
        elif country in ceiling:
            top, source = last(ceiling, country)
            value, low, high, status = 0.8 * top, 0.5 * top, top, "estimated"
            if country == "NOR":  # SSB 43 % of third-country graduates (README: contradiction)
                high = 0.43
        elif country in ten:
            value, source = last(ten, country)
            low, high, status = value, min(1.0, 2 * value), "estimated"
            value *= ratio
        else:
            value, low, high = raw.assumed("stay", "share", country)
            status, source = "assumed", raw.sources.id("own-assumption")
        rows.append({"country": country, "five_year_share": round(value, 4), "low": low,
                     "high": high, "status": status, "source": source})
    return rows


def full_time(raw):
    """Pairs of which it is known that part of the recorded students do not study full-time; every
    other pair counts as full-time."""
    return [{"origin": "KAZ", "host": "RUS", "from_year": 2003, "share": 0.667, "low": 0.6,
             "high": 0.75, "status": "estimated", "source": raw.sources.id("model-md")}]
