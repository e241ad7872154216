# SPDX-License-Identifier: MIT
"""`keruen run`: what it prints, what it leaves behind, and how it fails."""

import json
import pathlib
import resource
import shutil
import subprocess
import sys
import unittest

import h5py

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen


class Run(keruen.Case):
    def test_prints_the_headline_on_stdout_and_the_progress_on_stderr(self):
        code, out, err = keruen.command("run", "baseline", "-o", self.folder / "a.h5", *keruen.SMALL)
        self.assertEqual(code, 0, err)
        self.assertIn("KAZ: mobility by definition, percent", out)
        self.assertIn("KAZ: students abroad by host, people", out)
        self.assertIn("KAZ: foreign students by origin, people", out)
        self.assertIn(f"Result file: {self.folder / 'a.h5'} (complete, 2003 to 2035)", out)
        self.assertLessEqual(max(len(line) for line in out.splitlines()), 100)
        years = [line for line in err.splitlines() if ": year " in line]
        self.assertEqual(len(years), 33)
        self.assertRegex(years[0], r"^2003: year 1 of 33, .* elapsed, about .* left$")
        self.assertNotIn("\x1b", out + err)

    def test_leaves_the_result_file_and_nothing_else(self):
        self.run_scenario("a.h5", "--checkpoint-every", 3)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["a.h5"])
        with h5py.File(self.folder / "a.h5") as file:
            self.assertEqual(file.attrs["complete"], 1)

    def test_names_the_file_after_the_scenario_where_nobody_does(self):
        self.scenario('title = "test"\nparent = "baseline"\n', "quiet.toml")
        self.succeed("run", "./quiet.toml", *keruen.SMALL, "--years", ":2015", cwd=self.folder)
        self.assertTrue((self.folder / "quiet.h5").exists())

    def test_prints_json_on_demand(self):
        out = self.succeed("run", "baseline", "-o", self.folder / "a.h5", *keruen.SMALL, "--json")
        result = json.loads(out)
        self.assertEqual(result["headline"]["origin"], "KAZ")
        self.assertEqual(result["headline"]["years"], list(range(2013, 2036)))

    def test_seeds_differ_and_a_seed_is_a_setting(self):
        one = self.identity(self.run_scenario("a.h5", "--seed", 1, "--years", ":2016"))
        two = self.identity(self.run_scenario("b.h5", "--seed", 2, "--years", ":2016"))
        same = self.identity(self.run_scenario("c.h5", "--set", "run.seed=1", "--years", ":2016"))
        self.assertNotEqual(one, two)
        self.assertEqual(one, same)

    def test_simulates_the_years_asked_for(self):
        with h5py.File(self.run_scenario("a.h5", "--years", "2005:2018")) as file:
            self.assertEqual(list(file["flows/year"]), list(range(2005, 2019)))

    def test_settings_reach_levers_and_parameters(self):
        path = self.run_scenario("a.h5", "--years", ":2018", "--set", "bolashak.places=0",
                                 "--set", "choose.price=-2.5")
        with h5py.File(path) as file:
            programmes = list(file["programmes/programme"].asstr())
            self.assertEqual(file["programmes/places"][:, programmes.index("bolashak")].sum(), 0)
            self.assertEqual(file["programmes/awards"][:, programmes.index("bolashak")].sum(), 0)
            text = file["provenance/scenario_text"].asstr()[()]
        self.assertIn("# --set choose.price=-2.5", text)

    def test_provenance_says_where_a_result_comes_from(self):
        path = self.run_scenario("a.h5", "--years", ":2015", "--seed", 5)
        revision = subprocess.run(["git", "rev-parse", "HEAD"], cwd=keruen.ROOT, text=True,
                                  capture_output=True).stdout.strip()
        with h5py.File(path) as file:
            attributes = dict(file.attrs)
        self.assertEqual(attributes["format"], "keruen result")
        self.assertEqual(attributes["seed"], 5)
        self.assertEqual(attributes["scenario"], "baseline")
        self.assertRegex(attributes["scenario_sha256"], "^[0-9a-f]{64}$")
        self.assertRegex(attributes["program_version"], r"^\d+\.\d+\.\d+$")
        self.assertTrue(attributes["revision"])
        if revision:
            self.assertNotEqual(attributes["revision"], "unknown")
        self.assertLess(attributes["start_time"], attributes["end_time"] + "z")


