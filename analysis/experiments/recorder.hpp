// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <filesystem>
#include <string>

#include "analysis/experiments/run.hpp"
#include "sim/file/result_writer.hpp"

namespace keruen {

/// Writes the records of the years into a result file (docs/file-format.md).
class Recorder {
public:
    /// Starts the file anew, or takes it up after `keep_years` years (resume).
    Recorder(const Experiment& experiment, const RunOptions& options, const std::string& run_key,
             std::size_t keep_years, bool resume);

    void write(Year year, const YearRecord& record);
    void finish() { writer_.finish(); }

    /// Finished years in the unfinished file of an interrupted run with this key; 0 if there is
    /// none that can be taken up.
    static std::size_t years_to_resume(const std::filesystem::path& output,
                                       const std::string& run_key);

private:
    void declare_provenance(const Experiment& experiment);
    void declare_flows();
    void declare_counts();
    void declare_exchange();
    void declare_tables();
    void declare_staff();  // recorder_staff.cpp
    void write_staff(std::size_t t, const StaffRecord& record);
    void declare_institutions(const Experiment& experiment);
    void write_institutions(const InstitutionYear& year, std::size_t t);
    ArrayId add(const std::string& group, const std::string& name,
                const std::vector<std::string>& dimensions, const std::string& meaning,
                const std::string& units = "1", h5::ElementType type = h5::ElementType::i64);
    void coordinates(const std::string& group, const std::vector<std::string>& dimensions);
    void write_exchange(const ExchangeRecord& exchange, std::size_t t);
    void write_events(const YearRecord& record, Year year);
    void write_panel(const YearRecord& record, Year year);

    const World& world_;
    const Policy& policy_;
    Year last_;
    RecordLevel level_;
    ResultWriter writer_;
    std::vector<std::string> declared_groups_;
    std::vector<std::string> institution_ids_;

    static constexpr std::size_t kExchangeCounts = 9;
    struct Arrays {
        ArrayId stock, entrants, graduates, returns, dropouts, applicants, refused, settled,
            diaspora;
        ArrayId level_stock, level_entrants, home_level, rate;
        ArrayId home_entrants, home_graduates, home_dropouts, first_mobile, candidates, grants,
            enrolment;
        ArrayId places, awards, demand, holders, cutoff, capacity_demand;
        ArrayId family_tuition, family_living, programme_tuition, programme_living;
        ArrayId university_income, living_income;
        ArrayId credit, credit_first, credit_first_abroad, credit_then_degree, credit_graduates,
            credit_graduates_ects, credit_refused, credit_payer;
        std::array<ArrayId, kExchangeCounts> exchange;
        ArrayId fee, agreements, recognition, soft_hard, bonded, defaulted;
    } arrays_;
    struct StaffArrays {
        ArrayId staff, foreign, abroad, hired, returned, arrived, retired, emigrated, departed;
        ArrayId moves, visits, spending;
        ArrayId away, grants, trained, vacancies, invited, outcome;
    } staff_;
    TableId events_{}, panel_{};
    struct InstitutionArrays {
        std::vector<ArrayId> column;  // of institution_columns()
        ArrayId indicator, tier_seats, tier_entrants;
    } institutions_;
};

}  // namespace keruen
