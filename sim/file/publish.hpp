// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>

namespace keruen {

/// Makes sure, before any work is done, that `scratch` can be written and later renamed to `final`:
/// their directory exists and can be written, `final` is no directory, and no other process is
/// writing `scratch`. Leaves `scratch` there, its content untouched. Throws FileError.
void claim_target(const std::filesystem::path& scratch, const std::filesystem::path& final);

/// Forces `scratch` to the disk and renames it to `final` in one step, replacing what was there:
/// whoever looks, after a crash too, finds the old file or the whole new one. Throws FileError.
void publish(const std::filesystem::path& scratch, const std::filesystem::path& final);

}  // namespace keruen
