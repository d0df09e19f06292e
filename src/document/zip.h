/* The parts of a ZIP archive that is held in memory. */
#ifndef DCX_DOCUMENT_ZIP_H
#define DCX_DOCUMENT_ZIP_H

#include "document/format.h"

typedef struct zip_part {
    const char *name; /* as the archive calls it */
    dcx_text bytes;   /* in the source's arena; at == NULL: the archive has no such part */
} zip_part;

/* Fills in the bytes of the parts. Refused, with *s->error: what is no ZIP archive, is damaged or encrypted, and parts
 * that would be unreasonably large (ZIP_PART_MOST bytes, or ZIP_RATIO_MOST times the archive). */
bool zip_read(const source *s, zip_part *part, size_t count);

enum { ZIP_PART_MOST = 512 << 20, ZIP_RATIO_MOST = 200 };

#endif
