# SPDX-License-Identifier: MIT
"""`keruen benchmark`, and institutions in scenarios and result files."""

import io
import json
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

import h5py
import numpy
import pandas

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen

TEMPLATE = keruen.ROOT / "docs/own-university.csv"


class Benchmark(keruen.Case):
    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="keruen-"))
        cls.addClassCleanup(shutil.rmtree, cls.place, ignore_errors=True)
        shutil.copy(TEMPLATE, cls.place / "my-university.csv")
        scenario = cls.place / "mine.toml"
        scenario.write_text('title = "Mine"\nparent = "baseline"\n'
                            'institutions = "my-university.csv"\n', encoding="utf-8")
        cls.path = cls.place / "a.h5"
        code, _, err = keruen.command("run", scenario, "-o", cls.path, *keruen.SMALL)
        assert code == 0, err
        with h5py.File(cls.path) as file:
            cls.ids = list(file["institutions/institution"].asstr()[...])
            cls.years = list(file["institutions/year"][...])
            cls.open = file["institutions/open"][...]
            cls.value = file["institutions/value"][...]
            cls.phase = file["institutions/phase"][...]
            cls.about = json.loads(file["provenance/institutions"].asstr()[()])

    def own(self, *arguments):
        return json.loads(self.succeed("benchmark", self.path, "--json", *arguments))

    def test_kazakhstan_has_its_real_number_of_institutions(self):
        mine = numpy.array([i == "my-university" or i.startswith("KAZ-") and "-B" not in i
                            for i in self.ids])
        for year, number in {2003: 177, 2004: 180, 2008: 142, 2012: 146, 2022: 120}.items():
            self.assertEqual(self.open[self.years.index(year)][mine].sum(), number, year)

    def test_institutions_are_labelled_synthetic_or_imported(self):
        labels = {i["id"]: i["label"] for i in self.about["institutions"]}
        self.assertEqual(labels.pop("my-university"), "imported")
        self.assertEqual(set(labels.values()), {"synthetic"})

    def test_own_numbers_hold_at_the_end_of_their_year(self):
        at = self.ids.index("my-university")
        row = self.value[self.years.index(2024)][at]
        self.assertAlmostEqual(row[0], 310 / 8200, places=5)
        self.assertEqual(row[5], 3)
        found = self.own("--institution", "my-university", "--year", 2024)
        self.assertEqual(found["label"], "imported")
        self.assertAlmostEqual(found["indicators"][0]["value"], 310 / 8200, places=5)

    def test_the_csv_holds_the_same_numbers(self):
        arguments = ("--institution", "my-university", "--year", 2030)
        table = pandas.read_csv(io.StringIO(self.succeed("benchmark", self.path, "--csv",
                                                         *arguments)))
        found = self.own(*arguments)
        for line in found["indicators"]:
            own = table[(table.table == "indicators") & (table["item"] == line["name"])]
            for quantity, value in zip(own.quantity, own.value):
                if line[quantity] is None:
                    self.assertTrue(numpy.isnan(value))
                else:
                    self.assertAlmostEqual(value, line[quantity])
        self.assertEqual(table[table.table == "peers"].value.tolist(), found["peers_by_phase"])
        self.assertEqual(len(table[table.table == "outlook"]), len(found["outlook"]))

    def test_percentile_quartiles_and_phase_agree_with_the_file(self):
        found = self.own("--institution", "my-university", "--year", 2030)
        t = self.years.index(2030)
        peers = [i for i, a in enumerate(self.about["institutions"])
                 if a["region"] == "KAZ" and self.open[t][i] > 0.5]
        self.assertEqual(found["peers"], len(peers))
        at = self.ids.index("my-university")
        for k, line in enumerate(found["indicators"]):
            values = self.value[t][peers, k].astype(float)
            if numpy.isnan(values).all():
                self.assertIsNone(line["value"])
                continue
            own = self.value[t][at, k]
            share = ((values < own).mean() + (values <= own).mean()) / 2
            self.assertAlmostEqual(line["percentile"], share)
            self.assertAlmostEqual(line["median"], numpy.median(values))
            self.assertAlmostEqual(line["upper_quartile"], numpy.quantile(values, 0.75))
        self.assertEqual(found["phase"], self.phase[t][at])
        self.assertEqual(sum(found["peers_by_phase"]), len(peers))

    def test_strategy_follows_from_strength_and_outlook(self):
        seen = set()
        for name in ["KAZ-001", "KAZ-010", "my-university"] + [i for i in self.ids
                                                             if i.startswith("TUR-0")][:6]:
            found = self.own("--institution", name)
            strong = found["strength"] >= 0
            good = sum(x["opportunity"] for x in found["outlook"]) >= 2
            expected = {(True, True): "aggressive", (True, False): "conservative",
                        (False, True): "competitive", (False, False): "defensive"}
            self.assertEqual(found["strategy"], expected[strong, good])
            seen.add(found["strategy"])
        self.assertGreater(len(seen), 1)

    def test_strategies_of_the_case_worked_by_hand_on_the_page(self):
        page = (keruen.ROOT / "docs/benchmark.md").read_text(encoding="utf-8")
        page = page.partition("## By hand")[2]
        (own_then, own_now), (all_then, all_now), (home_then, home_now) = [
            [int(number.replace(",", "")) for number in row]
            for row in re.findall(r"^\| [a-z ]+ \| ([\d,]+) \| ([\d,]+) \| [\d.]+ % \|$", page,
                                  re.MULTILINE)]
        path = self.place / "by-hand.h5"
        shutil.copy(self.path, path)
        t = self.years.index(2030)
        mine = [k for k, i in enumerate(self.about["institutions"]) if i["region"] == "KAZ"]
        four = [k for k in mine if self.ids[k].startswith("KAZ-0")][:4]

        def write(home):
            with h5py.File(path, "r+") as file:
                regions = list(file["flows/host"].asstr()[...])
                kaz, rus, chn = (regions.index(code) for code in ["KAZ", "RUS", "CHN"])
                opened, value = (file[f"institutions/{name}"] for name in ["open", "value"])
                row = opened[t]
                row[mine], row[four] = 0, 1
                opened[t] = row
                table = value[t]
                research = list(file["institutions/indicator"].asstr()[...]).index("joint research")
                table[four, research] = [0.1, 0.2, 0.3, 0.4]
                value[t] = table
                for year, own, everybody, students in [(t - 5, own_then, all_then, home_then),
                                                       (t, own_now, all_now, home)]:
                    stock = numpy.zeros_like(file["flows/stock"][year])
                    stock[rus, kaz], stock[kaz, chn] = own, everybody - own
                    file["flows/stock"][year] = stock
                    enrolment = file["home/enrolment"][year]
                    enrolment[kaz] = students
                    file["home/enrolment"][year] = enrolment

        def told(which):
            return json.loads(self.succeed("benchmark", path, "--json", "--year", 2030,
                                           "--institution", self.ids[four[which]],
                                           "--indicator", "joint research"))

        write(home_now)
        strong, weak = told(2), told(1)
        self.assertEqual((strong["peers"], strong["strategy"], weak["strategy"]),
                         (4, "aggressive", "competitive"))
        self.assertAlmostEqual(strong["strength"], 0.125)
        self.assertAlmostEqual(weak["strength"], -0.125)
        self.assertEqual([x["opportunity"] for x in strong["outlook"]], [True, False, True])
        self.assertAlmostEqual(strong["outlook"][0]["growth"], 0.0192, places=4)
        self.assertAlmostEqual(strong["outlook"][2]["growth"], 0.0192, places=4)
        write(4500)
        self.assertEqual([told(which)["strategy"] for which in (2, 1)],
                         ["conservative", "defensive"])

    def test_chosen_indicators_alone_count(self):
        found = self.own("--indicator", "joint research=3", "--indicator", "digital offer")
        lines = {line["name"]: line for line in found["indicators"]}
        mark = (3 * lines["joint research"]["mark"] + lines["digital offer"]["mark"]) / 4
        self.assertAlmostEqual(found["mark"], mark)
        self.assertEqual(lines["foreign students"]["weight"], 0)

    def test_text_has_the_five_stages(self):
        out = self.succeed("benchmark", self.path, "--institution", "my-university")
        for stage in ["1 plan", "2 collect", "3 compare", "4 adapt", "5 act"]:
            self.assertIn(f"{stage}", out)
        self.assertLessEqual(max(len(line) for line in out.splitlines()), 100)

    def test_mistakes_are_told(self):
        for arguments, message in [
                (["--institution", "KAZ-01"], "KAZ-0"),
                (["--region", "KAS"], "KAZ"),
                (["--year", "1999"], "2003 to 2035"),
                (["--indicator", "foreign student"], "foreign students"),
                (["--indicator", "exchange=none"], "NAME=WEIGHT")]:
            code, _, err = keruen.command("benchmark", self.path, *arguments)
            self.assertEqual(code, 2, err)
            self.assertIn(message, err)

    def test_another_table_is_another_scenario(self):
        shutil.copytree(self.place, self.folder / "copy")
        scenario = self.folder / "copy/mine.toml"
        before = json.loads(self.succeed("check", scenario, "--json"))["sha256"]
        table = self.folder / "copy/my-university.csv"
        table.write_text(table.read_text(encoding="utf-8").replace(",8200,", ",9000,"),
                         encoding="utf-8")
        self.assertNotEqual(json.loads(self.succeed("check", scenario, "--json"))["sha256"],
                            before)


if __name__ == "__main__":
    unittest.main()
