# SPDX-License-Identifier: MIT
cmake_policy(VERSION 3.25)
# Writes the header OUTPUT with the revision of the source tree, and touches it only if that changed.
execute_process(COMMAND git describe --always --dirty --abbrev=12 --exclude *
                WORKING_DIRECTORY ${SOURCE} OUTPUT_VARIABLE revision ERROR_QUIET
                OUTPUT_STRIP_TRAILING_WHITESPACE)
if(NOT revision)
  set(revision unknown)
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "#define KERUEN_REVISION \"@revision@\"\n" @ONLY)
