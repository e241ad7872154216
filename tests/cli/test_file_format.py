# SPDX-License-Identifier: MIT
"""docs/file-format.md describes a real file, and the readers that people use open it."""

import json
import pathlib
import re
import sys
import unittest

import h5py
import xarray

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen


def tables(heading):
    """Cells of all rows of the page's tables that begin with this heading."""
    rows, inside = [], False
    for line in (keruen.ROOT / "docs/file-format.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            inside = False
        elif cells[0] == heading:
            inside = True
        elif inside and not cells[0].startswith("---"):
            rows.append(cells)
    return rows


class FileFormat(keruen.CaseWithRun):
    arguments = ("--record", "enrolments")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = h5py.File(cls.path)
        cls.addClassCleanup(cls.file.close)

    def datasets(self):
        """Path -> (dimensions, type, units), but for dimensions without values."""
        found = {}

        def visit(name, item):
            if not isinstance(item, h5py.Dataset):
                return
            if item.attrs.get("NAME", b"").startswith(b"This is a netCDF dimension but not"):
                return
            text = h5py.check_string_dtype(item.dtype) is not None
            dimensions = [pathlib.PurePosixPath(axis[0].name).name if len(axis) else
                          pathlib.PurePosixPath(name).name for axis in item.dims]
            found[name] = (", ".join(dimensions), "string" if text else item.dtype.name,
                           item.attrs.get("units", ""))

        self.file.visititems(visit)
        return found

    def test_every_dataset_is_described_and_everything_described_is_there(self):
        page = {cells[0].strip("`"): tuple(cells[1:4]) for cells in tables("dataset")}
        self.assertEqual(len(page), len(tables("dataset")))
        found = self.datasets()
        self.assertEqual(sorted(page), sorted(found))
        for name in found:
            with self.subTest(name):
                self.assertEqual(page[name], found[name])

    def test_the_root_attributes_are_those_described(self):
        page = {name for cells in tables("attribute")
                for name in re.findall("`([^`]+)`", cells[0])}
        self.assertEqual(page, {name for name in self.file.attrs if not name.startswith("_")})

    def test_what_each_sponsor_pays_can_be_summed(self):
        about = json.loads(self.file["provenance/programmes"].asstr()[()])
        self.assertEqual([p["id"] for p in about],
                         list(self.file["programmes/programme"].asstr()))
        self.assertEqual({p["kind"] for p in about}, {"degree", "credit", "staff"})
        paid = sum(self.file[f"programme_money/{what}"][-1].sum(axis=1)
                   for what in ("tuition", "living"))
        mine = [k for k, p in enumerate(about) if p["sponsor"] == "KAZ"]
        self.assertIn("bolashak", [about[k]["id"] for k in mine])
        self.assertGreater(paid[mine].sum(), paid[[p["id"] for p in about].index("bolashak")])

    def test_labels_of_staff_are_described(self):
        page = (keruen.ROOT / "docs/file-format.md").read_text(encoding="utf-8")
        for name in ["staff_outcome/measure", "staff_money/item"]:
            row = next(line for line in page.splitlines() if line.startswith(f"| `{name}` |"))
            for label in self.file[name].asstr():
                self.assertIn(label, row, name)

    def test_every_number_says_what_it_is(self):
        for name in self.datasets():
            if not name.startswith("provenance/"):
                self.assertTrue(self.file[name].attrs["long_name"], name)

    def test_xarray_opens_every_group_with_both_engines(self):
        for engine in ["netcdf4", "h5netcdf"]:
            for group in set(self.file) - {"provenance"}:
                with self.subTest(engine=engine, group=group):
                    with xarray.open_dataset(self.path, group=group, engine=engine) as data:
                        self.assertEqual(data["year"].values.tolist(), list(range(2003, 2036)))
                        for name in data.data_vars:
                            if name not in ["year_rows", *data.dims]:
                                self.assertEqual(data[name].shape, self.file[group][name].shape)
            with xarray.open_dataset(self.path, group="flows", engine=engine) as flows:
                value = flows["stock"].sel(year=2014, origin="KAZ", host="RUS")
                self.assertEqual(value.attrs["units"], "people")
                self.assertGreater(int(value), 10000)

    def test_the_codes_of_events_count_what_the_arrays_count(self):
        events = {name: self.file[f"events/{name}"][()] for name in
                  ["academic_year", "kind", "from", "to", "weight", "person"]}
        kinds = dict(zip(self.file["events/kind"].attrs["flag_meanings"].split(),
                         self.file["events/kind"].attrs["flag_values"]))
        origins = list(self.file["flows/origin"].asstr())
        kaz, rus = origins.index("KAZ"), origins.index("RUS")
        moves = ((events["kind"] == kinds["move"]) & (events["to"] == rus)
                 & (events["person"] >> 48 == kaz) & (events["academic_year"] == 2020))
        self.assertEqual(events["weight"][moves].sum(),
                         self.file["flows/entrants"][2020 - 2003, kaz, rus])
        ends = self.file["events/year_rows"][()]
        self.assertEqual(ends[-1], len(events["kind"]))
        self.assertTrue((events["academic_year"][ends[9]:ends[10]] == 2013).all())


if __name__ == "__main__":
    unittest.main()
