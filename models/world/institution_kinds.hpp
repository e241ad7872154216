// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace keruen {

enum class Sector : std::uint8_t { state, private_ };
/// Where an institution's way of working comes from (S4).
enum class OriginModel : std::uint8_t {
    classical,
    former_soviet,
    adopted_foreign,    ///< a foreign model adopted, as KIMEP did
    intergovernmental,  ///< founded by treaty, as the Kazakh-Turkish university
    nazarbayev,         ///< founded apart from the system, autonomous from the start
    branch_campus,      ///< of a foreign university
};
enum class Management : std::uint8_t { centralised, semi, decentralised };

std::string_view name_of(Sector sector);
std::string_view name_of(OriginModel model);
std::string_view name_of(Management management);

/// What a university tells of itself, as of the end of `year`. It takes the place of a synthetic
/// institution of its region; numbers that are NaN stay those of that one. Units as in
/// Institutions.
struct ImportedInstitution {
    std::string id;
    std::size_t region = 0;
    int year = 0;
    Sector sector{};
    OriginModel origin_model{};
    Management management{};
    double students = 0;
    double foreign = 0, tuition_relative = 0, ministry_support = 0, quality = 0, office_fte = 0;
    double bologna_office = 0, english = 0, trained = 0, agreements = 0;
    double ects_formal = 0, ects_effective = 0, english_share = 0, double_degrees = 0, digital = 0,
           research = 0;
};

}  // namespace keruen
