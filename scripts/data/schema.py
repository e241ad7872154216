# SPDX-License-Identifier: MIT
"""The tables' schemas (Frictionless), their rules in words, and reading and writing CSV."""
import csv
import io

STATUS = ("observed", "bridged", "estimated", "assumed", "projected")
LICENCE_NOTE = ("Each row's `source` resolves in sources.csv, which holds the full text and a "
                "licence note.")


def field(name, kind="string", unit="", **constraints):
    optional = constraints.pop("optional", False)
    if not optional:
        constraints["required"] = True
    out = {"name": name, "type": kind}
    if unit:
        out["unit"] = unit
    if kind == "boolean":
        out["trueValues"], out["falseValues"] = ["1"], ["0"]
    return {**out, "constraints": constraints}


CODE = "([A-Z]{3}|[A-Z]{2}-[A-Z]{2})"  # a country, or a territory of one


def code(name, star=False):
    return field(name, pattern=CODE + r"|\*" if star else CODE)


def year(name="year", first=2003, last=2035, **more):
    return field(name, "integer", more.pop("unit", "academic year ending"), minimum=first,
                 maximum=last, **more)


def number(name, unit, minimum=None, maximum=None, optional=False):
    limits = {k: v for k, v in (("minimum", minimum), ("maximum", maximum)) if v is not None}
    return field(name, "number", unit, optional=optional, **limits)


def span(unit, low="low", high="high", minimum=0):
    return [number(low, unit, minimum, optional=True), number(high, unit, minimum, optional=True)]


MARK = [field("status", enum=list(STATUS)), field("source", pattern="[a-z0-9-]+")]
INSTITUTION_KEYS = (
    "state_share", "state_size", "adopted_share", "intergovernmental_share", "nazarbayev_share",
    "soviet_share", "agreements", "unsupported", "office_posts", "office_salary",
    "office_training", "reporting", "bologna_offices", "office_association", "agreement_growth",
    "english_offer", "double_degrees", "branch_campuses", "autonomy", "public_funding")
PEOPLE, USD = "persons", "nominal US dollars"
BLOCS = ["EHEA", "EAEU", "SCO", "GATS", "ERASMUS"]


PATTERN_MEASURES = [
    "paying entrants", "degree students abroad", "foreign degree students",
    "exchange students out", "exchange students in", "share of degree students abroad",
    "share on the host's programmes", "graduates mobile for a degree",
    "graduates mobile for credits", "degree students at the host"]


def resource(title, rule, fields, key, countries=(), programme=False):
    """`countries`: the columns that name a country and never `*`."""
    foreign = [{"fields": c, "reference": {"resource": "countries", "fields": "country"}}
               for c in countries]
    if any(f["name"] == "source" for f in fields):
        foreign.append({"fields": "source", "reference": {"resource": "sources", "fields": "id"}})
    if programme:
        foreign.append({"fields": "programme",
                        "reference": {"resource": "programmes", "fields": "id"}})
    return {"title": title, "rule": rule, "fields": fields, "key": key, "foreign": foreign}


