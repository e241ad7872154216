# SPDX-License-Identifier: MIT
"""The identity of a result depends on the scenario and the seed, and on nothing else."""

import itertools
import json
import pathlib
import shutil
import sys
import tempfile
import unittest

import h5py
import numpy

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen


class Determinism(keruen.Case):
    @classmethod
    def setUpClass(cls):
        cls.shared = pathlib.Path(tempfile.mkdtemp(prefix="keruen-"))
        cls.addClassCleanup(shutil.rmtree, cls.shared, ignore_errors=True)
        cls.reference = cls.shared / "reference.h5"
        code, _, err = keruen.command("run", "baseline", "-o", cls.reference, *keruen.SMALL)
        assert code == 0, err

    def assert_same(self, path, what):
        with self.subTest(what):
            self.assertEqual(self.identity(path), self.identity(self.reference))

    def test_threads_do_not_matter(self):
        for threads in [1, 2, 3, 8]:
            path = self.run_scenario("a.h5", "--threads", threads, small=keruen.SMALL[:2])
            self.assert_same(path, f"{threads} threads")

    def test_checkpoints_do_not_matter(self):
        for years in [1, 5]:
            self.assert_same(self.run_scenario("a.h5", "--checkpoint-every", years), years)

    def test_checking_does_not_matter(self):
        self.assert_same(self.run_scenario("a.h5", "--verify"), "--verify")

    def test_the_instruction_set_does_not_matter(self):
        for isa in ["baseline", "avx2", "avx512"]:
            path = self.folder / "a.h5"
            code, _, err = keruen.command("run", "baseline", "-o", path, *keruen.SMALL,
                                          environment={"KERUEN_ISA": isa})
            if code == 2 and "KERUEN_ISA" in err:
                continue  # not to be had on this machine
            self.assertEqual(code, 0, err)
            self.assert_same(path, isa)

    def test_recording_levels_agree_on_what_they_share(self):
        files = {"summary": self.reference}
        for level in ["events", "panel", "enrolments"]:
            files[level] = self.run_scenario(f"{level}.h5", "--record", level)
        for one, other in itertools.combinations(files, 2):
            with h5py.File(files[one]) as a, h5py.File(files[other]) as b:
                names = set(datasets(a))
                self.assertTrue(names < set(datasets(b)))
                for name in names:
                    with self.subTest(f"{one} and {other}: {name}"):
                        numpy.testing.assert_array_equal(a[name][()], b[name][()])

    def test_a_change_without_effect_changes_nothing(self):
        levers = json.loads(self.succeed("levers", "--json"))
        values = next(lever["values"] for lever in levers if lever["key"] == "bolashak.stipend")
        dates = ", ".join(f"{year} = {value!r}" for year, value in values.items())
        path = self.scenario('title = "test"\nparent = "baseline"\n'
                             f'[policy]\n"bolashak.stipend" = {{ {dates} }}\n')
        self.assert_same(self.run_scenario("a.h5", scenario=path), "the same stipend, written out")

    def test_conservation_holds_in_every_year(self):
        self.run_scenario("a.h5", "--verify", "--record", "panel")


def datasets(file):
    """Paths of all datasets outside /provenance."""
    found = []
    file.visititems(lambda name, item: found.append(name) if isinstance(item, h5py.Dataset)
                    and not name.startswith("provenance/") else None)
    return found


if __name__ == "__main__":
    unittest.main()
