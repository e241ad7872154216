// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cassert>
#include <cstddef>
#include <vector>

namespace keruen {

/// Dense row-major array of `N` dimensions with value semantics; the extents are fixed when made.
template <class T, std::size_t N>
class Grid {
public:
    Grid() = default;
    explicit Grid(std::array<std::size_t, N> extents, T value = T{}) : extents_(extents) {
        std::size_t n = 1;
        for (const std::size_t extent : extents) n *= extent;
        values_.assign(n, value);
    }

    template <class... I>
    T& operator()(I... index) {
        return values_[offset(index...)];
    }
    template <class... I>
    const T& operator()(I... index) const {
        return values_[offset(index...)];
    }

    std::size_t extent(std::size_t dimension) const { return extents_[dimension]; }
    const std::array<std::size_t, N>& extents() const { return extents_; }
    std::vector<T>& values() { return values_; }
    const std::vector<T>& values() const { return values_; }
    bool operator==(const Grid&) const = default;

private:
    template <class... I>
    std::size_t offset(I... index) const {
        static_assert(sizeof...(I) == N);
        const std::array<std::size_t, N> at{static_cast<std::size_t>(index)...};
        std::size_t flat = 0;
        for (std::size_t d = 0; d < N; ++d) {
            assert(at[d] < extents_[d]);
            flat = flat * extents_[d] + at[d];
        }
        return flat;
    }

    std::array<std::size_t, N> extents_{};
    std::vector<T> values_;
};

}  // namespace keruen
