# SPDX-License-Identifier: MIT
"""`keruen batch` and `keruen collect` as a user runs them: in shards, killed, twice at once, with a
member that fails."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy
import xarray

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen

STUDY = """title = "Price and places"
scenarios = ["baseline"]
seeds = 3
scale = 0.1
retries = 1
[set]
"run.first" = 2013
"run.last" = 2017
[vary]
"choose.price" = [-1.0, -1.4]
"""
ONE = STUDY.replace("seeds = 3", "seeds = 1").replace(", -1.4]", "]")
SLOW = STUDY.replace("scale = 0.1", "scale = 0.4")  # slow enough to be killed in the middle
THREADS = ("--threads", "1")


def datasets(path):
    """Every dataset but the provenance."""
    found = {}
    with h5py.File(path) as file:
        file.visititems(lambda name, item: found.__setitem__(name, item[()])
                        if isinstance(item, h5py.Dataset) and "provenance" not in name else None)
    return found


def assert_same(test, one, other):
    mine, theirs = datasets(one), datasets(other)
    test.assertEqual(sorted(mine), sorted(theirs))
    for name, values in mine.items():
        numpy.testing.assert_array_equal(values, theirs[name], name)


class Study(keruen.Case):
    """Six tiny members."""

    def setUp(self):
        super().setUp()
        self.study = self.folder / "study.toml"
        self.study.write_text(STUDY, encoding="utf-8")
        self.batch = self.folder / "batch"

    def compute(self, *arguments, code=0, batch=None):
        got, out, err = keruen.command("batch", self.study, "-o", batch or self.batch, *THREADS,
                                       "--json", *arguments)
        self.assertEqual(got, code, err)
        return json.loads(out)

    def collect(self, name="all.h5", *arguments, batch=None):
        path = self.folder / name
        self.succeed("collect", batch or self.batch, "-o", path, *arguments)
        return path

    def status(self):
        return json.loads(self.succeed("batch", self.study, "-o", self.batch, "--status", "--json"))


class Batch(Study):
    def test_shards_killed_and_doubled_make_what_one_process_makes(self):
        self.study.write_text(SLOW, encoding="utf-8")
        first = self.compute("--shard", "1/2")
        self.assertEqual((first["members_of_study"], first["members"]), (6, 3))
        self.assertEqual(first["computed"], 3)
        # The second shard is killed in the middle of its second member.
        process = keruen.start("batch", self.study, "-o", self.batch, *THREADS, "--shard", "2/2")
        for line in process.stderr:
            if "member 2 of 3" in line:
                break
        process.kill()
        process.communicate()
        there = [one["there"] for one in self.status()]
        self.assertEqual(there[:4], [True] * 4)
        self.assertLess(sum(there), 6)
        # Collecting tells what is missing, and makes no file that lacks it in silence.
        code, out, err = keruen.command("collect", self.batch)
        self.assertEqual((code, out), (1, ""))
        self.assertRegex(err, r"[12] of 6 members are not there")
        self.assertIn("killed", err)
        self.assertFalse((self.batch / "collection.h5").exists())
        # Two processes finish the same shard at once: every member is computed once.
        twins = [keruen.start("batch", self.study, "-o", self.batch, *THREADS, "--shard", "2/2",
                              "--json") for _ in range(2)]
        reports = []
        for twin in twins:
            out, err = twin.communicate(timeout=600)
            self.assertEqual(twin.returncode, 0, err)
            reports.append(json.loads(out))
        self.assertEqual(sum(one["computed"] for one in reports), 6 - sum(there))
        self.assertEqual([*(self.batch / "scratch").iterdir(), *(self.batch / "tries").iterdir()],
                         [])
        alone = self.folder / "alone"
        self.assertEqual(self.compute(batch=alone)["computed"], 6)
        assert_same(self, self.collect("shards.h5"), self.collect("alone.h5", batch=alone))
        # And nothing is computed again.
        self.assertEqual(self.compute()["computed"], 0)

    def test_a_member_is_the_run_that_its_settings_say(self):
        self.compute()
        for member in self.status()[2:4]:  # the last with one value, the first with another
            settings = [word for one in member["settings"] for word in ("--set", one)]
            path = self.folder / "one.h5"
            self.succeed("run", "baseline", "-o", path, "--scale", "0.1", *THREADS, *settings)
            self.assertEqual(self.identity(path),
                             self.identity(self.batch / "members" / f"{member['member']}.h5"))

    def test_what_was_computed_serves_a_longer_study(self):
        self.study.write_text(ONE, encoding="utf-8")
        self.assertEqual(self.compute()["computed"], 1)
        self.study.write_text(ONE.replace("seeds = 1", "seeds = 2"), encoding="utf-8")
        self.assertEqual(self.compute()["computed"], 1)

    def test_ctrl_c_keeps_what_is_finished_and_blames_nobody(self):
        process = keruen.start("batch", self.study, "-o", self.batch, *THREADS)
        for line in process.stderr:
            if "member 3 of 6" in line:
                break
        process.send_signal(2)
        out, _ = process.communicate(timeout=600)
        self.assertEqual(process.returncode, 130)
        self.assertIn("the same command goes on", out)
        self.assertEqual([*(self.batch / "tries").iterdir()], [])
        there = sum(one["there"] for one in self.status())
        self.assertIn(there, [2, 3])
        self.assertEqual(self.compute()["computed"], 6 - there)

    def test_a_scenario_edited_meanwhile_gives_no_member_under_its_old_name(self):
        scenario = self.scenario('title = "Mine"\nparent = "baseline"\n')
        self.study.write_text(STUDY.replace('"baseline"', '"mine.toml"'), encoding="utf-8")
        process = keruen.start("batch", self.study, "-o", self.batch, *THREADS)
        for line in process.stderr:
            if "member 1 of 6" in line:
                break
        scenario.write_text('title = "Edited"\nparent = "baseline"\n', encoding="utf-8")
        _, err = process.communicate(timeout=600)
        self.assertEqual(process.returncode, 2)
        self.assertIn("mine.toml", err)
        self.assertIn("another text than when the batch began", err)
        self.assertEqual([*(self.batch / "tries").iterdir()], [])
        self.assertEqual(sum(one["there"] for one in self.status()), 0)  # all have other names now

    def test_a_member_that_fails_is_tried_told_and_listed_but_never_forgotten(self):
        members = [one["member"] for one in self.status()]
        bad = members[4]
        (self.batch / "members").mkdir(parents=True, exist_ok=True)
        # What stands in its way: a folder that has its name.
        blocker = self.batch / "members" / f"{bad}.h5"
        blocker.mkdir()
        (blocker / "in the way").touch()
        report = self.compute(code=1)
        self.assertEqual((report["computed"], len(report["failed"])), (5, 1))
        failed = report["failed"][0]
        self.assertEqual((failed["member"], failed["tries"]), (bad, 2))  # retries = 1
        self.assertIn(bad, failed["reason"])
        self.assertEqual(self.compute(code=1)["computed"], 0)  # not tried for ever
        code, _, err = keruen.command("collect", self.batch)
        self.assertEqual(code, 1)
        self.assertIn("2 of 2 tries", err)
        path = self.collect("part.h5", "--partial")
        with h5py.File(path) as file:
            self.assertEqual((file.attrs["members"], file.attrs["members_collected"],
                              file.attrs["members_absent"]), (6, 5, 1))
        absent = xarray.open_dataset(path, group="absent")
        self.assertEqual(absent.member.values.tolist(), [bad])
        self.assertIn("2 of 2 tries", absent.reason.item())
        with xarray.open_dataset(path, group="flows") as flows:
            self.assertNotIn(bad, flows.member.values)
        shutil.rmtree(blocker)
        self.assertEqual(self.compute("--retries", "2")["computed"], 1)
        self.collect()

    def test_a_full_disk_stops_the_work_and_is_no_fault_of_a_member(self):
        self.study.write_text(ONE, encoding="utf-8")
        disk = self.folder / "disk"
        disk.mkdir()
        mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk],
                               capture_output=True)
        if mount.returncode != 0:
            self.skipTest("mounting a small tmpfs is not permitted")
        self.addCleanup(subprocess.run, ["umount", disk], check=True)
        code, out, err = keruen.command("batch", self.study, "-o", disk / "batch", *THREADS)
        self.assertEqual((code, out), (1, ""), err)
        self.assertIn("disk full", err)
        self.assertIn("the same command", err)
        self.assertEqual([*(disk / "batch/tries").iterdir()], [])
        subprocess.run(["mount", "-o", "remount,size=500m", disk], check=True)
        self.assertEqual(len(self.compute(batch=disk / "batch")["failed"]), 0)

    def test_slurm_is_given_an_array_and_a_job_that_collects(self):
        tools = self.folder / "bin"
        tools.mkdir()
        stand_in = tools / "sbatch"
        stand_in.write_text('#!/bin/sh\necho a warning\necho "$*" >> "$0.log"\nwc -l < "$0.log"\n')
        stand_in.chmod(0o755)
        told = self.succeed("batch", self.study, "-o", self.batch, "--slurm", "--shards", "2",
                            "--slurm-option=--mem=1G", "--json",
                            environment={"PATH": f"{tools}:{os.environ['PATH']}"})
        jobs = json.loads(told)
        self.assertEqual((jobs["array"], jobs["collect"]), ("1", "2"))
        array, collect = (tools / "sbatch.log").read_text().splitlines()
        self.assertIn("--array=1-2", array)
        self.assertIn("--mem=1G", array)
        self.assertIn("--dependency=afterany:1", collect)
        for words, script in ((array, "array.sh"), (collect, "collect.sh")):
            self.assertTrue(words.endswith(str(self.batch / "slurm" / script)))

    def test_without_slurm_it_says_so(self):
        code, out, err = keruen.command("batch", self.study, "-o", self.batch, "--slurm",
                                        environment={"PATH": "/nowhere"})
        self.assertEqual((code, out), (1, ""))
        self.assertIn("sbatch", err)
        self.assertIn("--shard I/N", err)

    def test_mistakes_are_told_all_at_once(self):
        self.study.write_text(STUDY.replace("choose.price", "choose.prise")
                              .replace("baseline", "baselin"), encoding="utf-8")
        code, out, err = keruen.command("batch", self.study, "-o", self.batch)
        self.assertEqual((code, out), (2, ""))
        self.assertIn(f"{self.study}:2:14: ", err)
        self.study.write_text(STUDY.replace("choose.price", "choose.prise") + "colour = 1\n",
                              encoding="utf-8")
        code, out, err = keruen.command("batch", self.study, "-o", self.batch)
        self.assertEqual((code, out), (2, ""))
        self.assertIn('did you mean "choose.price"', err)
        self.assertFalse(self.batch.exists())
        for shard in ("0/2", "3/2", "a", "1"):
            code, _, err = keruen.command("batch", self.study, "--shard", shard)
            self.assertEqual(code, 2)
            self.assertIn("I/N", err)
        code, _, err = keruen.command("collect", self.folder)
        self.assertEqual(code, 2)
        self.assertIn("plan.json", err)


OWN = """title = "A programme of its own"
parent = "baseline"
[programmes.own]
name = "Own scholarship"
sponsor = "KAZ"
origins = ["KAZ"]
hosts = ["TUR", "EHEA"]
levels = ["bachelor", "master"]
places = { 2016 = 2000 }
tuition_share = 1
stipend = 5000
"""


class Collection(keruen.Case):
    """Two scenarios of different programmes, two prices, two seeds."""

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="keruen-"))
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        (folder / "own.toml").write_text(OWN, encoding="utf-8")
        study = folder / "study.toml"
        study.write_text(STUDY.replace('["baseline"]', '["baseline", "own.toml"]')
                         .replace("seeds = 3", "seeds = [3, 8]"), encoding="utf-8")
        cls.batch, cls.path = folder / "batch", folder / "all.h5"
        for arguments in (("batch", study, "-o", cls.batch, *THREADS),
                          ("collect", cls.batch, "-o", cls.path)):
            code, _, err = keruen.command(*arguments)
            assert code == 0, err

    def test_every_group_opens_with_members_as_a_labelled_dimension(self):
        with h5py.File(self.path) as file:
            groups = [name for name in file if name != "provenance"]
        self.assertIn("flows", groups)
        for group in groups:
            for engine in ("netcdf4", "h5netcdf"):
                with self.subTest(group=group, engine=engine):
                    with xarray.open_dataset(self.path, group=group, engine=engine) as data:
                        self.assertEqual(data.sizes["member"], 8)
                        for name in ("scenario", "seed", "choose.price"):
                            self.assertIn(name, data.coords)

    def test_labels_select_and_members_unstack_to_a_cube(self):
        flows = xarray.open_dataset(self.path, group="flows")
        cube = flows["stock"].set_index(member=["scenario", "choose.price", "seed"])
        cube = cube.unstack("member")
        one = cube.sel({"scenario": "own", "choose.price": -1.4, "seed": 8})
        self.assertEqual(dict(one.sizes), {"year": 5, "origin": len(flows.origin),
                                           "host": len(flows.host)})
        for m, member in enumerate(flows.member.values):
            with h5py.File(self.batch / "members" / f"{member}.h5") as file:
                numpy.testing.assert_array_equal(file["flows/stock"][()], flows["stock"][m])

    def test_programmes_of_one_scenario_are_zero_in_the_others(self):
        data = xarray.open_dataset(self.path, group="programmes")
        self.assertIn("own", data.programme.values)
        holders = data.holders.sel(programme="own")
        self.assertEqual(int(holders.where(data.scenario == "baseline", 0).sum()), 0)
        self.assertGreater(int(holders.where(data.scenario == "own", 0).sum()), 0)

    def test_only_some_datasets(self):
        path = self.folder / "some.h5"
        self.succeed("collect", self.batch, "-o", path, "--only", "flows/stock", "--only",
                     "mobility")
        with h5py.File(path) as file:
            self.assertEqual(sorted(set(file) - {"provenance"}), ["flows", "mobility"])
            self.assertNotIn("entrants", file["flows"])
        code, _, err = keruen.command("collect", self.batch, "--only", "flws")
        self.assertEqual(code, 2)
        self.assertIn('did you mean "flows"', err)

    def test_collecting_twice_gives_the_same(self):
        path = self.folder / "again.h5"
        self.succeed("collect", self.batch, "-o", path)
        assert_same(self, self.path, path)


if __name__ == "__main__":
    unittest.main()
