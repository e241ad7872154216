# SPDX-License-Identifier: MIT
"""The checks of scripts/ find what they are there to find."""

import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Checks(unittest.TestCase):
    def check(self, script, files):
        """Runs scripts/<script> on a repository that holds `files`: exit code and lines."""
        with tempfile.TemporaryDirectory() as folder:
            for path, text in files.items():
                target = pathlib.Path(folder, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
            subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
            subprocess.run(["git", "add", "."], cwd=folder, check=True)
            run = subprocess.run([ROOT / "scripts" / script, folder], capture_output=True, text=True)
        self.assertEqual(run.stderr, "")
        return run.returncode, run.stdout.splitlines()

    def test_includes_against_the_arrows_are_named_with_file_and_line(self):
        code, lines = self.check("check-includes", {
            "sim/engine.cpp": '#include <vector>\n#include "models/world/world.hpp"\n',
            "models/choose.cpp": '  #  include "scenarios/reader.hpp"\n',
            "scenarios/reader.cpp": '#include "analysis/results/open.hpp"\n',
            "analysis/results/open.cpp": '#include "sim/grid.hpp"\n',
            "analysis/measures/rate.cpp": '#include "models/world/world.hpp"\n',
            "analysis/report/page.cpp": '#include "app/main.hpp"\n',
            "app/main.cpp": '#include "tests/helper.hpp"\n#include "main.hpp"\n',
        })
        self.assertEqual(code, 1)
        self.assertEqual([line.split(": ")[0] for line in lines], [
            "sim/engine.cpp:2", "models/choose.cpp:1", "scenarios/reader.cpp:1",
            "analysis/measures/rate.cpp:1", "analysis/report/page.cpp:1",
            "analysis/results/open.cpp:1", "app/main.cpp:1", "app/main.cpp:2"])

    def test_includes_along_the_arrows_pass(self):
        self.assertEqual((0, []), self.check("check-includes", {
            "models/choose.cpp": '#include "models/choose.hpp"\n#include "sim/engine.hpp"\n',
            "analysis/results/open.cpp": '#include "sim/file/reader.hpp"\n',
            "analysis/measures/rate.cpp": '#include "analysis/results/open.hpp"\n',
            "analysis/report/page.cpp": '#include "analysis/measures/rate.hpp"\n',
            "app/main.cpp": '#include "sim/engine.hpp"\n#include "analysis/report/page.hpp"\n',
            "tests/unit/test_any.cpp": '#include "app/main.hpp"\n',
        }))

    def test_missing_and_doubled_licence_lines_and_dead_links_are_named(self):
        mark = "SPDX-License-Identifier: MIT"
        code, lines = self.check("check-text", {
            "sim/bare.cpp": "int x;\n",
            "sim/twice.hpp": f"// {mark}\n// {mark}\n",
            "scripts/tool": "#!/bin/sh\n",
            "docs/page.md": f"<!-- {mark} -->\n[gone](away.md) [here](../README.md#top)\n",
            "README.md": f"<!-- {mark} -->\n[web](https://example.org) [page](docs/page.md)\n",
            "data/table.csv": "a,b\n",
        })
        self.assertEqual(code, 1)
        self.assertEqual([line.split(": ")[0] for line in lines],
                         ["docs/page.md:2", "scripts/tool:1", "sim/bare.cpp:1", "sim/twice.hpp:1"])


if __name__ == "__main__":
    unittest.main()
