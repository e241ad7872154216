// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/institutions/institutions.hpp"
#include "models/purposes.hpp"
#include "sim/kernels/fixed.hpp"
#include "sim/kernels/kernels.hpp"
#include "sim/random.hpp"

namespace keruen {

namespace {

constexpr std::uint32_t kBranchNumbers = 0x10000;  // far above any other institution's number

double normal(std::uint32_t bits) {
    double z = 0;
    kernels().normal(1, &bits, &z);
    return z;
}

/// Everything drawn about one institution; it depends on its region and its number there alone.
struct Draws {
    std::array<std::array<std::uint32_t, 4>, 3> bits;
    double size() const { return normal(bits[0][0]); }
    double standing() const { return normal(bits[0][1]); }
    double sector() const { return uniform(bits[0][2]); }
    double model() const { return uniform(bits[0][3]); }
    double management() const { return uniform(bits[1][0]); }
    double support() const { return uniform(bits[1][1]); }
    double office() const { return normal(bits[1][2]); }
    double tuition() const { return normal(bits[1][3]); }
    double closing() const { return uniform(bits[2][0]); }
    double split() const { return uniform(bits[2][1]); }
};

Draws draws_of(std::uint64_t seed, std::uint32_t origin, std::uint32_t number) {
    Draws draws;
    for (std::uint16_t index = 0; index < 3; ++index) {
        draws.bits[index] = draw({seed, origin, 0, 0, purpose::institution_kind, index}, number);
    }
    return draws;
}

/// One institution while its region is made up.
struct Made {
    std::uint32_t number = 0;
    Draws draws = {};
    Sector sector = Sector::private_;
    OriginModel model = OriginModel::classical;
    std::uint8_t tier = 0;
    double standing = 0;  // score, then rank
    double size = 0;      // relative, then share
    Year opened = 0, closed = kNeverYear;
    std::uint16_t branch = 0;
};

/// The made institutions of one region.
class RegionMaker {
public:
    RegionMaker(const World& world, const Parameters& p, std::uint64_t seed, std::uint32_t origin,
                std::size_t region)
        : world_(world), facts_(world.institutions), p_(p), region_(region) {
        count_agents();
        for (std::uint32_t k = 0; k < pool_; ++k) {
            made_.push_back({k, draws_of(seed, origin, k)});
            made_.back().opened = opened_[k];
        }
        models();
        sectors();
        sizes();
        closures();
        branches(seed, origin);
        standing();
        shares();
    }

    std::vector<Made> take() { return std::move(made_); }
    double stands_for() const { return stands_for_; }

private:
    /// Agents by year: all institutions if there are few enough, else a sample of them. The
    /// pool is what is open at first and all that open later.
    void count_agents() {
        double most = 0;
        for (std::size_t t = 0; t < world_.years(); ++t) {
            most = std::max(most, facts_.number(region_, t));
        }
        const bool each = world_.regions[region_].home && most <= p_.institutions_most;
        stands_for_ = each ? 1 : std::max(most / p_.institutions_sample, 1.0);
        for (std::size_t t = 0; t < world_.years(); ++t) {
            const double n = facts_.number(region_, t) / stands_for_;
            agents_.push_back(static_cast<std::uint32_t>(std::max(std::lround(n), 1L)));
            const std::uint32_t before = t == 0 ? 0 : agents_[t - 1];
            for (std::uint32_t k = before; k < agents_[t]; ++k) opened_.push_back(world_.year(t));
        }
        pool_ = static_cast<std::uint32_t>(opened_.size());
    }

    /// Positions in the pool by a drawn number, lowest first.
    template <class Key>
    std::vector<std::size_t> order(Key key) const {
        std::vector<std::size_t> list(made_.size());
        std::iota(list.begin(), list.end(), 0);
        std::stable_sort(list.begin(), list.end(), [&](std::size_t a, std::size_t b) {
            return key(made_[a]) < key(made_[b]);
        });
        return list;
    }

