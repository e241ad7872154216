# SPDX-License-Identifier: MIT
"""A run that is interrupted, killed or out of space keeps its finished years, and --resume goes on to
the very result of a run that nobody disturbed."""

import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import h5py

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen

RUN = ("--scale", "0.2", "--threads", "2", "--record", "events", "--checkpoint-every", "2")
KILLS = 20 if keruen.LONG else 3


class Undisturbed(keruen.Case):
    """Compares with a run that nobody disturbed."""

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="keruen-"))
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        begin = time.monotonic()
        code, _, err = keruen.command("run", "baseline", "-o", folder / "a.h5", *RUN)
        assert code == 0, err
        cls.seconds = time.monotonic() - begin
        cls.expected = keruen.command("show", folder / "a.h5", "--identity")[1].strip()

    def arguments(self, path):
        return ("run", "baseline", "-o", path, *RUN)

    def assert_resumes(self, path):
        """--resume ends well, with the undisturbed result and no leavings; what it told."""
        code, _, err = keruen.command(*self.arguments(path), "--resume")
        self.assertEqual(code, 0, err)
        self.assertEqual(self.identity(path), self.expected)
        self.assertEqual([item.name for item in path.parent.iterdir()], [path.name])
        return err


class Interrupt(Undisturbed):
    def test_ctrl_c_finishes_the_year_and_says_how_to_go_on(self):
        path = self.folder / "a.h5"
        process = keruen.start(*self.arguments(path))
        err = self.interrupt_after(process, 5)
        self.assertEqual(process.returncode, 130, err)
        self.assertRegex(err, r"interrupted after \d+ of 33 years; .*--resume.*a\.h5\.part")
        self.assertFalse(path.exists())
        finished = int(err.split("interrupted after ")[1].split()[0])
        self.assertGreaterEqual(finished, 5)
        with h5py.File(f"{path}.part") as file:
            self.assertEqual(file.attrs["years_finished"], finished)
            self.assertEqual(file.attrs["complete"], 0)
        self.assertIn(f"(unfinished: 2003 to {2002 + finished} of 2003 to 2035",
                      self.succeed("show", f"{path}.part"))
        again = self.assert_resumes(path)
        self.assertIn("resumed", again)
        self.assertNotIn("2003: year 1 ", again)  # took the finished years up

    def test_the_term_signal_of_schedulers_does_the_same(self):
        path = self.folder / "a.h5"
        process = keruen.start(*self.arguments(path))
        err = self.interrupt_after(process, 3, signal.SIGTERM)
        self.assertEqual(process.returncode, 130, err)
        self.assert_resumes(path)

    def test_the_second_ctrl_c_kills(self):
        path = self.folder / "a.h5"
        process = keruen.start("run", "baseline", "-o", path, "--threads", "1")
        for line in process.stderr:
            if ": year 1 " in line:
                break
        process.send_signal(signal.SIGINT)
        self.assertIn("again to stop at once", process.stderr.readline() + process.stderr.readline())
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        self.assertIn(process.returncode, [-signal.SIGINT, 130])

    def test_resume_starts_a_run_where_there_is_none(self):
        self.assertIn("2003: year 1 ", self.assert_resumes(self.folder / "a.h5"))

    def test_resume_does_not_take_up_another_run(self):
        path = self.folder / "a.h5"
        process = keruen.start(*self.arguments(path), "--seed", "99")
        self.interrupt_after(process, 4)
        self.assertEqual(process.returncode, 130)
        self.assertIn("2003: year 1 ", self.assert_resumes(path))

    def test_two_runs_do_not_write_one_file(self):
        path = self.folder / "a.h5"
        first = keruen.start(*self.arguments(path))
        keruen.wait_until(pathlib.Path(f"{path}.part").exists)
        for line in first.stderr:
            if ": year 2 " in line:
                break
        code, _, err = keruen.command(*self.arguments(path))
        self.assertEqual(code, 1)
        self.assertIn("another process is writing it", err)
        first.communicate(timeout=600)
        self.assertEqual((first.returncode, self.identity(path)), (0, self.expected))


class Kill(Undisturbed):
    def test_kill_at_any_moment_then_resume(self):
        dice = random.Random(20)
        for kill in range(KILLS):
            # In any year, with a moment more up to the length of one; 0: while the world is made.
            year, delay = dice.randrange(34), dice.uniform(0, self.seconds / 33)
            with self.subTest(kill=kill, year=year, delay=round(delay, 3)):
                path = self.folder / str(kill) / "a.h5"
                path.parent.mkdir()
                process = keruen.start(*self.arguments(path))
                told = (f": year {year} " in process.stderr.readline() for _ in range(year + 9))
                if year > 0:
                    next(filter(None, told), None)
                time.sleep(delay)
                process.kill()
                process.communicate()
                self.check_part(path)
                self.assert_resumes(path)

    def check_part(self, path):
        """What was finished can be read."""
        part = pathlib.Path(f"{path}.part")
        if path.exists() or not part.exists() or part.stat().st_size == 0:
            return
        code, out, err = keruen.command("show", part)
        if code == 2:  # killed before anything was laid out
            self.assertIn(str(part), err)
            return
        self.assertIn("unfinished", out)
        with h5py.File(part) as file:
            years = int(file.attrs["years_finished"])
            if years:
                self.assertGreater(file["flows/stock"][years - 1].sum(), 0)


class FullDisk(Undisturbed):
    def setUp(self):
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", self.disk],
                               capture_output=True)
        if mount.returncode != 0:
            self.skipTest("mounting a small tmpfs is not permitted")
        self.addCleanup(subprocess.run, ["umount", self.disk], check=True)

    def test_ends_in_a_clear_error_with_nothing_under_the_final_name_and_can_go_on(self):
        path = self.disk / "a.h5"
        code, out, err = keruen.command(*self.arguments(path))
        self.assertEqual((code, out), (1, ""), err)
        self.assertIn("disk full", err)
        self.assertIn("--resume", err)
        self.assertFalse(path.exists())
        subprocess.run(["mount", "-o", "remount,size=500m", self.disk], check=True)
        self.assert_resumes(path)


if __name__ == "__main__":
    unittest.main()
