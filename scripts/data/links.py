# SPDX-License-Identifier: MIT
"""pairs.csv, visa.csv, reception.csv, closures.csv, agreements.csv, recognition.csv,
promotion.csv."""
import math

from .prices import EEA_YEARS, GBR_LAST_EU_YEAR
from .raw import CIS_ADMISSION, academic_year

EARTH_KM = 6371.0
FIRST = 2003
VISA_FREE = ("ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "MDA", "RUS", "TJK", "UKR", "UZB")
AGREEMENTS_2011 = 124  # between ministries, Kazakhstan 2011 (S2)
CEPII = {"km": "distance_capitals", "border": "common_border", "colonial": "colonial_link"}
LANGUAGE = ("common_official_language", "common_ethnic_language_9pct")


def great_circle(a, b):
    """Kilometres between two capitals."""
    la, lb = math.radians(float(a["latitude"])), math.radians(float(b["latitude"]))
    turn = math.radians(float(a["longitude"]) - float(b["longitude"]))
    cosine = math.sin(la) * math.sin(lb) + math.cos(la) * math.cos(lb) * math.cos(turn)
    return EARTH_KM * math.acos(max(-1.0, min(1.0, cosine)))


def cepii(raw):
    """{(a, b): {indicator: value}} of the pairs that CEPII GeoDist gives."""
    table = {}
    for r in raw.table("attributes"):
        if r["source"].startswith("CEPII"):
            table.setdefault((r["country_or_origin"], r["partner"]), {})[r["indicator"]] = \
                float(r["value"])
    return {k: v for k, v in table.items() if k[0] != k[1]}


def pairs(raw):
    known = cepii(raw)
    linked = {name: {frozenset((r["a"], r["b"])) for r in raw.own(name)}
              for name in ("borders", "colonial")}
    rows = []
    for a in raw.codes:
        for b in raw.codes:
            if "XXX" in (a, b):
                rows.append(unnamed_pair(raw, a, b))
            elif a != b:
                rows.append(pair(raw, a, b, known.get((a, b)), linked))
    return rows


def pair(raw, a, b, measured, linked):
    fa, fb = raw.fact[a], raw.fact[b]
    key = frozenset((a, b))
    if measured:
        values = {name: measured[indicator] for name, indicator in CEPII.items()}
        values["language"] = max(measured[i] for i in LANGUAGE)
        status, source = "observed", "cepii-geodist"
    else:
        values = {"km": great_circle(fa, fb), "border": key in linked["borders"],
                  "colonial": key in linked["colonial"],
                  "language": bool(set(fa["languages"].split()) & set(fb["languages"].split()))}
        status, source = "estimated", "own-geography"
    return {"country_a": a, "country_b": b, "km": round(values["km"], 1),
            "language": int(values["language"]), "border": int(values["border"]),
            "ex_ussr": int(fa["ussr"] == fb["ussr"] == "1"), "colonial": int(values["colonial"]),
            "low": "", "high": "", "status": status, "source": raw.sources.id(source)}


def unnamed_pair(raw, a, b):
    km, low, high = raw.assumed("world", "km", "XXX")
    return {"country_a": a, "country_b": b, "km": km,
            "language": raw.assumed("world", "language", "XXX")[0], "border": 0, "ex_ussr": 0,
            "colonial": 0, "low": low, "high": high, "status": "assumed",
            "source": raw.sources.id("own-assumption")}


def triple(raw, table, key, country):
    value, low, high = raw.assumed(table, key, country)
    return {"low": low, "high": high, "status": "assumed",
            "source": raw.sources.id("own-assumption")}, value


def free_movement(host, origin):
    """First and last academic year of study without a visa that can be refused."""
    if host in EEA_YEARS and origin in EEA_YEARS:
        last = GBR_LAST_EU_YEAR if "GBR" in (host, origin) else None
        return max(EEA_YEARS[host], EEA_YEARS[origin]), last
    if host in VISA_FREE and origin in VISA_FREE:
        return FIRST, None
    return None


def visa(raw):
    rows = {}
    for host in raw.codes:
        mark, value = triple(raw, "visa", "refusal", host)
        rows[host, "*", FIRST] = {"refusal": value, **mark}
        for origin in raw.codes:
            years = free_movement(host, origin) if host != origin else None
            if years:
                mark, value = triple(raw, "visa", "free", "*")
                rows[host, origin, years[0]] = {"refusal": value, "needed": 0.0, **mark}
            if years and years[1]:
                mark, value = triple(raw, "visa", "refusal", host)
                rows[host, origin, years[1] + 1] = {"refusal": value, **mark}
    for r in raw.table("visa_work_rights"):
        stem, _, tail = r["indicator"].partition("_refusal_rate")
        origin = tail.removeprefix("_origin_") if tail else "*"
        if stem == "student_visa" and (origin == "*" or origin in raw.fact):
            year = academic_year(r["date"], r["year"])
            rows[r["country"], origin, year] = {
                "refusal": float(r["value"]) / 100, "low": "", "high": "",
                "status": "estimated" if r["quality"] == "estimate" else "observed",
                "source": raw.sources.id(r["source"])}
    for r in raw.own("visa_rules"):
        rows[r["host"], r["origin"], int(r["year"])] = {
            **{name: float(r[name]) for name in ("refusal", "low", "high")},
            "status": r["status"], "source": raw.sources.id(r["source"])}
    return [{"host": h, "origin": o, "year": y, "needed": 1.0, **row}
            for (h, o, y), row in sorted(rows.items())]


def reception(raw):
    """The project's own rows; notes stay behind."""
    return [{**{k: v for k, v in r.items() if k != "note"}, "from_year": int(r["from_year"]),
             **{name: float(r[name]) for name in ("value", "low", "high")},
             "source": raw.sources.id(r["source"])} for r in raw.own("reception")]


def closures(raw):
    """Years in which a host let in only a part of the new foreign students; else all."""
    return sorted(({**r, "year": int(r["year"]),
                    **{name: float(r[name]) for name in ("open", "low", "high")},
                    "source": raw.sources.id(r["source"])} for r in raw.own("closures")),
                  key=lambda r: (r["host"], r["year"]))


def agreements(raw):
    """Kazakhstan: 124 in 2011 in all; the split by partner is an even spread. Others: a range."""
    named = [c for c in raw.codes if c not in ("KAZ", "XXX")]
    mark, _ = triple(raw, "agreements", "share", "*")
    rows = [{"origin": "KAZ", "host": "*", "from_year": 2011, "count": AGREEMENTS_2011, "low": "",
             "high": "", "status": "observed", "source": raw.sources.id("model-md")}]
    rows += [{"origin": "KAZ", "host": c, "from_year": FIRST,
              "count": round(AGREEMENTS_2011 / len(named), 3), **mark} for c in named]
    mark, value = triple(raw, "agreements", "other", "*")
    rows.append({"origin": "*", "host": "*", "from_year": FIRST, "count": value, **mark})
    return rows


def recognition(raw, memberships):
    """Share of degrees recognised: rows hold from their year; `*` is the default."""
    mark, value = triple(raw, "recognition", "share", "*")
    rows = {("*", "*", FIRST): {"share": value, **mark}}
    joined = {m["country"]: m["from_year"] for m in memberships if m["bloc"] == "EHEA"}
    mark, value = triple(raw, "recognition", "ehea", "*")
    for origin in joined:
        for host in joined:
            if origin != host:
                year = max(FIRST, joined[origin], joined[host])
                rows[origin, host, year] = {"share": value, **mark}
    mark, value = triple(raw, "recognition", "cis", "*")
    for origin in CIS_ADMISSION:
        for host in CIS_ADMISSION:
            if origin != host:
                rows = {k: v for k, v in rows.items() if k[:2] != (origin, host)}
                rows[origin, host, FIRST] = {"share": value, **mark}
    bilateral = next(r for r in raw.table("visa_work_rights")
                     if r["indicator"] == "diploma_recognition_with_RUS")
    year = academic_year(bilateral["date"])
    for origin, host in (("UZB", "RUS"), ("RUS", "UZB")):
        rows[origin, host, year] = {"share": value, **mark, "status": "estimated",
                                    "source": raw.sources.id(bilateral["source"])}
    return [{"origin": o, "host": h, "from_year": y, **row}
            for (o, h, y), row in sorted(rows.items())]


def promotion(raw):
    rows = []
    for country in raw.codes:
        mark, value = triple(raw, "promotion", "million_usd", country)
        rows.append({"host": country, "year": FIRST, "million_usd": value, **mark})
    for r in raw.table("economics"):
        if r["indicator"] == "promotion_budget_of_HE_brand":
            rows.append({"host": r["country"], "year": int(r["year"]) + 1,
                         "million_usd": float(r["value"]) / 1e6, "low": "", "high": "",
                         "status": "observed", "source": raw.sources.id(r["source"])})
    return sorted(rows, key=lambda r: (r["host"], r["year"]))
