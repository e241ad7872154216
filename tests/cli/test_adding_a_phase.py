# SPDX-License-Identifier: MIT
"""docs/adding-a-phase.md, followed to the letter in a copy of the tree: its files written, its
changes made, its commands run."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

import h5py
import numpy

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen

PAGE = (keruen.ROOT / "docs/adding-a-phase.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r'^```(?:cpp|md) (\S+)(?: (before|after) ("[^\n]*"))?\n(.*?)^```$', PAGE,
                    re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def insert(path, where, line, text):
    """Puts the text before or after the only such line of the file."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    found = [i for i, one in enumerate(lines) if one.rstrip("\n") == line]
    assert len(found) == 1, f"{path} has the line {line!r} {len(found)} times"
    at = found[0] + (where == "after")
    path.write_text("".join(lines[:at] + [text] + lines[at:]), encoding="utf-8")


def arrays(path):
    """{path: values} of everything that a run computes."""
    out = {}
    with h5py.File(path) as file:
        file.visititems(lambda name, item: out.update({name: item[()]})
                        if isinstance(item, h5py.Dataset) else None)
    return {name: value for name, value in out.items() if not name.startswith("provenance/")}


class AddingAPhase(keruen.Case):
    def copy_of_the_tree(self):
        tree = self.folder / "keruen"
        listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"],
                                cwd=keruen.ROOT, capture_output=True, check=True).stdout
        for name in filter(None, listed.decode().split("\0")):
            if (keruen.ROOT / name).is_file():
                (tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(keruen.ROOT / name, tree / name)
        return tree

    def changed_tree(self):
        """A copy of the tree with the page's files written and its changes made."""
        tree = self.copy_of_the_tree()
        self.assertGreaterEqual(len(BLOCKS), 10)
        for name, where, line, text in BLOCKS:
            if where:
                insert(tree / name, where, re.sub(r"\\(.)", r"\1", line[1:-1]), text)
            else:
                self.assertFalse((tree / name).exists(), name)
                (tree / name).write_text(text, encoding="utf-8")
        return tree

    def test_the_changes_fit_the_tree(self):
        self.changed_tree()

    @unittest.skipUnless(keruen.LONG, "builds the program: scripts/test --all")
    def test_the_page_works_as_written(self):
        tree = self.changed_tree()
        environment = {key: value for key, value in os.environ.items()
                       if not key.startswith("KERUEN")}
        for line in "".join(COMMANDS).splitlines():
            done = subprocess.run(["sh", "-c", line], cwd=tree, env=environment,
                                  capture_output=True, text=True, timeout=1500)
            self.assertEqual(done.returncode, 0, f"{line}\n{done.stdout[-4000:]}\n{done.stderr}")
        self.compare(arrays(tree / "summer.h5"))

    def compare(self, found):
        """With the run of the program without the phase."""
        without = arrays(self.run_scenario("without.h5", small=("--scale", "0.05")))
        summer = found.pop("home/summer_school")
        self.assertEqual(found.keys(), without.keys())
        for name, value in without.items():
            numpy.testing.assert_array_equal(found[name], value, err_msg=name)
        kazakhstan = list(without["home/origin"]).index(b"KAZ")
        share = summer[:, kazakhstan] / without["home_levels/students"][:, kazakhstan].sum(axis=1)
        self.assertTrue(((share > 0.0) & (share < 0.05)).all(), share)


if __name__ == "__main__":
    unittest.main()
