# SPDX-License-Identifier: MIT
"""Runs the example writer and knows what its files must hold (example/writer.cpp says the same)."""
import os
import subprocess
import tempfile
import unittest

import h5py
import numpy

WRITER = os.path.join(os.environ["KERUEN_BUILD"], "tests", "example_writer")


def write(path, *options, **keywords):
    """Runs the writer; returns the finished process with its output as text."""
    command = [WRITER, str(path), *[str(option) for option in options]]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **keywords)


def writes_of(path, *options):
    """How many writes to the file an undisturbed run makes."""
    done = write(path, *options)
    assert done.returncode == 0, done.stderr
    return int(done.stderr.split()[-2])


def identity(path):
    done = write(path, "--identity")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def columns(rows, rows_a_year):
    i = numpy.arange(rows, dtype=numpy.uint64)
    return {
        "person": 3 * i + (1 << 40),
        "academic_year": (2014 + i // rows_a_year).astype(numpy.uint16),
        "kind": (i % 3).astype(numpy.uint8),
        "noise": ((i + 1) * 2654435761).astype(numpy.uint32),
        "change": (50 - (i % 101).astype(numpy.int32)).astype(numpy.int32),
    }


def stock(years):
    year, origin, host = numpy.ogrid[:years, :3, :2]
    return 100 * year + 10 * origin + host


class ExampleCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="keruen-files-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.path = os.path.join(self.folder, "result.h5")
        self.part = self.path + ".part"

    def assert_years(self, path, rows_a_year):
        """What the file calls finished is there, value for value; returns their number."""
        with h5py.File(path, "r") as file:
            years = int(file.attrs["years_finished"])
            if years < 0:
                return years  # not all is declared yet
            self.assertTrue((file["flows/stock"][:years] == stock(years)).all())
            cost = numpy.arange(years)[:, None] + 0.25 * numpy.arange(3)[None, :]
            self.assertTrue((file["flows/cost"][:years] == cost).all())
            cumulated = rows_a_year * numpy.arange(1, years + 1)
            self.assertTrue((file["events/year_rows"][:years] == cumulated).all())
            rows = years * rows_a_year
            for name, values in columns(rows, rows_a_year).items():
                stored = file["events"][name]
                self.assertEqual(stored.dtype, values.dtype, name)
                self.assertTrue((stored[:rows] == values).all(), name)
            return years
