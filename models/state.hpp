// SPDX-License-Identifier: MIT
#pragma once
#include <cassert>
#include <cstdint>
#include <span>
#include <vector>

#include "models/constants/constants.hpp"
#include "models/exchange/record.hpp"
#include "models/institutions/institutions.hpp"
#include "models/options.hpp"
#include "models/population.hpp"
#include "models/staff/faculty.hpp"
#include "sim/parallel.hpp"
#include "sim/random.hpp"

namespace keruen {

/// People, not agents; [origin][host] or [origin][host][level - 1].
using Flow = Grid<std::int64_t, 2>;
using LevelFlow = Grid<std::int64_t, 3>;

inline constexpr RegionIndex kNoFocus = 255;

struct BasePath;

/// What a run is given and never changes.
struct Setup {
    const World* world = nullptr;
    const Policy* policy = nullptr;
    const Policy* reference = nullptr;  ///< under which the constants were estimated
    Parameters parameters;
    const Constants* constants = nullptr;
    std::vector<Weights> weights;  ///< [region]
    RegionIndex focus = kNoFocus;  ///< whose inbound flows deserve finer agents
    std::uint64_t seed = 1;
    bool events = false;       ///< collect events and the panel; draws nothing
    bool enrolments = false;   ///< collect everybody's enrolments; draws nothing that matters
    bool observe_all = false;  ///< governments observe what no rule of theirs needs (base_path.hpp)
    const BasePath* met = nullptr;  ///< the run whose seats, prices and stocks people meet
    double panel_share = 0.001;
    std::size_t chunk = 1U << 16;  ///< slots per task, a multiple of 4; no result depends on it

