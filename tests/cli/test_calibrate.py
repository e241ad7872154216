# SPDX-License-Identifier: MIT
"""`keruen calibrate` as a user runs it."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen

# One pattern, whose scenario opens two years before its base: a point takes a third of a second.
QUICK = ("calibrate", "--scale", "0.02", "--pattern", "denmark-2008")
FEW = ("--particles", "80", "--generations", "2", "--trajectories", "2", "--draws", "30")


@unittest.skipUnless(keruen.LONG, "minutes: KERUEN_LONG=1")
class Calibrate(keruen.Case):
    def calibrate(self, folder, *arguments):
        return self.succeed(*QUICK, *FEW, "-o", self.folder / folder, *arguments)

    def test_it_goes_on_after_a_cut_and_is_the_same_on_any_number_of_threads(self):
        process = keruen.start(*QUICK, *FEW, "--threads", "2", "-o", self.folder / "cut")
        for line in process.stderr:
            if line.startswith("point "):
                break
        process.send_signal(2)
        _, err = process.communicate(timeout=600)
        self.assertEqual(process.returncode, 130, err)
        self.calibrate("cut", "--threads", "2")
        self.calibrate("whole", "--threads", "1", "--recover", "20")
        posterior = [(self.folder / f / "posterior.csv").read_bytes() for f in ("cut", "whole")]
        self.assertEqual(posterior[0], posterior[1])
        answer = json.loads((self.folder / "whole/calibration.json").read_text())
        self.assertEqual(answer["points"], 80)
        self.assertEqual(answer["recovery"]["planted"], 20)
        # A scenario takes the sample up by its hash.
        mine = self.scenario(f'title = "t"\nparent = "baseline"\n[posterior]\n'
                             f'file = "whole/posterior.csv"\n'
                             f'sha256 = "{answer["posterior_sha256"]}"\n')
        out = self.succeed("ensemble", mine, *keruen.SMALL, "--most-draws", "2", "--years",
                           "2003:2017")
        self.assertIn("draws 1 to 2 of posterior.csv", out)
        # Other settings do not mix with what is there.
        code, _, err = keruen.command(*QUICK, *FEW, "-o", self.folder / "cut", "--set",
                                      "choose.nest=0.7")
        self.assertEqual(code, 1)
        self.assertIn("holds other runs", err)


class Mistakes(keruen.Case):
    def test_mistakes_are_told(self):
        for arguments, told in [(("--pattern", "denmark-2007"), "denmark-2008"),
                                (("--pattern", "sweden-2013"), "calibration"),
                                (("--particles", "50"), "at least 240")]:
            with self.subTest(told):
                code, out, err = keruen.command("calibrate", "-o", self.folder, *arguments)
                self.assertEqual((code, out), (2, ""))
                self.assertIn(told, err)


if __name__ == "__main__":
    unittest.main()
