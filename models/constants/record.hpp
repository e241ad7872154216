// SPDX-License-Identifier: MIT
#pragma once
#include <span>
#include <vector>

namespace keruen {

/// How far recorded stocks and the entrants behind them stray, as sd of logarithms.
struct RecordErrors {
    double stock = 0;     ///< of a year's record
    double entrants = 0;  ///< of a year's change of entrants
};

/// The most likely stocks behind consecutive yearly records (people, all above 0), if each record
/// errs and log entrants walk at random from year to year. `staying`: share of entrants who still
/// study after 0, 1, ... years. The flow is steady before its first record; the last record is
/// met, for a forecast starts there.
///
/// Entrants taken from the bare differences would turn each error of a record into a wave: a year
/// recorded too high fills the flow with first-year students, who do not leave for years.
std::vector<double> stocks_behind(std::span<const double> recorded, std::span<const double> staying,
                                  const RecordErrors& errors);

}  // namespace keruen
