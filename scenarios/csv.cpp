// SPDX-License-Identifier: MIT
#include "scenarios/csv.hpp"

#include <csv.h>

#include <algorithm>
#include <new>
#include <utility>

#include "scenarios/text_file.hpp"

namespace keruen {

/// Feeds libcsv, which tells no positions, up to each character that may end a cell: a cell that
/// libcsv reports then ends exactly at the last character fed.
struct CsvFeed {
    Csv& csv;
    Diagnostics& diagnostics;
    std::string_view text;
    csv_parser parser{};
    std::size_t start = 0;  ///< where the current cell begins
    std::size_t end = 0;    ///< the character fed last
    bool ended = false;     ///< libcsv reported the end of a cell at `end`

    CsvFeed(Csv& owner, Diagnostics& list) : csv(owner), diagnostics(list), text(*owner.text_) {
        if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
        csv_set_space_func(&parser, [](unsigned char) { return 0; });  // spaces are part of a cell
    }
    CsvFeed(const CsvFeed&) = delete;
    CsvFeed& operator=(const CsvFeed&) = delete;
    ~CsvFeed() { csv_free(&parser); }

    void cell(std::string_view value) {
        ended = true;
        const std::string_view raw = text.substr(start, end - start);
        const bool has_quotes = !raw.empty() && raw.front() == '"';
        if (!has_quotes) {
            csv.cells_.push_back({raw, start});
        } else if (value.size() + 2 == raw.size()) {
            csv.cells_.push_back({raw.substr(1, value.size()), start});
        } else {
            csv.cells_.push_back({csv.unescaped_.emplace_back(value), start});
        }
    }

    static void on_cell(void* data, std::size_t size, void* self) {
        static_cast<CsvFeed*>(self)->cell({static_cast<const char*>(data), size});
    }
    static void on_row(int, void* self) {
        Csv& csv = static_cast<CsvFeed*>(self)->csv;
        csv.row_begin_.push_back(csv.cells_.size());
    }

    /// Feeds text[from, end] and returns whether it was well-formed.
    bool feed(std::size_t from) {
        const std::size_t size = end + 1 - from;
        const std::size_t taken =
            csv_parse(&parser, text.data() + from, size, on_cell, on_row, this);
        if (taken == size) return true;
        if (csv_error(&parser) == CSV_ENOMEM) throw std::bad_alloc();
        diagnostics.add(csv.place(from + taken),
                        text[start] == '"' ? "text after the closing quote of a cell"
                                           : "a quote inside a cell without quotes",
                        "a cell quoted as a whole, its inner quotes doubled (RFC 4180)",
                        "nothing below this line was checked");
        return false;
    }

    bool finish() {
        end = text.size();
        if (csv_fini(&parser, on_cell, on_row, this) == 0) return true;
        diagnostics.add(csv.place(start), "a quoted cell that never ends", "a closing quote",
                        "nothing below this line was checked");
        return false;
    }

    bool run() {
        std::size_t from = 0;
        for (end = 0; end < text.size(); ++end) {
            const char c = text[end];
            if (c != ',' && c != '\n' && c != '\r') continue;
            ended = false;
            const bool lone = start == end;
            const bool after_cr = c == '\n' && end > 0 && text[end - 1] == '\r';
            if (c == '\n' || (c == '\r' && text.substr(end + 1, 1) != "\n")) {
                csv.line_begin_.push_back(end + 1);
            }
            if (!feed(from)) return false;
            from = end + 1;
            if (!ended && lone && !after_cr) {
                diagnostics.add(csv.place(end), "an empty line", "a row of cells", "delete it");
            }
            if (ended || lone) start = end + 1;
        }
        if (from < text.size()) {
            --end;
            if (!feed(from)) return false;
        }
        return finish();
    }
};

Csv::Csv(std::string text, std::string file, Diagnostics& diagnostics)
    : file_(std::move(file)), text_(std::make_unique<const std::string>(std::move(text))) {
    complete_ = CsvFeed(*this, diagnostics).run();
    if (!complete_) cells_.resize(row_begin_.back());  // drop the row that was being read
}

std::span<const CsvCell> Csv::row(std::size_t row) const {
    return std::span(cells_).subspan(row_begin_[row], row_begin_[row + 1] - row_begin_[row]);
}

Place Csv::place(std::size_t offset) const {
    const auto next = std::upper_bound(line_begin_.begin(), line_begin_.end(), offset);
    const std::size_t line = static_cast<std::size_t>(next - line_begin_.begin());
    const std::size_t begin = line_begin_[line - 1];
    return {file_, line, characters(std::string_view(*text_).substr(begin, offset - begin)) + 1};
}

}  // namespace keruen
