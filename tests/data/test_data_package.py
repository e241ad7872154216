# SPDX-License-Identifier: MIT
"""The committed tables keep their schema, their year convention and their anchor values."""
import csv
import json
import math
import os
import re
import subprocess
import unittest
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "scenarios" / "data"


def load_package():
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


def load_table(resource):
    raw = (DATA / resource["path"]).read_bytes()
    if b"\r" in raw or not raw.endswith(b"\n"):
        raise AssertionError(f"{resource['path']}: lines must end in LF")
    reader = csv.reader(raw.decode("utf-8").splitlines())
    header = next(reader)
    return header, [dict(zip(header, row, strict=True)) for row in reader]


PACKAGE = load_package()
TABLES = {name: load_table(resource) for name, resource in PACKAGE.items()}


def rows(name):
    return TABLES[name][1]


def country_of():
    """{territory: country}"""
    return {r["territory"]: r["country"] for r in rows("territories")}


def value(name, column, **where):
    """The one cell of `column` in the row that matches `where`."""
    found = [r for r in rows(name) if all(r[k] == str(v) for k, v in where.items())]
    if len(found) != 1:
        raise AssertionError(f"{name} {where}: {len(found)} rows")
    return float(found[0][column]) if column != "status" else found[0][column]


def fault(field, cell):
    """What is wrong with a cell under its field's type and constraints, or None."""
    limits = field["constraints"]
    if cell == "":
        return "empty" if limits.get("required") else None
    if "enum" in limits and cell not in limits["enum"]:
        return "not in enum"
    if "pattern" in limits and not re.fullmatch(limits["pattern"], cell):
        return "pattern"
    if field["type"] == "boolean":
        return None if cell in field["trueValues"] + field["falseValues"] else "not boolean"
    if field["type"] in ("integer", "number"):
        number = int(cell) if field["type"] == "integer" else float(cell)
        if not math.isfinite(number):
            return "not finite"
        if number < limits.get("minimum", number) or number > limits.get("maximum", number):
            return "out of range"
    return None


class Schema(unittest.TestCase):
    def test_every_file_of_the_folder_is_described(self):
        listed = {r["path"] for r in PACKAGE.values()}
        self.assertEqual(listed, {p.name for p in DATA.glob("*.csv")})

    def test_columns_stand_in_the_order_of_the_schema(self):
        for name, (header, _) in TABLES.items():
            fields = [f["name"] for f in PACKAGE[name]["schema"]["fields"]]
            self.assertEqual(header, fields, name)

    def test_every_cell_meets_its_type_and_constraints(self):
        for name, (_, table) in TABLES.items():
            for field in PACKAGE[name]["schema"]["fields"]:
                for line, row in enumerate(table, start=2):
                    problem = fault(field, row[field["name"]])
                    if problem:
                        self.fail(f"{name}.csv:{line}: {field['name']} = "
                                  f"{row[field['name']]!r}: {problem}")

    def test_primary_keys_are_unique(self):
        for name, (_, table) in TABLES.items():
            key = PACKAGE[name]["schema"]["primaryKey"]
            seen = {tuple(r[k] for k in key) for r in table}
            self.assertEqual(len(seen), len(table), name)

    def test_foreign_keys_resolve(self):
        for name, (_, table) in TABLES.items():
            for key in PACKAGE[name]["schema"]["foreignKeys"]:
                target = key["reference"]
                known = {r[target["fields"]] for r in rows(target["resource"])}
                missing = {r[key["fields"]] for r in table} - known
                self.assertFalse(missing, f"{name}.{key['fields']}")

    def test_lists_and_stars_name_known_countries(self):
        known = {r["country"] for r in rows("countries")} | {"*"}
        for row in rows("programmes"):
            self.assertLessEqual(set(row["hosts"].split(";")), known)
            self.assertLessEqual(set(row["origins"].split(";")), known)
        for name in ("visa", "agreements", "recognition"):
            for column in ("origin", "host"):
                self.assertLessEqual({r[column] for r in rows(name)}, known, name)

    def test_assumed_rows_carry_a_range_that_holds_the_value(self):
        ranges = {"enrolment": "students", "cohorts": "persons", "study_mode": "count_share",
                  "tuition": "value_usd", "living": "value_usd", "visa": "refusal",
                  "quality": "top500", "programme_values": "value", "agreements": "count",
                  "recognition": "share", "promotion": "million_usd",
                  "stay_rates": "five_year_share"}
        for name, column in ranges.items():
            for row in rows(name):
                if row["status"] == "assumed":
                    low, middle, high = (float(row[c]) for c in ("low", column, "high"))
                    self.assertTrue(low <= middle * 1.0001 and middle <= high * 1.0001,
                                    f"{name} {row}")

    def test_yearly_tables_have_every_country_and_year(self):
        countries = {r["country"] for r in rows("countries")}
        for name, first in (("enrolment", 2000), ("cohorts", 2000), ("economy", 2000),
                            ("living", 2003), ("income", 2003), ("quality", 2003),
                            ("work_rights", 2003), ("faculty", 2003), ("faculty_pay", 2003)):
            self.assertEqual({(r["country"], int(r["year"])) for r in rows(name)},
                             {(c, y) for c in countries for y in range(first, 2036)}, name)
        self.assertEqual(len(rows("tuition")), len(countries) * 33 * 2)
        pairs = {(r["country_a"], r["country_b"]) for r in rows("pairs")}
        within = set(country_of().items())
        self.assertEqual(pairs, {(a, b) for a in countries for b in countries
                                 if (a != b or a == "XXX") and not {(a, b), (b, a)} & within})


