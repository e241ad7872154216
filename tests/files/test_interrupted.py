# SPDX-License-Identifier: MIT
"""A run broken off at any write leaves a .part that holds every finished year, and resumes."""
import os
import random
import signal
import subprocess
import sys
import time
import unittest

import h5py

sys.path.insert(0, os.path.dirname(__file__))
from example_file import WRITER, ExampleCase, identity, write, writes_of

SMALL = ("--years", 4, "--rows", 1000, "--chunk-rows", 256)
# So many chunks that the index of each column splits.
LARGE = ("--years", 3, "--rows", 3000, "--chunk-rows", 4, "--appends", 9)


class Interrupted(ExampleCase):
    def years_left(self, rows_a_year):
        """Years finished in the .part; nothing where the schema itself was cut short."""
        try:
            return self.assert_years(self.part, rows_a_year)
        except (OSError, KeyError):
            return -1

    def check(self, fault, options, rows_a_year, at):
        """Breaks off at each of the writes `at`, looks, resumes, compares."""
        expected = self.expected(options)
        for n in at:
            with self.subTest(fault=fault, write=n):
                done = write(self.path, *options, fault, n)
                reported = len(done.stdout.split())
                if os.path.exists(self.part):
                    years = self.years_left(rows_a_year)
                    self.assertGreaterEqual(years, reported if reported > 0 else -1)
                    if years >= 0:
                        resumed = write(self.path, *options, "--resume", years)
                        self.assertEqual(resumed.returncode, 0, resumed.stderr)
                    else:
                        self.assertEqual(write(self.path, *options).returncode, 0)
                self.assertEqual(identity(self.path), expected)
                os.remove(self.path)

    def expected(self, options):
        self.assertEqual(write(self.path, *options).returncode, 0)
        expected = identity(self.path)
        os.remove(self.path)
        return expected

    def test_killed_before_any_write(self):
        self.check("--kill-at", SMALL, 1000, range(1, writes_of(self.path, *SMALL) + 1))

    def test_killed_in_the_middle_of_any_write(self):
        self.check("--tear-at", SMALL, 1000, range(1, writes_of(self.path, *SMALL) + 1))

    def test_disk_full_from_any_write_on(self):
        self.check("--full-from", SMALL, 1000, range(1, writes_of(self.path, *SMALL) + 1))

    def test_killed_with_many_chunks(self):
        random.seed(7)
        writes = range(1, writes_of(self.path, *LARGE) + 1)
        self.check("--kill-at", LARGE, 3000, random.sample(writes, 30))

    def test_killed_at_random_times(self):
        random.seed(11)
        options = ("--years", 40, "--rows", 1000, "--chunk-rows", 256, "--pause-ms", 1)
        command = [WRITER, self.path, *map(str, options)]
        for _ in range(10):
            with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
                time.sleep(random.uniform(0.05, 0.25))
                child.send_signal(signal.SIGKILL)
                reported = len(child.stdout.read().split())
            if reported > 0:
                path = self.part if os.path.exists(self.part) else self.path
                self.assertGreaterEqual(self.assert_years(path, 1000), reported)

    def test_resume_from_an_earlier_year_or_with_fewer_rows(self):
        expected = self.expected(SMALL)
        write(self.path, *SMALL, "--stop", 3)
        self.assertFalse(os.path.exists(self.path))
        self.assertEqual(self.assert_years(self.part, 1000), 3)
        resumed = write(self.path, *SMALL, "--resume", 1)
        self.assertEqual(resumed.stdout.split(), ["2", "3", "4"])
        self.assertEqual(identity(self.path), expected)

        write(self.path, *SMALL, "--fewer", 600)
        fewer = identity(self.path)
        os.rename(self.path, self.part)  # as if killed just before it got its name
        self.assertEqual(write(self.path, *SMALL, "--fewer", 600, "--resume", 2).returncode, 0)
        self.assertEqual(identity(self.path), fewer)
        with h5py.File(self.path, "r") as file:
            self.assertEqual(file["events/person"].shape, (3400,))

    def test_a_file_of_another_shape_is_not_resumed(self):
        write(self.path, *SMALL, "--stop", 2)
        other = write(self.path, "--years", 9, "--resume", 2)
        self.assertEqual(other.returncode, 1)
        self.assertIn("another scenario", other.stderr)

    def test_resume_says_what_is_missing(self):
        nothing = write(self.path, "--resume", 0)
        self.assertEqual(nothing.returncode, 1)
        self.assertIn("nothing to resume", nothing.stderr)
        write(self.path, *SMALL, "--stop", 2)
        late = write(self.path, *SMALL, "--resume", 3)
        self.assertEqual(late.returncode, 1)
        self.assertIn("has fewer than the 3 years", late.stderr)

    def test_a_checkpoint_is_the_old_one_or_the_new_one(self):
        total = writes_of(self.path, "--checkpoints", 4)
        os.remove(self.path)
        for n in range(1, total + 1):
            with self.subTest(write=n):
                write(self.path, "--checkpoints", 4, "--kill-at", n)
                if not os.path.exists(self.path):
                    continue
                with h5py.File(self.path, "r") as file:
                    k = file.attrs["year"]
                    self.assertTrue((file["state/age"][:] == k).all())
                    self.assertTrue((file["state/person"][:] == k).all())
                    self.assertEqual(file["state/person"].shape, (300_000,))
                os.remove(self.path)

    def test_a_full_disk_keeps_the_last_checkpoint(self):
        self.assertEqual(write(self.path, "--checkpoints", 2).returncode, 0)
        full = write(self.path, "--checkpoints", 5, "--full-from", 4)
        self.assertEqual(full.returncode, 1)
        self.assertIn("disk full while writing checkpoint", full.stderr)
        self.assertEqual(os.listdir(self.folder), ["result.h5"])
        with h5py.File(self.path, "r") as file:
            self.assertEqual(file.attrs["year"], 2)


if __name__ == "__main__":
    unittest.main()
