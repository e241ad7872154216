// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace keruen {

/// What is remembered of those who studied abroad within a degree taken at home, until they leave
/// education: 15 bytes a row, ascending by person. People whom one agent stands for have several
/// rows if they went to several hosts.
struct Stays {
    std::vector<std::uint64_t> person;  ///< PersonId::key
    std::vector<std::uint32_t> people;  ///< of those the agent stands for
    std::vector<std::uint8_t> host;     ///< region of the stay
    std::vector<std::uint8_t> level;    ///< Level of the degree that the stay belongs to
    std::vector<std::uint8_t> flags;    ///< stay_flag
    std::size_t size() const { return person.size(); }
};

namespace stay_flag {
inline constexpr std::uint8_t delay_due = 1;      ///< a lost semester is still to be made up for
inline constexpr std::uint8_t degree_abroad = 2;  ///< has since enrolled abroad, and was counted
inline constexpr std::uint8_t mobile = 4;         ///< 15 ECTS recognised, or three months
inline constexpr std::uint8_t mobile_by_credits = 8;  ///< 15 ECTS recognised
inline constexpr std::uint8_t first_abroad = 16;      ///< had never been abroad to study before
}  // namespace stay_flag

/// Calls f(name, column) for every column: one list for checkpoints, merging and dropping rows.
template <class S, class F>
void for_each_stay_column(S& stays, F&& f) {
    f(std::string_view("person"), stays.person);
    f(std::string_view("people"), stays.people);
    f(std::string_view("host"), stays.host);
    f(std::string_view("level"), stays.level);
    f(std::string_view("flags"), stays.flags);
}

}  // namespace keruen
