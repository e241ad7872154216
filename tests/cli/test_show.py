# SPDX-License-Identifier: MIT
"""`keruen show`: the headline agrees with the file, and files of other kinds are refused."""

import json
import math
import pathlib
import re
import shutil
import sys
import unittest

import h5py
import xarray

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen


class Show(keruen.CaseWithRun):
    def number(self, line, column):
        return int(line.split()[column].replace(",", ""))

    def test_tables_agree_with_the_file(self):
        out = self.succeed("show", self.path)
        stock = xarray.open_dataset(self.path, group="flows", engine="h5netcdf")["stock"]
        outbound = out.split("students abroad by host")[1].split("foreign students")[0]
        heads = next(line.split() for line in outbound.splitlines() if "host" in line and "2013" in line)
        rows = {line.split()[0].strip("*"): line for line in outbound.splitlines() if line.strip()}
        kaz = stock.sel(origin="KAZ")
        for year in [2013, 2017, 2035]:
            self.assertEqual(self.number(rows["RUS"], heads.index(str(year))),
                             kaz.sel(year=year, host="RUS"))
            self.assertEqual(self.number(rows["total"], heads.index(str(year))),
                             kaz.sel(year=year).sum())
        inbound = out.split("foreign students by origin")[1].split("provenance")[0]
        total = next(line for line in inbound.splitlines() if line.strip().startswith("total"))
        self.assertEqual(self.number(total, -1), stock.sel(host="KAZ", year=2035).sum())
        rate = xarray.open_dataset(self.path, group="mobility", engine="h5netcdf")["rate"]
        line = next(line for line in out.splitlines() if line.split()[:1] == ["2014"])
        expected = rate.sel(origin="KAZ", year=2014).values
        labels = list(rate["definition"].values)
        columns = re.findall(r"^ +\[\d+\] (.+)$", out, re.MULTILINE)
        self.assertGreater(len(columns), 10)
        for cell, label in zip(line.split()[1:], columns, strict=True):
            share = expected[labels.index(label)]
            if math.isnan(share):
                self.assertEqual(cell, "-")
            else:
                self.assertAlmostEqual(float(cell), 100 * share, delta=0.00501)

    def test_every_definition_and_indicator_has_its_meaning_in_the_file(self):
        out = " ".join(self.succeed("show", self.path).split())
        with h5py.File(self.path) as file:
            definitions = list(file["mobility/definition"].asstr())
            meanings = dict(line.split(": ") for line in
                            file["provenance/definitions"].asstr()[()].splitlines())
            indicators = list(file["indicators/indicator"].asstr())
            formulas = dict(re.fullmatch(r"(.+) \[.+\]: (.+)", line).groups() for line in
                            file["provenance/indicators"].asstr()[()].splitlines())
        self.assertEqual(list(meanings), definitions)
        self.assertEqual(list(formulas), indicators)
        for meaning in meanings.values():
            self.assertRegex(meaning, ".+ / .+")
        for label in ["graduates, both", "stock, degree, without Russia", "yearly flow, credit"]:
            self.assertIn(f"] {label} {meanings[label]} ", out)

    def test_credit_definitions_count_exchange_students(self):
        flows = xarray.open_dataset(self.path, group="flows", engine="h5netcdf")
        home = xarray.open_dataset(self.path, group="home", engine="h5netcdf")
        rate = xarray.open_dataset(self.path, group="mobility", engine="h5netcdf")["rate"]
        for year in [2017, 2030]:
            at = {"year": year, "origin": "KAZ"}
            credit = int(flows["credit"].sel(at).sum())
            self.assertGreater(credit, 0)
            self.assertAlmostEqual(float(rate.sel(**at, definition="yearly flow, credit")),
                                   credit / float(home["enrolment"].sel(at)))
            both = float(rate.sel(**at, definition="graduates, both"))
            parts = [float(rate.sel(**at, definition=f"graduates, {kind}"))
                     for kind in ["credit", "degree"]]
            self.assertAlmostEqual(both, sum(parts))

    def test_measures_agree_with_the_file(self):
        out = self.succeed("show", self.path).split("what becomes of them")[1]
        value = xarray.open_dataset(self.path, group="indicators", engine="h5netcdf")["value"]
        head = next(line.split() for line in out.splitlines() if line.split()[:1] == ["measure"])
        kaz = value.sel(region="KAZ", year=2035).values
        seen = 0
        for label, number in zip(value["indicator"].values, kaz):
            line = next((x for x in out.splitlines() if x.strip().startswith(str(label))), None)
            if line is None:
                continue
            seen += 1
            cell = line.split()[-1].replace(",", "")
            self.assertEqual(head[-1], "2035")
            if cell != "-":
                self.assertAlmostEqual(float(cell), number, delta=0.501 if number > 100 else 0.000501)
        self.assertGreater(seen, 8)

    def test_json_says_the_same_as_the_text(self):
        result = json.loads(self.succeed("show", self.path, "--json"))
        with h5py.File(self.path) as file:
            stock = file["flows/stock"][()]
            origins = list(file["flows/origin"].asstr())
        kaz, rus = origins.index("KAZ"), origins.index("RUS")
        self.assertEqual(result["headline"]["outbound"]["by_host"]["RUS"],
                         stock[10:, kaz, rus].tolist())
        self.assertEqual(result["headline"]["inbound"]["by_origin"]["RUS"],
                         stock[10:, rus, kaz].tolist())
        self.assertTrue(result["complete"])
        self.assertEqual(result["provenance"]["scenario"], "baseline")
        shapes = {info["path"]: info["shape"] for info in result["datasets"]}
        self.assertEqual(shapes["flows/stock"], list(stock.shape))

    def test_another_origin(self):
        self.assertIn("TUR: students abroad", self.succeed("show", self.path, "--origin", "TUR"))
        code, _, err = keruen.command("show", self.path, "--origin", "TVR")
        self.assertEqual(code, 2)
        self.assertIn('did you mean "TUR"?', err)

    def test_the_identity_is_a_sha_256_and_leaves_provenance_out(self):
        before = self.identity(self.path)
        self.assertRegex(before, "^[0-9a-f]{64}$")
        copy = self.folder / "copy.h5"
        shutil.copy(self.path, copy)
        with h5py.File(copy, "a") as file:
            file.attrs["host"] = "elsewhere"
            file["provenance/note"] = "more"
        self.assertEqual(self.identity(copy), before)
        with h5py.File(copy, "a") as file:
            file["flows/stock"][20, 0, 1] += 1
        self.assertNotEqual(self.identity(copy), before)

    def refused(self, path):
        code, out, err = keruen.command("show", path)
        self.assertEqual((code, out), (2, ""))
        self.assertTrue(err.startswith(f"{path}: "), err)
        return err

    def test_what_is_no_result_file_is_refused(self):
        self.assertIn("found no such file", self.refused(self.folder / "none.h5"))
        text = self.scenario("not HDF5")
        self.assertIn("HDF5", self.refused(text))
        with h5py.File(self.folder / "other.h5", "w") as file:
            file["a"] = 1
        self.assertIn("another kind", self.refused(self.folder / "other.h5"))

    def test_unknown_versions_are_refused(self):
        copy = self.folder / "later.h5"
        shutil.copy(self.path, copy)
        with h5py.File(copy, "a") as file:
            file.attrs["format_version"] = 2
        err = self.refused(copy)
        self.assertIn("found format version 2; this program knows version 1", err)
        self.assertIn("use the version of keruen that wrote it, ", err)


if __name__ == "__main__":
    unittest.main()
