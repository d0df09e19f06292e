#include "document/format.h"

bool docx_read(const source *s, lines *out) {
    (void)out;
    return source_fail(s, DCX_BAD_INPUT, NULL, "not yet");
}
