# SPDX-License-Identifier: MIT
"""tuition.csv, home_fees.csv, living.csv and income.csv: what a year of study costs and who can
pay it. Year = academic year ending; its prices and rates are those of the calendar year before
(autumn of the year in which it starts)."""
import math
import re

from . import fill
from .raw import CIS_ADMISSION

YEARS = range(2003, 2036)
LAST_PRICE = 2024                       # calendar year
SKIPPED_SECTORS = ("top", "autonomous", "evening", "private (foundation)", "public national")
SKIPPED_NOTES = ("Medical Univ", "EVENING", "an expensive one")
LEVELS = ("bachelor", "all")
GROUPS = {"home": ("domestic", "all"), "foreign": ("international", "all")}
UNDATED = 2015                          # calendar year of a page without date or guess
TURKIC = ("KAZ", "KGZ", "UZB", "TKM", "TJK", "AZE", "UKR")  # home fee at Turkish universities
EEA_YEARS = {"CYP": 2005, "CZE": 2005, "EST": 2005, "HUN": 2005, "LVA": 2005, "LTU": 2005,
             "MLT": 2005, "POL": 2005, "SVK": 2005, "SVN": 2005, "BGR": 2008, "ROU": 2008,
             "HRV": 2014, "AUT": 2003, "BEL": 2003, "DEU": 2003, "DNK": 2003, "ESP": 2003,
             "FIN": 2003, "FRA": 2003, "GBR": 2003, "GRC": 2003, "IRL": 2003, "ISL": 2003,
             "ITA": 2003, "LIE": 2003, "LUX": 2003, "NLD": 2003, "NOR": 2003, "PRT": 2003,
             "SWE": 2003}               # first academic year ending after accession
GBR_LAST_EU_YEAR = 2021


