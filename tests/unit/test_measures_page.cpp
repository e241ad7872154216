// SPDX-License-Identifier: MIT
// docs/measures.md is computed again: its tables are the input, its last columns the results.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "models/institutions/maturity.hpp"
#include "models/measures/definitions.hpp"
#include "models/measures/groups.hpp"
#include "models/measures/indicators.hpp"
#include "tests/support/page_rows.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

using Y = YearNumbers;

const std::map<std::string, Y::Values Y::*>& members() {
    static const std::map<std::string, Y::Values Y::*> all{
        {"stock", &Y::stock},
        {"entrants", &Y::entrants},
        {"graduates", &Y::graduates},
        {"first_degree", &Y::first_degree},
        {"credit", &Y::credit},
        {"credit_graduates", &Y::credit_graduates},
        {"credit_graduates_ects", &Y::credit_graduates_ects},
        {"first_credit", &Y::first_credit},
        {"first_mobile", &Y::first_mobile},
        {"stayed", &Y::stayed},
        {"moved_on", &Y::moved_on},
        {"graduate_returns", &Y::graduate_returns},
        {"settled", &Y::settled},
        {"diaspora", &Y::diaspora},
        {"earlier_diaspora", &Y::earlier_diaspora},
        {"diaspora_returns", &Y::diaspora_returns},
        {"funded", &Y::funded},
        {"ehea", &Y::ehea},
        {"outside_russia", &Y::outside_russia},
        {"outside_china", &Y::outside_china},
        {"full_time", &Y::full_time},
        {"common_language", &Y::common_language},
        {"home_students", &Y::home_students},
        {"home_graduates", &Y::home_graduates},
        {"bachelor_entrants", &Y::bachelor_entrants},
        {"home_enrolment", &Y::home_enrolment},
        {"university_enrolment", &Y::university_enrolment},
        {"group_entrants", &Y::group_entrants},
        {"group_mobile", &Y::group_mobile},
        {"family_tuition", &Y::family_tuition},
        {"family_living", &Y::family_living},
        {"aid", &Y::aid},
        {"taxes_forgone", &Y::taxes_forgone},
    };
    return all;
}

struct Example {
    std::string title;
    std::vector<std::vector<Cells>> tables;  // rows of each, heading first
};

std::vector<Example> examples() {
    std::ifstream page(std::string(KERUEN_SOURCE_DIR) + "/docs/measures.md");
    std::vector<Example> list;
    bool inside = false;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("#")) {
            list.push_back({line, {}});
            inside = false;
        } else if (!line.starts_with("|")) {
            inside = false;
        } else if (!list.empty() && !line.starts_with("|---")) {
            if (!inside) list.back().tables.emplace_back();
            list.back().tables.back().push_back(cells_of(line));
            inside = true;
        }
    }
    std::erase_if(list, [](const Example& e) { return !e.title.starts_with("### Example"); });
    return list;
}

/// Region 0 is the one that the example is about.
class Numbers {
public:
    void take(const std::vector<Cells>& table) {
        const std::string& head = table.front().front();
        if (head.starts_with("people of")) {
            year.regions = table.front().size();  // its hosts and itself
            for (std::size_t row = 1; row < table.size(); ++row) {
                auto& values = flow(table[row][0]);
                for (std::size_t h = 1; h < year.regions; ++h) values[h] = std::stod(table[row][h]);
            }
        } else if (head.ends_with("at home")) {
            for (std::size_t row = 1; row < table.size(); ++row) {
                auto& values = year.*members().at(table[row][0]);
                values.assign(year.regions, 0);
                values[0] = std::stod(table[row][1]);
            }
        } else if (head == "group") {
            take_groups(table);
        } else {
            year.regions = table.front().size() - 1;
            auto& values = flow(head);
            for (std::size_t o = 0; o + 1 < table.size(); ++o) {
                for (std::size_t h = 0; h < year.regions; ++h) {
                    values[o * year.regions + h] = std::stod(table[o + 1][h + 1]);
                }
            }
        }
    }
    YearNumbers year;

private:
    Y::Values& flow(const std::string& name) {
        auto& values = year.*members().at(name);
        values.assign(year.regions * year.regions, 0);
        return values;
    }
    void take_groups(const std::vector<Cells>& table) {
        year.regions = 1;
        REQUIRE(table.size() == kGroups + 1);
        for (std::size_t column : {1U, 2U}) {
            auto& values = year.*members().at(table[0][column]);
            for (std::size_t g = 0; g < kGroups; ++g) {
                CHECK(table[g + 1][0] == kGroupLabels[g]);
                values.push_back(std::stod(table[g + 1][column]));
            }
        }
    }
};

