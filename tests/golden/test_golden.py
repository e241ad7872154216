# SPDX-License-Identifier: MIT
"""The result of a fixed small run has the committed identity on every instruction set."""
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

KERUEN = os.environ["KERUEN"]
FOLDER = Path(__file__).resolve().parent / "baseline-small"
RUN = ["run", "baseline", "--scale", "0.1", "--years", "2003:2020"]


def identity(isa):
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "small.h5"
        done = subprocess.run([KERUEN, *RUN, "-o", result], capture_output=True, text=True,
                              env={**os.environ, "KERUEN_ISA": isa})
        if "available" in done.stderr and done.returncode != 0:
            return None  # this CPU lacks the instructions
        done.check_returncode()
        return subprocess.run([KERUEN, "show", result, "--identity"], check=True,
                              capture_output=True, text=True).stdout.strip()


class Golden(unittest.TestCase):
    def test_every_instruction_set_gives_the_committed_result(self):
        found = {isa: identity(isa) for isa in ("baseline", "avx2", "avx512")}
        if os.environ.get("KERUEN_UPDATE"):
            (FOLDER / "identity.txt").write_text(found["baseline"] + "\n")
        expected = (FOLDER / "identity.txt").read_text().strip()
        for isa, value in found.items():
            if value is not None:
                self.assertEqual(value, expected, isa)


if __name__ == "__main__":
    unittest.main()
