// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "tests/scenarios/library_runs.hpp"

namespace keruen::test {

/// A scenario of the library and its parent.
struct Pair {
    const LibraryRun &parent, &child;
    explicit Pair(const std::string& name, Detail detail = Detail::small)
        : parent(LibraryRuns::instance().of(parent_of(name), detail)),
          child(LibraryRuns::instance().of(name, detail)) {}
    static std::string parent_of(const std::string& name) {
        const ScenarioFile scenario = LibraryRuns::instance().read(name);
        return scenario.chain.at(scenario.chain.size() - 2);
    }
    /// Child less parent, and child over parent, of LibraryRun::sum.
    template <class... Where>
    double change(const std::string& dataset, Year from, Year to, const Where&... where) const {
        return child.sum(dataset, from, to, where...) - parent.sum(dataset, from, to, where...);
    }
    template <class... Where>
    double ratio(const std::string& dataset, Year from, Year to, const Where&... where) const {
        return child.sum(dataset, from, to, where...) / parent.sum(dataset, from, to, where...);
    }
};

}  // namespace keruen::test
