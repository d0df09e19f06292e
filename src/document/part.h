/* Parts of office files, read element by element. */
#ifndef DCX_DOCUMENT_PART_H
#define DCX_DOCUMENT_PART_H

#include "document/format.h"

typedef struct part_reader part_reader;

/* What is called for each element, at its beginning and its end, and for text. Names are without prefixes. */
typedef struct part_walk {
    void (*enter)(void *data, part_reader *r, const char *name);
    void (*leave)(void *data, part_reader *r, const char *name);
    void (*text)(void *data, const char *text);
    void *data;
} part_walk;

/* Reads a part; false and *s->error where it is damaged. */
bool part_read(const source *s, dcx_text bytes, const part_walk *walk);
/* An attribute of the element that begins, "": it has none. Its prefix does not count. Until the next one is asked
 * for. */
const char *part_attribute(part_reader *r, const char *name);
long part_number(part_reader *r, const char *name, long otherwise);
bool part_on(part_reader *r, const char *name);

#endif
