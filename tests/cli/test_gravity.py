# SPDX-License-Identifier: MIT
"""`keruen gravity` and `keruen validate`: tables, CSV and JSON agree, and the pages show them."""

import csv
import io
import json
import os
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen


@keruen.only_once
def said(*arguments):
    """The standard output of a command that must end well; of each command once."""
    code, out, err = keruen.command(*arguments)
    assert code == 0, err
    return out


class Gravity(keruen.Case):
    def test_text_csv_and_json_hold_the_same_estimates(self):
        models = json.loads(said("gravity", "--json"))["models"]
        lines = list(csv.DictReader(io.StringIO(said("gravity", "--csv"))))
        text = said("gravity")
        self.assertEqual(len(lines), sum(len(model["terms"]) for model in models))
        for model in models:
            self.assertGreater(model["observations"], 1000)
            self.assertIn(f"{model['observations']:,} flows of {model['pairs']:,} pairs", text)
            for term in model["terms"]:
                line = next(x for x in lines
                            if (x["model"], x["term"]) == (model["name"], term["name"]))
                self.assertAlmostEqual(float(line["estimate"]), term["estimate"], places=8)
                self.assertAlmostEqual(float(line["error"]), term["error"], places=8)
                self.assertRegex(text, rf"{term['name']} +{term['estimate']:.3f} +{term['error']:.3f}")

    def test_the_sample_is_what_was_estimated_from(self):
        sample = list(csv.DictReader(io.StringIO(said("gravity", "--sample"))))
        model = json.loads(said("gravity", "--json"))["models"][0]
        self.assertEqual(len(sample), model["observations"] + model["left_out"])
        self.assertEqual({row["year"] for row in sample}, {"2012", "2013", "2014"})
        self.assertTrue(any(float(row["students"]) == 0 for row in sample))
        self.assertTrue(any(row["log_lag"] == "" for row in sample))
        self.assertNotIn("CHN", {row["host"] for row in sample})

    def test_years_without_records_are_refused(self):
        for years, wanted in [("2018:2020", "at least 100"), ("2014:2012", "A:B"),
                              ("x", "A:B"), ("2012", "A:B")]:
            code, out, err = keruen.command("gravity", "--years", years)
            self.assertEqual((code, out), (2, ""), years)
            self.assertIn(wanted, err)


FEW = ("--scale", "0.02", "--seeds", "1")  # simulations of a second


class Validate(keruen.Case):
    def test_text_csv_and_json_hold_the_same_skill(self):
        found = json.loads(said("validate", *FEW, "--json"))
        rows = list(csv.DictReader(io.StringIO(said("validate", *FEW, "--csv"))))
        text = said("validate", *FEW)
        self.assertEqual(len(rows), len(found["rows"]))
        for row, line in zip(found["rows"], rows):
            self.assertEqual((row["set"], row["forecaster"]), (line["set"], line["forecaster"]))
            self.assertAlmostEqual(row["ratio"], float(line["ratio"]), places=4)
            if row["forecaster"] == "persistence":
                self.assertEqual(row["ratio"], 1)
        self.assertEqual(found["forecasters"][0], "persistence")
        for name in found["forecasters"]:
            self.assertIn(f"\n  {name} ", text)
        self.assertLessEqual(max(len(line) for line in text.splitlines()), 100)

    def test_every_forecaster_is_judged_by_the_same_cases(self):
        cases = {}
        for row in json.loads(said("validate", *FEW, "--json"))["rows"]:
            key = (row["set"], row["counted_by"], row["base"], row["horizon"], row["least_horizon"])
            cases.setdefault(key, set()).add((row["cases"], row["flows"]))
        self.assertTrue(cases)
        for key, sizes in cases.items():
            self.assertEqual(len(sizes), 1, key)

    def test_a_scenario_gives_the_regions(self):
        of = {name: json.loads(said("validate", name, "--rivals", "--json")) for name in
              ("baseline", "sweden-2011")}
        flows = {name: next(row["flows"] for row in found["rows"] if row["set"] == "regions")
                 for name, found in of.items()}
        self.assertNotEqual(flows["baseline"], flows["sweden-2011"])
        self.assertEqual(of["baseline"]["constant_pairs"], of["sweden-2011"]["constant_pairs"])

    def test_the_simulation_has_bands_and_the_others_have_none(self):
        found = json.loads(said("validate", *FEW, "--json"))
        self.assertEqual(found["forecasters"][-1], "simulation")
        for row in found["rows"]:
            cover = [row["coverage"][share] for share in ("50", "80", "95")]
            if row["forecaster"] != "simulation":
                self.assertEqual(cover, [None] * 3)
            else:
                self.assertEqual(cover, sorted(cover))
        rivals = json.loads(said("validate", "--rivals", "--json"))
        self.assertEqual(rivals["forecasters"], found["forecasters"][:-1])
        self.assertEqual(rivals["rows"], [row for row in found["rows"]
                                          if row["forecaster"] != "simulation"])

    def test_progress_is_told_on_stderr(self):
        code, out, err = keruen.command("validate", *FEW, "--threads", "1")
        self.assertEqual((code, out), (0, said("validate", *FEW)))
        self.assertRegex(err, r"simulating from 2013: .* elapsed, about .* left")


class Pages(keruen.Case):
    def block(self, page, command):
        """The page's text, and the generated block within it with its marks."""
        text = (keruen.ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
        begin, end = f"<!-- generated: keruen {command} -->\n", "<!-- end -->"
        found = re.findall(re.escape(begin) + r".*?" + re.escape(end), text, re.DOTALL)
        self.assertEqual(len(found), 1)
        return text, begin, found[0], end

    def tables(self, *arguments):
        """What a command says but for how to repeat it, which names this very build."""
        return said(*arguments).split("\nrepeat: keruen")[0]

    def check_page(self, page, command):
        text, begin, found, end = self.block(page, command)
        made = f"{begin}```\n{self.tables(*command.split())}```\n{end}"
        if os.environ.get("KERUEN_UPDATE") == "1":
            path = keruen.ROOT / f"docs/{page}.md"
            path.write_text(text.replace(found, made), encoding="utf-8")
            found = made
        self.assertEqual(made, found)

    def test_the_table_of_gravity_is_that_of_the_command(self):
        self.check_page("gravity", "gravity")

    def test_the_rivals_of_the_page_on_hindcasts_are_those_of_the_command(self):
        _, _, found, _ = self.block("hindcasts", "validate")
        for line in self.tables("validate", "--rivals").splitlines():
            self.assertIn(line.rstrip(), [one.rstrip() for one in found.splitlines()])

    @unittest.skipUnless(keruen.LONG, "simulates for minutes: scripts/test --all")
    def test_the_tables_of_the_page_on_hindcasts_are_those_of_the_command(self):
        self.check_page("hindcasts", "validate")


if __name__ == "__main__":
    unittest.main()