    std::size_t regions() const { return world->regions.size(); }
    DrawKey key(const MoverBlock& block, Year year, std::uint16_t purpose,
                std::uint16_t index = 0) const {
        return key(block.origin, block.cohort, year, purpose, index);
    }
    DrawKey key(std::size_t origin, Year cohort, Year year, std::uint16_t purpose,
                std::uint16_t index = 0) const {
        return {seed,
                origin_keys[origin],
                static_cast<std::uint16_t>(cohort),
                static_cast<std::uint16_t>(year),
                purpose,
                index};
    }
    std::vector<std::uint32_t> origin_keys;  ///< [region] origin_key(code)
};

/// What the phase `govern` decides for one year.
struct YearTables {
    std::size_t t = 0;  ///< year index
    CapacityLayout layout;
    Grid<std::vector<Option>, 2> options;  ///< [origin][level - 1]
    std::vector<IncomeTable> income;       ///< [origin]
    Matrix consideration;                  ///< probability, [origin][host]
    Matrix permission;                     ///< probability of visa and border, [origin][host]
    std::vector<std::int64_t> capacity;    ///< people, layout order
    std::vector<std::uint16_t> tie_code;   ///< code of the tie draws of each capacity
    std::vector<std::uint16_t> host_code;  ///< [host] code of draws that concern the host itself
};

/// The year's deciders who look abroad or seek a home grant; one row a person, ordered by block and
/// slot, so that the order follows from who they are alone.
struct Applicants {
    std::vector<std::uint32_t> block, slot;
    std::vector<std::uint8_t> level;       ///< Level
    std::vector<std::uint8_t> aspires;     ///< 0: only seeks a home grant
    std::vector<std::uint32_t> considers;  ///< bit h: host h is in the consideration set
    std::vector<std::uint32_t> first;      ///< [n + 1] offsets into `ranked`
    std::vector<std::uint8_t> ranked;      ///< options better than staying unaided, best first
    std::vector<std::uint8_t> placed;      ///< option obtained; kNotPlaced
    std::size_t size() const { return block.size(); }
};
inline constexpr std::uint8_t kNotPlaced = 255;

enum class EventKind : std::uint8_t {
    application = 1,  ///< the best option applied to
    award = 2,        ///< a programme's place obtained
    rejection = 3,    ///< no option applied to was obtained
    refusal = 4,      ///< no visa or closed border
    move = 5,         ///< enrolled abroad
    graduation = 6,   ///< took a degree abroad
    return_home = 7,  ///< came back, with or without a degree
    settle = 8,       ///< stayed at the host or went on to a third region
    exchange = 9,     ///< a semester abroad, enrolled at home
};

struct Event {
    std::uint64_t person = 0;  ///< PersonId::key
    std::uint32_t weight = 1;
    EventKind kind{};
    RegionIndex from = kAtHome, to = kAtHome;
    ProgrammeIndex programme = kSelfFunded;
};

/// One person who begins studies at a level in the year.
struct Enrolment {
    std::uint64_t person = 0;  ///< PersonId::key
    std::uint32_t weight = 1;
    std::uint8_t level = 0;  ///< Level
    RegionIndex host = kAtHome;
    ProgrammeIndex programme = kSelfFunded;  ///< award, also of a home grant
    std::uint8_t ability = 0, income = 0, traits = 0;
};

/// One sampled person in one year, as enrolled.
struct PanelRow {
    std::uint64_t person = 0;
    std::uint8_t stage = 0;
    RegionIndex host = kAtHome;
    ProgrammeIndex programme = kSelfFunded;
    std::uint8_t ability = 0, income = 0, traits = 0;
};

/// Money moved in a year, whole nominal US dollars. Every amount has a payer and a receiver.
struct Ledger {
    Grid<std::int64_t, 2> family_tuition, family_living;        ///< [origin][host], diagonal = home
    Grid<std::int64_t, 2> programme_tuition, programme_living;  ///< [programme][host]
    std::vector<std::int64_t> university_income, living_income;  ///< [host] received
    Grid<std::int64_t, 2> aid;  ///< [origin][host] what programmes paid, by whom they paid for
    std::int64_t paid() const;
    std::int64_t received() const;
};

/// Everything one year leaves behind; people unless said otherwise.
struct YearRecord {
    /// [origin][host]; returns counts graduates, settled people and dropouts
    Flow stock, entrants, graduates, dropouts, returns, applicants, refused, settled, diaspora;
    LevelFlow stock_by_level, entrants_by_level;  ///< [origin][host][level - 1]
    Grid<std::int64_t, 2> home_students;          ///< [origin][level - 1] origin's agents at home
    std::vector<std::int64_t> home_entrants;      ///< [origin] bachelor entrants at home
    std::vector<std::int64_t> home_graduates;     ///< [origin] awards taken at home
    std::vector<std::int64_t> home_left;          ///< [origin] dropped out at home
    std::vector<std::int64_t> candidates;         ///< [origin] persons of the new cohort
    std::vector<std::int64_t> awards;             ///< [programme] places taken
    std::vector<std::int64_t> demand;             ///< [programme] people who applied first to it
    std::vector<std::int64_t> places;             ///< [programme] places offered
    std::vector<std::int64_t> holders;            ///< [programme] people paid for this year
    std::vector<std::int64_t> capacity;           ///< [capacity] places and seats, people
    std::vector<std::int64_t> capacity_demand;    ///< [capacity] people, first choices
    std::vector<std::uint64_t> cutoff;            ///< [capacity] lowest priority admitted
    Grid<std::int64_t, 4> held;                   ///< [origin][host][programme + 1][level - 1]
    Flow training;  ///< [programme][host] academics who train there on an award of the year
    std::vector<std::int64_t> bonded;       ///< [programme] people who owe years of work at home
    std::vector<std::int64_t> defaulted;    ///< [programme] bonded graduates who stayed abroad
    Matrix fee, agreements, recognition;    ///< [origin][host] in force in the year
    Matrix soft_hard;                       ///< [origin][host] soft-hard index (soft_hard.hpp)
    std::vector<std::int64_t> home_grants;  ///< [origin] students at home on a home grant
    std::int64_t agents_studied = 0;        ///< agents, not people, that were enrolled
    ExchangeRecord exchange;
    Ledger ledger;
    InstitutionYear institutions;
    std::vector<Event> events;
    std::vector<PanelRow> panel;
    std::vector<Enrolment> enrolments;  ///< by block and slot, movers first

