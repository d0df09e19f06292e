/* A stored number as a spreadsheet shows it, by its number format. */
#ifndef DCX_DOCUMENT_SHOWN_H
#define DCX_DOCUMENT_SHOWN_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/utf8.h"

/* Appends the number as the format's code shows it; stored may have an exponent. code NULL or "": no format. Dates
 * become 2024-12-31, 2024-12 or 2024. old: days count from 1904. What is no number is appended as it is. */
void shown_put(buffer *out, const char *stored, const char *code, bool old);
/* The code that stands for a number of a built-in format; NULL: none. */
const char *shown_builtin(unsigned number);

#endif
