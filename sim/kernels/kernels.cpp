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

/// Best first.
const Variant variants[] = {
    {&avx512_kernels, [] { return __builtin_cpu_supports("x86-64-v4") != 0; }},
    {&avx2_kernels, [] { return __builtin_cpu_supports("x86-64-v3") != 0; }},
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
