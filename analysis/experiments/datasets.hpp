// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <map>
#include <ranges>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "models/measures/numbers.hpp"
#include "models/state.hpp"
#include "sim/file/result_writer.hpp"

namespace keruen {

/// A year that is over, as result files look at it.
struct FinishedYear {
    const YearRecord& record;
    const YearNumbers& numbers;
    Year year = 0;
};

/// The arrays of a result file by year. Each is declared with the rule that reads it from a year,
/// so that none can be declared and not written.
class Datasets {
public:
    /// The labels of regions, programmes and years, which need not be added.
    Datasets(ResultWriter& writer, const World& world, const Policy& policy, Year last);

    /// The labels along a dimension; "group/dimension" for those of one group alone.
    void add_dimension(const std::string& name, std::vector<std::string> labels,
                       std::string meaning);
    /// A text that holds for the whole run, under /provenance.
    void add_text(const std::string& name, const std::string& text) {
        writer_.add_text(name, text);
    }
    /// The coordinates that a group has along these dimensions.
    void add_coordinates(const std::string& group, const std::vector<std::string>& dimensions);

    /// An array over the year and other dimensions. `read` gives the numbers of one year,
    /// row-major: a member of YearRecord or YearNumbers, or a function of one of these or of a
    /// FinishedYear; a grid, vector or span, whose numbers give the type of the array.
    template <class Read>
    void add(const std::string& group, const std::string& name,
             const std::vector<std::string>& dimensions, const std::string& units,
             const std::string& meaning, Read read) {
        using T = std::ranges::range_value_t<decltype(numbers(
            look(read, std::declval<const FinishedYear&>())))>;
        add_coordinates(group, dimensions);
        const ArrayId id =
            writer_.add_array(group, name, dimensions, h5::element_type<T>(), {units, meaning});
        writes_.push_back(
            [id, read](ResultWriter& writer, const FinishedYear& year, std::size_t t) {
                auto&& found = look(read, year);
                writer.write_year(id, t, std::span<const T>(numbers(found)));
            });
    }

    void write(const FinishedYear& year, std::size_t t) {
        for (const auto& write : writes_) write(writer_, year, t);
    }

private:
    struct Dimension {
        std::vector<std::string> labels;
        std::string meaning;
    };

    template <class Read>
    static decltype(auto) look(const Read& read, const FinishedYear& year) {
        if constexpr (std::is_invocable_v<Read, const YearRecord&>) {
            return std::invoke(read, year.record);
        } else if constexpr (std::is_invocable_v<Read, const YearNumbers&>) {
            return std::invoke(read, year.numbers);
        } else {
            return std::invoke(read, year);
        }
    }
    template <class Found>
    static decltype(auto) numbers(const Found& found) {
        if constexpr (requires { found.values(); }) {
            return found.values();
        } else {
            return (found);
        }
    }

    ResultWriter& writer_;
    std::vector<std::int32_t> years_;
    std::map<std::string, Dimension> dimensions_;
    std::vector<std::string> coordinates_;  // "group/dimension" that the file has
    std::vector<std::function<void(ResultWriter&, const FinishedYear&, std::size_t)>> writes_;
};

/// Axes that many arrays share.
namespace axes {
inline const std::vector<std::string> kOrigin{"year", "origin"};
inline const std::vector<std::string> kFlow{"year", "origin", "host"};
inline const std::vector<std::string> kProgramme{"year", "programme"};
}  // namespace axes

struct Experiment;

// What a year leaves behind, by subject (docs/file-format.md).
void declare_students(Datasets& data);
void declare_programmes(Datasets& data, const Experiment& experiment);
void declare_policy(Datasets& data);
void declare_exchange(Datasets& data);
void declare_institutions(Datasets& data, const Experiment& experiment);
void declare_measures(Datasets& data, const World& world);
void declare_staff(Datasets& data);

}  // namespace keruen
