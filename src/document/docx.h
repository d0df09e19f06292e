/* Parts of a Word document that docx.c puts together. */
#ifndef DCX_DOCUMENT_DOCX_H
#define DCX_DOCUMENT_DOCX_H

#include <libxml/tree.h>

#include "base/buffer.h"
#include "document/line.h"
#include "document/tree.h"

bool docx_is(const xmlNode *node, const char *name);
/* The first child with this name; NULL: none, or no node. */
const xmlNode *docx_child(const xmlNode *node, const char *name);
/* The value of an attribute, "" where there is none. */
const char *docx_value(const xmlNode *node, const char *name);
/* Whether an element is there and not switched off. */
bool docx_on(const xmlNode *node);

/* What a paragraph's style makes of it. */
typedef struct docx_style {
    line_role role;
    int level;
} docx_style;

typedef struct docx_styles docx_styles;

/* doc is the part with the styles, or NULL; it must outlive them. */
docx_styles *docx_styles_new(arena *a, const xmlDoc *doc);
/* look: a paragraph's properties, or NULL. */
docx_style docx_style_of(docx_styles *styles, const xmlNode *look);

#endif
