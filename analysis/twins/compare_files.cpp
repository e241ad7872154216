// SPDX-License-Identifier: MIT
#include "analysis/twins/compare_files.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include "analysis/results/result_file.hpp"
#include "analysis/twins/margins.hpp"
#include "scenarios/diagnostics.hpp"

namespace keruen {

namespace {

template <class T>
T attribute(const ResultFile& file, const std::string& wanted) {
    for (const auto& [name, value] : file.attributes()) {
        if (name == wanted) return std::get<T>(value);
    }
    refuse({file.path().string()}, "no attribute " + wanted, "a result file of this program");
}

void require_readable(const ResultFile& file) {
    if (!file.complete()) {
        refuse({file.path().string()}, "an unfinished run", "a complete one",
               "go on with --resume");
    }
    if (!file.has("enrolments/person")) {
        refuse({file.path().string()}, "no enrolments", "a run recorded with --record enrolments",
               "run it again, or name the scenarios instead of the files");
    }
}

void require_same(const ResultFile& base, const ResultFile& other) {
    auto same = [&](bool holds, const char* what) {
        if (holds) return;
        refuse({other.path().string()},
               fmt::format("{} other than in {}", what, base.path().string()),
               fmt::format("the same {}, so that persons can be matched", what));
    };
    same(attribute<std::int64_t>(base, "seed") == attribute<std::int64_t>(other, "seed"), "seed");
    same(attribute<double>(base, "scale") == attribute<double>(other, "scale"), "scale");
    same(base.years() == other.years(), "years");
    same(attribute<std::int64_t>(base, "base") == attribute<std::int64_t>(other, "base"),
         "base year");
    same(
        attribute<std::string>(base, "data_sha256") == attribute<std::string>(other, "data_sha256"),
        "data");
    same(base.labels("flows/origin") == other.labels("flows/origin"), "regions");
}

/// Version and revision of the program that wrote the file.
std::string program_of(const ResultFile& file) {
    return fmt::format("{} ({})", attribute<std::string>(file, "program_version"),
                       attribute<std::string>(file, "revision"));
}

/// A column of a table.
template <class T>
std::vector<T> column(const ResultFile& file, const char* table, const char* name) {
    return file.read<T>(std::string(table) + "/" + name);
}

Lives read_lives(const ResultFile& file, Workers& workers) {
    Lives lives(file.labels("flows/origin").size(), file.years().front(), file.years().back(),
                file.labels("programmes/programme"));
    auto bytes = [&](const char* table, const char* name) {
        return column<std::uint8_t>(file, table, name);
    };
    {
        const auto person = column<std::uint64_t>(file, "enrolments", "person");
        const auto year = column<std::uint16_t>(file, "enrolments", "academic_year");
        const auto weight = column<std::uint32_t>(file, "enrolments", "weight");
        const auto level = bytes("enrolments", "level"), host = bytes("enrolments", "host"),
                   programme = bytes("enrolments", "programme"),
                   ability = bytes("enrolments", "ability"), income = bytes("enrolments", "income"),
                   traits = bytes("enrolments", "traits");
        for (std::size_t i = 0; i < person.size(); ++i) {
            lives.add(year[i], Enrolment{person[i], weight[i], level[i], host[i], programme[i],
                                         ability[i], income[i], traits[i]});
        }
    }
    const auto person = column<std::uint64_t>(file, "events", "person");
    const auto year = column<std::uint16_t>(file, "events", "academic_year");
    const auto weight = column<std::uint32_t>(file, "events", "weight");
    const auto kind = bytes("events", "kind"), to = bytes("events", "to"),
               programme = bytes("events", "programme");
    for (std::size_t i = 0; i < person.size(); ++i) {
        lives.add(year[i], Event{person[i], weight[i], static_cast<EventKind>(kind[i]), kAtHome,
                                 to[i], programme[i]});
    }
    lives.close(workers);
    return lives;
}

/// Files do not tell students per agent of a region; persons do.
TwinLedger ledger_of(const Lives& base, const ResultFile& other, Workers& workers) {
    const Lives lives = read_lives(other, workers);
    try {
        return twin_ledger(base, lives, workers);
    } catch (const std::invalid_argument& error) {
        refuse({other.path().string()}, error.what(), "the same students per agent in all files",
               "compare scenarios of one root");
    }
}

/// [origin][Quantity]
Grid<double, 2> read_quantities(const ResultFile& file) {
    const std::size_t regions = file.labels("flows/origin").size(), years = file.years().size();
    Grid<double, 2> values({regions, kQuantities});
    const auto stock = file.read<std::int64_t>("flows/stock");
    const auto entrants = file.read<std::int64_t>("flows/entrants");
    const auto credit = file.read<std::int64_t>("flows/credit");
    const auto aid = file.read<std::int64_t>("money/aid");
    for (std::size_t k = 0; k < stock.size(); ++k) {
        const std::size_t t = k / regions / regions, o = k / regions % regions;
        if (t + 1 == years) values(o, 0U) += static_cast<double>(stock[k]);
        values(o, 1U) += static_cast<double>(entrants[k]);
        values(o, 2U) += static_cast<double>(credit[k]);
        values(o, 3U) += static_cast<double>(aid[k]);
    }
    return values;
}

}  // namespace

Comparison compare_files(const std::filesystem::path& base_path,
                         const std::vector<std::filesystem::path>& others, Workers& workers) {
    const ResultFile base(base_path);
    require_readable(base);
    Comparison result;
    result.base = base_path.filename().string();
    result.origins = base.labels("flows/origin");
    result.first = base.years().front();
    result.last = base.years().back();
    result.seeds = {static_cast<std::uint64_t>(attribute<std::int64_t>(base, "seed"))};
    const Lives base_lives = read_lives(base, workers);
    for (const std::filesystem::path& path : others) {
        const ResultFile other(path);
        require_readable(other);
        require_same(base, other);
        PairResult pair;
        pair.label = path.filename().string();
        if (program_of(other) != program_of(base)) {
            pair.programs = {program_of(base), program_of(other)};
        }
        pair.total = ledger_of(base_lives, other, workers);
        PairMember member;
        member.total = people_by_origin(pair.total);
        member.base = read_quantities(base);
        member.other = read_quantities(other);
        pair.members.push_back(std::move(member));
        result.pairs.push_back(std::move(pair));
    }
    return result;
}

}  // namespace keruen
