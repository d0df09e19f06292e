/* What a file is, told by its first bytes. */
#ifndef DCX_DOCUMENT_SNIFF_H
#define DCX_DOCUMENT_SNIFF_H

#include "document/format.h"

/* The name of the format that the bytes show: "docx" or "pdf"; NULL: text of some sort, or nothing that is known. */
const char *sniff_format(dcx_text bytes);
typedef enum archive_kind {
    ARCHIVE_NONE,      /* also an office file, which is one inside */
    ARCHIVE_FILES,     /* of several files */
    ARCHIVE_COMPRESSED /* one file, or an archive, made smaller */
} archive_kind;
archive_kind sniff_archive(dcx_text bytes);
/* Whether the file is of a format that cannot be read; then *s->error names it and says what to do. */
bool sniff_unsupported(const source *s);
/* The same for text that holds too many control characters to be one. */
bool sniff_binary(const source *s);

/* Whether UTF-8 text is a web page, or a piece of one. name: of the file, which decides where the text leaves it open.
 */
bool sniff_html(dcx_text utf8, const char *name);

enum { SNIFF_NAME = 32 };
/* The name of the encoding that a page or XML file declares for itself; "": none. */
void sniff_declared(dcx_text bytes, char out[static SNIFF_NAME]);

#endif
