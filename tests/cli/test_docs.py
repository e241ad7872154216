# SPDX-License-Identifier: MIT
"""The pages of docs keep up with the code: phases, parameters, levers, links."""

import pathlib
import re
import tomllib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def links(page):
    """Those of its prose: what stands in a block of code belongs to another page."""
    return LINK.findall(CODE.sub("", page.read_text(encoding="utf-8")))


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def levers_of(scenario):
    """The levers that a scenario sets over its parent: under [policy], by its programmes and rules."""
    table = tomllib.loads(read(f"scenarios/library/{scenario}.toml"))
    keys = list(table.get("policy", {}))
    keys += [rule["lever"] for rule in table.get("rules", {}).values() if "lever" in rule]
    keys += [f"{name}.{key}" for name, fields in table.get("programmes", {}).items() for key in fields]
    found = set()
    for key in keys:
        who, lever, *of = key.split(".")
        of = ["B" if lever == "member" else "O"] if of else []
        found.add(".".join(["H" if who.isupper() else "P", lever, *of]))
    return found


def anchors(page):
    """Names that a link may give after '#', as the usual renderers make them of headings."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]


def explanations():
    """The text of the pages that people wrote, without the generated reference."""
    pages = [DOCS / "model.md", *(DOCS / "phases").glob("*.md")]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


class Docs(unittest.TestCase):
    def test_every_phase_of_the_year_has_a_page_and_every_page_a_phase(self):
        schedule = re.findall(r'year\.add\("([^"]+)"', read("models/simulation.cpp"))
        self.assertGreater(len(schedule), 5)
        pages = [page.stem for page in (DOCS / "phases").glob("*.md")]
        self.assertEqual(sorted(schedule), sorted(pages))

    def test_the_model_page_lists_the_phases_in_their_order(self):
        schedule = re.findall(r'year\.add\("([^"]+)"', read("models/simulation.cpp"))
        table = re.findall(r"^\| \[([\w-]+)\]\(phases/", read("docs/model.md"), re.MULTILINE)
        self.assertEqual(table, schedule)

    def test_no_two_purposes_of_randomness_share_a_number(self):
        numbers = re.findall(r"\w+ = (\d+)[,;]", read("models/purposes.hpp"))
        self.assertGreater(len(numbers), 20)
        self.assertEqual(len(numbers), len(set(numbers)))

    def test_the_model_page_lists_every_draw_of_the_model(self):
        register = read("models/purposes.hpp").split("// Bands of hindcasts")[0]
        purposes = re.findall(r"constexpr std::uint16_t (\w+) = ", register)
        table = re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \| [^|]+ \|$", read("docs/model.md"),
                           re.MULTILINE)
        self.assertEqual(table, purposes)

    def test_every_scenario_of_the_library_has_a_page_and_every_page_a_scenario(self):
        scenarios = [path.stem for path in (ROOT / "scenarios/library").glob("*.toml")]
        pages = [page.stem for page in (DOCS / "scenarios").glob("*.md") if page.stem != "README"]
        self.assertEqual(sorted(pages), sorted(scenarios))
        for name in scenarios:
            with self.subTest(scenario=name):
                text = read(f"docs/scenarios/{name}.md")
                parts = re.findall(r"^## (.*)$", text, re.MULTILINE)
                self.assertEqual(parts[:3], ["Source", "What to expect, and why",
                                             "What the model gives"])
                self.assertIn(f"({name}.md)", read("docs/scenarios/README.md"))

    def test_claims_name_phases_levers_scenarios_and_measures_that_exist(self):
        page = read("docs/claims.md")
        levers = set(re.findall(r'\{"([PH]\.[a-z_.OB]+)", "', read("scenarios/levers.cpp")))
        self.assertLessEqual(set(re.findall(r"`([PH]\.[a-z_.OB]+)`", page)), levers)
        for folder in ("phases", "scenarios"):
            named = set(re.findall(rf"\]\({folder}/([\w-]+)\.md", page))
            self.assertLessEqual(named, {p.stem for p in (DOCS / folder).glob("*.md")})
            self.assertGreater(len(named), 5)
        datasets = set(re.findall(r"^\| `(\w+/\w+)` \|", read("docs/file-format.md"), re.MULTILINE))
        measures = set(re.findall(r"`(\w+/\w+)`", page))
        self.assertLessEqual(measures, datasets)
        self.assertGreater(len(measures), 20)

    def test_scenarios_of_a_claim_set_its_levers(self):
        rows = re.findall(r"^\| ([^|]+) \|[^|]+\|[^|]+\| ([^|]+) \| ([^|]+) \|[^|]+\|$",
                          read("docs/claims.md"), re.MULTILINE)
        self.assertGreater(len(rows), 30)
        for claim, levers, scenarios in rows:
            levers = set(re.findall(r"`([PH]\.[a-z_.OB]+)`", levers))
            names = [name for name in re.findall(r"scenarios/([\w-]+)\.md", scenarios)
                     if name != "baseline"]
            if not levers or not names:
                continue
            # A lever with origins has a broad form, which sets them all.
            moved = {name: {lever for lever in levers
                            if {lever, lever.removesuffix(".O")} & levers_of(name)}
                     for name in names}
            with self.subTest(claim=claim):
                self.assertEqual([name for name in names if not moved[name]], [])
                self.assertEqual(levers - set().union(*moved.values()), set())

    def test_pages_that_the_model_cites_exist(self):
        for source in sorted((ROOT / "models").rglob("*.[ch]pp")):
            for page in re.findall(r"docs/[\w/-]+\.md", source.read_text(encoding="utf-8")):
                self.assertTrue((ROOT / page).is_file(), f"{source} cites {page}")

    def test_links_lead_to_a_file_and_a_heading(self):
        for page in PAGES:
            for link in links(page):
                if ":" in link:
                    continue  # another site
                path, _, anchor = link.partition("#")
                target = page.parent / path if path else page
                with self.subTest(page=str(page.relative_to(ROOT)), link=link):
                    self.assertTrue(target.exists())
                    if anchor:
                        self.assertIn(anchor, anchors(target))

    def test_every_page_can_be_reached_from_the_index(self):
        reached, ahead = set(), [DOCS / "README.md"]
        while ahead:
            page = ahead.pop().resolve()
            if page in reached or page.suffix != ".md" or not page.is_file():
                continue
            reached.add(page)
            ahead += [page.parent / link.partition("#")[0] for link in links(page)
                      if ":" not in link]
        self.assertEqual([page for page in DOCS.rglob("*.md") if page.resolve() not in reached], [])

    def test_every_parameter_is_explained_and_every_explained_one_exists(self):
        keys = set(re.findall(r'\{&P::\w+,\s*"([a-z_.]+)"', read("models/parameters.cpp")))
        self.assertGreater(len(keys), 40)
        groups = {key.split(".")[0] for key in keys}
        written = {word for word in re.findall(r"\b([a-z]+\.[a-z_]+)\b", explanations())
                   if word.split(".")[0] in groups and word.split(".")[1] not in ["cpp", "csv", "hpp", "md"]}
        self.assertEqual(written, keys)

    def test_every_lever_is_explained(self):
        levers = set(re.findall(r'\{"([PH]\.[a-z_.BO]+)", "', read("scenarios/levers.cpp")))
        self.assertGreater(len(levers), 10)
        table = read("docs/model.md").partition("## 8.")[2].partition("## 9.")[0]
        self.assertEqual(set(re.findall(r"`([PH]\.[a-z_.BO]+)`", table)), levers)


if __name__ == "__main__":
    unittest.main()