class YearConvention(unittest.TestCase):
    """Every year is the academic year ending (economy: calendar years)."""

    def test_tuition_year_is_one_after_the_start_year(self):
        # United Kingdom, foreign bachelor, 2013/14: 11,289 GBP at the rate of 2013.
        rate = value("economy", "rate", country="GBR", year=2013)
        paid = value("tuition", "value_usd", country="GBR", year=2014, group="foreign")
        self.assertAlmostEqual(paid * rate, 11289, delta=2)

    def test_chinese_calendar_year_keeps_its_number(self):
        # 11,764 Kazakhstanis of all kinds in calendar 2014, 43.6 % of students for a degree.
        self.assertAlmostEqual(
            value("flows", "students", origin="KAZ", host="CHN", year=2014), 11764 * 0.436,
            delta=0.1)

    def test_swedish_fees_of_autumn_2011_begin_in_2012(self):
        fee = {y: value("tuition", "value_usd", country="SWE", year=y, group="foreign")
               for y in (2011, 2012)}
        self.assertEqual(fee[2011], 0)
        self.assertGreater(fee[2012], 10000)

    def test_academic_year_2023_24_is_2024(self):
        self.assertEqual(
            value("enrolment", "university_students", country="KAZ", year=2024), 592694)

    def test_scholarship_of_autumn_2013_is_2014(self):
        places = {y: value("programme_values", "value", programme="russian-quota", key="places",
                           year=y) for y in (2013, 2014)}
        self.assertEqual(places, {2013: 10000, 2014: 15000})


