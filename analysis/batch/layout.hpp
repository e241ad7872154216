// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/results/result_file.hpp"

namespace keruen {

/// Labels, or numbers, along a dimension of one group.
struct CollectedAxis {
    std::vector<std::string> labels;
    std::vector<std::int32_t> numbers;  ///< instead of labels, if there are any
    std::string units, long_name;
    std::size_t size() const { return numbers.empty() ? labels.size() : numbers.size(); }
};

/// An array that members have, and what it becomes.
struct CollectedArray {
    std::string group, name;
    std::vector<std::string> dimensions;
    h5::ElementType type = h5::ElementType::f64;
    std::string units, long_name;
    std::string path() const { return group + "/" + name; }
};

/// Where the elements of one scenario's array go.
struct Placement {
    bool there = false;               ///< the scenario has the array
    std::size_t elements = 0;         ///< of the scenario's array
    std::size_t rows = 0;             ///< along its first dimension
    std::vector<std::uint32_t> cell;  ///< [element] -> element of the collected; empty: the same
};

/// The union of what the scenarios of a plan record.
class Layout {
public:
    explicit Layout(std::vector<std::string> only) : only_(std::move(only)) {}

    /// Adds what a member of a scenario records. Throws InputError where its years are not those
    /// of the others.
    void add(std::size_t scenario, const ResultFile& member);
    /// Names of `only` that no member has.
    std::vector<std::string> unknown() const;
    /// Names that `only` may have.
    std::vector<std::string> known() const;

    const std::vector<CollectedArray>& arrays() const { return arrays_; }
    const CollectedAxis& axis(const std::string& group, const std::string& dimension) const {
        return axes_.at(group + "/" + dimension);
    }
    std::size_t elements(const CollectedArray& array) const;
    /// Call when all scenarios are added.
    Placement placement(std::size_t scenario, const CollectedArray& array) const;

private:
    using Axes = std::map<std::string, CollectedAxis>;
    bool wanted(const std::string& group, const std::string& path) const;
    void join(const std::string& path, const CollectedAxis& axis, const ResultFile& member);

    std::vector<std::string> only_;
    std::vector<CollectedArray> arrays_;
    Axes axes_;                                            ///< "group/dimension", of the union
    std::map<std::size_t, Axes> own_;                      ///< [scenario] those it has
    std::map<std::size_t, std::vector<std::string>> has_;  ///< [scenario] paths of its arrays
    std::vector<std::string> seen_;                        ///< every group and path
};

}  // namespace keruen