    // What measures rest on.
    /// [origin][host] enrolled abroad for a degree for the first time; degree and exchange students
    /// whom a programme pays for
    Flow first_mobile, funded;
    Flow sought;        ///< [origin][host] asked for a visa, or to pass the border
    Matrix unfollowed;  ///< [origin][host] graduates abroad of cohorts that the run has let go
    /// [origin][host] graduates of the year at the host: stayed there, settled in a third region,
    /// returned; and of those settled at the host before, those who returned
    Flow stayed, moved_on, graduate_returns, diaspora_returns;
    /// [origin][group of models/measures/groups.hpp] bachelor entrants at home and abroad; abroad
    /// for the first time; of these, those whom a programme pays for
    Grid<std::int64_t, 2> group_entrants, group_mobile, group_funded;
    /// [origin] nominal US dollars
    std::vector<std::int64_t> taxes_forgone;

    StaffRecord staff;

    YearRecord(std::size_t regions, std::size_t programmes);
};

/// What governments carry from year to year (governments/adaptive.hpp).
struct GovernmentMemory {
    Matrix rates;                          ///< [origin][definition] last year's shares mobile
    std::vector<double> chased;            ///< [target rule] value in force; NaN while off
    Matrix fee_share;                      ///< [fee rule][origin] of full cost; NaN while off
    std::vector<double> budgets;           ///< [budget rule] million USD in force; NaN while off
    Matrix willingness, recognition;       ///< [origin][host] 0..1; recognition in force
    Flow entrants, sought;                 ///< last year's; sought = asked to be let in
    std::vector<std::int64_t> continuing;  ///< [programme] holders who study on
    std::vector<double> cost_per_holder;   ///< [programme] last year's, nominal USD
    Matrix awards_seen;                    ///< [programme][number of AwardsSeen] last year's
};

/// What a year hands to the next beside the population itself.
struct Memory {
    Flow stock;                             ///< last year's students abroad, people
    Flow carried;                           ///< of those, who studies on next year
    Flow diaspora;                          ///< graduates living abroad at last year's end, people
    Matrix unfollowed;                      ///< [origin][host] the same of cohorts let go, people
    std::vector<std::int64_t> most_seats;   ///< [host] largest foreign intake so far
    std::vector<std::int64_t> awards;       ///< [programme] last year's awards
    std::vector<double> english_offer;      ///< [region] last year's share of teaching in English
    std::vector<double> english_reference;  ///< [region] what it were under the reference policy
    GovernmentMemory governments;
    StaffMemory staff;
};

/// Calls f(block, block index, begin, end) for every chunk of every block on the workers; each
/// task has its own Local, returned in the order of blocks and slots.
template <class Local, class Block, class F>
std::vector<Local> for_slots(Workers& workers, std::size_t chunk, std::vector<Block>& blocks,
                             const Local& start, F&& f) {
    struct Task {
        std::size_t block, begin, end;
    };
    assert(chunk % 4 == 0);  // draw_words
    std::vector<Task> tasks;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        for (std::size_t begin = 0; begin < blocks[b].size(); begin += chunk) {
            tasks.push_back({b, begin, std::min(begin + chunk, blocks[b].size())});
        }
    }
    std::vector<Local> locals(tasks.size(), start);
    workers.for_each_index(tasks.size(), [&](std::size_t k) {
        const Task& task = tasks[k];
        f(blocks[task.block], task.block, task.begin, task.end, locals[k]);
    });
    return locals;
}

}  // namespace keruen
