# SPDX-License-Identifier: MIT
"""`keruen check`, `keruen levers` and `keruen parameters`."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen


class Check(keruen.Case):
    def test_a_good_scenario_is_summed_up(self):
        out = self.succeed("check", "baseline")
        self.assertTrue(out.startswith("ok: baseline ("))
        self.assertIn("years 2003 to 2035", out)
        self.assertIn("KAZ, RUS, CHN, TUR, EHEA", out)

    def test_gaps_in_the_data_are_listed_with_rule_and_mark(self):
        out = self.succeed("check", "baseline", "--data")
        self.assertIn("Filled by rule", out)
        gaps = json.loads(self.succeed("check", "baseline", "--data", "--json"))["gaps"]
        self.assertTrue(gaps)
        for gap in gaps:
            self.assertEqual(list(gap), ["table", "what", "rule", "mark"])
            self.assertTrue(all(gap.values()), gap)
            self.assertIn(f"\n{gap['table']}\n", out)
        self.assertNotIn("gaps", json.loads(self.succeed("check", "baseline", "--json")))

    def test_every_mistake_is_told_with_its_place(self):
        path = self.scenario('title = "test"\nparent = "baseline"\ncolour = "red"\n[run]\nlast = 2001\n'
                             '[policy]\n"RUS.refusal" = 2\n"RUS.refusl" = 0.5\n')
        code, out, err = keruen.command("check", path)
        self.assertEqual((code, out), (2, ""))
        places = [line.removeprefix(f"{path}:").split(": ")[0] for line in err.splitlines()]
        self.assertEqual(sorted(place.split(":")[0] for place in places), ["3", "5", "7", "8"], err)
        self.assertIn('did you mean "RUS.refusal"?', err)

    def test_what_a_run_would_refuse_is_told(self):
        path = self.scenario('title = "test"\nparent = "baseline"\n[programmes.grant]\n'
                             'name = "A second grant"\nsponsor = "KAZ"\norigins = ["KAZ"]\n'
                             'hosts = ["KAZ"]\nlevels = ["bachelor"]\nplaces = 100\n')
        for command in ("check", "run"):
            code, out, err = keruen.command(command, path)
            self.assertEqual((code, out), (2, ""))
            self.assertIn("mine: found KAZ has more than one home grant", err)

    def test_too_many_alternatives_are_told(self):
        programme = ('[programmes.grant-{}]\nname = "A grant"\nsponsor = "EU"\norigins = ["KAZ"]\n'
                     'hosts = ["RUS", "CHN", "TUR", "EHEA", "GBR", "ANG", "CAS", "ROW"]\n'
                     'levels = ["master"]\nplaces = 10\n')
        path = self.scenario('title = "test"\nparent = "baseline"\n'
                             + "".join(programme.format(k) for k in range(30)))
        code, out, err = keruen.command("check", path)
        self.assertEqual((code, out), (2, ""))
        self.assertRegex(err, r"found KAZ has \d+ alternatives at a level, at most 255 can be")


class Levers(keruen.Case):
    def test_every_lever_can_be_set_to_its_own_value(self):
        levers = json.loads(self.succeed("levers", "--json"))
        self.assertGreater(len(levers), 300)
        settings = []
        for lever in levers:
            self.assertTrue(lever["unit"] and lever["source"] and lever["prose"])
            value = lever["values"]["2035"]
            if value is None:
                self.assertTrue(lever["broad"])
                continue
            number = float(value)
            self.assertGreaterEqual(number, float(lever["low"]))
            self.assertLessEqual(number, float(lever["high"]))
            settings += ["--set", f"{lever['key']}={value}"]
        self.succeed("check", "baseline", *settings)

    def test_the_table_and_the_scenario_agree(self):
        path = self.scenario('title = "test"\nparent = "baseline"\n[policy]\n'
                             '"bolashak.places" = { 2020 = 1234 }\n')
        out = self.succeed("levers", path)
        line = next(line for line in out.splitlines() if line.split()[:1] == ["bolashak.places"])
        self.assertEqual(line.split()[-1], "1,234")
        self.assertIn("H.tuition_foreign.O  (nominal USD per year; 0 to 200,000)", out)
        self.assertLessEqual(max(len(line) for line in out.splitlines()), 100)
        lever = {x["key"]: x for x in json.loads(self.succeed("levers", path, "--json"))}
        values = lever["bolashak.places"]["values"]
        self.assertEqual((values["2020"], values["2035"]), (1234, 1234))
        self.assertNotEqual(values["2019"], 1234)

    def test_families_need_no_world(self):
        environment = {"KERUEN_HOME": str(self.folder)}
        out = self.succeed("levers", "--families", environment=environment)
        self.assertIn("P.places", out)
        families = json.loads(self.succeed("levers", "--families", "--json", environment=environment))
        self.assertEqual(families[0]["family"], "P.places")

    def test_the_pages_of_docs_are_the_generated_ones(self):
        for name in ["levers", "parameters"]:
            page = (keruen.ROOT / f"docs/reference/{name}.md").read_text(encoding="utf-8")
            self.assertEqual(self.succeed(name, "--markdown"), page)


class Parameters(keruen.Case):
    def test_text_and_json_hold_every_parameter(self):
        parameters = json.loads(self.succeed("parameters", "--json"))
        out = self.succeed("parameters")
        for known in parameters:
            self.assertIn(f"{known['key']} = ", out)
            self.assertLessEqual(known["low"], known["default"])
            self.assertLessEqual(known["default"], known["high"])
            self.assertTrue(known["unit"] and known["prior"] and known["source"] and known["prose"])
        self.assertLessEqual(max(len(line) for line in out.splitlines()), 100)


if __name__ == "__main__":
    unittest.main()
