/* Web pages that a browser saved as one file (MIME, RFC 2557). */
#ifndef DCX_DOCUMENT_MHTML_H
#define DCX_DOCUMENT_MHTML_H

#include "document/format.h"

/* The page in the message, decoded; at == NULL: there is none. */
dcx_text mhtml_page(const source *s);

#endif
