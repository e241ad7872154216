// SPDX-License-Identifier: MIT
#include "analysis/ensemble/ensemble_view.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

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

template <class Cell>
std::string rate_table(const Ensemble& ensemble, const std::vector<std::size_t>& years, Cell cell) {
    std::vector<std::string> titles{"definition"};
    for (const std::size_t t : years) titles.push_back(std::to_string(ensemble.years[t]));
    TextTable table(titles);
    for (std::size_t d = 0; d < definitions().size(); ++d) {
        if (!is_headline(definitions()[d])) continue;
        std::vector<std::string> row{definitions()[d].label};
        for (const std::size_t t : years) row.push_back(cell(ensemble.rates(t, d)));
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
    table.add({"parameters", points(figure.parameter_variance()),
               ensemble.draws > 1 ? fmt::format("between {} draws of the sample", ensemble.draws)
                                  : "not varied: no sample was given"});
    table.add({"chance", points(figure.chance_variance()), "between seeds of one draw"});
    table.add({"model discrepancy", "-", "not in it: what the model itself has wrong"});
    text += table.text(2);
    return text + fmt::format("  mean {}, standard error {}\n", percent(figure.mean()),
                              percent(figure.standard_error()));
}

Json number(double value) {
    return std::isnan(value) ? Json(nullptr) : Json(value);
}

}  // namespace

std::string ensemble_text(const Ensemble& ensemble, const EnsembleOptions& options) {
    const std::vector<std::size_t> years = shown_years(ensemble, options.year);
    std::string text = fmt::format(
        "{}: share mobile, %, over {} members ({}): median [5 %, 95 %]\n\n", ensemble.origin,
        ensemble.members,
        ensemble.draws > 1 ? fmt::format("{} draws of parameters", ensemble.draws) : "seeds alone");
    text += rate_table(ensemble, few(years), band);
    text += fmt::format(
        "\n{}: P({} % met by the year), %. Not validated: it rests on priors or on a sample that "
        "this\n"
        "program has not checked against held-out data, and leaves model discrepancy out\n\n",
        ensemble.origin, 100 * options.target);
    text += rate_table(ensemble, years, [](const FigureStatistics& f) {
        return std::isnan(f.met_by()) ? "-" : fmt::format("{:.0f}", 100 * f.met_by());
    });
    return text + sources_text(ensemble, options);
}

nlohmann::ordered_json ensemble_json(const Ensemble& ensemble, const EnsembleOptions& options) {
    Json json{{"origin", ensemble.origin},
              {"members", ensemble.members},
              {"draws", ensemble.draws},
              {"target", options.target},
              {"validated", false},
              {"model_discrepancy", "not included"},
              {"interrupted", ensemble.interrupted},
              {"precise", ensemble.precise},
              {"quantiles", StreamQuantiles::levels},
              {"years", ensemble.years}};
    for (std::size_t d = 0; d < definitions().size(); ++d) {
        Json list;
        for (std::size_t t = 0; t < ensemble.years.size(); ++t) {
            const FigureStatistics& f = ensemble.rates(t, d);
            list["mean"].push_back(f.members() > 0 ? number(f.mean()) : Json(nullptr));
            Json bands = Json::array();
            for (const double q : f.quantiles()) bands.push_back(number(q));
            list["quantiles"].push_back(bands);
            list["met"].push_back(number(f.met()));
            list["met_by"].push_back(number(f.met_by()));
            list["chance_variance"].push_back(number(f.chance_variance()));
            list["parameter_variance"].push_back(number(f.parameter_variance()));
        }
        json["definitions"][definitions()[d].label] = list;
    }
    return json;
}

std::string ensemble_csv(const Ensemble& ensemble) {
    std::string text =
        "origin,year,definition,members,mean,q05,q25,q50,q75,q95,met,met_by,chance_variance,"
        "parameter_variance\n";
    for (std::size_t t = 0; t < ensemble.years.size(); ++t) {
        for (std::size_t d = 0; d < definitions().size(); ++d) {
            const FigureStatistics& f = ensemble.rates(t, d);
            if (f.members() == 0) continue;
            const auto q = f.quantiles();
            auto known = [](double x) { return std::isnan(x) ? "" : fmt::format("{}", x); };
            text += fmt::format("{},{},\"{}\",{},{},{},{},{},{},{},{},{},{},{}\n", ensemble.origin,
                                ensemble.years[t], definitions()[d].label, f.members(), f.mean(),
                                q[0], q[1], q[2], q[3], q[4], f.met(), f.met_by(),
                                known(f.chance_variance()), known(f.parameter_variance()));
        }
    }
    return text;
}

}  // namespace keruen
