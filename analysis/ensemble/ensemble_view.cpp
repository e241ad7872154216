// SPDX-License-Identifier: MIT
#include "analysis/ensemble/ensemble_view.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/ensemble/discrepancy.hpp"
#include "analysis/results/text_table.hpp"
#include "models/measures/definitions.hpp"

namespace keruen {

namespace {

using Json = nlohmann::ordered_json;

std::string band(const FigureStatistics& figure) {
    if (figure.members() == 0) return "-";
    const auto q = figure.quantiles();
    return fmt::format("{} [{}, {}]", percent(q[2]), percent(q.front()), percent(q.back()));
}

std::string chance(const FigureStatistics& figure) {
    if (std::isnan(figure.met_by())) return "-";
    const double error = figure.met_by_doubt();
    return fmt::format("{:.0f}", 100 * figure.met_by()) +
           (std::isnan(error) ? "" : fmt::format(" ({:.0f})", 100 * error));
}

std::string points(double variance) {
    return std::isnan(variance) ? "-" : percent(std::sqrt(variance));
}

/// The years that a page has room for: those of the headline, as far as the run goes.
std::vector<std::size_t> shown_years(const Ensemble& ensemble, Year wanted) {
    std::vector<std::size_t> list;
    for (std::size_t t = 0; t < ensemble.years.size(); ++t) {
        const int year = ensemble.years[t];
        const bool last = t + 1 == ensemble.years.size();
        if (year == 2013 || year == 2017 || (year >= 2020 && year % 5 == 0) || last ||
            year == wanted) {
            list.push_back(t);
        }
    }
    return list;
}

/// Bands are wide: three of the years, the last among them.
std::vector<std::size_t> few(const std::vector<std::size_t>& years) {
    const std::size_t n = years.size();
    if (n <= 3) return years;
    return {years[n / 3], years[2 * n / 3], years[n - 1]};
}

using Figures = Grid<FigureStatistics, 2>;

template <class Cell>
std::string rate_table(const Ensemble& ensemble, const Figures& figures,
                       const std::vector<std::size_t>& years, Cell cell) {
    std::vector<std::string> titles{"definition"};
    for (const std::size_t t : years) titles.push_back(std::to_string(ensemble.years[t]));
    TextTable table(titles);
    for (std::size_t d = 0; d < definitions().size(); ++d) {
        if (!is_headline(definitions()[d])) continue;
        std::vector<std::string> row{definitions()[d].label};
        for (const std::size_t t : years) row.push_back(cell(figures(t, d)));
        table.add(row);
    }
    return table.text(2);
}

std::string sources_text(const Ensemble& ensemble, const EnsembleOptions& options) {
    const auto t = static_cast<std::size_t>(options.year - ensemble.years.front());
    const FigureStatistics& figure = ensemble.rates(t, options.definition);
    std::string text = fmt::format("\nwhere the spread of \"{}\" in {} comes from\n\n",
                                   definitions()[options.definition].label, options.year);
    TextTable table({"source", "standard deviation, %", ""}, 1);
    table.add({"parameters", points(figure.between_variance()),
               ensemble.draws > 1
                   ? fmt::format("between {} draws of the sample, of which {} differ",
                                 ensemble.draws, options.sample->distinct(ensemble.draws))
                   : "not varied: no sample was given"});
    table.add({"chance", points(figure.within_variance()), "between seeds of one draw"});
    if (ensemble.has_discrepancy()) {
        table.add({"model discrepancy",
                   points(ensemble.strayed(t, options.definition).within_variance()),
                   fmt::format("between paths of one member, from {} on", ensemble.base + 1)});
    } else {
        table.add({"model discrepancy", "-", "left out: what the model itself has wrong"});
    }
    text += table.text(2);
    return text + fmt::format("  mean {}, standard error {}{}\n", percent(figure.mean()),
                              percent(figure.standard_error()),
                              ensemble.has_discrepancy() ? ", both without discrepancy" : "");
}

/// What has been held against records, and what has not.
std::string validity_text(const Ensemble& ensemble) {
    if (!ensemble.has_discrepancy()) {
        return wrapped(
            "Not validated: it rests on priors or on a sample that this program has not checked "
            "against held-out data, and leaves model discrepancy out.",
            0);
    }
    const Year judged = std::min(ensemble.base + kJudgedYears, ensemble.years.back());
    return wrapped(
        fmt::format(
            "Hindcasts (keruen validate) judged such bands for students abroad without China, up "
            "to {} years ahead: here \"stock, degree, without China\" and its kin to {}. Not "
            "validated: all other definitions, later years, parameters from priors, credit "
            "mobility altogether. Bands of an origin that mostly goes to one host are too narrow: "
            "Kazakhstan to Russia left them more often than they say (docs/ensemble.md).",
            kJudgedYears, judged),
        0);
}

/// Bands and chances with and without what the model has wrong.
template <class Cell>
std::string both_tables(const Ensemble& ensemble, const std::vector<std::size_t>& years,
                        Cell cell) {
    if (!ensemble.has_discrepancy()) return rate_table(ensemble, ensemble.rates, years, cell);
    return rate_table(ensemble, ensemble.strayed, years, cell) +
           fmt::format("\nthe same without model discrepancy: {}\n\n",
                       ensemble.draws > 1 ? "parameters and chance" : "chance alone") +
           rate_table(ensemble, ensemble.rates, years, cell);
}

Json number(double value) {
    return std::isnan(value) ? Json(nullptr) : Json(value);
}

}  // namespace

std::string ensemble_text(const Ensemble& ensemble, const EnsembleOptions& options) {
    const std::vector<std::size_t> years = shown_years(ensemble, options.year);
    std::string text = fmt::format(
        "{}: share mobile, %, over {} members ({}){}: median [5 %, 95 %]\n\n", ensemble.origin,
        ensemble.members,
        ensemble.draws > 1 ? fmt::format("{} draws of parameters", ensemble.draws) : "seeds alone",
        ensemble.has_discrepancy()
            ? fmt::format(" x {} paths of model discrepancy", 2 * options.paths)
            : "");
    text += both_tables(ensemble, few(years), band);
    text += fmt::format("\n{}: P({} % met by the year), %; in brackets its standard error{}\n\n",
                        ensemble.origin, 100 * options.target,
                        ensemble.draws > 1 ? " over draws" : " over seeds");
    text += both_tables(ensemble, years, chance);
    return text + "\n" + validity_text(ensemble) + sources_text(ensemble, options);
}

namespace {

/// Every year of one definition.
Json figures_json(const Figures& figures, std::size_t definition) {
    Json list;
    for (std::size_t t = 0; t < figures.extent(0); ++t) {
        const FigureStatistics& f = figures(t, definition);
        list["mean"].push_back(f.members() > 0 ? number(f.mean()) : Json(nullptr));
        Json bands = Json::array();
        for (const double q : f.quantiles()) bands.push_back(number(q));
        list["quantiles"].push_back(bands);
        list["met"].push_back(number(f.met()));
        list["met_by"].push_back(number(f.met_by()));
        list["met_by_error"].push_back(number(f.met_by_doubt()));
    }
    return list;
}

Json definition_json(const Ensemble& ensemble, std::size_t d) {
    Json list = figures_json(ensemble.rates, d);
    const bool strayed = ensemble.has_discrepancy();
    for (std::size_t t = 0; t < ensemble.years.size(); ++t) {
        list["chance_variance"].push_back(number(ensemble.rates(t, d).within_variance()));
        list["parameter_variance"].push_back(number(ensemble.rates(t, d).between_variance()));
        if (!strayed) continue;
        list["discrepancy_variance"].push_back(number(ensemble.strayed(t, d).within_variance()));
    }
    if (strayed) list["with_discrepancy"] = figures_json(ensemble.strayed, d);
    list["judged_to"] =
        strayed && is_judged(definitions()[d]) ? Json(ensemble.base + kJudgedYears) : Json(nullptr);
    return list;
}

}  // namespace

nlohmann::ordered_json ensemble_json(const Ensemble& ensemble, const EnsembleOptions& options) {
    Json json{{"origin", ensemble.origin},
              {"members", ensemble.members},
              {"draws", ensemble.draws},
              {"target", options.target},
              {"validated", false},
              {"discrepancy_paths", 2 * options.paths},
              {"interrupted", ensemble.interrupted},
              {"precise", ensemble.precise},
              {"quantiles", StreamQuantiles::levels},
              {"years", ensemble.years}};
    for (std::size_t d = 0; d < definitions().size(); ++d) {
        json["definitions"][definitions()[d].label] = definition_json(ensemble, d);
    }
    return json;
}

namespace {

std::string cell(double x) {
    return std::isnan(x) ? "" : fmt::format("{}", x);
}

std::string cells(const FigureStatistics& f) {
    const auto q = f.quantiles();
    return fmt::format("{},{},{},{},{},{},{},{},{}", cell(f.mean()), cell(q[0]), cell(q[1]),
                       cell(q[2]), cell(q[3]), cell(q[4]), cell(f.met()), cell(f.met_by()),
                       cell(f.met_by_doubt()));
}

}  // namespace

std::string ensemble_csv(const Ensemble& ensemble) {
    std::string text =
        "origin,year,definition,members,mean,q05,q25,q50,q75,q95,met,met_by,met_by_error,chance_"
        "variance,"
        "parameter_variance,discrepancy_variance,strayed_mean,strayed_q05,strayed_q25,strayed_q50,"
        "strayed_q75,strayed_q95,strayed_met,strayed_met_by,strayed_met_by_error\n";
    for (std::size_t t = 0; t < ensemble.years.size(); ++t) {
        for (std::size_t d = 0; d < definitions().size(); ++d) {
            const FigureStatistics& f = ensemble.rates(t, d);
            if (f.members() == 0) continue;
            text += fmt::format("{},{},\"{}\",{},{},{},{}", ensemble.origin, ensemble.years[t],
                                definitions()[d].label, f.members(), cells(f),
                                cell(f.within_variance()), cell(f.between_variance()));
            if (ensemble.has_discrepancy()) {
                const FigureStatistics& strayed = ensemble.strayed(t, d);
                text += fmt::format(",{},{}\n", cell(strayed.within_variance()), cells(strayed));
            } else {
                text += ",,,,,,,,,,\n";
            }
        }
    }
    return text;
}

}  // namespace keruen
