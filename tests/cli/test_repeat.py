# SPDX-License-Identifier: MIT
"""The command that an answer ends with gives the answer again, whatever was asked."""

import json
import pathlib
import shlex
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen

FEW = ("--scale", "0.005", "--years", "2012:2015")
ASKED = {
    "ensemble": ("baseline", *FEW, "--no-draws", "--seeds", "1", "--paths", "1", "--seed", "7",
                 "--set", "choose.price=-1.3", "--target", "5", "--year", "2015",
                 "--definition", "stock, degree, without China", "--precision", "0.5"),
    "compare": ("baseline", "bolashak-doubled", *FEW, "--set", "choose.network=0.3",
                "--with", "bolashak.places=0", "--origin", "TUR"),
    "game": ("baseline", *FEW, "--no-draws", "--seeds", "1", "--players", "KAZ,RUS",
             "--strategies", "soft,as-is", "--from", "2015", "--weight", "talent=2000"),
    "target": ("baseline", *FEW, "--no-draws", "--lever", "bolashak.places@2014=0:3000",
               "--lever", "bolashak.stipend=5000:30000", "--from", "2014", "--definition",
               "stock, degree", "--year", "2015", "--target", "5", "--pairs", "2", "--points", "6",
               "--rounds", "1", "--confirm", "2"),
    "sensitivity": ("baseline", *FEW, "--factor", "choose.price", "--factor", "choose.net*",
                    "--measure", "stock, degree", "--budget", "9", "--survivors", "0",
                    "--design-seed", "3"),
    "gravity": ("--years", "2010:2012", "--lag", "2"),
    "validate": ("--rivals",)}


def without_times(value):
    """What two answers must share: not the seconds that they took."""
    if isinstance(value, dict):
        return {key: without_times(one) for key, one in value.items() if "seconds" not in key}
    return value


class Repeat(keruen.Case):
    def test_the_command_in_the_provenance_gives_the_answer_again(self):
        for name, flags in ASKED.items():
            with self.subTest(name):
                self.again([name, *flags])

    def again(self, words):
        """The answer to the words, which the command it names gives too."""
        out = self.succeed(*words, "--json", cwd=self.folder)
        line = json.loads(out)["provenance"]["command"]
        again = shlex.split(line)
        self.assertEqual(again[0], "keruen")
        for word in ("--json", "--threads", "--out", "--keep", "--csv"):
            self.assertNotIn(word, again)
        for flag in (word for word in words if word.startswith("--") and word != "--out"):
            self.assertIn(flag, again)
        self.assertEqual(without_times(json.loads(self.succeed(*again[1:], "--json",
                                                               cwd=self.folder))),
                         without_times(json.loads(out)))
        return line

    def test_files_are_named_with_the_answer_about_them(self):
        files = [self.run_scenario(name, "--record", "enrolments", "--years", "2012:2015",
                                   scenario=scenario)
                 for name, scenario in (("a b.h5", "baseline"), ("b.h5", "bolashak-doubled"))]
        line = self.again(["compare", *map(str, files), "--origin", "TUR"])
        self.assertIn(f"'{files[0]}'", line)
        self.assertIn(line, self.succeed("compare", *files, "--origin", "TUR", "--threads", "1"))
        self.again(["benchmark", str(files[1]), "--indicator", "joint research=2"])
        self.assertIn(f"keruen benchmark '{files[0]}'", self.succeed("benchmark", files[0]))

    def test_a_batch_and_its_collection_say_what_made_them(self):
        (self.folder / "study.toml").write_text(
            'title = "One"\nscenarios = ["baseline"]\nscale = 0.02\nseeds = 1\n[set]\n'
            '"run.first" = 2013\n"run.last" = 2015\n', encoding="utf-8")
        told = self.succeed("batch", "study.toml", "--threads", "1", cwd=self.folder)
        self.assertIn("keruen batch study.toml\n", told)
        told = self.succeed("collect", "study.batch", "--only", "flows/stock", cwd=self.folder)
        self.assertIn("keruen collect study.batch --only flows/stock\n", told)


if __name__ == "__main__":
    unittest.main()
