# SPDX-License-Identifier: MIT
"""Result files open as labelled data in xarray (both NetCDF-4 engines) and in h5py."""
import os
import sys
import unittest

import h5py
import numpy
import xarray

sys.path.insert(0, os.path.dirname(__file__))
from example_file import ExampleCase, columns, identity, stock, write

ENGINES = ("netcdf4", "h5netcdf", None)


class Readers(ExampleCase):
    def setUp(self):
        super().setUp()
        done = write(self.path)
        self.assertEqual(done.returncode, 0, done.stderr)

    def each_engine(self, group):
        for engine in ENGINES:
            with self.subTest(engine=engine):
                with xarray.open_dataset(self.path, group=group, engine=engine) as data:
                    yield data

    def test_arrays_are_labelled(self):
        for data in self.each_engine("flows"):
            self.assertEqual(data.stock.dims, ("year", "origin", "host"))
            self.assertEqual(list(data.origin.values), ["KAZ", "Қазақстан", "Århus"])
            self.assertEqual(list(data.year.values), [2014, 2015, 2016, 2017, 2018])
            self.assertTrue((data.stock.values == stock(5)).all())
            self.assertEqual(data.stock.sel(year=2016, origin="Århus", host="CHN"), 221)
            self.assertEqual(data.stock.dtype, numpy.int64)

    def test_units_and_meaning_stand_beside_the_values(self):
        for data in self.each_engine("flows"):
            self.assertEqual(data.stock.attrs["units"], "people")
            self.assertEqual(data.stock.attrs["long_name"], "degree students")
            self.assertEqual(data.cost.attrs["price_year"], 2017)
            self.assertEqual(data.year.attrs["long_name"], "academic year, ending")

    def test_tables_have_one_dimension_without_labels(self):
        for data in self.each_engine("events"):
            self.assertEqual(set(data.data_vars), {"year_rows", *columns(1, 1)})
            for name, values in columns(5000, 1000).items():
                self.assertEqual(data[name].dims, ("row",))
                self.assertTrue((data[name].values == values).all(), name)
            self.assertEqual(data.kind.attrs["flag_meanings"], "apply award move")
            self.assertEqual(list(data.kind.attrs["flag_values"]), [0, 1, 2])

    def test_long_texts_and_what_the_file_says_of_itself(self):
        for data in self.each_engine("provenance"):
            self.assertEqual(data.scenario.item(), "x" * 200_000)
        with h5py.File(self.path, "r") as file:
            self.assertEqual(file.attrs["format"], "example")
            self.assertEqual(file.attrs["format_version"], 1)
            self.assertEqual(file.attrs["complete"], 1)
            self.assertEqual(file.attrs["years_finished"], 5)
            self.assertEqual(file.attrs["seed"], 7)
            self.assertGreaterEqual(file.attrs["end_time"], file.attrs["start_time"])

    def test_unfinished_years_are_missing_or_zero(self):
        write(self.path, "--stop", 2)
        with h5py.File(self.path + ".part", "r") as file:
            self.assertEqual(file.attrs["complete"], 0)
            self.assertTrue(numpy.isnan(file["flows/cost"][2:]).all())
            self.assertTrue((file["flows/stock"][2:] == 0).all())

    def test_identity_ignores_how_the_file_was_written(self):
        expected = identity(self.path)
        for options in (("--chunk-rows", 64), ("--chunk-rows", 100_000), ("--appends", 17)):
            write(self.path, *options)
            self.assertEqual(identity(self.path), expected, options)

    def test_identity_sees_values_and_shapes(self):
        expected = identity(self.path)
        with h5py.File(self.path, "r+") as file:
            file.attrs["seed"] = 8
            file["provenance/other"] = 1
        self.assertEqual(identity(self.path), expected)
        with h5py.File(self.path, "r+") as file:
            file["events/kind"][4321] = 7
        self.assertNotEqual(identity(self.path), expected)
        write(self.path, "--fewer", 1)
        self.assertNotEqual(identity(self.path), expected)

    def test_nothing_but_the_result_is_left(self):
        self.assertEqual(os.listdir(self.folder), ["result.h5"])


if __name__ == "__main__":
    unittest.main()
