// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/random.hpp"

namespace keruen {

/// One alternative before many persons: its utility to person i is base + weight . x[i] + rest[i] +
/// scale Gumbel(bits[i]), and bonus more for those who are there already.
struct Alternative {
    double base = 0, weight[3] = {0, 0, 0};
    double scale = 1;
    std::uint32_t place = 0;    ///< 0..31: a bit of Persons::known
    double bonus = 0;           ///< if Persons::at is `place`
    double cost = 0, help = 0;  ///< open to those with cost <= means[i] + help
};

/// The columns of the persons before an alternative.
struct Persons {
    const double* x[3];          ///< attributes
    const double* rest;          ///< what all alternatives have in common
    const double* means;         ///< money
    const double* least;         ///< utility to be exceeded
    const std::uint32_t* known;  ///< places that the person knows, one bit each
    const std::uint32_t* at;     ///< place of the person
};

/// The inner loops of the engine, compiled once an instruction set. Every variant performs the same
/// IEEE operations in the same order on each element, so all give the same bits, whatever `n` is
/// and wherever an element stands. Arrays hold `n` elements, need no alignment, and `y` may be `x`.
/// Error bounds are those tests/unit/test_kernels.cpp measures against libm.
struct Kernels {
    const char* name;  ///< "baseline", "avx2" or "avx512"

    /// The draws (sim/random.hpp) of positions first, first+1, ..., modulo 2^32: word i of each
    /// block goes to lane i; a null lane is not wanted.
    void (*draw_range)(const DrawKey& key, std::uint32_t first, std::size_t n, std::uint32_t* lane0,
                       std::uint32_t* lane1, std::uint32_t* lane2, std::uint32_t* lane3);
    /// The same for the positions first + positions[i], in the order given.
    void (*draw_list)(const DrawKey& key, std::uint32_t first, const std::uint32_t* positions,
                      std::size_t n, std::uint32_t* lane0, std::uint32_t* lane1,
                      std::uint32_t* lane2, std::uint32_t* lane3);

    /// Lane 3 of the draws of positions first + positions[i] under `key` with the index index[i].
    void (*draw_mixed)(const DrawKey& key, std::uint32_t first, const std::uint32_t* positions,
                       const std::uint16_t* index, std::size_t n, std::uint32_t* lane3);

    /// Notes first + i, ascending, for every i of [0, n) with low <= (bytes[i] & mask) <= high, and
    /// returns how many. `found` has room for n + 16.
    std::size_t (*find_bytes)(std::size_t n, const std::uint8_t* bytes, std::uint8_t mask,
                              std::uint8_t low, std::uint8_t high, std::uint32_t first,
                              std::uint32_t* found);

    /// y = ln x within 1 ulp, for x in [2^-1022, 2^1023]; anything else gives an unspecified value.
    void (*log)(std::size_t n, const double* x, double* y);
    /// y = e^x within 1.1 ulp for x in [-708, 709]; 0 below, infinity above, NaN of NaN.
    void (*exp)(std::size_t n, const double* x, double* y);
    /// Standard Gumbel draw -ln(-ln uniform(bits)), in [-3.2, 22.9], within 2e-9.
    void (*gumbel)(std::size_t n, const std::uint32_t* bits, double* y);
    /// Exponential draw of mean 1, -ln uniform(bits), in [1.1e-10, 22.9], relative error below
    /// 1e-9.
    void (*exponential)(std::size_t n, const std::uint32_t* bits, double* y);
    /// The 32-bit threshold of probability 1/(1+e^-v), v not NaN: `bits < t` has it within 2^-33,
    /// save that t stops at 2^32-1.
    void (*logistic_threshold)(std::size_t n, const double* v, std::uint32_t* t);
    /// Standard normal draw: inverse distribution function of uniform(bits) by Acklam's rational
    /// approximation, relative error below 1.2e-9; exactly antisymmetric in bits and ~bits.
    void (*normal)(std::size_t n, const std::uint32_t* bits, double* z);
    /// ln of the positive stable variable S with E e^(-sS) = e^(-s^lambda), 0 < lambda <= 1, from
    /// two independent draws a person (Kanter 1975); 0 throughout for lambda = 1. U = V + lambda(ln
    /// S + G) with Gumbel G gives the nested logit of dissimilarity lambda.
    void (*log_stable)(std::size_t n, double lambda, const std::uint32_t* u, const std::uint32_t* e,
                       double* ln_s);

    /// Notes in `found`, ascending, the persons of [0, n) who know the alternative, can afford it
    /// and like it better than `least`, with their utility of it, and returns how many. Utilities
    /// are summed from left to right as written at Alternative. Both arrays have room for n + 8.
    std::size_t (*preferred)(const Alternative& alternative, const Persons& persons, std::size_t n,
                             const std::uint32_t* bits, std::uint32_t* found, double* utility);
};

/// The variant in use: the best this CPU runs, or the one the environment variable KERUEN_ISA names
/// (std::invalid_argument as below if it cannot be had), or the one last set by use_kernels.
const Kernels& kernels();

/// The variant of that name, or null if it is unknown or this CPU lacks the instructions.
const Kernels* kernels_for(std::string_view isa);

/// Sets the variant from here on; meant for program start and tests. Throws std::invalid_argument
/// that lists the available ones.
void use_kernels(std::string_view isa);

}  // namespace keruen
