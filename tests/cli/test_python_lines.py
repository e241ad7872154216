# SPDX-License-Identifier: MIT
"""The pages for people's own tools are followed to the letter: files, commands, lines of Python;
and every table of a result file is there as CSV, with the values of the file."""

import contextlib
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy
import pandas

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Lines(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="keruen-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        code, _, err = keruen.command("run", "baseline", "-o", cls.folder / "baseline.h5",
                                      "--record", "events", *keruen.SMALL)
        assert code == 0, err

    def follow(self, page):
        """What the page's lines of Python print."""
        path = f"{pathlib.Path(keruen.PROGRAM).parent}:{os.environ['PATH']}"
        told = io.StringIO()
        before = pathlib.Path.cwd()
        os.chdir(self.folder)
        self.addCleanup(os.chdir, before)
        for kind, name, text in BLOCK.findall((keruen.ROOT / page).read_text(encoding="utf-8")):
            if name:
                pathlib.Path(name).write_text(text, encoding="utf-8")
            elif kind == "sh":
                subprocess.run(["sh", "-e"], input=text, text=True, check=True,
                               env={**os.environ, "PATH": path}, capture_output=True)
            elif kind == "python":
                self.assertLessEqual(len(text.splitlines()), 5, page)
                with contextlib.redirect_stdout(told):
                    exec(compile(text, page, "exec"), {})
        return told.getvalue()

    def test_readme(self):
        page = (keruen.ROOT / "README.md").read_text(encoding="utf-8")
        lines = [text for kind, _, text in BLOCK.findall(page) if kind == "python"]
        self.assertEqual(len(lines), 1)
        subprocess.run(["/usr/bin/python3", "-c", lines[0]], cwd=self.folder, check=True)

    def test_the_page_of_own_tools(self):
        told = self.follow("docs/own-tools.md")
        self.assertIn("2035", told)
        self.assertIn("RUS", told)

    def test_the_page_of_batches(self):
        told = self.follow("docs/batch.md")
        self.assertIn("choose.price", told)
        self.assert_collection_reads_as_csv(self.folder / "prices.batch/collection.h5")

    def test_the_pages_of_comparisons_and_games(self):
        few = ("--scale", "0.005", "--years", ":2028", "--threads", "2")
        for words in (("compare", "baseline", "bolashak-doubled", "--csv", "ledger.csv"),
                      ("game", "baseline", "--no-draws", "--seeds", "1", "--out", "game")):
            code, _, err = keruen.command(*words, *few, cwd=self.folder)
            self.assertEqual(code, 0, err)
        self.assertIn("newly_mobile", self.follow("docs/compare.md"))
        self.assertIn("best_response", self.follow("docs/game.md"))

    def assert_collection_reads_as_csv(self, path):
        table = self.csv("flows", path).set_index(["member", "year", "origin", "host"])
        with h5py.File(path) as file:
            members = list(file["flows/member"].asstr())
            for name in ("stock", "entrants"):
                numpy.testing.assert_array_equal(table[name].to_numpy(),
                                                 file["flows"][name][()].ravel())
            for m, member in enumerate(members):
                own = table.loc[member]
                self.assertEqual(set(own.scenario), {file["flows/scenario"].asstr()[m]})
                self.assertEqual(set(own.seed), {file["flows/seed"][m]})
                self.assertEqual(set(own["choose.price"]), {file["flows/choose.price"][m]})
        self.assertIn("Collection: ", self.succeed_in_showing(path))
        code, _, err = keruen.command("show", path, "--csv", "flow")
        self.assertEqual(code, 2)
        self.assertIn('did you mean "flows"', err)

    def succeed_in_showing(self, path, *arguments):
        code, out, err = keruen.command("show", path, *arguments)
        self.assertEqual(code, 0, err)
        return out

    def csv(self, table, path=None):
        out = self.succeed_in_showing(path or self.folder / "baseline.h5", "--csv", table)
        return pandas.read_csv(io.StringIO(out), float_precision="round_trip",
                               keep_default_na=False, na_values=[""])

    def test_every_dataset_is_in_a_csv_table_with_its_values(self):
        with h5py.File(self.folder / "baseline.h5") as file:
            wanted = {f"{group}/{name}": data[()] for group in file if group != "provenance"
                      for name, data in file[group].items()
                      if data.attrs.get("CLASS") != b"DIMENSION_SCALE"}
        tables = {}
        for path, values in wanted.items():
            with self.subTest(path):
                group, name = path.split("/")
                if group not in tables:
                    tables[group] = self.csv(group)
                table = tables[group]
                if name not in table:
                    table = self.csv(path)
                told = table[name].to_numpy()
                if values.dtype.kind in "OS":
                    self.assertEqual(told.tolist(), [text.decode() for text in values.ravel()])
                else:
                    numpy.testing.assert_array_equal(told.astype(values.dtype), values.ravel())

    def test_labels_stand_in_front(self):
        table = self.csv("mobility")
        self.assertEqual(list(table.columns), ["year", "origin", "definition", "rate"])
        with h5py.File(self.folder / "baseline.h5") as file:
            labels = [text.decode() for text in file["mobility/definition"][()]]
        self.assertEqual(table.definition.unique().tolist(), labels)

    def test_an_unknown_table_is_told(self):
        code, out, err = keruen.command("show", self.folder / "baseline.h5", "--csv", "flow")
        self.assertEqual((code, out), (2, ""))
        self.assertIn('did you mean "flows"', err)


if __name__ == "__main__":
    unittest.main()
