// SPDX-License-Identifier: MIT
#define KERUEN_KERNELS_NAME "avx512"
#define KERUEN_KERNELS_TABLE avx512_kernels
#include "sim/kernels/kernels_impl.inc"
