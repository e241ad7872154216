# SPDX-License-Identifier: MIT
"""student_cost.csv: what a year of teaching a student costs the host, whoever pays."""
from . import fill

YEARS = range(2003, 2036)
PUBLIC, GOVERNMENT, HOUSEHOLD = ("public_expenditure_per_tertiary_student",
                                 "gov_expenditure_per_tertiary_student_ppp",
                                 "household_expenditure_per_tertiary_student_ppp")


def plain(series):
    return {c: {y: v for y, (v, _) in t.items()} for c, t in series.items()}


def household_ratio(raw):
    """{country: household over government spending per student, mean of the years with both}."""
    public, private = (plain(raw.series("economics", name)) for name in (GOVERNMENT, HOUSEHOLD))
    out = {}
    for country, years in private.items():
        both = [v / public[country][y] for y, v in years.items() if y in public.get(country, {})]
        if both:
            out[country] = sum(both) / len(both)
    return out


def nominal_gdp(money, country, year):
    """GDP a head of a calendar year, from constant-2015 to nominal US dollars."""
    return (money.gdp[country][min(year, 2024)] * money.rate(country, 2015)
            / money.cpi(country, 2015) * money.cpi(country, year) / money.rate(country, year))


def student_cost(raw, money, tuition):
    series = raw.series("economics", PUBLIC)
    shares, ratios = plain(series), household_ratio(raw)
    usual_share = fill.median([t[max(t)] for t in shares.values()])
    usual_ratio = fill.median(ratios.values())
    _, low, high = raw.assumed("student_cost", "spread", "*")
    home = {(r["country"], r["year"]): r["value_usd"] for r in tuition if r["group"] == "home"}
    rows = []
    for country in raw.codes:
        known = shares.get(country)
        for year in YEARS:
            share = fill.along(known, lambda y: 1.0, year - 1) if known else usual_share
            value = (share / 100 * (1 + ratios.get(country, usual_ratio))
                     * nominal_gdp(money, country, year - 1))
            if known and country in ratios:
                status, source, spread = "estimated", series[country][max(known)][1], ("", "")
            else:
                status = "estimated" if known else "assumed"
                source = raw.sources.id("own-rule" if known else "own-assumption")
                spread = (round(value * low, 1), round(value * high, 1))
            if home[country, year] > value:  # teaching costs what home students pay, or more
                value, status, source = home[country, year], "estimated", raw.sources.id("own-rule")
                spread = (value, round(value * high, 1))
            rows.append({"country": country, "year": year, "value_usd": round(value, 1),
                         "low": spread[0], "high": spread[1], "status": status, "source": source})
    return rows
