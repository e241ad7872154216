# SPDX-License-Identifier: MIT
"""`keruen compare` as a user runs it."""

import json
import pathlib
import shutil
import sys
import unittest

import h5py
import pandas

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen

PAIR = ("compare", "baseline", "bolashak-doubled", *keruen.SMALL)


class Compare(keruen.Case):
    def answer(self, *arguments):
        return json.loads(self.succeed("compare", *arguments, *keruen.SMALL, "--json"))

    def test_a_run_against_itself_changes_nothing(self):
        pair = self.answer("baseline", "baseline")["pairs"][0]
        for whose in ["KAZ", "all"]:
            for effect in ["total", "direct"]:
                classes = pair["origins"][whose][effect]["classes"]
                self.assertEqual({name for name, people in classes.items() if people},
                                 {"same_abroad", "same_at_home"})
            self.assertEqual(pair["origins"][whose]["cost"]["spending_usd"]["mean"], 0)

    def test_every_division_adds_up_to_the_population(self):
        answer = self.answer("baseline", "bolashak-doubled")
        for whose in ["KAZ", "all"]:
            ledger = answer["pairs"][0]["origins"][whose]["total"]
            self.assertEqual(sum(ledger["classes"].values()), ledger["population"])
            self.assertGreater(ledger["classes"]["newly_mobile"], 0)
            for division, groups in ledger["by"].items():
                with self.subTest(whose=whose, division=division):
                    for name, people in ledger["classes"].items():
                        self.assertEqual(sum(group[name] for group in groups.values()), people)

    def test_the_csv_holds_the_same_people(self):
        path = self.folder / "ledger.csv"
        answer = self.answer("baseline", "bolashak-doubled", "--csv", path)
        table = pandas.read_csv(path)
        for effect in ["total", "direct"]:
            mine = table[(table.origin == "KAZ") & (table.effect == effect)]
            classes = mine.groupby("class").people.sum().to_dict()
            expected = answer["pairs"][0]["origins"]["KAZ"][effect]["classes"]
            self.assertEqual(classes, {name: n for name, n in expected.items() if n})

    def test_what_is_known_is_kept_when_the_direct_effect_is_cut_short(self):
        process = keruen.start(*PAIR, "--json")
        told = next(line for line in process.stderr if "direct effect of" in line)
        process.send_signal(2)
        out, err = process.communicate(timeout=600)
        self.assertEqual(process.returncode, 130, told + err)
        self.assertIn("interrupted after 1 of 1 members, the last without all its effects", err)
        mine = json.loads(out)["pairs"][0]["origins"]["KAZ"]
        self.assertNotIn("direct", mine)
        whole = self.answer("baseline", "bolashak-doubled")["pairs"][0]["origins"]["KAZ"]
        self.assertEqual((mine["total"], mine["cost"]), (whole["total"], whole["cost"]))

    def test_the_folder_of_tables_says_what_the_answer_says(self):
        tables = self.folder / "tables"
        answer = self.answer("baseline", "bolashak-doubled", "--members", "2", "--no-draws",
                             "--years", ":2028", "--out", tables)
        pair = answer["pairs"][0]
        table = {path.stem: pandas.read_csv(path, float_precision="round_trip")
                 for path in tables.glob("*.csv")}
        self.assertEqual(sorted(table),
                         ["classes", "costs", "differences", "groups", "ledger", "members",
                          "moves"])
        costs = table["costs"].set_index(["origin", "quantity"])
        for whose in ["KAZ", "all"]:
            for quantity, spread in pair["origins"][whose]["cost"].items():
                row = costs.loc[(whose, quantity)]
                if spread is None:
                    self.assertEqual(row.members, 0)
                else:
                    self.assertEqual([row["mean"], row.low, row.high],
                                     [spread["mean"], spread["low"], spread["high"]])
        differences = table["differences"]
        mine = differences[differences.origin == "KAZ"].set_index("quantity")
        for quantity, variances in pair["pairing"].items():
            self.assertEqual(mine.paired_variance[quantity], variances["paired_variance"])
            self.assertEqual(mine.unpaired_variance[quantity], variances["unpaired_variance"])
        members = table["members"]
        for k, member in enumerate(pair["members"]):
            for effect in ["total", "direct"]:
                own = members[(members.member == k + 1) & (members.effect == effect) &
                              (members.origin == "KAZ")]
                self.assertEqual(own.set_index("class").people.to_dict(), member[effect])
        self.assertGreater(table["moves"].people.min(), 0)
        intervals = pair["origins"]["KAZ"]["over_members"]
        classes = table["classes"]
        mine = classes[classes.origin == "KAZ"].set_index(["class", "effect"])
        for name, effects in intervals["classes"].items():
            for effect, spread in effects.items():
                self.assertEqual(mine.loc[name, effect][["mean", "low", "high"]].tolist(),
                                 [spread["mean"], spread["low"], spread["high"]])
        groups = table["groups"]
        mine = groups[groups.origin == "KAZ"].set_index(["by", "group"])
        for division, by_group in intervals["additional"].items():
            means = {group: spread["mean"] for group, spread in by_group.items()}
            self.assertEqual(means, {g: mine["mean"][division, g] for g in means})
            self.assertAlmostEqual(sum(means.values()),
                                   pair["origins"]["KAZ"]["cost"]["additional"]["mean"])

    def test_intervals_are_those_of_the_members(self):
        pair = self.answer(*PAIR[1:3], "--members", "3", "--no-draws")["pairs"][0]
        for name, spread in pair["origins"]["KAZ"]["over_members"]["classes"].items():
            total, direct = ([member[effect][name] for member in pair["members"]]
                             for effect in ["total", "direct"])
            feedback = [t - d for t, d in zip(total, direct, strict=True)]
            for effect, people in (("total", total), ("direct", direct), ("feedback", feedback)):
                self.assertEqual(spread[effect]["members"], 3)
                self.assertAlmostEqual(spread[effect]["mean"], sum(people) / 3)
                self.assertTrue(min(people) <= spread[effect]["low"] <= spread[effect]["high"]
                                <= max(people))

    def test_files_say_what_the_scenarios_say(self):
        files = [self.run_scenario(name + ".h5", "--record", "enrolments", scenario=name)
                 for name in ["baseline", "bolashak-doubled"]]
        of_files = json.loads(self.succeed("compare", *files, "--json"))["pairs"][0]
        of_runs = self.answer("baseline", "bolashak-doubled")["pairs"][0]
        for whose in ["KAZ", "all"]:
            self.assertNotIn("direct", of_files["origins"][whose])
            for part in ["total", "cost"]:
                self.assertEqual(of_files["origins"][whose][part], of_runs["origins"][whose][part])

    def test_the_answer_does_not_depend_on_threads_and_can_be_repeated(self):
        some = self.succeed(*PAIR, "--members", "2")
        one = ("1" if word == "2" else word for word in PAIR)
        self.assertEqual(self.succeed(*one, "--members", "2"), some)
        self.assertIn("seeds 2012 to 2013", some)
        self.assertIn("unpaired/paired", some)

    def test_a_setting_of_the_other_side_is_a_comparison_too(self):
        answer = self.answer("baseline", "--with", "bolashak.places=0")
        pair = answer["pairs"][0]
        self.assertEqual(pair["label"], "baseline with bolashak.places=0")
        classes = pair["origins"]["KAZ"]["total"]["classes"]
        self.assertGreater(classes["crowded_out"], classes["newly_mobile"])

    def test_parameters_can_be_drawn_from_a_sample(self):
        sample = self.folder / "sample.csv"
        sample.write_text("choose.price\n-1.0\n-2.0\n")
        out = self.succeed(*PAIR, "--members", "2", "--draws", sample)
        self.assertIn("draws 1 to 2 of sample.csv", out)
        self.assertNotIn("chance alone", out)

    def test_what_programmes_pay_is_no_cost_where_other_levers_differ(self):
        out = self.succeed("compare", "baseline", "--with", "KAZ.office_posts=3", *keruen.SMALL)
        self.assertIn("KAZ.office_posts", out)
        self.assertIn("No cost of a student can be told", out)
        self.assertIn("not validated", out)
        pair = self.answer("baseline", "--with", "KAZ.office_posts=3")["pairs"][0]
        self.assertEqual(pair["not_counted"], ["KAZ.office_posts"])
        self.assertIsNone(pair["origins"]["KAZ"]["cost"]["usd_per_additional"])
        self.assertEqual(self.answer("baseline", "--with", "bolashak.places=700")
                         ["pairs"][0]["not_counted"], [])

    def test_what_cannot_be_written_is_refused_before_anything_is_computed(self):
        for flags in (("compare", "baseline", "bolashak-doubled", "--out", "/proc/nowhere/a"),
                      ("compare", "baseline", "bolashak-doubled", "--csv", "/nowhere/a.csv"),
                      ("ensemble", "baseline", "--csv", "/nowhere/a.csv"),
                      ("game", "baseline", "--csv", "/nowhere/a.csv"),
                      ("sensitivity", "baseline", "--csv", "/nowhere/a.csv")):
            with self.subTest(flags):
                code, out, err = keruen.command(*flags)
                self.assertEqual((code, out), (2, ""))
                self.assertIn("/nowhere", err)
        kept = self.folder / "deep/er"
        self.succeed(*PAIR, "--out", kept, "--csv", self.folder / "a.csv")
        self.assertTrue((kept / "ledger.csv").stat().st_size > 0)

    def test_what_cannot_be_compared_is_told(self):
        summary = self.run_scenario("a.h5")
        own = self.scenario('title = "Coarser"\nparent = "baseline"\n[regions.KAZ]\n'
                            'name = "Kazakhstan"\nhome = true\ncountries = ["KAZ"]\n'
                            'focus = true\nweight_mover = 2\nweight_stayer = 1\n')
        for arguments, told in [
                (("baseline",), "nothing to compare with"),
                (("baseline", own), "students per agent"),
                (("baseline", "no-such"), "no-such"),
                ((summary, summary), "--record enrolments"),
                ((summary, "baseline"), "files alone"),
                ((summary, summary, "--members", "3"), "--members"),
                ((self.folder / "none.h5", summary), "no such file"),
                (("baseline", "baseline", "--origin", "KAX"), "KAZ")]:
            with self.subTest(told):
                code, out, err = keruen.command("compare", *arguments)
                self.assertEqual((code, out), (2, ""))
                self.assertIn(told, err)

    def test_files_with_other_students_per_agent_are_refused(self):
        coarser = self.scenario('title = "coarser"\nparent = "baseline"\n[regions.RUS]\n'
                                'name = "Russia"\nhome = true\ncountries = ["RUS"]\n'
                                "weight_mover = 20\nweight_keen = 4\nweight_stayer = 400\n")
        options = ("--record", "enrolments", "--years", ":2015")
        files = [self.run_scenario(name, *options, scenario=scenario)
                 for name, scenario in [("a.h5", "baseline"), ("b.h5", coarser)]]
        code, _, err = keruen.command("compare", *files)
        self.assertEqual(code, 2)
        self.assertIn("the same students per agent", err)
        self.assertIn("b.h5", err)

    def test_files_of_other_data_base_or_program_are_told(self):
        options = ("--record", "enrolments", "--years", ":2015")
        base = self.run_scenario("base.h5", *options)
        other_base = self.run_scenario("other-base.h5", *options, "--set", "run.base=2013")

        def edited(attribute, value):
            copy = shutil.copy(base, self.folder / f"other-{attribute}.h5")
            with h5py.File(copy, "r+") as file:
                file.attrs[attribute] = value
            return copy

        for path, told in [(other_base, "base year other than"),
                           (edited("data_sha256", "0" * 64), "data other than")]:
            code, out, err = keruen.command("compare", base, path)
            self.assertEqual((code, out), (2, ""))
            self.assertIn(told, err)
        other = edited("revision", "0000000")
        self.assertIn("written by different programs", self.succeed("compare", base, other))
        pairs = json.loads(self.succeed("compare", base, other, base, "--json"))["pairs"]
        self.assertIn("0000000", pairs[0]["different_programs"][1])
        self.assertNotIn("different_programs", pairs[1])

    def test_an_interrupted_comparison_keeps_the_members_it_has(self):
        process = keruen.start(*PAIR, "--members", "1000", "--json")
        err = ""
        for line in process.stderr:
            err += line
            if "member 2 of" in line:
                break
        process.send_signal(2)
        out, _ = process.communicate(timeout=600)
        self.assertEqual(process.returncode, 130)
        answer = json.loads(out)
        self.assertTrue(answer["interrupted"])
        self.assertGreaterEqual(len(answer["seeds"]), 1)


if __name__ == "__main__":
    unittest.main()
