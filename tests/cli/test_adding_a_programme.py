# SPDX-License-Identifier: MIT
"""docs/adding-a-programme.md, followed to the letter: its files written, its commands run."""

import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import h5py
import keruen

PAGE = (keruen.ROOT / "docs/adding-a-programme.md").read_text(encoding="utf-8")
FILES = re.findall(r"^```toml (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


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
        with h5py.File(self.folder / "bundle.h5") as file:
            self.assertEqual(series(file, "places", "silk-nomad")[2027], 50)
            self.assertEqual(series(file, "places", "nomad")[2027], 250)
            self.assertGreater(series(file, "awards", "silk-nomad")[2030], 0)

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
