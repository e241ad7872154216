// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <span>

namespace keruen {

/// Herfindahl-Hirschman index of the parts of a whole: the sum of squared shares, from 1/n (all
/// alike) to 1 (one has everything). NaN if the whole is not positive.
double herfindahl(std::span<const double> parts);

/// Shannon entropy of the shares in nats, from 0 (one has everything) to ln n. NaN as above.
double entropy(std::span<const double> parts);

/// Concentration index of a rate over groups that are ordered from lowest to highest rank:
/// C = 2/mu * sum of f_g h_g R_g - 1, f = share of the people, h = cases per person, mu = cases per
/// person over all, R = relative rank of the group's middle (Kakwani, Wagstaff and van Doorslaer
/// 1997). In (-1, 1): 0 = alike, above = the high ranks have more. Differences within a group are
/// not seen. `people` and `cases` hold one number a group; NaN without people or cases.
double concentration_index(std::span<const double> people, std::span<const double> cases);

/// Share still settled at the end of `years` more years when a share `leaving` goes every year.
double remaining(double leaving, int years);

}  // namespace keruen