TABLES = {
    "sources": resource(
        "Sources", "Full text and licence note of every source id.",
        [field("id", pattern="[a-z0-9-]+"), field("text"), field("licence")], ["id"]),
    "countries": resource(
        "Countries", "XXX is the unnamed rest of the world. currency_proxy: the country whose "
        "exchange rate and prices stand in; blank if it has its own.",
        [code("country"), field("name"),
         number("latitude", "degrees north (capital)", -90, 90),
         number("longitude", "degrees east (capital)", -180, 180),
         field("currency_proxy", pattern="[A-Z]{3}", optional=True), *MARK], ["country"]),
    "memberships": resource(
        "Memberships of EHEA, EAEU, SCO, GATS and Erasmus", "Years as the sources print them; "
        "to_year is the last year, blank = still. Rights of RUS and BLR in the EHEA suspended "
        "April 2022. GATS: member of the WTO. ERASMUS: takes part in the European exchange and "
        "joint-master programmes, associated or as a partner country with a national office.",
        [code("country"), field("bloc", enum=BLOCS),
         year("from_year", 1995, 2035, unit="year"),
         year("to_year", 1995, 2035, unit="year", optional=True), *MARK], ["country", "bloc"],
        ["country"]),
    "territories": resource(
        "Territories and their shares of their country", "Rows of a territory in the other tables "
        "are those of its country: people, students, hosted students (flows, promotion), outbound "
        "students and ranked universities times its share, all else as it is in the country. A "
        "scenario uses the country or its territories. The last one takes what the others leave.",
        [code("territory"), code("country"),
         field("measure", enum=["people", "students", "hosted", "outbound", "ranked"]),
         number("share", "share", 0, 1), *span("share"), *MARK], ["territory", "measure"],
        ["territory", "country"]),
    "flows": resource(
        "Degree students abroad by origin and host", "Stocks. observed: a preferred raw cell of "
        "definition degree_mobile. bridged: geometric between two cells. estimated: beyond the "
        "first or last cell, moved with the mean clipped growth of the host's total and the "
        "origin's outbound total, cut to fit known totals; XXX rows are totals minus named cells; "
        "host CHN are all foreign students times the degree share. flagged: host-year with a "
        "reversing jump. Nothing after 2017. An absent pair was never recorded.",
        [code("origin"), code("host"), year(last=2017), number("students", PEOPLE, 0), *MARK,
         field("flagged", "boolean")], ["origin", "host", "year"], ["origin", "host"]),
    "outbound": resource(
        "Total outbound degree students", "UIS totals as recorded; China as host is not in them.",
        [code("origin"), year(last=2017), number("students", PEOPLE, 0), *MARK],
        ["origin", "year"], ["origin"]),
    "momentum": resource(
        "Momentum of country pairs by base year", "Mean log growth of three years to the base over "
        "pairs present in both years, clipped at 0.6, split by medians (pairs of 50 students or "
        "more) into world, host, origin and rest, effects shrunk by n/(n+3); momentum = .9 world "
        "+ .35 host + .7 origin + .3 rest.",
        [code("origin"), code("host"), year("base", last=2017),
         *(number(n, "log per year") for n in (
             "world", "host_effect", "origin_effect", "rest", "momentum")), *MARK],
        ["origin", "host", "base"], ["origin", "host"]),
    "known_flows": resource(
        "Flows as they would have been known in earlier years", "Cells of the table flows that its "
        "rules would have given otherwise at the end of year base, when nothing later was "
        "recorded; blank: no cell then. All other cells to the base were as they are. For "
        "hindcasts.",
        [code("origin"), code("host"), year(last=2017), year("base", last=2017),
         number("students", PEOPLE, 0, optional=True)],
        ["origin", "host", "year", "base"], ["origin", "host"]),
    "known_momentum": resource(
        "Momentum as it would have been known in earlier years", "As in the table momentum, from "
        "the flows known at the end of year base. For hindcasts.",
        [code("origin"), code("host"), year("base", last=2017),
         number("momentum", "log per year")], ["origin", "host", "base"], ["origin", "host"]),
    "fee_outcomes": resource(
        "Introductions of fees: new degree students who have to pay them", "Measured where fees "
        "began, in the year before and after, to be set beside the scenario of that name. "
        "Swedish and German counts are of free movers from outside the EEA.",
        [field("scenario", pattern="[a-z0-9-]+"), code("host"), year(),
         number("students", "new students a year", 0), *MARK], ["scenario", "year"], ["host"]),
    "patterns": resource(
        "Patterns that the model is calibrated on or judged by", "Compared as logarithms, shares as "
        "logits. With since and before: the change from before (in year since) to value; else the "
        "level. Degree students abroad: China as host is not in them. used_in: calibration, "
        "judgement (never fitted to), constants (matched by them: says nothing of parameters). "
        "The sd are of the logarithm or logit: of the record, and of what the model leaves out.",
        [field("pattern", pattern="[a-z0-9-]+"), field("scenario", pattern="[a-z0-9-]+"),
         field("measure", enum=PATTERN_MEASURES),
         field("origin", pattern=r"[A-Z]{2,4}|\*"), field("host", pattern=r"[A-Z]{2,4}(-[A-Z]{2})?|\*"),
         year("since", optional=True), number("before", "as value", 0, optional=True), year(),
         number("value", "see column unit", 0), field("unit"),
         number("observation_sd", "log points", 0), number("discrepancy_sd", "log points", 0),
         field("used_in", enum=["calibration", "judgement", "constants"]), *MARK], ["pattern"]),
    "enrolment": resource(
        "Tertiary enrolment at home, ISCED 5-8, all nationalities", "Newest vintage of counts; "
        "gaps by GER x tertiary-age population where the GER is known, else bridged; beyond the "
        "counts moved with GER x population, the last GER held (projected). Countries without "
        "counts: the project's figure of 2015 moved with the median of EHEA or developing "
        "countries. XXX: world of 2013 minus the named. university_students only where sourced.",
        [code("country"), year(first=2000), number("students", PEOPLE, 0),
         number("university_students", PEOPLE, 0, optional=True), *span(PEOPLE), *MARK],
        ["country", "year"], ["country"]),
    "cohorts": resource(
        "Persons reaching 18", "Population of age 18 to 2015; then births 18 years before times "
        "the ratio of 2015; then the index of the age group 15-19. Countries without population: "
        "the project's figure of 2015. XXX: world cohort minus the named.",
        [code("country"), year(first=2000), number("persons", PEOPLE, 0), *span(PEOPLE), *MARK],
        ["country", "year"], ["country"]),
    "study_mode": resource(
        "Share of home enrolment that is open, distance or college", "Counts, not movers. "
        "Kazakhstan: 1 - universities / UIS of 2012; others assumed with a range.",
        [code("country"), number("count_share", "share", 0, 1), *span("share"), *MARK],
        ["country"], ["country"]),
    "economy": resource(
        "Exchange rates, prices and GDP by calendar year", "CALENDAR years: academic year Y takes "
        "row Y-1. rate and cpi are in the money of the country or of its currency_proxy; for "
        "countries with GDP in current and constant dollars (and outside the early euro area) cpi "
        "is the price level so implied. UZB before 2018 and TKM: official rates give no price "
        "effect, so the real rate is held. After 2024 everything is held at its 2024 level.",
        [code("country"), year(first=2000, unit="calendar year"),
         number("rate", "local currency per US dollar", 0),
         number("cpi", "index, 2017 = 1", 0), number("price_level", "index, USA = 1", 0,
                                                     optional=True),
         number("gdp_per_capita_usd", "constant-2015 US dollars per head", 0), *MARK],
        ["country", "year"], ["country"]),
    "tuition": resource(
        "Tuition by group of students", "Raw years name the start of the academic year: 1 added. "
        "Value: median typical price of the year at public universities, else geometric mean of "
        "its printed range; bridged in real local money between years, held in real local money "
        "beyond them; converted at the rate of the calendar year in which the academic year "
        "starts. Dated switches (SWE, DNK, FIN, NOR, GBR) are steps. home = mean over home "
        "students (RUS: times the paying share). Origins of home_fees.csv pay `home`.",
        [code("country"), year(), field("group", enum=["home", "foreign"]),
         number("value_usd", USD + " per year", 0), *span(USD + " per year"), *MARK],
        ["country", "year", "group"], ["country"]),
    "student_cost": resource(
        "Full cost of teaching a student for a year", "Public spending per tertiary student as a "
        "share of GDP a head (bridged; the nearest year held outside; else the median country's) "
        "x (1 + household / government spending per student, mean of the years that have both; "
        "else the median) x GDP a head in nominal dollars of the calendar year before; at least "
        "what home students pay.",
        [code("country"), year(), number("value_usd", USD + " per year", 0),
         *span(USD + " per year"), *MARK], ["country", "year"], ["country"]),
    "home_fees": resource(
        "Pairs whose students pay the host's home fee", "EU and EEA among themselves from the "
        "first academic year after accession (GBR to 2021), the agreement of 24 Nov 1998 (BLR, "
        "KAZ, KGZ, RUS), Turkic and neighbouring states in Turkey.",
        [code("host"), code("origin"), year("from_year"), year("to_year", optional=True), *MARK],
        ["host", "origin"], ["host", "origin"]),
    "living": resource(
        "Living cost of a student", "Real level: median of student surveys, agents and proofs of "
        "funds; else Numbeo's index with rent, regressed on the anchored countries; else GDP a "
        "head likewise. Over time with prices and rates.",
        [code("country"), year(), number("value_usd", USD + " per year", 0),
         *span(USD + " per year"), *MARK], ["country", "year"], ["country"]),
    "income": resource(
        "Household income per head", "Survey means in PPP dollars, told in constant-2017 local "
        "money at the 2017 rate, moved with GDP a head; without a survey the median share of GDP. "
        "gini: survey years, bridged, held outside; else an assumption with a range.",
        [code("country"), year(), number("mean_income_usd2017", "2017 US dollars per year", 0),
         number("gini", "share", 0, 1), *span("share", "gini_low", "gini_high"), *MARK],
        ["country", "year"], ["country"]),
    "pairs": resource(
        "Country pairs", "Ordered; (XXX, XXX) stands for two unnamed countries. CEPII where it "
        "has the pair, else geography. low and high: range of km, for XXX.",
        [code("country_a"), code("country_b"), number("km", "km between capitals", 0),
         number("language", "share with a common language", 0, 1),
         field("border", "integer", "0/1", minimum=0, maximum=1),
         field("ex_ussr", "integer", "0/1", minimum=0, maximum=1),
         field("colonial", "integer", "0/1", minimum=0, maximum=1), *span("km"), *MARK],
        ["country_a", "country_b"], ["country_a", "country_b"]),
    "quality": resource(
        "Universities in the QS ranking", "Edition Y is known in autumn Y-1. Interpolated, held "
        "outside the known years. EHEA members without a row share what the EHEA sum leaves, by "
        "assumed weights; other countries assumed, blank facts = 0; XXX holds the remaining "
        "ranks. low, high: range of top500.",
        [code("country"), year(), *(number(f"top{t}", "universities", 0) for t in (
            200, 500, 1000)), *span("universities"), *MARK], ["country", "year"], ["country"]),
    "work_rights": resource(
        "Work during and after study", "The rule in force in the autumn in which the year "
        "starts; no limit = 40 hours; caps in days spread over the year. status is the weaker of "
        "the two rights; a range stands where that right is assumed.",
        [code("country"), year(), number("hours_per_week", "hours", 0, 60),
         *span("hours", "hours_low", "hours_high"), number("post_study_months", "months", 0),
         *span("months", "months_low", "months_high"), *MARK], ["country", "year"], ["country"]),
    "visa": resource(
        "Student visas refused", "A row holds from its year until the next of the same pair; a "
        "named origin goes before `*`. Rates of calendar year N govern academic year N + 1. needed: "
        "1 = students need a visa, 0 = free movement.",
        [code("host"), code("origin", star=True), year(), number("refusal", "share", 0, 1),
         *span("share"), number("needed", "share", 0, 1), *MARK], ["host", "origin", "year"],
        ["host"]),
    "programmes": resource(
        "Scholarship programmes", "kind: degree; credit = a stay within a degree taken at "
        "home; staff = a year of training of academics, drawn by lot (no levels). months: paid of a year, the length of one stay of kind credit. "
        "origins and hosts are ';'-lists of countries; `*` = all but the sponsor (origins), all "
        "(hosts). requires: origin and host must belong to this bloc. fields: broad fields 0-9, "
        "`*` = all. min_ability: share of the cohort that is below the threshold. language: "
        "`foreign` asks for study in a foreign language where none is common. years_paid: at most. "
        "sponsor EU is the European Union.",
        [field("id", pattern="[a-z][a-z0-9-]*"), field("name"), field("sponsor",
                                                                      pattern="[A-Z]{2,3}"),
         field("kind", enum=["degree", "credit", "staff"]), number("months", "months", 0, 12),
         field("requires", enum=BLOCS, optional=True),
         field("origins", pattern=rf"\*|{CODE}(;{CODE})*"),
         field("hosts", pattern=rf"\*|{CODE}(;{CODE})*"),
         field("levels", pattern="(bachelor|master|doctoral)(;(bachelor|master|doctoral))*",
               optional=True),
         field("fields", pattern=r"\*|[0-9](;[0-9])*"),
         number("min_ability", "share of the cohort", 0, 1),
         field("language", enum=["any", "foreign"]),
         field("selection", enum=["merit", "need", "lottery"]),
         field("years_paid", "integer", "years", minimum=1, maximum=5),
         field("bond_years", "integer", "years", minimum=0), *MARK], ["id"]),
    "programme_values": resource(
        "Dated values of programmes", "A value holds until the next of the same key. places = new "
        "awards a year; where only holders are known, holders / mean length. Raw years name the "
        "autumn of the award: 1 added (counts of holders keep their year). Money is a year's.",
        [field("programme"), year(),
         field("key", enum=["places", "tuition_share", "stipend_usd", "travel_usd"]),
         number("value", "awards, share, or nominal US dollars per year", 0),
         *span("as value"), *MARK], ["programme", "key", "year"], programme=True),
    "reception": resource(
        "Reception of foreign students", "visa_weeks: weeks from the application to the visa; "
        "support: share of foreign students with a place in a dormitory and services that look "
        "after them. Rows hold from from_year; a country goes before `*`.",
        [code("country", star=True), field("key", enum=["visa_weeks", "support"]),
         year("from_year"), number("value", "weeks, share", 0, 52), *span("as value"), *MARK],
        ["country", "key", "from_year"]),
    "closures": resource(
        "Borders in the pandemic", "Share of new foreign students who were let in, beside the visa. "
        "A row holds for its year alone; without one the border is open. The dates are of the "
        "source, the share is assumed.",
        [code("host"), year(), number("open", "share", 0, 1), *span("share"), *MARK],
        ["host", "year"], ["host"]),
    "agreements": resource(
        "Intergovernmental agreements", "Rows hold from from_year; a pair goes before `*`. KAZ,* "
        "= 124 in all (not per host); KAZ,host = an even spread; *,* = every other pair.",
        [code("origin", star=True), code("host", star=True), year("from_year"),
         number("count", "agreements", 0), *span("agreements"), *MARK],
        ["origin", "host", "from_year"]),
    "recognition": resource(
        "Degrees recognised", "Rows hold from from_year; a pair goes before *,*.",
        [code("origin", star=True), code("host", star=True), year("from_year"),
         number("share", "share", 0, 1), *span("share"), *MARK], ["origin", "host", "from_year"]),
    "credit_hours": resource(
        "Hours of work in a credit", "Rows hold from from_year; a country goes before `*`.",
        [code("country", star=True), field("level", enum=["bachelor", "master", "doctoral"]),
         year("from_year"), number("hours", "hours per credit", 1, 300), *span("hours"), *MARK],
        ["country", "level", "from_year"]),
    "virtual_exchange": resource(
        "Virtual exchange instead of a semester abroad", "Share of those left without a semester "
        "abroad. Rows hold from from_year; a country goes before `*`.",
        [code("country", star=True), year("from_year"), number("share", "share", 0, 1),
         *span("share"), *MARK], ["country", "from_year"]),
    "promotion": resource(
        "Spending on promotion of higher education abroad", "A row holds until the next.",
        [code("host"), year(), number("million_usd", "million nominal US dollars per year", 0),
         *span("million nominal US dollars per year"), *MARK], ["host", "year"], ["host"]),
    "institutions": resource(
        "Institutions of higher education", "A row holds until the next. Kazakhstan: counts, "
        "bridged between them and held after 2022; others one assumed number, or students of "
        "2015 over an assumed mean size. Branches of foreign universities are counted apart.",
        [code("country"), year(), number("number", "institutions", 1), *span("institutions"),
         *MARK], ["country", "year"], ["country"]),
    "institution_values": resource(
        "Kinds and rules of institutions", "A value holds until the next of the same key. Units: "
        "shares 0..1, but state_size and office_salary ratios, agreements per institution, "
        "office_posts per 1,000 students, agreement_growth per year, double_degrees programmes "
        "an institution, branch_campuses a number.",
        [code("country"), field("key", enum=list(INSTITUTION_KEYS)), year("from_year"),
         number("value", "as the key"), *span("as the key", minimum=None), *MARK],
        ["country", "key", "from_year"], ["country"]),
    "stay_rates": resource(
        "Graduates still in the host after five years", "Measured; else ten-year share times the "
        "median ratio; 'less than 15 %' as 0.12; else assumed.",
        [code("country"), number("five_year_share", "share", 0, 1), *span("share"), *MARK],
        ["country"], ["country"]),
    "faculty": resource(
        "Academic staff", "Counts (UIS; Kazakhstan: university staff, ministry and the UIS years "
        "without colleges), bridged inside, beyond them at the students per teacher of the nearest "
        "count. Without a count: students over an assumed number of students per teacher.",
        [code("country"), year(), number("staff", PEOPLE, 0), *span(PEOPLE), *MARK],
        ["country", "year"], ["country"]),
    "faculty_pay": resource(
        "Mean pay of academic staff", "Measured pay in PPP dollars over GDP a head, else an assumed "
        "ratio; moved with GDP a head. Constant-2017 local money, told in 2017 dollars.",
        [code("country"), year(), number("pay_usd2017", "2017 US dollars per year", 0),
         *span("2017 US dollars per year"), *MARK], ["country", "year"], ["country"]),
    "faculty_rules": resource(
        "Dated rules and programmes for academic staff", "A value holds until the next of the same "
        "key; a named country goes before `*`. Hours a year, people a year, nominal US dollars (a "
        "year or a visit), years, or a share.",
        [code("country", star=True), field("key", enum=[
            "contact_hours", "english_share", "foreign_pay", "foreign_posts", "invited",
            "invited_cost", "load_cap", "salary_floor", "substitution", "teacher_training",
            "visit_grant", "visit_grants"]),
         year("from_year"), number("value", "as the key", 0), *span("as value"), *MARK],
        ["country", "key", "from_year"]),
    "full_time": resource(
        "Share of recorded students abroad who study full-time", "Only pairs of which it is known "
        "not to be all (some sources on KAZ->RUS count full-time students only: about two thirds).",
        [code("origin"), code("host"), year("from_year"), number("share", "share", 0, 1),
         *span("share"), *MARK], ["origin", "host", "from_year"], ["origin", "host"]),
}


