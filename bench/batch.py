#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What batches cost: members per second with one and two workers, a member beside the same run by
itself, overhead per member, and collecting many members.
Usage: bench/batch.py [PROGRAM] [--members N]...; some minutes, and a few gigabytes of disk.

Collecting reads hard links to 24 different members under as many names as wanted: each is opened
and read, but from memory, not from a disk."""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
SCALE, SEEDS, TRIES = 0.05, 24, 3
STUDY = """title = "Bench"
scenarios = ["baseline"]
seeds = {seeds}
scale = {scale}
[set]
"run.last" = {last}
"""


class Cost:
    """Of a process or several: wall and CPU seconds, the most memory of one in MB."""

    def __init__(self):
        self.begin, self.wall, self.cpu, self.memory = time.monotonic(), 0, 0, 0

    def wait(self, process):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, process.args
        self.wall = time.monotonic() - self.begin
        self.cpu += usage.ru_utime + usage.ru_stime
        self.memory = max(self.memory, usage.ru_maxrss / 1024)


def start(*arguments, **options):
    return subprocess.Popen([PROGRAM, *map(str, arguments)], stderr=subprocess.DEVNULL,
                            **{"stdout": subprocess.DEVNULL, **options})


def cost(*arguments):
    spent = Cost()
    spent.wait(start(*arguments))
    return spent


def study(folder, name, **values):
    path = folder / f"{name}.toml"
    path.write_text(STUDY.format(**values), encoding="utf-8")
    return path


def workers(folder, count):
    """`count` processes of one thread share a study; the best of some tries."""
    path = study(folder, f"w{count}", seeds=SEEDS, scale=SCALE, last=2035)
    tries = []
    for _ in range(TRIES):
        shutil.rmtree(folder / f"w{count}", ignore_errors=True)
        tries.append(Cost())
        for process in [start("batch", path, "-o", folder / f"w{count}", "--threads", "1")
                        for _ in range(count)]:
            tries[-1].wait(process)
    print(f"{count} workers: {SEEDS / min(one.wall for one in tries):.2f} members/s, "
          f"{min(one.cpu for one in tries) / SEEDS:.2f} CPU s a member (scale {SCALE}, to 2035)")


def alone(folder):
    tries = [cost("run", "baseline", "-o", folder / "alone.h5", "--scale", SCALE, "--threads", "1")
             for _ in range(TRIES)]
    print(f"the same run by itself: {min(one.wall for one in tries):.2f} s, "
          f"{min(one.cpu for one in tries):.2f} CPU s")


def overhead(folder):
    """The slope over members of the smallest runs."""
    few, many = (cost("batch", study(folder, f"o{seeds}", seeds=seeds, scale=0.0001, last=2015),
                      "-o", folder / f"o{seeds}", "--threads", "1") for seeds in (20, 220))
    print(f"a member of 13 years and hardly an agent: {(many.wall - few.wall) * 5:.1f} ms, "
          f"{(many.cpu - few.cpu) * 5:.1f} CPU ms")


def collect(folder, members):
    path = study(folder, "c", seeds=members, scale=SCALE, last=2035)
    batch = folder / "c"
    process = start("batch", path, "-o", batch, "--status", "--json", stdout=subprocess.PIPE)
    plan = json.loads(process.communicate()[0])
    cost("batch", path, "-o", batch, "--shard", f"1/{members}", "--threads", "1")  # writes the plan
    files = sorted((folder / "w1/members").iterdir())
    for k, member in enumerate(plan):
        target = batch / "members" / f"{member['member']}.h5"
        if not target.exists():
            os.link(files[k % len(files)], target)
    spent = cost("collect", batch)
    size = (batch / "collection.h5").stat().st_size
    print(f"collect {members} members of {files[0].stat().st_size / 1e6:.1f} MB: {spent.wall:.0f} s, "
          f"{spent.cpu:.0f} CPU s, {spent.memory:.0f} MB of memory; {size / members / 1e6:.2f} MB a "
          "member in the collection")
    shutil.rmtree(batch)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", nargs="?", default=ROOT / "build/release/keruen")
    parser.add_argument("--members", type=int, action="append",
                        help="to collect; default: 1,000 and 10,000")
    flags = parser.parse_args()
    PROGRAM = str(flags.program)
    home = pathlib.Path(tempfile.mkdtemp(prefix="keruen-bench-"))
    try:
        workers(home, 1)
        workers(home, 2)
        alone(home)
        overhead(home)
        for number in flags.members or (1000, 10_000):
            collect(home, number)
    finally:
        shutil.rmtree(home, ignore_errors=True)
