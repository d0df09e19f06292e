/* Filling a dcx_error. */
#ifndef DCX_BASE_ERROR_H
#define DCX_BASE_ERROR_H

#include "dcx.h"

/* Fills *error (which may be NULL) and returns status. file and hint may be NULL, line 0. */
dcx_status error_set(dcx_error *error, dcx_status status, const char *file, long line, const char *hint,
                     const char *message, ...) __attribute__((format(printf, 6, 7)));
dcx_status error_no_memory(dcx_error *error);

#endif
