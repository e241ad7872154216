# SPDX-License-Identifier: MIT
"""Places where no result can be written: a clear message, no crash, nothing under the final name."""
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from example_file import WRITER, ExampleCase, write


class Refusals(ExampleCase):
    def assert_refused(self, path, *words, options=()):
        done = write(path, *options)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        for word in (str(path), *words):
            self.assertIn(word, done.stderr)
        self.assertFalse(os.path.isfile(path))

    def mount(self, *options):
        """A small file system of its own at self.folder/mount; skips where that is not allowed."""
        place = os.path.join(self.folder, "mount")
        os.makedirs(place, exist_ok=True)
        done = subprocess.run(["mount", *options, place], capture_output=True, text=True)
        if done.returncode != 0:
            self.skipTest("mounting is not permitted here: " + done.stderr.strip())
        self.addCleanup(subprocess.run, ["umount", place], check=True)
        return place

    def test_directory_does_not_exist(self):
        self.assert_refused(os.path.join(self.folder, "none", "x.h5"), "does not exist", "create it")

    def test_parent_is_a_file(self):
        parent = os.path.join(self.folder, "file")
        with open(parent, "w", encoding="utf-8"):
            pass
        self.assert_refused(os.path.join(parent, "x.h5"), "Not a directory")

    def test_target_is_a_directory(self):
        self.assert_refused(self.folder, "is a directory", "name of a file")

    def test_read_only_file_system(self):
        place = self.mount("-t", "tmpfs", "-o", "ro,size=1m", "tmpfs")
        self.assert_refused(os.path.join(place, "x.h5"), "Read-only file system")

    def test_another_process_is_writing(self):
        options = [WRITER, self.path, "--pause-ms", "200"]
        with subprocess.Popen(options, stdout=subprocess.PIPE) as first:
            first.stdout.readline()
            self.assert_refused(self.path, "another process is writing it")
            first.communicate()
            self.assertEqual(first.returncode, 0)
        self.assertTrue(os.path.exists(self.path))

    def test_full_disk(self):
        place = self.mount("-t", "tmpfs", "-o", "size=2m", "tmpfs")
        path = os.path.join(place, "x.h5")
        options = ("--years", 8, "--rows", 100_000, "--chunk-rows", 8192)
        self.assert_refused(path, "disk full while writing", "finished in it", "free space",
                            "--resume", options=options)
        years = self.assert_years(path + ".part", 100_000)
        self.assertGreaterEqual(years, 1)
        subprocess.run(["mount", "-o", "remount,size=64m", place], check=True)
        resumed = write(path, *options, "--resume", years)
        self.assertEqual(resumed.returncode, 0, resumed.stderr)
        self.assertEqual(self.assert_years(path, 100_000), 8)


if __name__ == "__main__":
    unittest.main()