    std::size_t part(const std::vector<double>& share) const {
        return static_cast<std::size_t>(
            std::lround(share[region_] * static_cast<double>(made_.size())));
    }

    void models() {
        const auto list = order([](const Made& m) { return m.draws.model(); });
        const std::size_t apart = part(facts_.nazarbayev_share);
        const std::size_t treaty = apart + part(facts_.intergovernmental_share);
        const std::size_t adopted = treaty + part(facts_.adopted_share);
        const auto soviet = static_cast<std::size_t>(
            std::lround(facts_.soviet_share[region_] *
                        static_cast<double>(list.size() - std::min(adopted, list.size()))));
        for (std::size_t k = 0; k < list.size(); ++k) {
            made_[list[k]].model = k < apart              ? OriginModel::nazarbayev
                                   : k < treaty           ? OriginModel::intergovernmental
                                   : k < adopted          ? OriginModel::adopted_foreign
                                   : k < adopted + soviet ? OriginModel::former_soviet
                                                          : OriginModel::classical;
        }
    }

    /// Founded by states: state; adopted models: private; the others fill up the share.
    void sectors() {
        const auto list = order([](const Made& m) {
            const bool state =
                m.model == OriginModel::nazarbayev || m.model == OriginModel::intergovernmental;
            return m.draws.sector() + (state ? -1 : m.model == OriginModel::adopted_foreign);
        });
        const std::size_t owned = part(facts_.state_share);
        for (std::size_t k = 0; k < owned && k < list.size(); ++k) {
            made_[list[k]].sector = Sector::state;
        }
    }

    void sizes() {
        for (Made& m : made_) {
            const double owner = m.sector == Sector::state ? facts_.state_size[region_] : 1;
            m.size = owner * fixed_exp(p_.institutions_size_sd * m.draws.size());
        }
    }

    /// Where a year has fewer than the year before, small private ones close.
    void closures() {
        const auto list = order([](const Made& m) {
            return (m.sector == Sector::state ? 1e6 : 0) + m.size * m.draws.closing();
        });
        for (std::size_t t = 1; t < agents_.size(); ++t) {
            std::uint32_t fewer = agents_[t - 1] > agents_[t] ? agents_[t - 1] - agents_[t] : 0;
            for (const std::size_t k : list) {
                Made& m = made_[k];
                if (fewer == 0) break;
                if (m.opened >= world_.year(t) || m.closed != kNeverYear) continue;
                m.closed = world_.year(t);
                --fewer;
            }
        }
    }

    void branches(std::uint64_t seed, std::uint32_t origin) {
        if (!world_.regions[region_].home) return;
        double mean = 0;
        for (const Made& m : made_) mean += m.size / static_cast<double>(made_.size());
        for (std::uint16_t k = 1; k <= kBranchPool; ++k) {
            const std::uint32_t number = kBranchNumbers + k;
            Made m{number, draws_of(seed, origin, number)};
            m.model = OriginModel::branch_campus;
            m.size = p_.institutions_branch_size * mean;
            m.opened = world_.first;
            m.branch = k;
            made_.push_back(m);
        }
    }

    /// Those founded apart and those with an adopted model lead; the others by their scores.
    void standing() {
        const double w = p_.institutions_size_standing;
        const auto list = order([w](const Made& m) {
            const double lead = m.model == OriginModel::nazarbayev        ? 200
                                : m.model == OriginModel::adopted_foreign ? 100
                                                                          : 0;
            return lead + w * m.draws.size() + (1 - w) * m.draws.standing();
        });
        double total = 0, below = 0;
        for (const Made& m : made_) total += m.size;
        for (std::size_t k = 0; k < list.size(); ++k) {
            Made& m = made_[list[k]];
            m.standing = (static_cast<double>(k) + 0.5) / static_cast<double>(list.size());
            const double above = 1 - (below + m.size / 2) / total;
            below += m.size;
            m.tier = above < p_.institutions_top_share                                  ? 0
                     : above < p_.institutions_top_share + p_.institutions_middle_share ? 1
                                                                                        : 2;
        }
    }

