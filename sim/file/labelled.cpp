// SPDX-License-Identifier: MIT
#include "sim/file/labelled.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

namespace keruen::h5 {

void describe(File& file, const std::string& dataset, const Description& description) {
    if (!description.long_name.empty()) {
        file.set_attribute(dataset, "long_name", description.long_name);
    }
    if (!description.units.empty()) file.set_attribute(dataset, "units", description.units);
    file.set_attributes(dataset, description.extra);
}

void write_vector(File& file, const std::string& name, ElementType type, hsize_t count,
                  const void* values) {
    const std::string action = fmt::format("write {}", name);
    const Handle space = file.own(H5Screate_simple(1, &count, nullptr), H5Sclose, action);
    const Handle data = file.own(H5Dcreate2(file.id(), name.c_str(), stored(type), space.get(),
                                            file.link_properties().get(), H5P_DEFAULT, H5P_DEFAULT),
                                 H5Dclose, action);
    file.check(H5Dwrite(data.get(), native(type), H5S_ALL, H5S_ALL, H5P_DEFAULT, values), action);
}

void make_scale(File& file, const std::string& group, const std::string& dimension) {
    const std::string name = group + "/" + dimension;
    file.check(H5DSset_scale(file.dataset(name).get(), dimension.c_str()),
               fmt::format("make {} a dimension", name));
}

Handle create_bare_dimension(File& file, const std::string& group, const std::string& dimension,
                             hsize_t chunk_rows) {
    const std::string name = group + "/" + dimension;
    const std::string action = fmt::format("create dimension {}", name);
    const hsize_t none = 0;
    const hsize_t unlimited = H5S_UNLIMITED;
    const Handle space = file.own(H5Screate_simple(1, &none, &unlimited), H5Sclose, action);
    const Handle properties = file.own(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, action);
    H5Pset_chunk(properties.get(), 1, &chunk_rows);
    Handle scale = file.own(H5Dcreate2(file.id(), name.c_str(), H5T_STD_U8LE, space.get(),
                                       file.link_properties().get(), properties.get(), H5P_DEFAULT),
                            H5Dclose, action);
    // NetCDF-4 knows such a dimension by this name and hides the dataset.
    file.check(H5DSset_scale(scale.get(),
                             "This is a netCDF dimension but not a netCDF variable.         2"),
               action);
    return scale;
}

void attach_scales(File& file, const std::string& dataset, const std::string& group,
                   const std::vector<std::string>& dimensions) {
    const Handle data = file.dataset(dataset);
    for (unsigned d = 0; d < dimensions.size(); ++d) {
        const Handle scale = file.dataset(group + "/" + dimensions[d]);
        file.check(H5DSattach_scale(data.get(), scale.get(), d),
                   fmt::format("attach dimension {} to {}", dimensions[d], dataset));
    }
}

}  // namespace keruen::h5
