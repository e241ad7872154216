# SPDX-License-Identifier: MIT
"""Runs the command `keruen` for the tests: its path stands in the environment variable KERUEN."""

import functools
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("KERUEN", str(ROOT / "build/release/keruen"))
LONG = os.environ.get("KERUEN_LONG") == "1"
LONGEST = 1800 if LONG else 600  # seconds a command may take
SMALL = ("--scale", "0.02", "--threads", "2")  # a run of a second


def command(*arguments, **options):
    """Exit code, standard output and error of `keruen ARGUMENTS`."""
    environment = {**os.environ, **options.pop("environment", {})}
    run = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True,
                         timeout=LONGEST, env=environment, **options)
    return run.returncode, run.stdout, run.stderr


def start(*arguments, **options):
    """The command in the background, its output in pipes."""
    return subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, **options)


class Case(unittest.TestCase):
    """A test with a folder of its own, removed afterwards."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="keruen-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def succeed(self, *arguments, **options):
        """The standard output of a command that must end well."""
        code, out, err = command(*arguments, **options)
        self.assertEqual(code, 0, err)
        return out

    def run_scenario(self, name, *arguments, scenario="baseline", small=SMALL, **options):
        """Runs into the file `name` of the folder and returns its path."""
        path = self.folder / name
        self.succeed("run", scenario, "-o", path, *small, *arguments, **options)
        return path

    def identity(self, path):
        return self.succeed("show", path, "--identity").strip()

    def scenario(self, text, name="mine.toml"):
        """A scenario file in the folder."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def interrupt_after(self, process, lines, how=signal.SIGINT):
        """Sends a signal once the process has told of so many finished years; its whole stderr."""
        told = []
        for line in process.stderr:
            told.append(line)
            if sum(" year " in one or ": year" in one for one in told) >= lines:
                break
        process.send_signal(how)
        out, err = process.communicate(timeout=600)
        return "".join(told) + err


class CaseWithRun(Case):
    """A test with one run, `path`, that all its methods look at; `arguments` of it may be set."""

    arguments = ()

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="keruen-"))
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        cls.path = folder / "a.h5"
        code, _, err = command("run", "baseline", "-o", cls.path, *cls.arguments, *SMALL)
        assert code == 0, err


def only_once(function):
    """A shared expensive result: computed by the first test that asks."""
    return functools.lru_cache(maxsize=None)(function)


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.002)
