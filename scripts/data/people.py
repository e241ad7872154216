# SPDX-License-Identifier: MIT
"""cohorts.csv, enrolment.csv and study_mode.csv."""
from . import fill

YEARS = range(2000, 2036)
GER_BREAK = 0.8
TERTIARY_AGES = 5             # cohorts of ages 18-22 stand for the tertiary ages
DEVELOPING = ("IND", "MNG", "MYS", "UZB", "TJK", "KGZ", "CHN")
NEWEST_ENROLMENT = ("UNESCO UIS.Stat Feb 2019", "World Bank EdStats")
NEWEST_GER = ("UNESCO UIS SDG bulk release", "World Bank EdStats")
UNSURE = (0.85, 1.15)         # range of the project's own population figures
UNSURE_STUDENTS = (0.75, 1.25)


def values(series):
    return {year: value for year, (value, _) in series.items()}


def sourced_cohort(raw, country, tables):
    """Rows of a country with population data: counts to 2015, then births 18 years before times
    the ratio of the last count, then the index of the age group 15-19."""
    age18, births, teens = (t.get(country, {}) for t in tables)
    known, born, teen = values(age18), values(births), values(teens)
    ratio = known[max(known)] / born[max(known) - 18]
    last = max(born) + 18
    rows = []
    for year in YEARS:
        if year in known:
            value, status, source = known[year], "observed", age18[year][1]
        elif fill.inside(known, year):
            value, status, source = fill.bridge(known, year), "bridged", age18[max(known)][1]
        elif year <= last:
            value, source = born[year - 18] * ratio, births[year - 18][1]
            status = "estimated" if year <= 2024 else "projected"
        else:
            growth = fill.along(teen, None, year) / fill.along(teen, None, last) if teen else 1
            value, status = born[last - 18] * ratio * growth, "projected"
            source = teens[max(teen)][1] if teen else births[last - 18][1]
        rows.append({"country": country, "year": year, "persons": round(value), "low": "",
                     "high": "", "status": status, "source": source})
    return rows


def median_index(tables, base, year):
    """Median over sourced countries of value(year) / value(base)."""
    return fill.median([t[year] / t[base] for t in tables])


def cohorts(raw):
    tables = [raw.series("enrolment", i) for i in ("population_age_18", "births",
                                                   "population_15_19")]
    rows = []
    for country in raw.codes:
        if country in tables[0]:
            rows += sourced_cohort(raw, country, tables)
    by_country = {}
    for r in rows:
        by_country.setdefault(r["country"], {})[r["year"]] = r["persons"]
    europe = [t for c, t in by_country.items() if raw.fact[c]["ehea"]]
    own = raw.sources.id("own-assumption")
    for country in raw.codes:
        fact = raw.fact[country]
        if country in by_country or country == "XXX":
            continue
        for year in YEARS:
            growth = (median_index(europe, 2015, year) if fact["cohort_growth"] == ""
                      else (1 + float(fact["cohort_growth"])) ** (year - 2015))
            value = 1000 * float(fact["cohort_2015"]) * growth
            rows.append(assumed_row(country, year, "persons", value, UNSURE, own))
    return rows + unnamed_cohort(raw, rows)


def assumed_row(country, year, column, value, spread, source):
    return {"country": country, "year": year, column: round(value),
            "low": round(value * spread[0]), "high": round(value * spread[1]),
            "status": "assumed", "source": source}


def unnamed_cohort(raw, rows):
    """World cohort of 2013 minus the named countries, moved at the assumed growth."""
    world, low, high = raw.assumed("world", "cohort_2013", "XXX")
    growth = raw.assumed("world", "cohort_growth", "XXX")[0]
    named = sum(r["persons"] for r in rows if r["year"] == 2013)
    out = []
    for year in YEARS:
        index = (1 + growth) ** (year - 2013)
        out.append({"country": "XXX", "year": year, "persons": round((world - named) * index),
                    "low": round((low - named) * index), "high": round((high - named) * index),
                    "status": "assumed", "source": raw.sources.id("own-assumption")})
    return out


def tertiary_age_population(official, cohort, year):
    """Official tertiary-age population; beyond its years moved with the cohorts of ages 18-22."""
    def index(y):
        return sum(cohort[max(2000, z)] for z in range(y - TERTIARY_AGES + 1, y + 1))
    return fill.along(official, index, year)


def joined(ger):
    """A fall by more than a fifth in a year is a break (Russia 2020 drops its colleges): later
    values are scaled to join."""
    scale, out, previous = 1.0, {}, None
    for year, value in sorted(ger.items()):
        if previous and value < GER_BREAK * previous:
            scale *= previous / value
        out[year], previous = value * scale, value
    return out


