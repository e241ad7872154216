# SPDX-License-Identifier: MIT
"""Builds scenarios/data, the tidy tables, from the raw tables. One module per group of tables."""
