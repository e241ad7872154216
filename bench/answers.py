#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How long the answers take that the pages of docs tell: wall and processor seconds of each command,
one after the other, on all threads. Usage: bench/answers.py [PROGRAM]; with nothing else running."""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
LEVERS = ("--from", "2027", "--lever", "bolashak.places=360:5000", "--lever",
          "bolashak.stipend=10000:30000", "--lever", "kz-academic-mobility.places=900:9000")
ANSWERS = {
    "a run": ("run", "baseline", "-o", "baseline.h5"),
    "a pair of scenarios": ("compare", "baseline", "bolashak-doubled"),
    "the same over ten draws": ("compare", "baseline", "bolashak-doubled", "--members", "10"),
    "three levers": ("target", "baseline", *LEVERS, "--definition", "stock, both", "--year",
                     "2030", "--target", "17", "--probability", "0.5"),
    "32 profiles of five regions, ten draws": ("game", "baseline", "--scale", "0.1"),
    "bands over fifty draws with two seeds": ("ensemble", "baseline"),
}


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/release/keruen")
    program = str(pathlib.Path(program).resolve())
    with tempfile.TemporaryDirectory(prefix="keruen-") as folder:
        for name, words in ANSWERS.items():
            began, before = time.monotonic(), os.times()
            subprocess.run([program, *words], cwd=folder, check=True, capture_output=True)
            wall, after = time.monotonic() - began, os.times()
            cpu = sum(after[2:4]) - sum(before[2:4])
            print(f"{name}: {wall:.0f} s, {cpu:.0f} s of processor", flush=True)


if __name__ == "__main__":
    main()
