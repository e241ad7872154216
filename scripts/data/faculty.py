# SPDX-License-Identifier: MIT
"""faculty.csv, faculty_pay.csv and faculty_rules.csv: academic staff, their pay, rules for them."""
from . import fill

YEARS = range(2003, 2036)
LAST_PRICE = 2024
NEWEST = ("UNESCO UIS.Stat", "World Bank EdStats")
# UIS counts of Kazakhstan that leave teachers of colleges (ISCED 5) out, as the ministry's do; in
# the other years UIS counts up to two fifths more.
UNIVERSITY_YEARS = {"KAZ": (2016, 2018)}
BRIDGE_SPREAD = {"KAZ": (0.95, 1.35)}  # up to the UIS counts with colleges
MONTHS = 12


def faculty(raw, enrolment_rows):
    """Counts; bridged inside; beyond them at the students per teacher of the nearest count. Without
    a count: students over an assumed number of students per teacher."""
    students = {}
    for r in enrolment_rows:
        students.setdefault(r["country"], {})[r["year"]] = r["students"]
    counts = staff_counts(raw)
    own = raw.sources.id("own-assumption")
    rows = []
    for country in raw.codes:
        ratio = raw.assumed("faculty", "students_per_teacher", country)
        for year in YEARS:
            known = counts.get(country, {})
            if known:
                rows.append(counted(raw, country, year, known, students[country]))
                continue
            n = students[country][year]
            rows.append({"country": country, "year": year, "staff": round(n / ratio[0]),
                         "low": round(n / ratio[2]), "high": round(n / ratio[1]),
                         "status": "assumed", "source": own})
    return rows


def staff_counts(raw):
    counts = {c: dict(t) for c, t in raw.series("faculty", "academic_staff_tertiary",
                                                NEWEST).items()}
    for country, years in UNIVERSITY_YEARS.items():
        counts[country] = {y: counts[country][y] for y in years}
        counts[country].update(raw.series("faculty", "academic_staff_HEI")[country])
    return counts


def counted(raw, country, year, known, students):
    values = {y: v for y, (v, _) in known.items()}
    value = fill.along(values, lambda y: students[min(max(y, 2000), 2035)], year)
    status = fill.status_of(values, year)
    spread = BRIDGE_SPREAD.get(country) if status != "observed" else None
    source = known[year][1] if status == "observed" else raw.sources.id("own-rule")
    return {"country": country, "year": year, "staff": round(value),
            "low": round(value * spread[0]) if spread else "",
            "high": round(value * spread[1]) if spread else "",
            "status": status, "source": source}


def pay_ratios(raw, money):
    """{country: (academic pay over GDP a head, source id)} where a survey gives pay in PPP dollars.
    Surveys of starting or top pay alone say nothing about the mean."""
    out = {}
    for country, years in raw.series("household_income", "academic_salary_average").items():
        if country not in money.level:
            continue
        year = max(years)
        usd = years[year][0] * MONTHS * money.level[country][year]
        out[country] = (money.real(country, usd, year) / output(money, country, year),
                        years[year][1])
    return out


def output(money, country, calendar):
    """GDP a head in constant-2017 local money, told in 2017 dollars."""
    return money.real(country, money.gdp[country][min(calendar, LAST_PRICE)], 2015)


def faculty_pay(raw, money):
    """Pay moves with GDP a head at the country's ratio."""
    measured = pay_ratios(raw, money)
    rows = []
    for country in raw.codes:
        assumed = raw.assumed("faculty", "pay_to_gdp", country)
        ratio, source = measured.get(country, (assumed[0], raw.sources.id("own-assumption")))
        spread = (0.8, 1.2) if country in measured else [x / assumed[0] for x in assumed[1:]]
        for year in YEARS:
            value = ratio * output(money, country, year - 1)
            late = year - 1 > LAST_PRICE
            status = ("projected" if late else "estimated") if country in measured else "assumed"
            rows.append({"country": country, "year": year, "pay_usd2017": round(value),
                         "low": round(value * spread[0]), "high": round(value * spread[1]),
                         "status": status, "source": source})
    return rows


def faculty_rules(raw, money):
    """The project's dated values (own/faculty_rules.csv) and what the raw table prints."""
    rows = [{**{k: row[k] for k in ("country", "key", "from_year", "status")},
             **{k: float(row[k]) if row[k] else "" for k in ("value", "low", "high")},
             "source": raw.sources.id(row["source"])} for row in raw.own("faculty_rules")]
    for row in rows:
        row["from_year"] = int(row["from_year"])
    return sorted(rows + salary_floors(raw, money) + invited(raw, money),
                  key=lambda r: (r["key"], r["country"] != "*", r["country"], r["from_year"]))


def salary_floors(raw, money):
    """Least monthly pay at regional (low end) and national (high end) universities; the floor of
    calendar year Y, set in September, governs academic year Y + 1."""
    low = raw.series("faculty", "salary_min_regional_univ")["KAZ"]
    high = raw.series("faculty", "salary_min_national_univ")["KAZ"]
    rows = []
    for year, (value, source) in sorted(low.items()):
        ends = [MONTHS * v / money.rate("KAZ", year) for v in (value, high[year][0])]
        rows.append({"country": "KAZ", "key": "salary_floor", "from_year": year + 1,
                     "value": round(ends[0]), "low": round(ends[0]), "high": round(ends[1]),
                     "status": "observed", "source": source})
    return rows


def invited(raw, money):
    """Foreign academics invited for a time, and money for each: the plan of 2023."""
    people = raw.series("faculty", "foreign_staff_to_be_invited")["KAZ"][2023]
    budget = raw.series("faculty", "foreign_staff_invited_plan_budget")["KAZ"][2023]
    usd = budget[0] / people[0] / money.rate("KAZ", 2022)
    return [{"country": "KAZ", "key": key, "from_year": 2023, "value": round(value),
             "low": round(value * low), "high": round(value * high), "status": "estimated",
             "source": people[1]}
            for key, value, low, high in (("invited", people[0], 0.5, 1),
                                          ("invited_cost", usd, 0.5, 1.5))]
