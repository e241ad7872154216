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
SMALL = ("sensitivity", "baseline", *keruen.SMALL, *FACTORS, "--survivors", "1", "--budget", "31",
         "--measure", "abroad", "--measure", "graduates, both")


class Sensitivity(keruen.Case):
    def run_small(self, *arguments):
        return self.succeed(*SMALL, "--keep", self.folder, *arguments)

    def kept(self):
        (path,) = self.folder.glob("*.runs")
        return path

    def test_both_stages_are_told_within_the_budget_and_can_be_repeated(self):
        table = self.folder / "all.csv"
        answer = json.loads(self.run_small("--json", "--csv", table))
        self.assertEqual((answer["plan"]["runs"], answer["failed"]), (31, 0))
        self.assertEqual([f["key"] for f in answer["factors"]],
                         ["choose.price", "data.visa.refusal"])
        self.assertEqual(len(answer["survivors"]), 1)
        abroad = answer["measures"]["abroad"]
        for one in abroad["screening"].values():
            self.assertGreater(one["mu_star"]["value"], 0)
            self.assertLessEqual(one["mu_star"]["low"], one["mu_star"]["high"])
        (index,) = abroad["indices"]["factors"].values()
        self.assertAlmostEqual(index["total"]["value"], 1, delta=0.6)  # the only one that moves
        with open(table, encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 4)
        self.assertEqual(float(rows[0]["mu_star"]),
                         abroad["screening"]["choose.price"]["mu_star"]["value"])
        lines = self.kept().read_text().splitlines()
        self.assertEqual(len(lines), 32)  # a header and every run
        text = self.run_small()  # from what is kept
        self.assertIn("Not validated", text)
        self.assertEqual(self.kept().read_text().splitlines(), lines)
        self.kept().unlink()
        self.assertEqual(text, self.run_small("--threads", "1"))

    def test_a_killed_one_goes_on_to_the_same_result(self):
        whole = self.run_small()
        lines = self.kept().read_text()
        cut = len(lines) * 2 // 3  # as a kill may leave it, in the middle of a line
        self.kept().write_text(lines[:cut])
        self.assertEqual(whole, self.run_small())

    def test_what_is_finished_is_kept_when_interrupted(self):
        process = keruen.start(*SMALL, "--keep", self.folder, "--json")
        for line in process.stderr:
            if line.startswith("run 8 of"):
                break
        process.send_signal(2)
        out, err = process.communicate(timeout=600)
        self.assertEqual(process.returncode, 130, err)
        self.assertTrue(json.loads(out)["interrupted"])
        self.assertIn("goes on from there", err)
        self.assertGreater(len(self.kept().read_text().splitlines()), 7)

    def test_the_budget_is_stated_before_the_first_run(self):
        process = keruen.start(*SMALL, "--keep", self.folder)
        first, second = process.stderr.readline(), process.stderr.readline()
        process.kill()
        process.communicate()
        self.assertIn("31 runs at scale 0.02: 1 as the scenario is, 6 of screening", first)
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
