/* Text to lines: line ends and page breaks. */
#ifndef DCX_DOCUMENT_DECODE_H
#define DCX_DOCUMENT_DECODE_H

#include "document/document.h"
#include "document/line.h"

/* The lines of valid UTF-8 text that hold more than white space, with places and indents. A NUL becomes U+FFFD with a
 * warning, or with options->strict an error: then false and *error. */
bool decode(arena *a, const char *name, dcx_text utf8, const read_options *options, lines *out, dcx_error *error);

#endif
