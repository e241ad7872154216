# SPDX-License-Identifier: MIT
"""`keruen ensemble` as a user runs it."""

import hashlib
import json
import pathlib
import sys
import unittest

import pandas

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen

SCENARIO = ("ensemble", "baseline", *keruen.SMALL, "--paths", "2")
RUN = (*SCENARIO, "--no-draws")


class Ensemble(keruen.Case):
    def sample(self):
        path = self.folder / "sample.csv"
        path.write_text("choose.price\n-1.0\n-1.5\n-2.0\n", encoding="utf-8")
        return path

    def test_bands_and_probabilities_are_of_every_definition_and_in_order(self):
        path = self.folder / "bands.csv"
        answer = json.loads(self.succeed(*RUN, "--seeds", "4", "--json", "--csv", path))
        self.assertEqual((answer["members"], answer["validated"]), (4, False))
        self.assertGreater(len(answer["definitions"]), 300)
        for figures in answer["definitions"].values():
            for band in figures["quantiles"]:
                if band[0] is not None:
                    self.assertEqual(band, sorted(band))
            told = [p for p in figures["met_by"] if p is not None]
            self.assertTrue(all(0 <= p <= 1 for p in told))
        table = pandas.read_csv(path, float_precision="round_trip")
        mine = table[(table.definition == "stock, degree") & (table.year == 2030)]
        at = answer["years"].index(2030)
        self.assertEqual(float(mine.q50.iloc[0]),
                         answer["definitions"]["stock, degree"]["quantiles"][at][2])

    def test_a_member_is_the_run_of_its_seed(self):
        run = self.run_scenario("a.h5")
        show = json.loads(self.succeed("show", run, "--json"))
        answer = json.loads(self.succeed(*SCENARIO[:-1], "0", "--no-draws", "--seeds", "1",
                                         "--json"))
        self.assertNotIn("with_discrepancy", answer["definitions"]["stock, degree"])
        text = json.dumps(show)
        mean = answer["definitions"]["stock, degree"]["mean"][answer["years"].index(2030)]
        self.assertIn(repr(mean), text)

    def test_parameters_and_chance_are_told_apart(self):
        out = self.succeed(*SCENARIO, "--seeds", "2", "--draws", self.sample())
        self.assertIn("between 3 draws", out)
        self.assertIn("between paths of one member, from 2015 on", out)
        self.assertIn("Not validated: all other definitions", " ".join(out.split()))
        self.assertEqual(out,
                         self.succeed(*SCENARIO, "--seeds", "2", "--draws", self.sample()))

    def test_the_draws_are_those_of_the_scenarios_own_sample(self):
        answer = json.loads(self.succeed(*SCENARIO, "--most-draws", "1", "--years", "2003:2015",
                                         "--json"))
        self.assertEqual(answer["members"], 2)
        sample = keruen.ROOT / "scenarios/posterior/baseline.csv"
        self.assertEqual(answer["provenance"]["sample_sha256"],
                         hashlib.sha256(sample.read_bytes()).hexdigest())

    def test_model_discrepancy_begins_after_the_base_and_is_told_beside_the_rest(self):
        answer = json.loads(self.succeed(*RUN, "--seeds", "1", "--json"))
        years = answer["years"]
        for label, figures in answer["definitions"].items():
            wide, own = figures["with_discrepancy"], figures["quantiles"]
            for at in range(years.index(2014) + 1):
                self.assertEqual(wide["quantiles"][at], own[at], label)
        for label in ("stock, both", "graduates, credit", "yearly flow, degree"):
            figures = answer["definitions"][label]
            self.assertEqual(figures["discrepancy_variance"][years.index(2014)], 0)
            self.assertGreater(figures["discrepancy_variance"][-1],
                               figures["discrepancy_variance"][years.index(2015)])
            self.assertIsNone(figures["judged_to"])
            band, (own, *_) = figures["with_discrepancy"]["quantiles"][-1], figures["quantiles"][-1]
            self.assertLess(band[0], own)
            self.assertGreater(band[-1], own)
        self.assertEqual(answer["definitions"]["stock, degree, without China"]["judged_to"], 2023)

    def test_it_stops_once_the_figure_is_precise(self):
        answer = json.loads(self.succeed(*RUN, "--seeds", "500", "--precision", "5", "--json"))
        self.assertTrue(answer["precise"])
        self.assertEqual(answer["members"], 8)  # the fewest that are believed

    def test_it_goes_on_until_the_probability_is_known_too(self):
        few = ("ensemble", "baseline", "--scale", "0.005", "--years", "2012:2015", "--no-draws",
               "--paths", "0", "--seeds", "20", "--target", "99", "--precision", "5", "--json")
        for points, members in [(20, 8), (8, 11)]:  # no seed meets it: 1 / (n + 2) are left
            answer = json.loads(self.succeed(*few, "--precision-met", points))
            self.assertEqual((answer["precise"], answer["members"]), (True, members))

    def test_what_is_done_is_kept_when_interrupted(self):
        process = keruen.start(*RUN, "--seeds", "1000", "--json")
        for line in process.stderr:
            if "member 3 of" in line:
                break
        process.send_signal(2)
        out, _ = process.communicate(timeout=600)
        self.assertEqual(process.returncode, 130)
        self.assertGreaterEqual(json.loads(out)["members"], 2)

    def test_mistakes_are_told(self):
        for arguments, told in [(("--definition", "stok, degree"), "stock, degree"),
                                (("--year", "1999"), "2003 to 2035"),
                                (("--draws", "none.csv"), "none.csv"),
                                (("--draws", "none.csv", "--no-draws"), "--no-draws")]:
            with self.subTest(told):
                code, out, err = keruen.command(*SCENARIO, *arguments)
                self.assertEqual((code, out), (2, ""))
                self.assertIn(told, err)


if __name__ == "__main__":
    unittest.main()
