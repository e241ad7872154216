// SPDX-License-Identifier: MIT
#include "analysis/batch/collection.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>
#include <map>

#include "analysis/batch/layout.hpp"
#include "scenarios/text_file.hpp"
#include "sim/file/chunks.hpp"
#include "sim/file/labelled.hpp"
#include "sim/file/publish.hpp"

namespace keruen {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChunkBytes = 256 * 1024;  ///< that several members share

double number_of(const std::string& text) {
    double value = std::numeric_limits<double>::quiet_NaN();
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// Writes the datasets that label some members of a plan into groups of a file.
class MemberLabels {
public:
    MemberLabels(const BatchPlan& plan, const std::vector<std::size_t>& members)
        : plan_(plan), members_(members) {}

    /// Names of what labels a member beside its own, as CF's attribute `coordinates` wants them.
    std::string names() const {
        std::string all = "scenario seed";
        for (const BatchDimension& one : plan_.dimensions) all += " " + one.key;
        return all;
    }

    void write(h5::File& file, const std::string& group) const {
        write_texts(file, group, "member", {"", "name of the run: the hash of all it depends on"},
                    [&](const BatchMember& member) { return member.id; });
        h5::make_scale(file, group, "member");
        write_texts(file, group, "scenario", {"", "name of the scenario"},
                    [&](const BatchMember& member) { return plan_.scenarios[member.scenario]; });
        write_numbers<std::int64_t>(
            file, group, "seed", {"", "seed of all draws"},
            [](const BatchMember& member) { return static_cast<std::int64_t>(member.seed); });
        for (std::size_t d = 0; d < plan_.dimensions.size(); ++d) {
            const BatchDimension& one = plan_.dimensions[d];
            const h5::Description description{
                one.units, one.setting ? "value of " + one.key : "row of the sample, from 1"};
            if (one.numeric) {
                write_numbers<double>(
                    file, group, one.key, description,
                    [d](const BatchMember& member) { return number_of(member.values[d]); });
            } else {
                write_texts(file, group, one.key, description,
                            [d](const BatchMember& member) { return member.values[d]; });
            }
        }
    }

    void write_texts(h5::File& file, const std::string& group, const std::string& name,
                     const h5::Description& description,
                     const std::function<std::string(const BatchMember&)>& text) const {
        std::vector<std::string> values;
        values.reserve(members_.size());
        for (const std::size_t m : members_) values.push_back(text(plan_.members[m]));
        const std::string path = group + "/" + name;
        file.write_strings(path, values);
        h5::describe(file, path, description);
        if (name != "member") h5::attach_scales(file, path, group, {"member"});
    }

private:
    template <class T>
    void write_numbers(h5::File& file, const std::string& group, const std::string& name,
                       const h5::Description& description,
                       const std::function<T(const BatchMember&)>& number) const {
        std::vector<T> values;
        values.reserve(members_.size());
        for (const std::size_t m : members_) values.push_back(number(plan_.members[m]));
        h5::write_vector(file, group + "/" + name, h5::element_type<T>(), values.size(),
                         values.data());
        h5::describe(file, group + "/" + name, description);
        h5::attach_scales(file, group + "/" + name, group, {"member"});
    }

    const BatchPlan& plan_;
    const std::vector<std::size_t>& members_;
};

/// One collected dataset: the members of the chunk that is being filled, and where they go.
class Stack {
public:
    Stack(h5::File& file, const Layout& layout, const CollectedArray& array, std::size_t members,
          const std::string& coordinates)
        : array_(array), path_(array.path()), members_(members) {
        slab_ = layout.elements(array) * h5::size_of(array.type);
        rows_ = std::clamp<std::size_t>(kChunkBytes / std::max<std::size_t>(slab_, 1), 1, members);
        h5::Shape extents{members};
        std::vector<std::string> dimensions{"member"};
        for (const std::string& name : array.dimensions) {
            extents.push_back(layout.axis(array.group, name).size());
            dimensions.push_back(name);
        }
        buffer_.resize(rows_ * slab_);
        data_ = h5::create_stack(file, path_, array.type, extents, rows_);
        h5::describe(file, path_, {array.units, array.long_name, {{"coordinates", coordinates}}});
        h5::attach_scales(file, path_, array.group, dimensions);
    }

    const CollectedArray& array() const { return array_; }

    /// Reads the array of member number `m` of the collection.
    void read(const h5::File& member, std::size_t m, const Placement& placement) {
        const std::span slab = std::span(buffer_).subspan(m % rows_ * slab_, slab_);
        if (placement.there && placement.cell.empty()) {
            member.read_rows(path_, 0, placement.rows, array_.type, slab);
            return;
        }
        clear(slab);
        if (!placement.there) return;
        const std::size_t size = h5::size_of(array_.type);
        own_.resize(placement.elements * size);
        member.read_rows(path_, 0, placement.rows, array_.type, own_);
        for (std::size_t i = 0; i < placement.elements; ++i) {
            std::memcpy(slab.data() + placement.cell[i] * size, own_.data() + i * size, size);
        }
    }

    /// The chunk that is full once member number `m` is in.
    std::optional<h5::Chunk> full(std::size_t m) const {
        if ((m + 1) % rows_ != 0 && m + 1 != members_) return std::nullopt;
        const std::size_t first = m / rows_ * rows_;
        return h5::Chunk{data_.get(),    &path_,
                         first,          std::span(buffer_).first((m + 1 - first) * slab_),
                         buffer_.size(), h5::size_of(array_.type),
                         false};
    }

private:
    void clear(std::span<std::byte> slab) const {
        const auto fill = [&](auto missing) {
            for (std::size_t at = 0; at < slab.size(); at += sizeof missing) {
                std::memcpy(slab.data() + at, &missing, sizeof missing);
            }
        };
        if (array_.type == h5::ElementType::f64) {
            fill(std::numeric_limits<double>::quiet_NaN());
        } else if (array_.type == h5::ElementType::f32) {
            fill(std::numeric_limits<float>::quiet_NaN());
        } else {
            std::fill(slab.begin(), slab.end(), std::byte{0});
        }
    }

    const CollectedArray& array_;
    std::string path_;
    std::size_t members_, rows_ = 1, slab_ = 0;
    std::vector<std::byte> buffer_, own_;
    h5::Handle data_;
};

/// What the scenarios record, by the first member of each that is there.
Layout layout_of(const BatchPlan& plan, const BatchFolder& folder, const Inventory& inventory,
                 const std::vector<std::string>& only) {
    Layout layout(only);
    std::vector<bool> added(plan.scenarios.size());
    for (const std::size_t m : inventory.there) {
        const BatchMember& member = plan.members[m];
        if (added[member.scenario]) continue;
        layout.add(member.scenario, ResultFile(folder.result(member.id)));
        added[member.scenario] = true;
    }
    if (const auto unknown = layout.unknown(); !unknown.empty()) {
        refuse({"--only"}, in_quotes(unknown.front()), "a group, or a dataset of a group",
               did_you_mean(unknown.front(), layout.known()));
    }
    return layout;
}

void write_root(h5::File& file, const BatchPlan& plan, const Inventory& inventory) {
    const auto count = [](std::size_t n) { return static_cast<std::int64_t>(n); };
    file.set_attributes("/", {{"format", collection_format().name},
                              {"format_version", collection_format().version},
                              {"title", plan.title},
                              {"members", count(plan.members.size())},
                              {"members_collected", count(inventory.there.size())},
                              {"members_absent", count(inventory.absent.size())},
                              {"program_version", plan.program_version},
                              {"revision", plan.revision},
                              {"data_sha256", plan.data_sha256},
                              {"scale", plan.scale},
                              {"record", plan.record}});
    file.write_text("provenance/study", plan.text);
}

void write_absent(h5::File& file, const BatchPlan& plan, const Inventory& inventory) {
    if (inventory.absent.empty()) return;
    std::vector<std::size_t> members;
    std::map<std::string, std::string> reasons;
    for (const auto& [m, reason] : inventory.absent) {
        members.push_back(m);
        reasons[plan.members[m].id] = reason;
    }
    file.group("absent");
    const MemberLabels labels(plan, members);
    labels.write(file, "absent");
    labels.write_texts(file, "absent", "reason",
                       {"", "why there is no result", {{"coordinates", labels.names()}}},
                       [&](const BatchMember& member) { return reasons.at(member.id); });
}

/// Groups with the labels of members and of the dimensions of their arrays.
void write_groups(h5::File& file, const Layout& layout, const MemberLabels& labels) {
    std::vector<std::string> written;
    const auto once = [&](const std::string& name) {
        if (std::find(written.begin(), written.end(), name) != written.end()) return false;
        written.push_back(name);
        return true;
    };
    for (const CollectedArray& array : layout.arrays()) {
        if (once(array.group)) {
            file.group(array.group);
            labels.write(file, array.group);
        }
        for (const std::string& name : array.dimensions) {
            const std::string path = array.group + "/" + name;
            if (!once(path)) continue;
            const CollectedAxis& axis = layout.axis(array.group, name);
            if (axis.numbers.empty()) {
                file.write_strings(path, axis.labels);
            } else {
                h5::write_vector(file, path, h5::ElementType::i32, axis.size(),
                                 axis.numbers.data());
            }
            h5::describe(file, path, {axis.units, axis.long_name});
            h5::make_scale(file, array.group, name);
        }
    }
}

/// Copies the members, one after another; false if stopped.
bool copy_members(h5::File& file, const BatchPlan& plan, const BatchFolder& folder,
                  const Layout& layout, const std::string& coordinates,
                  const std::vector<std::size_t>& members, const CollectRequest& request) {
    std::vector<Stack> stacks;
    stacks.reserve(layout.arrays().size());
    for (const CollectedArray& array : layout.arrays()) {
        stacks.emplace_back(file, layout, array, members.size(), coordinates);
    }
    h5::ChunkWriter writer;
    std::vector<h5::Chunk> chunks;
    std::vector<Placement> placements;
    std::size_t scenario = plan.scenarios.size();  // of the placements
    for (std::size_t k = 0; k < members.size(); ++k) {
        if (request.stop != nullptr && request.stop->load()) return false;
        const BatchMember& member = plan.members[members[k]];
        if (member.scenario != scenario) {
            scenario = member.scenario;
            placements.clear();
            for (const Stack& stack : stacks) {
                placements.push_back(layout.placement(scenario, stack.array()));
            }
        }
        const h5::File result = h5::File::open(folder.result(member.id), h5::File::Access::read);
        chunks.clear();
        for (std::size_t s = 0; s < stacks.size(); ++s) {
            stacks[s].read(result, k, placements[s]);
            if (const auto chunk = stacks[s].full(k)) chunks.push_back(*chunk);
        }
        writer.write(file, chunks);
        request.progress(k + 1, members.size());
    }
    return true;
}

/// The file while it is written; removed unless it is finished.
class Draft {
public:
    explicit Draft(const fs::path& final)
        : final_(final), scratch_(ResultWriter::part_path(final)), file_(start()) {}
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;
    ~Draft() {
        if (finished_) return;
        file_.abandon();
        std::error_code error;
        fs::remove(scratch_, error);
    }

    h5::File& file() { return file_; }
    void finish() {
        file_.close();
        publish(scratch_, final_);
        finished_ = true;
    }

private:
    h5::File start() const {
        claim_target(scratch_, final_);
        return h5::File::create_in_one_go(scratch_);
    }

    fs::path final_, scratch_;
    h5::File file_;
    bool finished_ = false;
};

}  // namespace

const FileFormat& collection_format() {
    static const FileFormat format{"keruen collection", 1};
    return format;
}

Inventory take_inventory(const BatchPlan& plan, const BatchFolder& folder) {
    Inventory inventory;
    for (std::size_t m = 0; m < plan.members.size(); ++m) {
        const std::string& id = plan.members[m].id;
        if (folder.has(id)) {
            inventory.there.push_back(m);
            continue;
        }
        const Tries tries = folder.tries(id);
        inventory.absent.emplace_back(
            m, tries.count == 0
                   ? std::string("not computed yet")
                   : fmt::format("{} of {} tries: {}", tries.count, plan.retries + 1, tries.last));
    }
    return inventory;
}

CollectReport collect(const BatchPlan& plan, const BatchFolder& folder, const Inventory& inventory,
                      const CollectRequest& request) {
    const Layout layout = layout_of(plan, folder, inventory, request.only);
    const MemberLabels labels(plan, inventory.there);
    CollectReport report{inventory.there.size(), layout.arrays().size(), false};
    Draft draft(request.output);
    h5::File& file = draft.file();
    write_root(file, plan, inventory);
    write_groups(file, layout, labels);
    write_absent(file, plan, inventory);
    report.interrupted =
        !copy_members(file, plan, folder, layout, labels.names(), inventory.there, request);
    if (!report.interrupted) draft.finish();
    return report;
}

}  // namespace keruen
