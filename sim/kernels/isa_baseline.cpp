// SPDX-License-Identifier: MIT
#define KERUEN_KERNELS_NAME "baseline"
#define KERUEN_KERNELS_TABLE baseline_kernels
#include "sim/kernels/kernels_impl.inc"
