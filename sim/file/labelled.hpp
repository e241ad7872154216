// SPDX-License-Identifier: MIT
#pragma once
// NetCDF-4's conventions on top of HDF5, as far as xarray, h5netcdf and netCDF4 need them: every
// dimension of every dataset has a dimension scale attached.
#include <string>
#include <vector>

#include "sim/file/h5.hpp"

namespace keruen::h5 {

/// `units` and `long_name` (left out where empty) and whatever else explains a dataset.
struct Description {
    std::string units;
    std::string long_name;
    Attributes extra = {};
};

void describe(File& file, const std::string& dataset, const Description& description);

/// Writes `count` numbers as a dataset of one dimension; missing groups are made on the way.
void write_vector(File& file, const std::string& name, ElementType type, hsize_t count,
                  const void* values);

/// Makes the dataset `group/dimension` the scale of the dimension of that name.
void make_scale(File& file, const std::string& group, const std::string& dimension);

/// Unlimited dimension without coordinate values; the handle is for H5Dset_extent.
Handle create_bare_dimension(File& file, const std::string& group, const std::string& dimension,
                             hsize_t chunk_rows);

/// Attaches the scales `group/dimensions[i]` to the dimensions of `dataset`.
void attach_scales(File& file, const std::string& dataset, const std::string& group,
                   const std::vector<std::string>& dimensions);

}  // namespace keruen::h5
