# SPDX-License-Identifier: MIT
"""`keruen validate --report` and --experiments: a page, its numbers and its figures belong together."""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import unittest
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen

FEW = ("--scale", "0.01", "--seeds", "1")
PAGE = keruen.ROOT / "docs/validation.md"


class Report(keruen.Case):
    @unittest.skipUnless(keruen.LONG, "simulates for half a minute: scripts/test --all")
    def test_the_report_of_few_agents_has_all_parts(self):
        page = self.folder / "small.md"
        code, out, err = keruen.command("validate", "--report", page, *FEW)
        self.assertEqual(code, 0, err)
        self.assertRegex(err, "about .* on a quiet core")
        self.assertRegex(err, "attributing growth to mechanisms: .* elapsed, about .* left")
        self.assertIn(f"the same again: keruen validate --report {page} --seeds 1 --scale 0.01", out)
        report = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
        for one in report["attribution"]:
            shared = sum(mechanism["share"] for mechanism in one["mechanisms"])
            whole = one["combinations"][-1] - one["combinations"][0]
            self.assertAlmostEqual(shared, whole, places=3)
        self.check_fees(report["fees"])
        self.assertEqual(len({row["pattern"] for row in report["patterns"]}), 37)
        text = page.read_text(encoding="utf-8")
        for row in report["patterns"]:
            self.assertIn(f"| {row['pattern']} |", text)
        self.assertLessEqual({len(fan["median"]) for fan in report["hindcast"]["fans"]},
                             {2017 - base for base in report["hindcast"]["long_bases"]})

    def check_fees(self, rows):
        paying = {(row["scenario"], row["year"]): row for row in rows if row["quantity"] == "paying"}
        self.assertEqual(len(paying), 5)
        self.assertAlmostEqual(paying["sweden-2011", 2012]["measured"], 1600 / 7600 - 1, places=4)
        self.assertAlmostEqual(paying["denmark-2006", 2008]["measured"], 753 / 1366 - 1, places=4)
        quantities = {row["quantity"] for row in rows if row["scenario"] == "sweden-2011"}
        self.assertEqual(quantities, {"paying", "recovery", "recovery without grants", "diverted",
                                      "origins"})

    def test_bad_flags_are_told_before_anything_is_simulated(self):
        code, out, err = keruen.command("validate", "--report", "page.txt")
        self.assertEqual((code, out), (2, ""))
        self.assertIn("ends in .md", err)
        code, _, err = keruen.command("validate", "--report", "page.md", "--rivals")
        self.assertEqual(code, 2)
        self.assertIn("excludes", err)


class Page(keruen.Case):
    def test_fees_keep_students_away_and_a_stronger_price_more_of_them(self):
        # The page's own run: with few agents and one seed chance would decide.
        fees = json.loads(PAGE.with_suffix(".json").read_text(encoding="utf-8"))["fees"]
        for row in (row for row in fees if row["quantity"] == "paying"):
            self.assertLess(row["simulated"], row["free"], row)
            self.assertLess(row["strong_price"], row["weak_price"], row)

    def figures(self):
        text = PAGE.read_text(encoding="utf-8")
        return [PAGE.parent / name for name in re.findall(r"!\[[^]]+\]\(([^)]+\.svg)\)", text)]

    def test_the_figures_of_the_page_are_drawings(self):
        self.assertEqual(len(self.figures()), 5)
        for path in self.figures():
            root = xml.etree.ElementTree.parse(path).getroot()
            self.assertTrue(root.tag.endswith("svg"), path)
            self.assertGreater(len(list(root.iter())), 30, path)

    @unittest.skipUnless((keruen.ROOT / "scripts/charts/node_modules").is_dir()
                         and shutil.which("node"), "no charts: scripts/validation-figures")
    def test_the_figures_are_those_of_the_numbers(self):
        shutil.copy(PAGE.with_suffix(".json"), self.folder)
        subprocess.run([keruen.ROOT / "scripts/validation-figures", self.folder / "validation.json"],
                       check=True, capture_output=True)
        for path in self.figures():
            self.assertEqual((self.folder / "figures" / path.name).read_text(encoding="utf-8"),
                             path.read_text(encoding="utf-8"), path.name)

    @unittest.skipUnless(keruen.LONG, "simulates for minutes: scripts/test --all")
    def test_the_numbers_of_the_page_are_those_of_the_command(self):
        known = json.loads(PAGE.with_suffix(".json").read_text(encoding="utf-8"))
        words = known["command"].split()
        self.assertEqual(words[:1], ["keruen"])
        page = self.folder / "validation.md"
        self.succeed(*[page if word.endswith(".md") else word for word in words[1:]])
        made = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
        made["command"] = known["command"]
        self.assertEqual(made, known)


if __name__ == "__main__":
    unittest.main()