def text(value):
    """A cell: integers plain, other numbers to six significant digits."""
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.1f}"


def to_csv(name, rows):
    """Bytes of a table: UTF-8, LF, columns in the order of the schema."""
    columns = [f["name"] for f in TABLES[name]["fields"]]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        if set(row) - set(columns):
            raise ValueError(f"{name}: unknown columns {set(row) - set(columns)}")
        writer.writerow([text(row[c]) for c in columns])
    return out.getvalue().encode("utf-8")


def descriptor():
    """The content of datapackage.json."""
    return {
        "profile": "tabular-data-package", "name": "keruen-data",
        "title": "Student mobility, populations, prices, programmes and rules, 2000-2035",
        "description": "Tidy tables of Keruen. Years are academic years ending, except in "
                       "economy (calendar). " + LICENCE_NOTE + " Rules: README.md.",
        "resources": [{
            "name": name, "path": f"{name}.csv", "profile": "tabular-data-resource",
            "title": t["title"], "description": t["rule"], "encoding": "utf-8",
            "dialect": {"lineTerminator": "\n"},
            "sources": [{"title": LICENCE_NOTE, "path": "sources.csv"}],
            "schema": {"fields": t["fields"], "primaryKey": t["key"], "missingValues": [""],
                       "foreignKeys": t["foreign"]},
        } for name, t in TABLES.items()]}