    void shares() {
        double total = 0;
        for (const Made& m : made_) total += m.size;
        for (Made& m : made_) m.size /= total;
    }

    const World& world_;
    const InstitutionFacts& facts_;
    const Parameters& p_;
    std::size_t region_;
    double stands_for_ = 1;
    std::vector<std::uint32_t> agents_;  // [year]
    std::vector<Year> opened_;           // [pool]
    std::uint32_t pool_ = 0;
    std::vector<Made> made_;
};

/// Soviet ways are mostly central, foreign and founded-apart ones are not; the rest are drawn.
Management management_of(const Parameters& p, const Made& m) {
    if (m.model == OriginModel::former_soviet &&
        m.draws.management() < p.institutions_soviet_centralised) {
        return Management::centralised;
    }
    if (m.model == OriginModel::nazarbayev || m.model == OriginModel::adopted_foreign ||
        m.model == OriginModel::branch_campus) {
        return Management::decentralised;
    }
    return m.draws.management() < 1.0 / 3   ? Management::centralised
           : m.draws.management() < 2.0 / 3 ? Management::semi
                                            : Management::decentralised;
}

void append(const World& world, const Parameters& p, std::size_t r, double stands_for,
            const Made& m, Institutions& all) {
    const std::string& code = world.regions[r].code;
    all.id.push_back(m.branch > 0 ? fmt::format("{}-B{:02}", code, m.branch)
                                  : fmt::format("{}-{:03}", code, m.number + 1));
    all.imported.push_back(0);
    all.region.push_back(static_cast<std::uint8_t>(r));
    all.number.push_back(m.number);
    all.stands_for.push_back(m.branch > 0 ? 1 : stands_for);
    all.sector.push_back(m.sector);
    all.origin_model.push_back(m.model);
    all.tier.push_back(m.tier);
    all.standing.push_back(m.standing);
    all.size_share.push_back(m.size);
    all.tuition_relative.push_back(fixed_exp(p.institutions_tuition_sd * m.draws.tuition()));
    all.management.push_back(management_of(p, m));
    // Those who feel little or none have the lower third of the scale.
    const double little = world.institutions.unsupported[r], u = m.draws.support();
    all.ministry_support.push_back(u < little ? u / little / 3
                                              : 1.0 / 3 + (u - little) / (1 - little) * 2 / 3);
    all.office_relative.push_back(fixed_exp(p.office_size_sd * m.draws.office()));
    all.split_rank.push_back(m.draws.split());
    all.opened.push_back(m.opened);
    all.closed.push_back(m.closed);
    all.branch.push_back(m.branch);
}

/// Seats by level: better tiers have more at the higher levels; each level's shares add up to 1.
void share_seats(const Parameters& p, Institutions& all) {
    all.seat_share = Grid<double, 2>({all.size(), kLevels});
    for (std::size_t r = 0; r < all.regions(); ++r) {
        for (std::size_t level = 0; level < kLevels; ++level) {
            double total = 0;
            for (std::size_t i = all.begin[r]; i < all.begin[r + 1]; ++i) {
                double tilt = 1;
                for (std::size_t step = 0; step < level * (kTiers - 1 - all.tier[i]); ++step) {
                    tilt *= p.institutions_graduate_tilt;
                }
                all.seat_share(i, level) = all.size_share[i] * tilt;
                total += all.seat_share(i, level);
            }
            for (std::size_t i = all.begin[r]; i < all.begin[r + 1]; ++i) {
                all.seat_share(i, level) /= total;
            }
        }
    }
}

void tabulate_tiers(Institutions& all) {
    all.tiers = Grid<TierTable, 3>({all.regions(), kLevels, kTiers});
    for (std::size_t r = 0; r < all.regions(); ++r) {
        for (std::size_t level = 0; level < kLevels; ++level) {
            std::array<double, kTiers> total{}, sum{};
            for (std::size_t i = all.begin[r]; i < all.begin[r + 1]; ++i) {
                total[all.tier[i]] += all.seat_share(i, level);
            }
            for (std::size_t i = all.begin[r]; i < all.begin[r + 1]; ++i) {
                const std::size_t k = all.tier[i];
                sum[k] += all.seat_share(i, level);
                TierTable& table = all.tiers(r, level, k);
                table.member.push_back(static_cast<std::uint32_t>(i));
                table.bound.push_back(
                    static_cast<std::uint32_t>(std::min(sum[k] / total[k] * 0x1p32, 4294967295.0)));
            }
            for (std::size_t k = 0; k < kTiers; ++k) {
                TierTable& table = all.tiers(r, level, k);
                if (!table.bound.empty()) table.bound.back() = 0xffffffffU;
            }
        }
    }
}

/// Puts a university that tells of itself in the place of the synthetic institution that is open
/// from then on and nearest to it in size.
void import_own(const World& world, const ImportedInstitution& own, Institutions& all) {
    const std::size_t t = world.index(own.year), r = own.region;
    const double students = world.home_enrolment(r, t) * (1 - world.count_share(r, t));
    const double share = own.students / students;
    std::size_t nearest = all.begin[r];
    double least = 2;
    for (std::size_t i = all.begin[r]; i < all.begin[r + 1]; ++i) {
        const double apart = std::abs(all.size_share[i] - share);
        const bool lasting = all.branch[i] == 0 && all.opened[i] <= own.year &&
                             all.closed[i] == kNeverYear && all.imported[i] == 0;
        if (lasting && apart < least) {
            nearest = i;
            least = apart;
        }
    }
    all.id[nearest] = own.id;
    all.imported[nearest] = 1;
    all.sector[nearest] = own.sector;
    all.origin_model[nearest] = own.origin_model;
    all.management[nearest] = own.management;
    if (!std::isnan(own.tuition_relative)) all.tuition_relative[nearest] = own.tuition_relative;
    if (!std::isnan(own.ministry_support)) all.ministry_support[nearest] = own.ministry_support;
    const double rest = (1 - share) / (1 - all.size_share[nearest]);
    for (std::size_t i = all.begin[r]; i < all.begin[r + 1]; ++i) {
        all.size_share[i] = i == nearest ? share : all.size_share[i] * rest;
    }
}

void size_changing(std::size_t regions, Institutions& all) {
    const std::size_t n = all.size();
    const Grid<double, 2> by_partner({n, regions});
    all.agreements = all.seats_out = all.seats_in = by_partner;
    for (auto* column : {&all.students, &all.foreign, &all.quality, &all.office_fte, &all.english,
                         &all.trained, &all.turnover, &all.reporting_share, &all.ects_formal,
                         &all.ects_effective, &all.english_share, &all.english_reference,
                         &all.double_degrees, &all.digital, &all.research}) {
        column->assign(n, 0.0);
    }
    for (auto* column : {&all.open, &all.bologna_office}) column->assign(n, 0);
    all.phase.assign(n, 1);
    all.autonomous.assign(n, kNeverYear);
}

}  // namespace

Institutions make_institutions(const World& world, const Parameters& parameters, std::uint64_t seed,
                               std::span<const std::uint32_t> origin_keys) {
    Institutions all;
    all.begin.push_back(0);
    for (std::size_t r = 0; r < world.regions.size(); ++r) {
        RegionMaker maker(world, parameters, seed, origin_keys[r], r);
        const double stands_for = maker.stands_for();
        const std::vector<Made> made = maker.take();
        for (const Made& m : made) append(world, parameters, r, stands_for, m, all);
        all.begin.push_back(static_cast<std::uint32_t>(all.size()));
    }
    for (const ImportedInstitution& own : world.own_institutions) import_own(world, own, all);
    share_seats(parameters, all);
    tabulate_tiers(all);
    size_changing(world.regions.size(), all);
    return all;
}

}  // namespace keruen