class Flows(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        parts = country_of()  # counted in their countries
        cls.cell = {(r["origin"], r["host"], int(r["year"])): float(r["students"])
                    for r in rows("flows") if r["origin"] not in parts and r["host"] not in parts}

    def total(self, year, origin=None, host=None, without=()):
        return sum(v for (o, h, y), v in self.cell.items() if y == year
                   and origin in (None, o) and host in (None, h) and h not in without)

    def test_anchor_values(self):
        self.assertEqual(self.cell["KAZ", "RUS", 2016], 69895)
        self.assertEqual(value("flows", "status", origin="KAZ", host="RUS", year=2016), "observed")
        self.assertEqual(value("outbound", "students", origin="KAZ", year=2014), 66998)

    def test_outbound_total_of_kazakhstan_without_china_is_kept(self):
        for year, known in ((2012, 42444), (2014, 66998), (2016, 90213)):
            self.assertAlmostEqual(self.total(year, origin="KAZ", without=("CHN",)), known,
                                   delta=known * 0.01)

    def test_unnamed_origins_are_the_total_minus_the_named(self):
        for host, year, known in (("RUS", 2014, 213347), ("TUR", 2017, 108076),
                                  ("KAZ", 2017, 13850), ("DEU", 2016, 244575)):
            self.assertAlmostEqual(self.total(year, host=host), known, delta=2)
        self.assertTrue(all(v >= 0 for v in self.cell.values()))

    def test_china_counts_degree_equivalents(self):
        # 489,200 foreign students of 2017, of whom 49.4 % for a degree.
        self.assertAlmostEqual(self.total(2017, host="CHN"), 489200 * 0.494, delta=3)

    def test_region_sums_are_built_from_countries(self):
        self.assertFalse({"EHEA", "WLD"} & {c for o, h, _ in self.cell for c in (o, h)})
        parts = country_of()
        members = {r["country"] for r in rows("memberships")
                   if r["bloc"] == "EHEA" and r["country"] not in parts}
        self.assertEqual(len(members), 49)
        home, anglo = {"KAZ", "RUS", "CHN", "TUR"}, {"USA", "CAN", "AUS", "NZL"}
        asia = {"KGZ", "UZB", "TJK", "TKM"}
        regions = [{c} for c in home | {"GBR"}] + [anglo, asia, members - home - {"GBR"}]
        named = set().union(*regions)
        regions.append({r["country"] for r in rows("countries")} - named - set(parts))
        self.assertEqual(sum(map(len, regions)), len(rows("countries")) - len(parts))
        parts = [sum(self.cell.get(("KAZ", h, 2016), 0) for h in region) for region in regions]
        self.assertAlmostEqual(sum(parts), self.total(2016, origin="KAZ"), places=3)

    def test_nothing_after_2017(self):
        for name in ("flows", "outbound"):
            self.assertLessEqual(max(int(r["year"]) for r in rows(name)), 2017)

    def test_outcomes_of_fees_are_those_that_may_be_known(self):
        self.assertEqual({(r["scenario"], r["year"], r["students"]) for r in rows("fee_outcomes")},
                         {("sweden-2011", "2011", "7600"), ("sweden-2011", "2012", "1600"),
                          ("sweden-2011", "2013", "1712"), ("sweden-2011", "2016", "2973"),
                          ("denmark-2006", "2006", "1366"), ("denmark-2006", "2008", "753"),
                          ("baden-wuerttemberg-2017", "2017", "7700"),
                          ("baden-wuerttemberg-2017", "2018", "6080")})

    def test_patterns_repeat_the_tables_they_come_from(self):
        for r in rows("patterns"):
            pairs = [(r["year"], r["value"])] + ([(r["since"], r["before"])] if r["since"] else [])
            for year, value_ in pairs:
                if r["measure"] == "paying entrants":
                    found = value("fee_outcomes", "students", scenario=r["scenario"], year=year)
                elif r["measure"] == "degree students abroad":
                    found = value("outbound", "students", origin=r["origin"], year=year)
                else:
                    continue
                self.assertEqual(float(value_), found, r["pattern"])

    def test_nothing_measured_after_2018_is_calibrated_on(self):
        self.assertTrue(all(int(r["year"]) <= 2018 for r in rows("patterns")))

    def test_every_recorded_pair_has_every_year(self):
        years = defaultdict(set)
        for o, h, y in self.cell:
            years[o, h].add(y)
        self.assertTrue(all(v == set(range(2003, 2018)) for v in years.values()))

    def test_false_zeros_of_russia_2013_are_bridged(self):
        for origin in ("CHN", "IND", "VNM"):
            self.assertGreater(self.cell[origin, "RUS", 2013], 0)
            self.assertEqual(value("flows", "status", origin=origin, host="RUS", year=2013),
                             "bridged")

    def test_flows_known_at_a_base_are_those_of_today_where_a_source_had_spoken(self):
        today = {(r["origin"], r["host"], r["year"]): r for r in rows("flows")}
        bases, parts = set(), country_of()
        for r in rows("known_flows"):
            if r["origin"] in parts or r["host"] in parts:
                continue
            now = today[r["origin"], r["host"], r["year"]]
            self.assertNotEqual(now["status"], "observed", r)
            self.assertNotEqual(now["students"], r["students"], r)
            self.assertLessEqual(int(r["year"]), int(r["base"]))
            bases.add(int(r["base"]))
        self.assertEqual(bases, set(range(2008, 2016)))
        self.assertEqual({int(r["base"]) for r in rows("known_momentum")}, bases)

    def test_a_hole_is_bridged_today_and_was_carried_on_at_its_base(self):
        # Nobody has a record of Spain in 2014; in 2015 anybody could bridge it.
        then = value("known_flows", "students", origin="FRA", host="ESP", year=2014, base=2014)
        self.assertNotEqual(then, value("flows", "students", origin="FRA", host="ESP", year=2014))
        self.assertFalse([r for r in rows("known_flows") if (r["origin"], r["host"], r["year"],
                          r["base"]) == ("FRA", "ESP", "2014", "2015")])

    def test_momentum_is_the_shrunk_sum_of_its_parts(self):
        for r in rows("momentum"):
            g = (.9 * float(r["world"]) + .35 * float(r["host_effect"])
                 + .7 * float(r["origin_effect"]) + .3 * float(r["rest"]))
            self.assertAlmostEqual(g, float(r["momentum"]), delta=2e-5)


class Territories(unittest.TestCase):
    """A country's territories are the country: DE-BW beside the rest of Germany."""

    def test_the_shares_of_a_country_add_up_to_one(self):
        total = defaultdict(float)
        for r in rows("territories"):
            total[r["country"], r["measure"]] += float(r["share"])
        self.assertEqual({round(v, 6) for v in total.values()}, {1.0})

    def test_people_of_the_territories_are_those_of_the_country(self):
        counted = {"persons", "universities", "institutions",
                   "million nominal US dollars per year"}
        columns = {(name, f["name"]) for name, r in PACKAGE.items() for f in r["schema"]["fields"]
                   if f.get("unit") in counted and f["constraints"].get("required")}
        self.assertGreater(len(columns), 6)
        parts = country_of()
        for name, column in sorted(columns):
            keys = [f["name"] for f in PACKAGE[name]["schema"]["fields"]
                    if f["name"] in ("country", "origin", "host", "year")]
            whole, sum_of_parts = {}, defaultdict(float)
            for r in rows(name):
                cell = tuple(r[k] for k in keys)
                inside = tuple(parts.get(k, k) for k in cell)
                if inside != cell:
                    sum_of_parts[inside] += float(r[column])
                else:
                    whole[cell] = float(r[column])
            self.assertGreater(len(sum_of_parts), 0, name)
            for cell, total in sum_of_parts.items():
                self.assertAlmostEqual(total, whole[cell], delta=2 + 1e-5 * total,
                                       msg=f"{name} {cell}")

    def test_only_foreigners_in_baden_wuerttemberg_pay_from_2018_on(self):
        fee = {(c, y, g): value("tuition", "value_usd", country=c, year=y, group=g)
               for c in ("DE-BW", "DE-XX") for y in (2017, 2018) for g in ("home", "foreign")}
        charged = {k for k, v in fee.items() if v > 0}
        self.assertEqual(charged, {("DE-BW", 2018, "foreign")})
        rate = value("economy", "rate", country="DEU", year=2017)
        self.assertAlmostEqual(fee["DE-BW", 2018, "foreign"] * rate, 3000, delta=1)

    def test_programmes_of_the_country_are_open_in_its_territories(self):
        for r in rows("programmes"):
            hosts = r["hosts"].split(";")
            self.assertEqual("DEU" in hosts, "DE-BW" in hosts)


class Money(unittest.TestCase):
    def test_devaluations_reach_the_rates(self):
        self.assertAlmostEqual(value("economy", "rate", country="KAZ", year=2014), 179.19, 1)
        self.assertAlmostEqual(value("economy", "rate", country="KAZ", year=2016), 342.16, 1)
        self.assertAlmostEqual(value("economy", "rate", country="RUS", year=2015), 60.94, 1)

    def test_prices_are_one_in_2017_everywhere(self):
        for r in rows("economy"):
            if r["year"] == "2017":
                self.assertEqual(float(r["cpi"]), 1, r["country"])

    def test_official_rates_of_uzbekistan_and_turkmenistan_have_no_price_effect(self):
        def real(country, year):
            cells = {k: value("economy", k, country=country, year=year) for k in ("rate", "cpi")}
            return cells["rate"] / cells["cpi"] * value("economy", "cpi", country="USA", year=year)
        for country in ("UZB", "TKM"):
            self.assertAlmostEqual(real(country, 2010) / real(country, 2017), 1, places=4)


class Faculty(unittest.TestCase):
    def test_kazakhstan_counts_university_staff(self):
        for year, staff in ((2003, 37600), (2016, 38087), (2018, 38212), (2022, 36378)):
            self.assertEqual(value("faculty", "staff", country="KAZ", year=year), staff)
            self.assertEqual(value("faculty", "status", country="KAZ", year=year), "observed")

    def test_a_floor_set_in_september_governs_the_year_that_then_starts(self):
        floors = {r["from_year"]: float(r["value"]) for r in rows("faculty_rules")
                  if r["key"] == "salary_floor" and r["country"] == "KAZ"}
        self.assertEqual(sorted(floors), ["2023", "2024"])
        rate = value("economy", "rate", country="KAZ", year=2023)
        self.assertAlmostEqual(floors["2024"], 12 * 350000 / rate, delta=1)


@unittest.skipUnless(os.environ.get("KERUEN_RAW_DATA"), "KERUEN_RAW_DATA names no raw tables")
class Build(unittest.TestCase):
    def test_committed_tables_are_what_the_raw_tables_give(self):
        done = subprocess.run([ROOT / "scripts" / "build-data", "--check",
                               os.environ["KERUEN_RAW_DATA"]], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
