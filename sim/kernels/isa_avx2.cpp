// SPDX-License-Identifier: MIT
#define KERUEN_KERNELS_NAME "avx2"
#define KERUEN_KERNELS_TABLE avx2_kernels
#include "sim/kernels/kernels_impl.inc"
