# SPDX-License-Identifier: MIT
"""`keruen target` as a user runs it."""

import csv
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen

LEVERS = ("--lever", "bolashak.places=360:8000", "--lever", "bolashak.stipend@2028=5000:20000",
          "--from", "2027")
FEW = ("--pairs", "2", "--points", "6", "--confirm", "2", "--rounds", "1", "--probability", "0.9")
SMALL = ("target", "baseline", "--scale", "0.02", *LEVERS, *FEW, "--year", "2029",
         "--definition", "stock, degree", "--no-draws", "--target", "13.5")
PLAIN = "--no-discrepancy"


class Target(keruen.Case):
    def solve(self, *arguments):
        return self.succeed(*SMALL, "--keep", self.folder, *arguments)

    def kept(self):
        (path,) = self.folder.glob("*.runs")
        return path

    def test_the_package_is_a_scenario_whose_run_is_the_pair_that_was_told(self):
        package, table = self.folder / "package.toml", self.folder / "all.csv"
        text = self.solve(PLAIN, "-o", package, "--csv", table)
        for told in ("not validated", "P(target met)", "more graduates abroad", "[policy]",
                     "cost, mobility and brain drain"):
            self.assertIn(told, text)
        lines = self.kept().read_text().splitlines()
        answer = json.loads(self.solve(PLAIN, "--json"))
        self.assertEqual(self.kept().read_text().splitlines(), lines)  # nothing was run again
        self.assertIn(answer["status"], ("found", "unconfirmed"))
        self.assertEqual((answer["validated"], answer["fixed_pairs"]["members"]), (False, 2))
        self.assertEqual(answer["scenario"], package.read_text())
        chosen = next(p for p in answer["packages"] if p["package"] == answer["package"])
        run = self.run_scenario("package.h5", "--years", ":2029", scenario=package)
        shown = json.dumps(json.loads(self.succeed("show", run, "--json")))
        self.assertIn(repr(chosen["mobilities"][0]), shown)
        with open(table, encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        kinds = [row["kind"] for row in rows]
        self.assertEqual(kinds.count("as it is"), 1)
        self.assertGreaterEqual(kinds.count("simulated"), 6)
        self.kept().unlink()
        self.assertEqual(text, self.solve(PLAIN, "-o", package, "--threads", "1"))

    def test_a_pair_strays_as_the_model_has_and_the_next_one_is_its_mirror_image(self):
        strayed = json.loads(self.solve("--json"))["packages"][0]
        self.kept().unlink()
        plain = json.loads(self.solve(PLAIN, "--json"))["packages"][0]
        self.assertEqual(strayed["mobilities_without_discrepancy"], plain["mobilities"])
        first, second = (with_it - without for with_it, without in
                         zip(strayed["mobilities"], plain["mobilities"]))
        self.assertLess(first * second, 0)
        self.assertGreater(abs(first), 0.005)

    def test_a_target_beyond_the_bounds_is_unreachable_and_that_is_an_answer(self):
        text = self.succeed(*SMALL[:-1], "60", PLAIN, "--keep", self.folder)
        self.assertIn("Unreachable within these bounds: the best is", text)

    def test_what_is_finished_is_kept_when_interrupted(self):
        process = keruen.start("target", "baseline", "--scale", "0.02", "--threads", "2", *LEVERS,
                               "--year", "2029", "--points", "6", "--keep", self.folder, "--json")
        for line in process.stderr:
            if line.startswith("design: run 2"):  # of 140, some pair is whole
                break
        process.send_signal(2)
        out, err = process.communicate(timeout=600)
        self.assertEqual(process.returncode, 130, err)
        answer = json.loads(out)
        self.assertEqual(answer["status"], "interrupted")
        self.assertEqual(len(answer["packages"]), 7)
        self.assertIsNotNone(answer["package"])
        self.assertIn("goes on from there", err)

    def test_interrupted_and_begun_again_it_ends_like_one_that_was_not(self):
        small = ("target", "baseline", "--scale", "0.005", "--threads", "1", "--years", "2013:2028",
                 *LEVERS[:2], "--from", "2027", "--pairs", "2", "--points", "5", "--confirm", "2",
                 "--rounds", "0", "--year", "2028", "--definition", "stock, degree",
                 "--no-draws", "--target", "5", "--json")
        whole, folder = self.folder / "whole", self.folder / "cut"
        whole.mkdir()
        folder.mkdir()
        expected = self.succeed(*small, "--keep", whole)
        process = keruen.start(*small, "--keep", folder)
        told = next(line for line in process.stderr if line.startswith("design: run 3"))
        process.send_signal(2)
        _, err = process.communicate(timeout=600)
        self.assertEqual(process.returncode, 130, told + err)
        (kept,) = folder.glob("*.runs")
        done = len(kept.read_text().splitlines())
        self.assertEqual(self.succeed(*small, "--keep", folder), expected)
        self.assertGreater(len(kept.read_text().splitlines()), done)

    def test_every_mistake_is_told_at_once(self):
        code, out, err = keruen.command(
            "target", "target-20-forward", "--lever", "bolashak.plaices@2027=0:1",
            "--lever", "study-abroad.places@2027=0:1000", "--lever", "KAZ.office_posts@1990=0:1",
            "--lever", "what", "--definition", "stok, degree", "--year", "1999", "--points", "5",
            "--draws", "none.csv", "--price", "KAZ.x=1", cwd=self.folder)
        self.assertEqual((code, out), (2, ""))
        for told in ("bolashak.places", "the rule twenty-percent moves", "stock, degree",
                     "2003 to 2035", "8 or more for", "none.csv", "--price", "KAZ.office_posts"):
            self.assertIn(told, err)


if __name__ == "__main__":
    unittest.main()
