# SPDX-License-Identifier: MIT
"""The scenarios of memberships and integration: nothing before 2027, then the argued direction."""

import functools
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import h5py
import keruen
import numpy

FIRST = 2027
FOLDER = tempfile.TemporaryDirectory(prefix="keruen-")


@functools.lru_cache(maxsize=None)
def run(scenario):
    """{dataset: values} of a small run, with the years and names beside them."""
    path = pathlib.Path(FOLDER.name) / f"{scenario}.h5"
    code, _, err = keruen.command("run", scenario, "-o", path, *keruen.SMALL, "--verify")
    assert code == 0, err
    names = ("flows/stock", "flows/entrants", "flows/returns", "programmes/awards",
             "programmes/holders", "policy/fee", "policy/agreements", "policy/recognition",
             "policy/soft_hard")
    with h5py.File(path) as file:
        data = {name: file[name][:] for name in names}
        data["regions"] = list(file["flows/origin"].asstr()[:])
        data["programmes"] = list(file["programmes/programme"].asstr()[:])
        data["first"] = int(numpy.flatnonzero(file["flows/year"][:] == FIRST)[0])
    return data


def flow(data, dataset, origin, host):
    """Of the years from FIRST on."""
    at = [data["regions"].index(code) for code in (origin, host)]
    return data[dataset][data["first"]:, at[0], at[1]]


class IntegrationScenarios(unittest.TestCase):
    def test_nothing_changes_before_the_first_date(self):
        base = run("baseline")
        for name in ("bologna-exit", "erasmus-closed", "spillover", "intergovernmental"):
            changed = run(name)
            for dataset, values in base.items():
                if isinstance(values, numpy.ndarray):
                    before = slice(0, base["first"])
                    self.assertTrue(numpy.array_equal(values[before], changed[dataset][before],
                                                      equal_nan=True), f"{name}: {dataset}")

    def test_leaving_the_ehea_costs_recognition_there_and_students_there(self):
        base, left = run("baseline"), run("bologna-exit")
        for host in ("EHEA", "TUR"):  # 0.3, less the share of pairs with a Soviet past
            lost = flow(base, "policy/recognition", "KAZ", host) - \
                flow(left, "policy/recognition", "KAZ", host)
            self.assertTrue((lost > 0.15).all() and (lost < 0.301).all(), f"{host}: {lost}")
        same = flow(base, "policy/recognition", "KAZ", "CHN")
        self.assertTrue((same == flow(left, "policy/recognition", "KAZ", "CHN")).all())
        self.assertLess(flow(left, "flows/entrants", "KAZ", "EHEA").sum(),
                        flow(base, "flows/entrants", "KAZ", "EHEA").sum())

    def test_closing_erasmus_ends_its_awards_and_no_others(self):
        base, closed = run("baseline"), run("erasmus-closed")
        first, names = base["first"], base["programmes"]
        mundus, bolashak = names.index("erasmus-mundus"), names.index("bolashak")
        self.assertGreater(base["programmes/awards"][first:, mundus].sum(), 0)
        self.assertEqual(closed["programmes/awards"][first:, mundus].sum(), 0)
        self.assertGreater(closed["programmes/awards"][first:, bolashak].sum(), 0)

    def test_spillover_only_adds_and_more_each_year(self):
        base, spilt = run("baseline"), run("spillover")
        for dataset in ("policy/recognition", "policy/agreements"):
            gain = spilt[dataset][base["first"]:] - base[dataset][base["first"]:]
            self.assertGreaterEqual(gain.min(), 0)
            kazakh = flow(spilt, dataset, "KAZ", "EHEA") - flow(base, dataset, "KAZ", "EHEA")
            self.assertTrue((numpy.diff(kazakh) > 0).all(), kazakh)
        self.assertLessEqual(spilt["policy/recognition"].max(), 1)

    def test_bargaining_states_give_no_more_than_they_get(self):
        base, bound = run("baseline"), run("intergovernmental")
        for dataset in ("policy/recognition", "policy/agreements"):
            loss = base[dataset][base["first"]:] - bound[dataset][base["first"]:]
            self.assertGreaterEqual(loss.min(), 0)
            self.assertGreater(loss.max(), 0)
        for a, b in (("KAZ", "RUS"), ("KAZ", "CHN"), ("TUR", "RUS")):
            self.assertTrue((flow(bound, "policy/agreements", a, b) ==
                             flow(bound, "policy/agreements", b, a)).all())


if __name__ == "__main__":
    unittest.main()
