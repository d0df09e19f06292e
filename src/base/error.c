#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

dcx_status error_set(dcx_error *error, dcx_status status, const char *file, long line, const char *hint,
                     const char *message, ...) {
    if (!error)
        return status;
    *error = (dcx_error){.status = status, .line = line};
    (void)snprintf(error->file, sizeof error->file, "%s", file ? file : "");
    (void)snprintf(error->hint, sizeof error->hint, "%s", hint ? hint : "");
    va_list args;
    va_start(args, message);
    (void)vsnprintf(error->message, sizeof error->message, message, args);
    va_end(args);
    return status;
}

dcx_status error_no_memory(dcx_error *error) {
    return error_set(error, DCX_NO_MEMORY, NULL, 0, "close other programs or split the input", "out of memory");
}
