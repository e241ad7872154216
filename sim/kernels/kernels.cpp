// SPDX-License-Identifier: MIT
#include "sim/kernels/kernels.hpp"

#include <fmt/core.h>

#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "sim/kernels/variants.hpp"

namespace keruen {
namespace {

struct Variant {
    const Kernels* table;
    bool (*runs_here)();
};

// clang 14, which clang-tidy and the fuzz target use, knows the features but not the names of the
// levels x86-64-v3 and v4; every CPU with these features has the rest of its level.
bool has_v3() {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
}
bool has_v4() {
    return has_v3() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
}

/// Best first.
const Variant variants[] = {
    {&avx512_kernels, has_v4},
    {&avx2_kernels, has_v3},
    {&baseline_kernels, [] { return true; }},
};

const Kernels& require_variant(std::string_view isa) {
    if (const Kernels* found = kernels_for(isa)) return *found;
    std::string available;
    for (const Variant& variant : variants) {
        if (!variant.runs_here()) continue;
        available += available.empty() ? "" : ", ";
        available += variant.table->name;
    }
    throw std::invalid_argument(
        fmt::format("instruction set \"{}\" is unknown or not supported by this CPU; available: {}",
                    isa, available));
}

const Kernels& initial_variant() {
    if (const char* wanted = std::getenv("KERUEN_ISA")) return require_variant(wanted);
    for (const Variant& variant : variants)
        if (variant.runs_here()) return *variant.table;
    return baseline_kernels;
}

std::atomic<const Kernels*>& current() {
    static std::atomic<const Kernels*> table{&initial_variant()};
    return table;
}

}  // namespace

const Kernels& kernels() {
    return *current().load(std::memory_order_relaxed);
}

const Kernels* kernels_for(std::string_view isa) {
    for (const Variant& variant : variants)
        if (isa == variant.table->name && variant.runs_here()) return variant.table;
    return nullptr;
}

void use_kernels(std::string_view isa) {
    current().store(&require_variant(isa));
}

}  // namespace keruen
