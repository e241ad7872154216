// SPDX-License-Identifier: MIT
#include "models/state_file.hpp"

#include <fmt/format.h>

#include "sim/file/checkpoint.hpp"

namespace keruen {

namespace {

constexpr std::int64_t kVersion = 3;

/// What a block is besides its columns: origin, cohort, weight, first position, slots, stratum.
std::vector<std::int64_t> heading(const MoverBlock& block) {
    return {block.origin,
            block.cohort,
            block.weight,
            block.first_position,
            static_cast<std::int64_t>(block.size()),
            static_cast<std::int64_t>(block.stratum)};
}
std::vector<std::int64_t> heading(const StayerBlock& block) {
    return {block.origin,
            block.cohort,
            block.weight,
            block.first_position,
            static_cast<std::int64_t>(block.size()),
            0};
}

void restore_heading(MoverBlock& block, const std::int64_t* h) {
    block.origin = static_cast<RegionIndex>(h[0]);
    block.cohort = static_cast<Year>(h[1]);
    block.weight = static_cast<std::uint32_t>(h[2]);
    block.first_position = static_cast<std::uint32_t>(h[3]);
    block.stratum = static_cast<Stratum>(h[5]);
}
void restore_heading(StayerBlock& block, const std::int64_t* h) {
    block.origin = static_cast<RegionIndex>(h[0]);
    block.cohort = static_cast<Year>(h[1]);
    block.weight = static_cast<std::uint32_t>(h[2]);
    block.first_position = static_cast<std::uint32_t>(h[3]);
}

/// One list of what governments carry, for saving and loading.
template <class Governments, class F>
void for_each_government_column(Governments& governments, F&& f) {
    f("rates", governments.rates.values());
    f("chased", governments.chased);
    f("fee_share", governments.fee_share.values());
    f("budgets", governments.budgets);
    f("willingness", governments.willingness.values());
    f("recognition", governments.recognition.values());
    f("entrants", governments.entrants.values());
    f("sought", governments.sought.values());
    f("continuing", governments.continuing);
    f("cost_per_holder", governments.cost_per_holder);
    f("awards_seen", governments.awards_seen.values());
}

template <class Block>
void save_blocks(CheckpointWriter& file, const std::string& kind,
                 const std::vector<Block>& blocks) {
    std::vector<std::int64_t> headings;
    for (std::size_t k = 0; k < blocks.size(); ++k) {
        const auto h = heading(blocks[k]);
        headings.insert(headings.end(), h.begin(), h.end());
        for_each_column(blocks[k], [&](std::string_view name, const auto& column) {
            file.add(fmt::format("{}/{}/{}", kind, k, name), column);
        });
    }
    file.add(kind + "/headings", headings);
}

/// All blocks one after another: they are many and small.
void save_staff(CheckpointWriter& file, const std::vector<StaffBlock>& blocks) {
    std::vector<std::int64_t> headings;
    for (const StaffBlock& b : blocks) {
        headings.insert(headings.end(), {b.origin, b.cohort, b.weight, std::int64_t{b.recruits},
                                         static_cast<std::int64_t>(b.size())});
    }
    file.add("staff/headings", headings);
    for_each_staff_column([&](const char* name, auto member) {
        std::decay_t<decltype(StaffBlock{}.*member)> all;
        for (const StaffBlock& block : blocks) {
            all.insert(all.end(), (block.*member).begin(), (block.*member).end());
        }
        file.add(fmt::format("staff/{}", name), all);
    });
}

void load_staff(const CheckpointReader& file, std::vector<StaffBlock>& blocks) {
    const auto headings = file.read<std::int64_t>("staff/headings");
    constexpr std::size_t kFields = 5;
    blocks.resize(headings.size() / kFields);
    for (std::size_t k = 0; k < blocks.size(); ++k) {
        const std::int64_t* h = headings.data() + k * kFields;
        blocks[k].origin = static_cast<RegionIndex>(h[0]);
        blocks[k].cohort = static_cast<Year>(h[1]);
        blocks[k].weight = static_cast<std::uint32_t>(h[2]);
        blocks[k].recruits = h[3] != 0;
    }
    for_each_staff_column([&](const char* name, auto member) {
        using T = typename std::decay_t<decltype(StaffBlock{}.*member)>::value_type;
        const auto all = file.read<T>(fmt::format("staff/{}", name));
        auto from = all.begin();
        for (std::size_t k = 0; k < blocks.size(); ++k) {
            const auto to = from + headings[k * kFields + 4];
            (blocks[k].*member).assign(from, to);
            from = to;
        }
    });
}

std::vector<double> flat(const std::vector<StaffOutcome>& outcomes) {
    std::vector<double> values;
    for (const StaffOutcome& outcome : outcomes) {
        for (const OutcomeField& field : kOutcomeFields) values.push_back(outcome.*field.member);
    }
    return values;
}

std::vector<StaffOutcome> outcomes(const std::vector<double>& values) {
    std::vector<StaffOutcome> list(values.size() / kOutcomeFields.size());
    for (std::size_t k = 0; k < values.size(); ++k) {
        const OutcomeField& field = kOutcomeFields[k % kOutcomeFields.size()];
        list[k / kOutcomeFields.size()].*field.member = values[k];
    }
    return list;
}

template <class Block>
void load_blocks(const CheckpointReader& file, const std::string& kind,
                 std::vector<Block>& blocks) {
    const auto headings = file.read<std::int64_t>(kind + "/headings");
    constexpr std::size_t kFields = 6;
    blocks.resize(headings.size() / kFields);
    for (std::size_t k = 0; k < blocks.size(); ++k) {
        restore_heading(blocks[k], headings.data() + k * kFields);
        for_each_column(blocks[k], [&](std::string_view name, auto& column) {
            using T = typename std::decay_t<decltype(column)>::value_type;
            column = file.read<T>(fmt::format("{}/{}/{}", kind, k, name));
        });
    }
}

}  // namespace

void save_state(const std::filesystem::path& path, const State& state, const std::string& run_key) {
    CheckpointWriter file(path, kVersion,
                          {{"run_key", run_key}, {"next", std::int64_t{state.next}}});
    save_blocks(file, "movers", state.population.movers);
    save_blocks(file, "stayers", state.population.stayers);
    for_each_stay_column(state.population.stays, [&](std::string_view name, const auto& column) {
        file.add(fmt::format("stays/{}", name), column);
    });
    file.add("memory/stock", state.memory.stock.values());
    file.add("memory/carried", state.memory.carried.values());
    file.add("memory/diaspora", state.memory.diaspora.values());
    file.add("memory/unfollowed", state.memory.unfollowed.values());
    file.add("memory/most_seats", state.memory.most_seats);
    file.add("memory/awards", state.memory.awards);
    save_staff(file, state.staff);
    file.add("memory/staff_last", flat(state.memory.staff.last));
    file.add("memory/staff_base", flat(state.memory.staff.base));
    file.add("memory/english_offer", state.memory.english_offer);
    file.add("memory/english_reference", state.memory.english_reference);
    for_each_changing(state.institutions, [&](std::string_view name, const auto& column) {
        file.add(fmt::format("institutions/{}", name), column);
    });
    file.add("cutoffs/home", state.cutoffs.home.values());
    file.add("cutoffs/foreign", state.cutoffs.foreign.values());
    for_each_government_column(state.memory.governments, [&](const char* name, const auto& column) {
        file.add(std::string("governments/") + name, column);
    });
    file.finish();
}

std::optional<State> load_state(const std::filesystem::path& path, const Setup& setup,
                                const std::string& run_key) {
    if (!std::filesystem::exists(path)) return std::nullopt;
    try {
        const CheckpointReader file(path, kVersion);
        if (file.text("run_key") != run_key) return std::nullopt;
        State state = initial_state(setup);
        state.next = static_cast<Year>(file.integer("next"));
        load_blocks(file, "movers", state.population.movers);
        load_blocks(file, "stayers", state.population.stayers);
        for_each_stay_column(state.population.stays, [&](std::string_view name, auto& column) {
            using T = typename std::decay_t<decltype(column)>::value_type;
            column = file.read<T>(fmt::format("stays/{}", name));
        });
        file.read_into("memory/stock", std::span(state.memory.stock.values()));
        file.read_into("memory/carried", std::span(state.memory.carried.values()));
        file.read_into("memory/diaspora", std::span(state.memory.diaspora.values()));
        file.read_into("memory/unfollowed", std::span(state.memory.unfollowed.values()));
        file.read_into("memory/most_seats", std::span(state.memory.most_seats));
        file.read_into("memory/awards", std::span(state.memory.awards));
        load_staff(file, state.staff);
        state.memory.staff.last = outcomes(file.read<double>("memory/staff_last"));
        state.memory.staff.base = outcomes(file.read<double>("memory/staff_base"));
        file.read_into("memory/english_offer", std::span(state.memory.english_offer));
        file.read_into("memory/english_reference", std::span(state.memory.english_reference));
        for_each_changing(state.institutions, [&](std::string_view name, auto& column) {
            file.read_into(fmt::format("institutions/{}", name), std::span(column));
        });
        file.read_into("cutoffs/home", std::span(state.cutoffs.home.values()));
        file.read_into("cutoffs/foreign", std::span(state.cutoffs.foreign.values()));
        for_each_government_column(state.memory.governments, [&](const char* name, auto& column) {
            file.read_into(std::string("governments/") + name, std::span(column));
        });
        return state;
    } catch (const FileError&) {
        return std::nullopt;
    }
}

}  // namespace keruen
