// SPDX-License-Identifier: MIT
#include "analysis/experiments/recorder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>

#include "analysis/results/result_file.hpp"
#include "models/institutions/maturity.hpp"
#include "models/measures.hpp"

namespace keruen {

namespace {

std::string host_name() {
    std::array<char, 256> name{};
    gethostname(name.data(), name.size() - 1);
    return name.data();
}

h5::Attributes attributes(const Experiment& e, const RunOptions& options,
                          const std::string& run_key) {
    return {{"program_version", options.program_version},
            {"revision", options.revision},
            {"scenario", e.scenario_name},
            {"scenario_sha256", e.scenario_sha256},
            {"data_sha256", e.data_sha256},
            {"constants_worst_gap", e.constants.worst_gap},
            {"seed", static_cast<std::int64_t>(e.setup.seed)},
            {"scale", options.scale},
            {"run_key", run_key},
            {"host", host_name()}};
}

ResultWriter open_file(const Experiment& e, const RunOptions& options, const std::string& run_key,
                       std::size_t keep_years, bool resume) {
    if (resume) return ResultWriter::reopen(options.output, result_format(), keep_years);
    return ResultWriter::create(options.output, result_format(), attributes(e, options, run_key));
}

std::vector<std::string> codes(const World& world) {
    std::vector<std::string> list;
    for (const Region& region : world.regions) list.push_back(region.code);
    return list;
}

std::vector<std::string> programme_ids(const Policy& policy) {
    std::vector<std::string> list;
    for (const Programme& programme : policy.programmes) list.push_back(programme.id);
    return list;
}

std::vector<std::string> outcome_names() {
    std::vector<std::string> list;
    for (const OutcomeField& field : kOutcomeFields) list.emplace_back(field.name);
    return list;
}

template <class T>
std::span<const T> view(const std::vector<T>& values) {
    return values;
}

}  // namespace

Recorder::Recorder(const Experiment& experiment, const RunOptions& options,
                   const std::string& run_key, std::size_t keep_years, bool resume)
    : world_(experiment.world),
      policy_(experiment.policy),
      last_(experiment.last),
      level_(options.record),
      writer_(open_file(experiment, options, run_key, keep_years, resume)) {
    declare_flows();
    declare_counts();
    declare_staff();
    declare_institutions(experiment);
    declare_exchange();
    if (level_ != RecordLevel::summary) declare_tables();
    declare_provenance(experiment);
    writer_.begin();
}

std::size_t Recorder::years_to_resume(const std::filesystem::path& output,
                                      const std::string& run_key) {
    return ResultWriter::years_to_resume(output, result_format(), "run_key", run_key);
}

void Recorder::declare_provenance(const Experiment& experiment) {
    writer_.add_text("scenario_text", experiment.scenario_text);
    std::string meanings;
    for (const Definition& d : definitions())
        meanings += fmt::format("{}: {}\n", d.label, d.meaning);
    writer_.add_text("definitions", meanings);
}

void Recorder::coordinates(const std::string& group, const std::vector<std::string>& dimensions) {
    for (const std::string& d : dimensions) {
        const std::string key = group + "/" + d;
        if (std::count(declared_groups_.begin(), declared_groups_.end(), key) != 0) continue;
        declared_groups_.push_back(key);
        if (d == "year") {
            std::vector<std::int32_t> years;
            for (Year y = world_.first; y <= last_; ++y) years.push_back(y);
            writer_.add_coordinate(group, d, years, {"year", "academic year ending"});
        } else if (d == "level") {
            writer_.add_coordinate(group, d, {"bachelor", "master", "doctoral"}, "level of study");
        } else if (d == "definition") {
            std::vector<std::string> labels;
            for (const Definition& x : definitions()) labels.emplace_back(x.label);
            writer_.add_coordinate(group, d, labels, "definition of mobile");
        } else if (d == "institution") {
            writer_.add_coordinate(group, d, institution_ids_,
                                   "synthetic institutions, and those that provenance/institutions "
                                   "calls imported");
        } else if (d == "indicator") {
            writer_.add_coordinate(group, d, {kIndicatorNames.begin(), kIndicatorNames.end()},
                                   "indicator of an institution");
        } else if (d == "tier") {
            writer_.add_coordinate(group, d, {"top", "middle", "low"}, "ability tier");
        } else if (d == "programme") {
            writer_.add_coordinate(group, d, programme_ids(policy_), "scholarship programme");
        } else if (d == "payer") {
            std::vector<std::string> labels = programme_ids(policy_);
            labels.insert(labels.begin(), "own money");
            writer_.add_coordinate(group, d, labels, "who pays for the stay");
        } else if (d == "capacity") {
            std::vector<std::string> labels = programme_ids(policy_);
            for (const std::string& code : codes(world_)) labels.push_back("seats " + code);
            writer_.add_coordinate(group, d, labels, "places or self-funded seats");
        } else if (d == "rank") {
            writer_.add_coordinate(group, d, {kRankNames.begin(), kRankNames.end()},
                                   "rank of academics");
        } else if (d == "item") {
            writer_.add_coordinate(group, d, {kStaffSpending.begin(), kStaffSpending.end()},
                                   "what is paid for");
        } else if (d == "measure") {
            writer_.add_coordinate(group, d, outcome_names(), "measure of academic staff");
        } else if (d == "region") {
            writer_.add_coordinate(group, d, codes(world_), "region");
        } else {
            writer_.add_coordinate(group, d, codes(world_),
                                   d == "host" ? "region of study" : "region of origin");
        }
    }
}

ArrayId Recorder::add(const std::string& group, const std::string& name,
                      const std::vector<std::string>& dimensions, const std::string& meaning,
                      const std::string& units, h5::ElementType type) {
    coordinates(group, dimensions);
    return writer_.add_array(group, name, dimensions, type, {units, meaning});
}

void Recorder::declare_flows() {
    const std::vector<std::string> flow{"year", "origin", "host"};
    const std::vector<std::string> levels{"year", "origin", "host", "level"};
    Arrays& a = arrays_;
    auto people = [&](const char* name, const char* meaning) {
        return add("flows", name, flow, meaning, "people");
    };
    a.stock = people("stock", "degree students of the origin enrolled at the host");
    a.entrants = people("entrants", "began a degree at the host in the year");
    a.graduates = people("graduates", "took a degree at the host in the year");
    a.returns = people("returns", "came back from the host, with or without a degree");
    a.dropouts = people("dropouts", "left the host's education without a degree");
    a.applicants = people("applicants", "applied with the host as best option");
    a.refused = people("refused", "had a place but no visa or open border");
    a.settled = people("settled", "graduates who settled at the host in the year");
    a.diaspora = people("diaspora", "graduates living at the host at the end of the year");
    a.level_stock = add("levels", "stock", levels, "degree students by level", "people");
    a.level_entrants = add("levels", "entrants", levels, "entrants by level", "people");
    a.rate = add("mobility", "rate", {"year", "origin", "definition"},
                 "share mobile under each definition", "1", h5::ElementType::f64);
    a.family_tuition = add("money", "family_tuition", flow,
                           "fees paid by families; origin = host is study at home", "USD");
    a.family_living =
        add("money", "family_living", flow, "living spending abroad paid by families", "USD");
    a.university_income = add("income", "tuition", {"year", "host"},
                              "fees received by universities, home students included", "USD");
    a.living_income =
        add("income", "living", {"year", "host"}, "living spending of foreign students", "USD");
}

void Recorder::declare_counts() {
    const std::vector<std::string> origin{"year", "origin"}, programme{"year", "programme"};
    Arrays& a = arrays_;
    auto home = [&](const char* name, const char* meaning) {
        return add("home", name, origin, meaning, "people");
    };
    a.home_level = add("home_levels", "students", {"year", "origin", "level"},
                       "students of the origin at home, without counts", "people");
    a.home_entrants = home("entrants", "bachelor entrants at home");
    a.home_graduates = home("graduates", "degrees taken at home");
    a.home_dropouts = home("dropouts", "left education at home without a degree");
    a.first_mobile = home("first_mobile", "went abroad for a degree for the first time");
    a.candidates = home("candidates", "persons of the new cohort who may enter");
    a.grants = home("grants", "students at home on a home grant");
    a.enrolment = add("home", "enrolment", origin,
                      "students in the region of all nationalities, counts included", "people",
                      h5::ElementType::f64);
    auto programmes = [&](const char* name, const char* meaning) {
        return add("programmes", name, programme, meaning, "people");
    };
    a.places = programmes("places", "places offered");
    a.awards = programmes("awards", "places obtained");
    a.demand = programmes("demand", "people whose best option it was");
    a.holders = programmes("holders", "people paid for in the year");
    a.cutoff = add("clearing", "cutoff", {"year", "capacity"},
                   "lowest priority admitted: bits of an unsigned integer; 0 admits everybody");
    a.capacity_demand = add("clearing", "demand", {"year", "capacity"},
                            "people whose best option it was", "people");
    a.bonded = programmes("bonded", "people who owe years of work at home");
    a.defaulted = programmes("defaulted", "graduates of the year who owed a return and stayed");
    auto policy = [&](const char* name, const char* meaning, const char* units) {
        return add("policy", name, {"year", "origin", "host"}, meaning, units,
                   h5::ElementType::f64);
    };
    a.fee = policy("fee", "fee in force at the host for students of the origin", "USD");
    a.agreements = policy("agreements", "agreements in force of the origin with the host", "1");
    a.recognition =
        policy("recognition", "share of the host's degrees that count in the origin", "1");
    a.soft_hard = policy("soft_hard", "1 - mean net price of a student / full cost", "1");
    const std::vector<std::string> money{"year", "programme", "host"};
    a.programme_tuition =
        add("programme_money", "tuition", money, "fees paid by the programme", "USD");
    a.programme_living =
        add("programme_money", "living", money, "stipends and travel paid by the programme", "USD");
}

void Recorder::declare_exchange() {
    const std::vector<std::string> flow{"year", "origin", "host"}, origin{"year", "origin"};
    Arrays& a = arrays_;
    auto flows = [&](const char* name, const char* meaning) {
        return add("flows", name, flow, meaning, "people");
    };
    a.credit = flows("credit", "exchange students: at the host for credits, enrolled at home");
    a.credit_graduates =
        flows("credit_graduates", "awards taken at home with 15 ECTS or three months at the host");
    a.credit_graduates_ects = flows("credit_graduates_ects", "of these, with 15 ECTS recognised");
    a.credit_first = flows("credit_first", "of flows/credit, for the first time");
    a.credit_first_abroad =
        flows("credit_first_abroad", "of these, never before abroad for a degree");
    a.credit_then_degree =
        flows("credit_then_degree", "enrolled for a degree, first abroad for credits in some year");
    a.credit_refused =
        flows("credit_refused", "had a seat for exchange but no visa or open border");
    a.credit_payer = add("exchange_payers", "people", {"year", "origin", "host", "payer"},
                         "exchange students by who pays", "people");
    const std::array<std::pair<const char*, const char*>, kExchangeCounts> counts{
        {{"applicants", "asked for a semester abroad"},
         {"nominated", "got a slot at their international office"},
         {"seated", "got a seat under an agreement"},
         {"unaffordable", "had a seat but neither a grant nor the money"},
         {"virtual", "took a virtual exchange instead; nobody moved"},
         {"recognised", "stays recognised in full"},
         {"recognised_in_part", "stays recognised in part"},
         {"unrecognised", "stays not recognised"},
         {"delayed", "will need a year more for it"}}};
    for (std::size_t k = 0; k < counts.size(); ++k) {
        a.exchange[k] = add("exchange", counts[k].first, origin, counts[k].second, "people");
    }
}

void Recorder::write_exchange(const ExchangeRecord& x, std::size_t t) {
    const Arrays& a = arrays_;
    auto put = [&](ArrayId id, const auto& values) { writer_.write_year(id, t, view(values)); };
    put(a.credit, x.people().values());
    put(a.credit_graduates, x.graduates.values());
    put(a.credit_graduates_ects, x.graduates_by_credits.values());
    put(a.credit_first, x.first_stay.values());
    put(a.credit_first_abroad, x.first_abroad.values());
    put(a.credit_then_degree, x.then_degree.values());
    put(a.credit_refused, x.refused.values());
    put(a.credit_payer, x.credit.values());
    const std::array<const std::vector<std::int64_t>*, kExchangeCounts> counts{
        &x.applicants, &x.nominated, &x.seated,       &x.unaffordable, &x.online,
        &x.full,       &x.partial,   &x.unrecognised, &x.delayed};
    for (std::size_t k = 0; k < counts.size(); ++k) put(a.exchange[k], *counts[k]);
}

void Recorder::declare_tables() {
    using T = h5::ElementType;
    const std::vector<std::pair<std::int64_t, std::string>> kinds{
        {1, "application"}, {2, "award"},  {3, "rejection"}, {4, "refusal"}, {5, "move"},
        {6, "graduation"},  {7, "return"}, {8, "settle"},    {9, "exchange"}};
    const Column person{"person", T::u64, "", "origin << 48 | cohort << 32 | position"};
    const Column year{"academic_year", T::u16, "year", "academic year ending"};
    const Column programme{"programme", T::u8, "", "index of the programme; 255 none"};
    coordinates("events", {"year"});
    events_ = writer_.add_table(
        "events", {person,
                   year,
                   {"kind", T::u8, "", "what happened", kinds},
                   {"from", T::u8, "", "index of the region left; 255 the origin's home"},
                   {"to", T::u8, "", "index of the region gone to; 255 the origin's home"},
                   programme,
                   {"weight", T::u32, "people", "people the person stands for"}});
    if (level_ != RecordLevel::panel) return;
    coordinates("panel", {"year"});
    panel_ = writer_.add_table(
        "panel", {person,
                  year,
                  {"stage", T::u8, "", "level and year of study (docs/file-format.md)"},
                  {"host", T::u8, "", "index of the region of residence; 255 the origin's home"},
                  programme,
                  {"ability", T::u8, "1/256", "rank in the cohort"},
                  {"income", T::u8, "1/256", "rank of family income in the origin"},
                  {"traits", T::u8, "",
                   "bits: 1 female, 2 urban, 4 speaks a foreign language, 8 "
                   "has been mobile; field of study in the upper four"}});
}

void Recorder::write(Year year, const YearRecord& r) {
    const std::size_t t = world_.index(year);
    const Arrays& a = arrays_;
    auto put = [&](ArrayId id, const auto& values) { writer_.write_year(id, t, view(values)); };
    put(a.stock, r.stock.values());
    put(a.entrants, r.entrants.values());
    put(a.graduates, r.graduates.values());
    put(a.returns, r.returns.values());
    put(a.dropouts, r.dropouts.values());
    put(a.applicants, r.applicants.values());
    put(a.refused, r.refused.values());
    put(a.settled, r.settled.values());
    put(a.diaspora, r.diaspora.values());
    put(a.level_stock, r.stock_by_level.values());
    put(a.level_entrants, r.entrants_by_level.values());
    put(a.rate, mobility_rates(world_, r, year).values());
    put(a.family_tuition, r.ledger.family_tuition.values());
    put(a.family_living, r.ledger.family_living.values());
    put(a.university_income, r.ledger.university_income);
    put(a.living_income, r.ledger.living_income);
    put(a.home_level, r.home_students.values());
    put(a.home_entrants, r.home_entrants);
    put(a.home_graduates, r.home_graduates);
    put(a.home_dropouts, r.home_left);
    put(a.first_mobile, r.first_mobile);
    put(a.candidates, r.candidates);
    put(a.grants, r.home_grants);
    put(a.enrolment, home_enrolment(world_, r, year));
    put(a.places, r.places);
    put(a.awards, r.awards);
    put(a.demand, r.demand);
    put(a.holders, r.holders);
    std::vector<std::int64_t> cutoff;
    for (const std::uint64_t bits : r.cutoff) cutoff.push_back(std::bit_cast<std::int64_t>(bits));
    put(a.cutoff, cutoff);
    put(a.capacity_demand, r.capacity_demand);
    put(a.programme_tuition, r.ledger.programme_tuition.values());
    put(a.programme_living, r.ledger.programme_living.values());
    write_staff(t, r.staff);
    write_institutions(r.institutions, t);
    write_exchange(r.exchange, t);
    put(a.bonded, r.bonded);
    put(a.defaulted, r.defaulted);
    put(a.fee, r.fee.values());
    put(a.agreements, r.agreements.values());
    put(a.recognition, r.recognition.values());
    put(a.soft_hard, r.soft_hard.values());
    if (level_ != RecordLevel::summary) write_events(r, year);
    if (level_ == RecordLevel::panel) write_panel(r, year);
    writer_.commit_year(t);
}

void Recorder::write_events(const YearRecord& record, Year year) {
    const std::size_t n = record.events.size();
    std::vector<std::uint64_t> person(n);
    std::vector<std::uint16_t> years(n, static_cast<std::uint16_t>(year));
    std::vector<std::uint8_t> kind(n), from(n), to(n), programme(n);
    std::vector<std::uint32_t> weight(n);
    for (std::size_t i = 0; i < n; ++i) {
        const Event& e = record.events[i];
        person[i] = e.person;
        kind[i] = static_cast<std::uint8_t>(e.kind);
        from[i] = e.from;
        to[i] = e.to;
        programme[i] = e.programme;
        weight[i] = e.weight;
    }
    writer_.append(events_, {person, years, kind, from, to, programme, weight});
}

void Recorder::write_panel(const YearRecord& record, Year year) {
    const std::size_t n = record.panel.size();
    std::vector<std::uint64_t> person(n);
    std::vector<std::uint16_t> years(n, static_cast<std::uint16_t>(year));
    std::array<std::vector<std::uint8_t>, 6> bytes;
    for (auto& column : bytes) column.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
        const PanelRow& row = record.panel[i];
        person[i] = row.person;
        bytes[0][i] = row.stage;
        bytes[1][i] = row.host;
        bytes[2][i] = row.programme;
        bytes[3][i] = row.ability;
        bytes[4][i] = row.income;
        bytes[5][i] = row.traits;
    }
    writer_.append(panel_,
                   {person, years, bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5]});
}

}  // namespace keruen