/// Half a unit of the last printed digit.
double precision(const std::string& value) {
    const auto point = value.find('.');
    const auto digits = point == std::string::npos ? 0 : value.size() - point - 1;
    return 0.5000001 * std::pow(10.0, -static_cast<double>(digits));
}

double indicator_value(const std::string& label, const YearNumbers& year) {
    for (const Indicator& i : indicators()) {
        if (i.label == label) return i.value(year, 0);
    }
    FAIL("no indicator " << label);
    return 0;
}

}  // namespace

TEST_CASE("the worked examples of docs/measures.md come out of the functions") {
    std::set<std::string> shown;
    std::size_t results = 0;
    for (const Example& example : examples()) {
        Numbers numbers;
        for (const auto& table : example.tables) {
            const std::string& head = table.front().front();
            const bool definition = head == "definition";
            if (!definition && !head.starts_with("indicator")) {
                numbers.take(table);
                continue;
            }
            for (std::size_t row = 1; row < table.size(); ++row) {
                const std::string& label = table[row][0];
                INFO(example.title << ": " << label);
                if (definition) REQUIRE(find_definition(label) != nullptr);
                const double value = definition
                                         ? mobility_rate(*find_definition(label), numbers.year, 0)
                                         : indicator_value(label, numbers.year);
                CHECK(std::abs(value - std::stod(table[row][2])) <= precision(table[row][2]));
                shown.insert(label);
                ++results;
            }
        }
    }
    CHECK(results > 45);
    for (const Indicator& i : indicators()) CHECK(shown.count(std::string(i.label)) == 1);
}

namespace {

std::string page_of(const std::string& name) {
    std::ifstream file(std::string(KERUEN_SOURCE_DIR) + "/docs/" + name);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// First cells of the rows of the tables whose first heading is `head`.
std::set<std::string> rows_under(const std::string& page, const std::string& head) {
    std::istringstream lines(page);
    std::set<std::string> rows;
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("|")) {
            inside = false;
        } else if (!line.starts_with("|---")) {
            const std::string first = cells_of(line)[0];
            if (inside) rows.insert(first);
            inside = inside || first == head;
        }
    }
    return rows;
}

}  // namespace

TEST_CASE("every measure of a region and of an institution has its row on a page, and no other") {
    std::set<std::string> labels;
    for (const Indicator& i : indicators()) labels.emplace(i.label);
    CHECK(rows_under(page_of("measures.md"), "measure") == labels);
    const std::set<std::string> names(kIndicatorNames.begin(), kIndicatorNames.end());
    CHECK(rows_under(page_of("benchmark.md"), "name") == names);
}

TEST_CASE("the datasets that the page of measures names are in the format of result files") {
    const std::string format = page_of("file-format.md");
    std::istringstream page(page_of("measures.md"));
    std::size_t found = 0;
    for (std::string part; std::getline(page, part, '`');) {
        std::string name;
        if (!std::getline(page, name, '`') || name.find('/') == std::string::npos) continue;
        if (name.find_first_of(". \n") != std::string::npos) continue;  // a file or a formula
        INFO(name);
        CHECK(format.find("\n| `" + name + "` | ") != std::string::npos);
        ++found;
    }
    CHECK(found > 25);
}

TEST_CASE(
    "the page explains every basis by a row, each of its kinds and every switch by an example") {
    const std::string page = page_of("measures.md");
    for (const Definition& d : definitions()) {
        const std::string basis = d.label.substr(0, d.label.find(','));
        CHECK(page.find("\n| " + basis + " | ") != std::string::npos);
        const std::string switches = d.label.substr(basis.size() + 2);
        const std::string kind = switches.substr(0, switches.find(','));
        CHECK(page.find("\n| " + basis + ", " + kind + " | ") != std::string::npos);
    }
    for (const char* on : {"EHEA", "without Russia", "without China", "full-time"}) {
        CHECK(page.find(std::string(", ") + on) != std::string::npos);
    }
}
