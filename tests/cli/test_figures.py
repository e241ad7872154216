# SPDX-License-Identifier: MIT
"""The figures on pages can be made again: scripts/figures finds what the pages ask for."""

import functools
import importlib.machinery
import importlib.util
import json
import pathlib
import re
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import h5py
import keruen

sys.dont_write_bytecode = True
LOADER = importlib.machinery.SourceFileLoader("figures", str(keruen.ROOT / "scripts/figures"))
figures = importlib.util.module_from_spec(importlib.util.spec_from_loader("figures", LOADER))
sys.modules["figures"] = figures
LOADER.exec_module(figures)

FOLDER = tempfile.TemporaryDirectory(prefix="keruen-")
BLOCKS = [(page, block) for page in figures.all_pages() for block in figures.blocks(page)]


def labels_of(scenario):
    """The nearest ancestor with the same regions, years and programmes: it has the same cells."""
    while not {"regions", "run", "programmes"} & figures.tables(scenario).keys():
        scenario = figures.tables(scenario)["parent"]
    return scenario


@functools.lru_cache(maxsize=None)
def small_run(scenario):
    path = pathlib.Path(FOLDER.name) / f"{scenario}.h5"
    code, _, err = keruen.command("run", scenario, "-o", path, *keruen.SMALL)
    assert code == 0, err
    return h5py.File(path)


class Figures(keruen.Case):
    def test_every_scenario_is_run_for_the_figures_of_some_page(self):
        run = {run.scenario for _, block in BLOCKS for run in block.runs()}
        library = {path.stem for path in figures.LIBRARY.glob("*.toml")}
        self.assertEqual(library - run, {"full-population"})  # takes minutes

    def test_every_table_of_what_the_model_gives_has_its_block(self):
        heading = re.compile("## (?:What the model gives|Kazakhstan in 2017)\n")
        for page in figures.all_pages():
            text = heading.split(page.read_text(encoding="utf-8"))[1].partition("\n## ")[0]
            with self.subTest(page=page.stem):
                tables = re.findall(r"^\|(?:---\|)+$", text, re.MULTILINE)
                self.assertEqual(len(tables), len(figures.BLOCK.findall(text)))

    def test_what_pages_ask_for_is_in_the_result_of_their_scenario(self):
        self.assertGreater(len(BLOCKS), 20)
        for page, block in BLOCKS:
            for run, quantity, year in block.checks():
                with self.subTest(page=page.stem, quantity=quantity.dataset, year=year):
                    file = small_run(labels_of(run.scenario))
                    self.assertIsInstance(quantity.of(file, year), float)

    def test_settings_of_pages_are_levers_or_parameters(self):
        known = {lever["key"] for lever in json.loads(self.succeed("levers", "baseline", "--json"))}
        reference = (keruen.ROOT / "docs/reference/parameters.md").read_text(encoding="utf-8")
        for page, block in BLOCKS:
            for _, setting in block.rows if isinstance(block, figures.Settings) else []:
                key = setting.partition("=")[0]
                with self.subTest(page=page.stem, key=key):
                    self.assertTrue(not key or key == "run.seed" or key in known
                                    or f"| `{key}` |" in reference)

    def file(self, name, stock):
        """A result file with two years of flows and of a share."""
        with h5py.File(self.folder / name, "w") as out:
            out["flows/year"] = [2026, 2027]
            out["flows/origin"] = ["KAZ", "RUS", "CHN"]
            out["flows/stock"] = stock
            out["flows/share"] = [[0.5, 0.25, 0.0], [0.125, 0.25, 1.0]]
            for dataset in (out["flows/stock"], out["flows/share"]):
                for axis, scale in enumerate(("year", "origin")):
                    out[f"flows/{scale}"].make_scale(scale)
                    dataset.dims[axis].attach_scale(out[f"flows/{scale}"])
        return h5py.File(self.folder / name)

    def test_a_table_is_rewritten_from_runs_and_nothing_else_is(self):
        page = self.folder / "docs" / "scenarios" / "bolashak-doubled.md"
        page.parent.mkdir(parents=True)
        before = ("Text | with a bar.\n\n<!-- figures 2026 2027 | people\nall | flows/stock *\n"
                  "others | flows/stock !KAZ\nmean | flows/share KAZ+RUS by flows/stock | 0.00 %\n"
                  "thousand | bolashak-doubled: flows/stock KAZ | 0.0 million\n-->\n")
        page.write_text(before + "\nMore.\n\n| another | table |\n|---|---|\n", encoding="utf-8")
        files = {figures.Run("baseline"): self.file("a", [[1000, 3000, 0], [1, 1, 1]]),
                 figures.Run("bolashak-doubled"): self.file("b", [[1500, 0, 0], [1, 3, 1]])}
        block, = figures.blocks(page)
        self.assertEqual(block.runs(), files.keys())
        once = figures.rewritten(page.read_text(encoding="utf-8"), [block.table(files)])
        self.assertEqual(once, before + "\n| people | 2026 | 2027 |\n|---|---|---|\n"
                         "| all | 4,000 → 1,500 | 3 → 5 |\n| others | 3,000 → 0 | 2 → 4 |\n"
                         "| mean | 31.25 → 50.00 % | 18.75 → 21.88 % |\n"
                         "| thousand | 0.0 | 0.0 |\n"
                         "\nMore.\n\n| another | table |\n|---|---|\n")
        self.assertEqual(figures.rewritten(once, [block.table(files)]), once)

    def test_labels_that_match_nothing_are_told(self):
        file = self.file("a", [[1, 2, 3], [4, 5, 6]])
        for what in ("flows/stock TUR", "flows/stock KAZ RUS", "flows/none KAZ"):
            with self.assertRaises(KeyError):
                figures.quantity(what, "").of(file, 2026)
        with self.assertRaises(ValueError):
            figures.quantity("flows/stock KAZ", "%")


if __name__ == "__main__":
    unittest.main()
