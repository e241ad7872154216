# SPDX-License-Identifier: MIT
"""docs/adding-a-programme.md, followed to the letter: its files written, its commands run, its rows
added to the tables."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import h5py
import keruen

sys.path.insert(0, str(keruen.ROOT / "scripts"))
from data import programmes, schema
from data.raw import Raw

PAGE = (keruen.ROOT / "docs/adding-a-programme.md").read_text(encoding="utf-8")
FILES = re.findall(r"^```toml (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
ROWS = dict(re.findall(r"^```csv (\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
COMMANDS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


class OwnTables(Raw):
    """The project's own tables with the rows of the page, without the raw ones, which are not here."""

    def table(self, name):
        return []

    def own(self, name):
        if name in ("programme_readings", "programme_covers"):
            return []
        known = super().own(name)
        added = [line.split(",") for line in ROWS.get(name, "").splitlines()]
        return known + [dict(zip(known[0], cells, strict=True)) for cells in added]


def series(file, dataset, programme):
    """{year: value} of a programme."""
    names = list(file["programmes/programme"].asstr()[:])
    return dict(zip(file["programmes/year"][:].tolist(),
                    file[f"programmes/{dataset}"][:, names.index(programme)].tolist()))


class AddingAProgramme(keruen.Case):
    def test_the_page_works_as_written(self):
        for name, text in FILES:
            (self.folder / name).write_text(text, encoding="utf-8")
        (self.folder / "keruen").symlink_to(keruen.PROGRAM)
        path = f"{self.folder}:{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "KERUEN_HOME": str(keruen.ROOT)}
        self.assertGreaterEqual(len(COMMANDS), 3)
        for block in COMMANDS:
            for line in block.splitlines():
                done = subprocess.run(["sh", "-c", line], cwd=self.folder, env=environment,
                                      capture_output=True, text=True, timeout=600)
                self.assertEqual(done.returncode, 0, f"{line}\n{done.stderr}")
        with h5py.File(self.folder / "nomad.h5") as file:
            places, awards = (series(file, name, "nomad") for name in ("places", "awards"))
            bonded = series(file, "bonded", "nomad")
            self.assertEqual((places[2026], awards[2026]), (0, 0))
            self.assertEqual(places[2027], 300)
            self.assertGreater(awards[2027], 0)
            self.assertGreater(bonded[2035], awards[2035])
        with h5py.File(self.folder / "more.h5") as file:
            self.assertEqual(series(file, "places", "nomad")[2027], 600)
        with h5py.File(self.folder / "fellows.h5") as file:
            self.assertEqual(series(file, "awards", "nomad-fellows")[2026], 0)
            self.assertGreaterEqual(series(file, "awards", "nomad-fellows")[2027], 80)
            self.assertEqual(series(file, "cost_per_holder", "nomad-fellows")[2027], 19500)
        with h5py.File(self.folder / "bundle.h5") as file:
            self.assertEqual(series(file, "places", "silk-nomad")[2027], 50)
            self.assertEqual(series(file, "places", "nomad")[2027], 250)
            self.assertGreater(series(file, "awards", "silk-nomad")[2030], 0)

    def own_home(self):
        """A copy of the data that may be changed, with the library."""
        home = self.folder / "home"
        shutil.copytree(keruen.ROOT / "scenarios/data", home / "scenarios/data")
        for folder in ("library", "posterior"):
            (home / "scenarios" / folder).symlink_to(keruen.ROOT / "scenarios" / folder)
        return home

    def test_students_have_levels_and_academics_none(self):
        home = self.own_home()
        table = home / "scenarios/data/programmes.csv"
        lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
        order = next(k for k, line in enumerate(lines) if line.startswith("kz-state-order,"))
        staff = next(k for k, line in enumerate(lines) if ",staff,12," in line)
        lines[order] = lines[order].replace(",bachelor,", ",,")
        lines[staff] = lines[staff].replace(",*,,*,", ",*,master,*,")
        table.write_text("".join(lines), encoding="utf-8")
        done = subprocess.run([keruen.PROGRAM, "check", "baseline"], capture_output=True, text=True,
                              env={**os.environ, "KERUEN_HOME": str(home)}, timeout=60)
        self.assertEqual(done.returncode, 2, done.stdout)
        told = done.stderr + done.stdout
        self.assertRegex(told, rf'programmes.csv:{order + 1}:\d+: found levels = "";')
        self.assertRegex(told, rf'programmes.csv:{staff + 1}:\d+: found levels = "master";')

    def test_the_rows_of_the_page_make_a_programme_of_the_data(self):
        home = self.own_home()
        raw = OwnTables(self.folder)
        made = {"programmes": programmes.programmes(raw),
                "programme_values": programmes.programme_values(raw, None)}
        for name, key in (("programmes", "id"), ("programme_values", "programme")):
            rows = [row for row in made[name] if row[key] == "steppe"]
            lines = schema.to_csv(name, rows).decode("utf-8").splitlines(keepends=True)
            table = home / "scenarios/data" / f"{name}.csv"
            known = table.read_text(encoding="utf-8").splitlines(keepends=True)
            self.assertEqual(known[0], lines[0])
            table.write_text("".join(known + lines[1:]), encoding="utf-8")
        result = self.folder / "steppe.h5"
        done = subprocess.run([keruen.PROGRAM, "run", "baseline", "-o", result, "--scale", "0.02",
                               "--years", "2003:2017"], env={**os.environ, "KERUEN_HOME": str(home)},
                              capture_output=True, text=True, timeout=600)
        self.assertEqual(done.returncode, 0, done.stderr)
        with h5py.File(result) as file:
            places, awards = (series(file, name, "steppe") for name in ("places", "awards"))
            self.assertEqual((places[2014], awards[2014]), (0, 0))
            self.assertEqual(places[2017], 100)
            self.assertGreater(awards[2017], 0)

    def test_every_key_of_a_programme_is_on_the_page(self):
        source = (keruen.ROOT / "scenarios/government_layer.cpp").read_text(encoding="utf-8")
        body = source.partition("Reads programme_reads")[2].partition("return reads;")[0]
        keys = set(re.findall(r'^\s+\{"(\w+)",', body, re.MULTILINE))
        loop = body.partition("for (const char* lever : {")[2].partition("})")[0]
        keys |= set(re.findall(r'"(\w+)"', loop))
        self.assertGreater(len(keys), 15)
        for key in keys:
            found = re.search(rf"`{key}`|^{key} = ", PAGE, re.MULTILINE)
            self.assertIsNotNone(found, f"{key} is not explained")


if __name__ == "__main__":
    unittest.main()