def guessed_year(row):
    """Start year of a price row: as printed, else the guess of the note; None without either."""
    if row["year"]:
        return int(row["year"])
    found = re.search(r"about (\d{4})(?:-(\d{2,4}))?", row["note"])
    if not found:
        return None
    first = int(found.group(1))
    last = int(found.group(2) or first)
    return (first + (last if last > 99 else first // 100 * 100 + last)) // 2


def usable(row, group):
    return (row["student_type"] in GROUPS[group] and row["level"] in LEVELS
            and row["unit"] == "per year" and row["band"] in ("typical", "low", "high")
            and not any(s in row["sector"] for s in SKIPPED_SECTORS)
            and not any(s in row["note"] for s in SKIPPED_NOTES)
            and int(row["year"] or 0) <= LAST_PRICE
            and not (row["country"] == "DEU" and row["value"] == "3000"))  # one Land only


def public_only(rows):
    public = [r for r in rows if r["sector"].startswith(("public", "all"))]
    return public if len({guessed_year(r) for r in public}) >= 2 or len(public) == len(rows) \
        else rows


def anchors(raw, money, country, group):
    """({calendar year: (real value, low, high, kind, source)}): median of the typical prices of a
    year, else the geometric mean of its printed range."""
    rows = [r for r in raw.table("tuition") if r["country"] == country and usable(r, group)]
    national = own_rows(raw, country, group)
    if (country, group) == ("KAZ", "home"):
        rows = []  # named universities only; the national figures stand for all
    rows = public_only(rows + national)
    if any(r["year"] for r in rows):
        rows = [r for r in rows if r["year"]]
    by_year = {}
    for r in rows:
        year = guessed_year(r) or UNDATED
        usd = money.usd(country, float(r["value"]), r["currency"], year)
        if usd is not None:
            by_year.setdefault(year, []).append((r["band"], money.real(country, usd, year),
                                                 r["source"]))
    out = {}
    for year, prices in by_year.items():
        typical, low, high = ([v for b, v, _ in prices if b == band]
                              for band in ("typical", "low", "high"))
        source = raw.sources.id(prices[0][2])
        ends = (min(low, default=None), max(high, default=None))
        if typical:
            out[year] = (fill.median(typical), *ends, "observed", source)
        elif low and high:
            middle = fill.median(low), fill.median(high)
            value = math.sqrt(middle[0] * middle[1]) if min(middle) > 0 else sum(middle) / 2
            out[year] = (value, *ends, "estimated", source)
    return out


OWN_ROWS = (  # prices that other raw tables or bands hold: (table, country, group, indicator, band)
    ("economics", "NOR", "foreign", "tuition_non_EU_typical", "typical"),
    ("economics", "FIN", "foreign", "tuition_non_EU_average", "typical"),
    ("economics", "KAZ", "home", "state_grant_value_per_student", "low"),
    ("economics", "KAZ", "home", "state_grant_value_per_student_national_univ", "high"),
    ("tuition", "KAZ", "home", "tuition_domestic_all_mean_paid", "typical"))


def own_rows(raw, country, group):
    """Nordic averages; Kazakhstan: the value of a state grant, and prices actually paid."""
    return [{**r, "band": band, "currency": r.get("currency") or r["unit"][:3], "sector": "all"}
            for table, c, g, indicator, band in OWN_ROWS if (c, g) == (country, group)
            for r in raw.table(table) if r["country"] == country
            and r["indicator"] == indicator and int(r["year"]) <= LAST_PRICE]


def spread(anchor_list, pick):
    """Mean ratio of a printed range end to the value, over anchors that print it."""
    ratios = [a[pick] / a[0] for a in anchor_list if a[pick] is not None and a[0] > 0]
    return fill.geometric_mean([r for r in ratios if r > 0]) if any(r > 0 for r in ratios) else None


def price_path(known, change, calendar):
    """Real price in a calendar year: bridged in real local money, no bridge across a step."""
    if change and change["before"] == "step":
        first = int(change["from_year"]) - 1
        side = {y: v for y, v in known.items() if (y < first) == (calendar < first)}
        known = side or known
    return fill.along(known, lambda y: 1.0, calendar), known


def tuition_of(raw, money, country, group, home):
    """Rows of one country and group; `home` = {year: value} of the home group, for switches."""
    found = anchors(raw, money, country, group)
    change = next((c for c in raw.own("fee_changes")
                   if (c["country"], c["group"]) == (country, group)), None)
    share = raw.assumed("tuition", "paying_share", country) if group == "home" else (1, 1, 1)
    if not found:
        return assumed_tuition(raw, money, country, group)
    known = {y: a[0] for y, a in found.items()}
    ends = spread(found.values(), 1), spread(found.values(), 2)
    rows = []
    for year in YEARS:
        calendar = year - 1
        if change and change["before"] == "home" and year < int(change["from_year"]):
            value, status, source = home[year], "estimated", raw.sources.id("own-rule")
            rows.append(tuition_row(country, year, group, value, "", "", status, source))
            continue
        real, side = price_path(known, change, calendar)
        value = money.nominal(country, real, calendar)
        status = fill.status_of(side, calendar)
        anchor = found[fill.nearest(side, calendar)]
        if status == "observed" and (anchor[3] != "observed" or share[0] != 1):
            status = "estimated"
        low, high = range_of(value, ends, share)
        rows.append(tuition_row(country, year, group, value * share[0], low, high, status,
                                anchor[4]))
    return rows


def range_of(value, ends, share):
    """Printed range, with the range of the paying share; blank if neither is known."""
    if ends == (None, None) and share[1] == share[2]:
        return "", ""
    low, high = (value if e is None else value * e for e in ends)
    return min(low, value) * share[1], max(high, value) * share[2]


def assumed_tuition(raw, money, country, group):
    triple = raw.assumed("tuition", group, country)
    real = [money.real(country, v, 2016) for v in triple]
    return [tuition_row(country, year, group,
                        *(money.nominal(country, v, year - 1) for v in real), "assumed",
                        raw.sources.id("own-assumption")) for year in YEARS]


def tuition_row(country, year, group, value, low, high, status, source):
    return {"country": country, "year": year, "group": group, "value_usd": value, "low": low,
            "high": high, "status": status, "source": source}


def tuition(raw, money):
    rows = []
    for country in raw.codes:
        home = tuition_of(raw, money, country, "home", {})
        values = {r["year"]: r["value_usd"] for r in home}
        rows += home + tuition_of(raw, money, country, "foreign", values)
    return rows


def home_fees(raw):
    """Pairs whose students pay the host's home fee: EEA, the agreement of 1998, Turkic states."""
    rows = []

    def add(host, origin, first, last, status, source):
        rows.append({"host": host, "origin": origin, "from_year": first, "to_year": last,
                     "status": status, "source": raw.sources.id(source)})

    for host in sorted(EEA_YEARS):
        for origin in sorted(EEA_YEARS):
            if host != origin:
                last = GBR_LAST_EU_YEAR if "GBR" in (host, origin) else ""
                add(host, origin, max(EEA_YEARS[host], EEA_YEARS[origin]), last, "estimated",
                    "own-treaty")
    treaty = next(r["source"] for r in raw.table("visa_work_rights")
                  if r["indicator"].startswith("equal_university_admission"))
    for host in CIS_ADMISSION:
        for origin in CIS_ADMISSION:
            if host != origin:
                add(host, origin, 2003, "", "observed", treaty)
    turkic = next(r["source"] for r in raw.table("tuition") if "Turkic republics" in r["note"])
    for origin in TURKIC:
        add("TUR", origin, 2003, "", "observed", turkic)
    return rows


LIVING = ("student_living_cost", "student_living_cost_low", "student_living_cost_high",
          "living_cost_student", "proof_of_funds", "proof_of_funds_outside_London")
PER_YEAR = {"month": 12, "year": 1, "academic year": 1}


def living_anchors(raw, money):
    """{country: [(real yearly cost, source)]} from student surveys, agents and proofs of funds."""
    out, ranges = {}, {}
    for r in raw.table("living_costs") + raw.table("economics"):
        currency, _, per = r["unit"].partition("/")
        year = guessed_year(r) or UNDATED
        if r["indicator"] not in LIVING or per not in PER_YEAR or year > LAST_PRICE:
            continue
        usd = money.usd(r["country"], float(r["value"]), currency, year)
        if usd is None:
            continue
        real = money.real(r["country"], usd * PER_YEAR[per], year)
        if r["indicator"].endswith(("_low", "_high")):
            ranges.setdefault((r["country"], year), []).append((real, r["source"]))
        else:
            out.setdefault(r["country"], []).append((real, r["source"]))
    for (country, _), ends in sorted(ranges.items()):
        out.setdefault(country, []).append((fill.geometric_mean([v for v, _ in ends]),
                                            ends[0][1]))
    return out


def living(raw, money):
    """Level: median real anchor; else Numbeo's index with rent on the anchored countries; else GDP
    a head on the same. Over time with prices and rates."""
    found = living_anchors(raw, money)
    level = {c: fill.median([v for v, _ in a]) for c, a in found.items()}
    numbeo = raw.series("living_costs", "numbeo_cost_of_living_plus_rent_index")
    index = {c: fill.geometric_mean([v for v, _ in t.values()]) for c, t in numbeo.items()}
    gdp = {c: money.gdp[c][2017] for c in raw.codes}
    fits = [(index, regression(index, level)), (gdp, regression(gdp, level))]
    rows = []
    for country in raw.codes:
        low = high = None
        if country in level:
            real, status = level[country], "estimated"
            source = raw.sources.id(min(found[country], key=lambda a: abs(a[0] - real))[1])
        else:
            table, (a, b, sd) = next(f for f in fits if country in f[0])
            real = math.exp(a + b * math.log(table[country]))
            low, high = real * math.exp(-sd), real * math.exp(sd)
            status = "estimated" if table is index else "assumed"
            source = raw.sources.id("numbeo" if table is index else "own-rule")
        for year in YEARS:
            values = [money.nominal(country, v, year - 1) if v is not None else ""
                      for v in (real, low, high)]
            shown = "projected" if status == "estimated" and year - 1 > LAST_PRICE else status
            rows.append({"country": country, "year": year, "value_usd": values[0],
                         "low": values[1], "high": values[2], "status": shown, "source": source})
    return rows


def regression(x, y):
    """(intercept, slope, residual sd) of ln y on ln x over the common keys."""
    keys = sorted(set(x) & set(y))
    lx, ly = ([math.log(t[k]) for k in keys] for t in (x, y))
    mx, my = sum(lx) / len(lx), sum(ly) / len(ly)
    slope = (sum((a - mx) * (b - my) for a, b in zip(lx, ly))
             / sum((a - mx) ** 2 for a in lx))
    rest = [b - my - slope * (a - mx) for a, b in zip(lx, ly)]
    return my - slope * mx, slope, math.sqrt(sum(r * r for r in rest) / (len(rest) - 2))


def income_anchors(raw, money):
    """{country: (calendar year, constant-2017 local money in 2017 USD per head and year)} from
    survey means in PPP dollars of 2021; the last survey of each country."""
    surveys = raw.series("household_income", "mean_household_income_or_consumption_per_capita")
    out = {}
    for country, years in surveys.items():
        if country not in money.level:
            continue
        year = max(years)
        usd_2021 = years[year][0] * 365 * money.level[country][2021]
        out[country] = (min(year, LAST_PRICE), money.real(country, usd_2021, 2021),
                        years[year][1])
    return out


def income(raw, money):
    """Survey means moved with GDP a head; without a survey, the median share of GDP a head."""
    found = income_anchors(raw, money)
    gini = raw.series("household_income", "gini")

    def output(country, year):  # GDP a head in constant-2017 local money, told in 2017 USD
        return money.real(country, money.gdp[country][min(year, LAST_PRICE)], 2015)

    share = fill.median([v / output(c, y) for c, (y, v, _) in found.items()])
    rows = []
    for country in raw.codes:
        spread_ = raw.assumed("income", "gini", country)
        ginis = {y: v / 100 for y, (v, _) in gini.get(country, {}).items()}
        for year in YEARS:
            calendar = year - 1
            if country in found:
                anchor, value, source = found[country]
                mean = value * output(country, calendar) / output(country, anchor)
                status = "observed" if calendar == anchor else "estimated"
            else:
                mean, source = share * output(country, calendar), raw.sources.id("own-rule")
                status = "assumed"
            if calendar > LAST_PRICE:
                status = "projected"
            rows.append({"country": country, "year": year, "mean_income_usd2017": mean,
                         "gini": fill.along(ginis, lambda y: 1.0, calendar) if ginis
                         else spread_[0],
                         "gini_low": "" if ginis else spread_[1],
                         "gini_high": "" if ginis else spread_[2],
                         "status": status, "source": source})
    return rows