class BadUsage(keruen.Case):
    def refused(self, *arguments, **options):
        """Must end with 2, say why on stderr and nothing on stdout."""
        code, out, err = keruen.command(*arguments, **options)
        self.assertEqual((code, out), (2, ""), err)
        return err

    def test_flags(self):
        self.assertIn("--what", self.refused("run", "baseline", "--what"))
        self.assertIn("--threads", self.refused("run", "baseline", "--threads", 0))
        self.assertIn("--scale", self.refused("run", "baseline", "--scale", 1.5))
        self.assertIn("--record", self.refused("run", "baseline", "--record", "films"))
        self.assertIn("scenario", self.refused("run"))
        self.assertIn("SUBCOMMAND", self.refused())
        self.assertIn("fly", self.refused("fly"))

    def test_help_and_version_are_no_mistakes(self):
        self.assertIn("run", self.succeed("--help"))
        self.assertIn("--checkpoint-every", self.succeed("run", "--help"))
        self.assertRegex(self.succeed("--version"), r"^keruen \d+\.\d+\.\d+ \(.+\)\n$")

    def test_years(self):
        self.assertEqual(self.refused("run", "baseline", "--years", "2010"),
                         '--years: found "2010"; expected A:B, as in 2003:2035\n')
        self.assertIn("first < last", self.refused("run", "baseline", "--years", "2020:2010"))
        self.assertIn("run.first", self.refused("run", "baseline", "--years", "soon:2010"))
        self.assertIn("run.seed", self.refused("run", "baseline", "--seed", "-1"))

    def test_an_unknown_scenario_with_the_nearest_name(self):
        self.assertEqual(self.refused("run", "basline").splitlines(),
                         ['basline: found the scenario "basline"; expected a name in the library; '
                          'did you mean "baseline"?'])
        self.assertIn("nowhere.toml", self.refused("run", "./nowhere.toml"))

    def test_all_mistakes_at_once_one_a_line(self):
        path = self.scenario('title = "test"\nparent = "baseline"\n'
                             '[parameters]\n"choose.prise" = 1\n[policy]\n"bolashak.place" = 3\n"RUS.refusal" = 2\n')
        err = self.refused("run", path, "--set", "choose.price=100", "-o", self.folder / "a.h5")
        lines = err.splitlines()
        self.assertEqual(len(lines), 4, err)
        for part in ["choose.prise", "bolashak.place", "RUS.refusal", "choose.price"]:
            self.assertIn(part, err)
        self.assertEqual(sum(line.startswith(f"{path}:") for line in lines), 3)
        self.assertFalse((self.folder / "a.h5").exists())

    def test_an_instruction_set_that_is_none(self):
        err = self.refused("run", "baseline", environment={"KERUEN_ISA": "mmx"})
        self.assertIn("mmx", err)
        self.assertIn("baseline", err)  # among the ones to be had

    def test_a_library_that_is_not_there(self):
        err = self.refused("run", "baseline", environment={"KERUEN_HOME": str(self.folder)})
        self.assertIn("KERUEN_HOME", err)
        self.assertIn(str(self.folder), err)

    def test_a_country_without_institutions(self):
        shutil.copytree(keruen.ROOT / "scenarios", self.folder / "scenarios")
        table = self.folder / "scenarios/data/institution_values.csv"
        lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
        keys = ("office_posts", "autonomy")
        rows = tuple(f"TUR,{key}," for key in keys)
        table.write_text("".join(line for line in lines if not line.startswith(rows)),
                         encoding="utf-8")
        err = self.refused("run", "baseline", environment={"KERUEN_HOME": str(self.folder)})
        self.assertEqual([line.partition(": ")[2] for line in err.splitlines() if ": found" in line],
                         [f"found no {key} of TUR; expected a row for every country of the "
                          "scenario; add it to the table, or take the country out of its region"
                          for key in keys])


class Failures(keruen.Case):
    def failed(self, *arguments, **options):
        """Must end with 1 and say why on stderr."""
        code, _, err = keruen.command(*arguments, **options)
        self.assertEqual(code, 1, err)
        return err

    def test_places_where_nothing_can_be_written(self):
        run = ("run", "baseline", *keruen.SMALL, "-o")
        self.assertIn("does not exist", self.failed(*run, self.folder / "none" / "a.h5"))
        self.assertIn("is a directory", self.failed(*run, self.folder))
        self.assertIn("/proc/a.h5", self.failed(*run, "/proc/a.h5"))

    def test_an_old_result_survives_a_run_that_fails(self):
        path = self.run_scenario("a.h5", "--years", ":2015")
        before = path.read_bytes()
        code, _, _ = keruen.command("run", path.with_suffix(".toml"), "-o", path)
        self.assertEqual((code, path.read_bytes() == before), (2, True))

    def test_a_standard_output_that_is_full(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            run = subprocess.run([keruen.PROGRAM, "parameters"], stdout=full,
                                 stderr=subprocess.PIPE, text=True)
        self.assertEqual(run.returncode, 1)
        self.assertIn("cannot write to", run.stderr)


class FullPopulation(keruen.Case):
    @unittest.skipUnless(keruen.LONG, "KERUEN_LONG=1")
    def test_the_home_regions_one_to_one_run_to_the_end_in_four_gigabytes(self):
        path = self.folder / "full.h5"
        self.succeed("run", "full-population", "-o", path, "--verify", "--threads", "2")
        with h5py.File(path) as file:
            self.assertEqual(file.attrs["complete"], 1)
            self.assertEqual(list(file["flows/year"])[-1], 2035)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # KiB, largest child
        self.assertLess(peak, 4 * 1024 * 1024)


if __name__ == "__main__":
    unittest.main()
