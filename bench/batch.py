#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What batches cost: members per second with one and two workers, overhead per member, and
collecting many members. Usage: bench/batch.py [PROGRAM]; it takes some minutes and a gigabyte.

Collecting reads copies of one member's file, made as hard links: files are really opened and read,
but from memory, not from a disk."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/release/keruen")
STUDY = """title = "Bench"
scenarios = ["baseline"]
seeds = {seeds}
scale = {scale}
[set]
"run.last" = {last}
"""


def call(*arguments):
    """Seconds, what it printed, and the most memory it had in MB."""
    begin = time.monotonic()
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=out,
                                   stderr=subprocess.DEVNULL)
        _, process.returncode, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begin
        assert process.returncode == 0, arguments
        out.seek(0)
        return seconds, out.read(), usage.ru_maxrss / 1024


def study(folder, name, **values):
    path = folder / f"{name}.toml"
    path.write_text(STUDY.format(**values), encoding="utf-8")
    return path


def workers(folder, count, seeds):
    """Members per second of `count` processes that share a study."""
    path = study(folder, f"w{count}", seeds=seeds, scale=0.05, last=2035)
    begin = time.monotonic()
    processes = [subprocess.Popen([PROGRAM, "batch", path, "-o", folder / f"w{count}", "--threads",
                                   "1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                 for _ in range(count)]
    assert all(process.wait() == 0 for process in processes)
    return seeds / (time.monotonic() - begin)


def overhead(folder):
    """Seconds a member costs beyond its simulation: the slope over members of the tiniest runs."""
    times = []
    for seeds in (20, 220):
        path = study(folder, f"o{seeds}", seeds=seeds, scale=0.0001, last=2015)
        times.append(call("batch", path, "-o", folder / f"o{seeds}", "--threads", "1")[0])
    return (times[1] - times[0]) / 200


def collect(folder, members):
    path = study(folder, "c", seeds=members, scale=0.0001, last=2015)
    batch = folder / "c"
    plan = json.loads(call("batch", path, "-o", batch, "--status", "--json")[1])
    shutil.copy(next((folder / "o20/members").iterdir()), folder / "one.h5")
    size = (folder / "one.h5").stat().st_size
    for member in plan:
        os.link(folder / "one.h5", batch / "members" / f"{member['member']}.h5")
    seconds, _, memory = call("collect", batch)
    return seconds, memory, size, (batch / "collection.h5").stat().st_size


if __name__ == "__main__":
    home = pathlib.Path(tempfile.mkdtemp(prefix="keruen-bench-"))
    try:
        for count in (1, 2):
            print(f"{count} workers: {workers(home, count, 24):.2f} members/s at scale 0.05")
        print(f"overhead: {overhead(home) * 1000:.1f} ms a member of 13 years and hardly an agent")
        for many in (1000, 10_000):
            spent, peak, one, all_of_them = collect(home, many)
            print(f"collect {many} members of {one / 1e6:.2f} MB: {spent:.1f} s, {peak:.0f} MB of "
                  f"memory, file of {all_of_them / 1e6:.0f} MB")
            shutil.rmtree(home / "c")
    finally:
        shutil.rmtree(home, ignore_errors=True)
