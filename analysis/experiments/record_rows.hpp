// SPDX-License-Identifier: MIT
#pragma once
#include "analysis/experiments/datasets.hpp"

namespace keruen {

/// The table `events` of a result file: what befell applicants and movers.
class EventRows {
public:
    EventRows(ResultWriter& writer, Datasets& data);
    void write(ResultWriter& writer, const YearRecord& record, Year year) const;

private:
    TableId table_;
};

/// The table `panel`: a sample of people, every year.
class PanelRows {
public:
    PanelRows(ResultWriter& writer, Datasets& data);
    void write(ResultWriter& writer, const YearRecord& record, Year year) const;

private:
    TableId table_;
};

}  // namespace keruen
