# SPDX-License-Identifier: MIT
"""Reading the raw tables and the project's own facts, and naming their sources."""
import csv
import re
from pathlib import Path

OWN = Path(__file__).parent / "own"
CIS_ADMISSION = ("BLR", "KAZ", "KGZ", "RUS")  # agreement of 24 Nov 1998 (visa_work_rights.csv)


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Sources:
    """Gives every source text a short id and keeps the texts that were used."""

    def __init__(self):
        self._known = read_csv(OWN / "sources.csv")
        self._ids = {}   # full text -> id
        self.rows = {}   # id -> row of sources.csv

    def id(self, text):
        """The short id of a raw source text, or of one of the project's own sources."""
        if text not in self._ids:
            self._ids[text] = self._register(text)
        return self._ids[text]

    def _register(self, text):
        known = [k for k in self._known if text == k["id"] or k["prefix"] and
                 text.startswith(k["prefix"])]
        if known:
            best = max(known, key=lambda k: len(k["prefix"]))
            self.rows[best["id"]] = {"id": best["id"], "text": best["text"],
                                     "licence": best["licence"]}
            return best["id"]
        stem = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:32].strip("-") or "unnamed"
        name, n = stem, 2
        while name in self.rows:
            name, n = f"{stem}-{n}", n + 1
        self.rows[name] = {"id": name, "text": text,
                           "licence": "facts quoted from the named page; check before publishing"}
        return name


class Raw:
    """The raw tables, indexed, with the project's own facts beside them."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.sources = Sources()
        self.countries = read_csv(OWN / "countries.csv")
        self.fact = {row["country"]: row for row in self.countries}
        self.codes = [row["country"] for row in self.countries]
        self._assumed = {(r["table"], r["key"], r["scope"]): r
                         for r in read_csv(OWN / "assumptions.csv")}
        self._tables = {}

    def table(self, name):
        if name not in self._tables:
            self._tables[name] = read_csv(self.folder / f"{name}.csv")
        return self._tables[name]

    def own(self, name):
        return read_csv(OWN / f"{name}.csv")

    def series(self, name, indicator, newest=()):
        """{country: {year: (value, source id)}}; of several vintages, the one whose source starts
        with the earliest entry of `newest` wins, else the last row of the file."""
        best = {}
        for row in self.table(name):
            if row["indicator"] != indicator or not row["year"] or row["value"] == "":
                continue
            rank = next((i for i, p in enumerate(newest) if row["source"].startswith(p)),
                        len(newest))
            country = row.get("country") or row["country_or_origin"]
            key = (country, int(row["year"]))
            if key not in best or rank <= best[key][0]:
                best[key] = (rank, float(row["value"]), row["source"])
        out = {}
        for (country, year), (_, value, text) in sorted(best.items()):
            if country in self.fact:
                out.setdefault(country, {})[year] = (value, self.sources.id(text))
        return out

    def assumed(self, table, key, country):
        """(value, low, high) of an assumption: for the country, else its group, else all."""
        group = self.fact[country]["group"] if country in self.fact else "*"
        for scope in (country, group, "*"):
            row = self._assumed.get((table, key, scope))
            if row:
                return tuple(float(row[c]) for c in ("value", "low", "high"))
        raise KeyError(f"no assumption {table}/{key} for {country}")


def academic_year(date, fallback=""):
    """First academic year (ending) governed by a rule of this date: in force by September, it
    counts for the year that starts that autumn. "before ..." rows hold from the first year."""
    if date.startswith("before"):
        return 2003
    found = re.search(r"((?:19|20)\d{2})(?:-(\d{2})(?!\d))?", date or fallback)
    year, month = int(found.group(1)), int(found.group(2) or 1)
    if month > 12:  # "2021-22": a fiscal year
        month = 1
    return year + (1 if month <= 9 else 2)
