/* Words with their places on the page, as pdftotext -bbox-layout lists them, to plain text in reading order. */
#ifndef DCX_DOCUMENT_PDF_LAYOUT_H
#define DCX_DOCUMENT_PDF_LAYOUT_H

#include "base/buffer.h"
#include "document/format.h"

/* Appends the text to *out as UTF-8: columns one after the other, rows of tables on one line, indents as spaces, empty
 * lines where the print leaves room, raised numbers in brackets, a form feed behind each page. */
bool pdf_layout(const source *s, dcx_text xml, buffer *out);

#endif
