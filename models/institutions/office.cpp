// SPDX-License-Identifier: MIT
#include "models/institutions/office.hpp"

namespace keruen {

double office_skill(const Institutions& institutions, std::size_t i) {
    return (institutions.english[i] + institutions.trained[i]) / 2;
}

double office_throughput(const Institutions& institutions, std::size_t i,
                         const Parameters& parameters) {
    const Parameters& p = parameters;
    const Management management = institutions.management[i];
    const double manner = management == Management::centralised     ? p.office_centralised
                          : management == Management::decentralised ? p.office_decentralised
                                                                    : 1.0;
    const double phase = 1 + p.office_phase_gain * (institutions.phase[i] - 1);
    const double skill =
        p.office_skill_floor + (1 - p.office_skill_floor) * office_skill(institutions, i);
    const double posts = institutions.bologna_office[i] != 0
                             ? (1 - p.office_split_cost) * institutions.office_fte[i]
                             : institutions.office_fte[i];
    return posts * p.office_slots * manner * phase * skill * (1 - institutions.reporting_share[i]);
}

}  // namespace keruen
