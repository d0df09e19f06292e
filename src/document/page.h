/* A web page as a tree, with the place in its source of every character. */
#ifndef DCX_DOCUMENT_PAGE_H
#define DCX_DOCUMENT_PAGE_H

#include <libxml/tree.h>

#include "base/buffer.h"
#include "document/format.h"
#include "document/tree.h"

typedef struct page {
    const source *source;
    dcx_text bytes; /* of the source, as the parser takes them */
    xmlNode *root;  /* NULL: an empty page */
    buffer chunks;  /* stretches of text nodes and where they come from */
    /* The place that was last looked up, from which the next one is found, and one for every few thousand bytes. */
    size_t offset;
    place here;
    const place *checkpoint;
    void *parser;
} page;

/* Reads it; false and *s->error on failure. What libxml2 holds is released by page_close. */
bool page_open(page *p, const source *s);
void page_close(void *p);

/* Takes a character of a text node and where it stands. */
typedef void page_text_fn(void *data, char32_t c, place where);
void page_text(page *p, const xmlNode *text, page_text_fn *put, void *data);

bool page_is(const xmlNode *node, const char *tag);
/* The value of an attribute, "" where there is none; belongs to the tree. */
const char *page_attribute(const xmlNode *node, const char *name);
#endif
