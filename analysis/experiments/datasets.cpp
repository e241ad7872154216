// SPDX-License-Identifier: MIT
#include "analysis/experiments/datasets.hpp"

#include <algorithm>

namespace keruen {

Datasets::Datasets(ResultWriter& writer, const World& world, const Policy& policy, Year last)
    : writer_(writer) {
    for (Year y = world.first; y <= last; ++y) years_.push_back(y);
    std::vector<std::string> regions, programmes;
    for (const Region& region : world.regions) regions.push_back(region.code);
    for (const Programme& programme : policy.programmes) programmes.push_back(programme.id);
    add_dimension("origin", regions, "region of origin");
    add_dimension("host", regions, "region of study");
    add_dimension("region", regions, "region");
    add_dimension("level", {"bachelor", "master", "doctoral"}, "level of study");
    add_dimension("programme", programmes, "scholarship programme");
    std::vector<std::string> capacities = programmes;
    for (const std::string& code : regions) capacities.push_back("seats " + code);
    add_dimension("capacity", capacities, "places or self-funded seats");
    programmes.insert(programmes.begin(), "own money");
    add_dimension("payer", programmes, "who pays for the stay");
}

void Datasets::add_dimension(const std::string& name, std::vector<std::string> labels,
                             std::string meaning) {
    dimensions_[name] = {std::move(labels), std::move(meaning)};
}

void Datasets::add_coordinates(const std::string& group,
                               const std::vector<std::string>& dimensions) {
    for (const std::string& name : dimensions) {
        const std::string own = group + "/" + name;
        if (std::count(coordinates_.begin(), coordinates_.end(), own) != 0) continue;
        coordinates_.push_back(own);
        if (name == "year") {
            writer_.add_coordinate(group, name, years_, {"year", "academic year ending"});
            continue;
        }
        const Dimension& known = dimensions_.at(dimensions_.count(own) != 0 ? own : name);
        writer_.add_coordinate(group, name, known.labels, known.meaning);
    }
}

}  // namespace keruen
