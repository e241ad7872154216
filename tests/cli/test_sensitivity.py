# SPDX-License-Identifier: MIT
"""`keruen sensitivity` as a user runs it."""

import csv
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen

FACTORS = ("--factor", "choose.price", "--factor", "data.visa*")
SMALL = ("sensitivity", "baseline", "--scale", "0.005", "--years", "2003:2015", *FACTORS,
         "--measure", "abroad", "--measure", "graduates, degree")
SCREEN = ("--survivors", "0", "--budget", "7")


class Sensitivity(keruen.Case):
    def run_small(self, *arguments, threads="2"):
        return self.succeed(*SMALL, "--threads", threads, "--keep", self.folder, *arguments)

    def kept(self):
        (path,) = self.folder.glob("*.runs")
        return path

    def test_factors_are_screened_and_a_killed_screening_goes_on_to_the_same(self):
        table = self.folder / "all.csv"
        answer = json.loads(self.run_small(*SCREEN, "--json", "--csv", table))
        self.assertEqual((answer["plan"]["runs"], answer["failed"]), (7, 0))
        self.assertEqual([f["key"] for f in answer["factors"]],
                         ["choose.price", "data.visa.refusal"])
        abroad = answer["measures"]["abroad"]
        self.assertGreater(abroad["screening"]["choose.price"]["mu_star"]["value"], 0)
        for one in abroad["screening"].values():
            self.assertLessEqual(one["mu_star"]["low"], one["mu_star"]["high"])
        with open(table, encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 4)
        self.assertEqual(float(rows[0]["mu_star"]),
                         abroad["screening"]["choose.price"]["mu_star"]["value"])
        lines = self.kept().read_text()
        self.assertEqual(len(lines.splitlines()), 8)  # a header and every run
        text = self.run_small(*SCREEN)  # from what is kept
        self.assertIn("Not validated", text)
        self.assertEqual(self.kept().read_text(), lines)
        # As a kill may leave it, in the middle of a line; and on another number of threads.
        self.kept().write_text(lines[:len(lines) * 2 // 3])
        self.assertEqual(text, self.run_small(*SCREEN, threads="1"))

    @unittest.skipUnless(keruen.LONG, "half a minute")
    def test_survivors_of_the_screening_have_indices_within_the_budget(self):
        answer = json.loads(self.run_small("--survivors", "1", "--budget", "31", "--json"))
        self.assertEqual((answer["plan"]["runs"], answer["failed"]), (31, 0))
        self.assertEqual(len(answer["survivors"]), 1)
        (index,) = answer["measures"]["abroad"]["indices"]["factors"].values()
        self.assertAlmostEqual(index["total"]["value"], 1, delta=0.6)  # the only one that moves
        self.assertEqual(len(self.kept().read_text().splitlines()), 32)

    def test_what_is_finished_is_kept_when_interrupted(self):
        process = keruen.start(*SMALL, *SCREEN, "--threads", "2", "--keep", self.folder, "--json")
        for line in process.stderr:
            if line.startswith("run 3 of"):
                break
        process.send_signal(2)
        out, err = process.communicate(timeout=600)
        self.assertEqual(process.returncode, 130, err)
        self.assertTrue(json.loads(out)["interrupted"])
        self.assertIn("goes on from there", err)
        self.assertGreater(len(self.kept().read_text().splitlines()), 2)

    def test_the_budget_is_stated_before_the_first_run(self):
        process = keruen.start(*SMALL, *SCREEN, "--threads", "2", "--keep", self.folder)
        first, second = process.stderr.readline(), process.stderr.readline()
        process.kill()
        process.communicate()
        self.assertIn("7 runs at scale 0.005: 1 as the scenario is, 6 of screening", first)
        self.assertRegex(second, r"a run takes .*: about .* for all on 2 threads")

    def test_factors_can_be_listed(self):
        every = json.loads(self.succeed("sensitivity", "baseline", "--list", "--json"))
        keys = [factor["key"] for factor in every]
        self.assertEqual(len(keys), len(set(keys)))
        self.assertIn("data.institution_values.autonomy", keys)
        known = {p["key"]: p for p in json.loads(self.succeed("parameters", "--json"))}
        for factor in every:
            if factor["kind"] == "parameter":
                self.assertLessEqual(known[factor["key"]]["low"], factor["low"])
                self.assertGreaterEqual(known[factor["key"]]["high"], factor["high"])

    def test_mistakes_are_told(self):
        for arguments, told in [(("--factor", "choose.prize"), "choose.price"),
                                (("--measure", "abraod"), "abroad"),
                                (("--year", "1999"), "2003 to 2035"),
                                (("--budget", "100"), "at least"),
                                (("--levels", "3"), "levels")]:
            with self.subTest(told):
                code, out, err = keruen.command("sensitivity", "baseline", *arguments,
                                                cwd=self.folder)
                self.assertEqual((code, out), (2, ""))
                self.assertIn(told, err)


if __name__ == "__main__":
    unittest.main()
