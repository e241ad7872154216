# SPDX-License-Identifier: MIT
"""`keruen game` as a user runs it."""

import json
import pathlib
import sys
import unittest

import h5py
import pandas

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen

GAME = ("game", "baseline", "--scale", "0.01", "--years", ":2030")
TWO = (*GAME, "--players", "KAZ,RUS", "--seeds", "1", "--no-draws")

OWN = """
[cheap]
title = "a low price"
source = "a test"
from = 2028

[cheap.levers]
"H.tuition_foreign" = 500
"""


class Game(keruen.Case):
    def own(self, text=OWN):
        path = self.folder / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return path

    def test_two_players_make_a_matrix_and_threads_change_nothing(self):
        out = self.succeed(*TWO)
        self.assertIn("RUS soft", out)
        self.assertIn("KAZ hard", out)
        self.assertIn("Not validated", out)
        self.assertIn("repeat: keruen", out)
        self.assertTrue(all(len(line) <= 100 for line in out.splitlines()), out)
        self.assertEqual(out, self.succeed(*TWO, "--threads", "1"))

    def test_payoffs_are_the_declared_sum_of_gains_and_equilibria_follow_from_them(self):
        out = self.folder / "tables"
        answer = json.loads(self.succeed(*TWO, "--json", "--out", out, "--weight", "living=0.2",
                                         "--weight", "talent=20000"))
        self.assertFalse(answer["validated"])
        table = pandas.read_csv(out / "members.csv")
        weights = {key: w["weight"] * w["to_million_usd"] for key, w in answer["weights"].items()}
        self.assertEqual(weights["living"], 0.2)
        self.assertAlmostEqual(weights["talent"], 0.02)
        summed = sum(w * table[key] for key, w in weights.items())
        pandas.testing.assert_series_equal(summed, table.payoff, check_names=False)
        own = table[table.region == "KAZ"].set_index(["KAZ", "RUS"]).payoff
        other = table[table.region == "RUS"].set_index(["KAZ", "RUS"]).payoff
        found = [[k, r] for k, r in own.index
                 if own[k, r] >= own[:, r].max() and other[k, r] >= other[k].max()]
        self.assertEqual(answer["equilibria"], found)
        profiles = pandas.read_csv(out / "profiles.csv")
        self.assertEqual(len(profiles), 8)
        self.assertEqual(len(pandas.read_csv(out / "deviations.csv")), 8)

    def test_a_profile_is_the_run_of_its_levers_and_nothing_played_is_the_plain_run(self):
        text = self.folder / "members.csv"
        self.succeed(*GAME, "--players", "KAZ", "--strategies", "as-is,cheap", "--regimes",
                     self.own(), "--seeds", "1", "--no-draws", "--csv", text)
        table = pandas.read_csv(text).set_index(["KAZ", "region"])
        gains = table.drop(columns=["draw", "seed", "profile"])
        self.assertTrue((gains.loc["as-is"] == 0).all(axis=None))
        small = ("--scale", "0.01", "--years", ":2030")
        cheap = self.run_scenario("cheap.h5", "--set", "KAZ.tuition_foreign={2028=500}", small=small)
        plain = self.run_scenario("plain.h5", small=small)
        with h5py.File(cheap) as a, h5py.File(plain) as b:
            kaz = list(a["flows/host"].asstr()[:]).index("KAZ")
            more = a["flows/stock"][-1, :, kaz].sum() - b["flows/stock"][-1, :, kaz].sum()
        self.assertGreater(more, 0)
        self.assertEqual(gains.loc[("cheap", "KAZ"), "students"], more)

    def test_a_ladder_of_fees_has_its_rungs_as_strategies(self):
        answer = json.loads(self.succeed(*GAME, "--players", "KAZ", "--fees", "0,0.5,2", "--seeds",
                                         "1", "--no-draws", "--from", "2029", "--json"))
        self.assertEqual(list(answer["strategies"]), ["0", "0.5", "2"])
        self.assertEqual(answer["from"], 2029)
        students = [p["gains"]["KAZ"]["students"]["mean"] for p in answer["profiles"]]
        self.assertEqual(students, sorted(students, reverse=True))

    def test_draws_of_parameters_are_the_parts_of_a_game(self):
        sample = self.folder / "sample.csv"
        sample.write_text("choose.price\n-0.8\n-2.5\n", encoding="utf-8")
        answer = json.loads(self.succeed(*GAME, "--players", "KAZ", "--seeds", "2", "--draws",
                                         sample, "--json"))
        self.assertEqual(answer["parts"], {"number": 2, "of": "draws"})
        self.assertEqual(answer["members"], 4)

    def test_complete_profiles_are_kept_when_interrupted(self):
        text = self.folder / "members.csv"
        process = keruen.start(*GAME, "--seeds", "1", "--no-draws", "--threads", "1", "--csv",
                               text)
        for line in process.stderr:
            if "profile 4 of 32" in line:
                break
        process.send_signal(2)
        out, err = process.communicate(timeout=600)
        self.assertEqual(process.returncode, 130)
        self.assertIn("interrupted after 0 of 1 members", err)
        self.assertIn("of 32 profiles", out)
        finished = pandas.read_csv(text).profile.nunique()
        self.assertTrue(4 <= finished < 32, finished)

    def test_absurd_games_are_refused_with_their_number_and_time(self):
        code, out, err = keruen.command(*GAME, "--fees", "0,0.1,0.2,0.3,0.4,0.5,1,2")
        self.assertEqual((code, out), (2, ""))
        self.assertIn("32768 profiles", err)
        self.assertRegex(err, r"about [\d.]+ (minutes|hours)")
        code, _, err = keruen.command(*TWO, "--most-hours", "0")
        self.assertEqual(code, 2)
        self.assertIn("--most-hours", err)

    def test_mistakes_are_told_all_at_once(self):
        bad = self.own("[cheap]\ntitle = \"t\"\nsource = \"s\"\nfrom = 2028\n"
                       "[cheap.levers]\n\"H.tuition_freign\" = 1\n")
        code, out, err = keruen.command(
            *GAME, "--players", "KAZ,RUZ,KAZ", "--strategies", "soft,hrad", "--weight", "livng=1",
            "--weight", "fees=much", "--draws", "none.csv")
        self.assertEqual((code, out), (2, ""))
        for told in ("RUS", "second time", "hard", "living", "fees=much", "none.csv"):
            with self.subTest(told):
                self.assertIn(told, err)
        for arguments, told in [(("--strategies", "as-is,cheap", "--regimes", bad),
                                 "KAZ.tuition_foreign"),
                                (("--from", "1999"), "2004 to 2030"),
                                (("--fees", "0,1", "--strategies", "soft"), "excludes")]:
            with self.subTest(told):
                code, _, err = keruen.command(*TWO, *arguments)
                self.assertEqual(code, 2)
                self.assertIn(told, err)


if __name__ == "__main__":
    unittest.main()