def sourced_enrolment(raw, country, tables, cohort, university):
    """Counts; inside gaps by GER x population where the GER is known, else bridged; beyond the
    counts moved with GER x population, the last GER held."""
    counts, gers, ages = (t[country] for t in tables)
    known, ger, official = values(counts), joined(values(gers)), values(ages)

    def expected(year):
        rate = fill.along(ger, lambda y: 1.0, year)
        return rate / 100 * tertiary_age_population(official, cohort, year)

    rows = []
    for year in YEARS:
        if year in known:
            value, status, source = known[year], "observed", counts[year][1]
        elif fill.inside(known, year) and year not in ger:
            value, status = fill.bridge(known, year), "bridged"
            source = counts[max(y for y in known if y < year)][1]
        else:
            anchor = fill.nearest(known, year)
            value = known[anchor] * expected(year) / expected(anchor)
            status = "estimated" if year <= max(ger) else "projected"
            source = gers[fill.nearest(ger, year)][1]
        rows.append({"country": country, "year": year, "students": round(value),
                     "university_students": university.get(year, ""), "low": "", "high": "",
                     "status": status, "source": source})
    return rows


def enrolment(raw, cohort_rows):
    cohort = {}
    for r in cohort_rows:
        cohort.setdefault(r["country"], {})[r["year"]] = r["persons"]
    tables = [raw.series("enrolment", "tertiary_enrolment", NEWEST_ENROLMENT),
              raw.series("enrolment", "tertiary_GER", NEWEST_GER),
              raw.series("enrolment", "population_official_tertiary_age", NEWEST_ENROLMENT)]
    rows = []
    for country in raw.codes:
        if country in tables[0]:
            university = university_counts(raw) if country == "KAZ" else {}
            rows += sourced_enrolment(raw, country, tables, cohort[country], university)
    totals = {}
    for r in rows:
        totals.setdefault(r["country"], {})[r["year"]] = r["students"]
    europe = [t for c, t in totals.items() if raw.fact[c]["ehea"]]
    developing = [totals[c] for c in DEVELOPING]
    own = raw.sources.id("own-assumption")
    for country in raw.codes:
        if country in totals or country == "XXX":
            continue
        peers = developing if raw.fact[country]["group"] == "ASI" else europe
        for year in YEARS:
            value = (1000 * float(raw.fact[country]["students_2015"])
                     * median_index(peers, 2015, year))
            rows.append({**assumed_row(country, year, "students", value, UNSURE_STUDENTS, own),
                         "university_students": ""})
    return rows + unnamed_enrolment(raw, rows, developing)


def university_counts(raw):
    """Kazakhstan's universities and institutes without ISCED 5 colleges, where sourced."""
    counts = values(raw.series("enrolment", "enrolment_HEI")["KAZ"])
    counts.update(values(raw.series("enrolment", "enrolment_HEI_total")["KAZ"]))
    counts[2012] = sum(values(raw.series("enrolment", i)["KAZ"])[2012]
                       for i in ("enrolment_public_HEI", "enrolment_private_HEI"))
    return {year: round(v) for year, v in counts.items()}


def unnamed_enrolment(raw, rows, developing):
    """The world of 2013 minus the named countries, grown with the sum of the developing ones."""
    total, low, high = raw.assumed("world", "students_2013", "XXX")
    named = sum(r["students"] for r in rows if r["year"] == 2013)
    out = []
    for year in YEARS:
        index = sum(t[year] for t in developing) / sum(t[2013] for t in developing)
        out.append({"country": "XXX", "year": year,
                    "students": round((total - named) * index), "university_students": "",
                    "low": round((low - named) * index), "high": round((high - named) * index),
                    "status": "assumed", "source": raw.sources.id("own-assumption")})
    return out


def study_mode(raw, enrolment_rows):
    rows = []
    for country in raw.codes:
        value, low, high = raw.assumed("count_share", "share", country)
        status, source = "assumed", "own-assumption"
        if country == "KAZ":
            row = next(r for r in enrolment_rows
                       if r["country"] == "KAZ" and r["year"] == 2012)
            value = 1 - row["university_students"] / row["students"]
            low, high, status, source = 0.05, 0.35, "estimated", "own-rule"
        rows.append({"country": country, "count_share": round(value, 4), "low": low, "high": high,
                     "status": status, "source": raw.sources.id(source)})
    return rows
