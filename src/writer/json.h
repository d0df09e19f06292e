/* Strings of JSON. */
#ifndef DCX_WRITER_JSON_H
#define DCX_WRITER_JSON_H

#include "writer/writer.h"

/* The text in quotation marks. in_page: nothing in it means anything to a browser that reads the page around it. */
void json_put_string(buffer *out, dcx_text text, bool in_page);

#endif
