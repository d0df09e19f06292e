/* What of a web page is its text, for html.c: the title, the part that holds the text, notes, and what is neither. */
#ifndef DCX_DOCUMENT_HTML_H
#define DCX_DOCUMENT_HTML_H

#include "document/layout.h"
#include "document/page.h"

/* An element that marks in the text link to. */
typedef struct html_note {
    const char *id;
    unsigned number;
} html_note;

typedef struct html_text {
    const source *source;
    const xmlNode *title;     /* the heading above the text; NULL: there is none */
    bool title_within;        /* the title stands in main */
    const xmlNode *main;      /* what holds the text: everything else is left out */
    bool names_mislead;       /* most of the page bears a name of furniture */
    dcx_text name, publisher; /* as the page's head tells them */
    buffer notes;             /* of html_note */
} html_text;

void html_find_text(html_text *t, page *p);
/* Menus, scripts, what is hidden, lists of links: not part of the text. */
bool html_left_out(const html_text *t, const xmlNode *node);
/* Whether a table holds data, not the page's layout. */
bool html_is_data(const xmlNode *table);

/* The note that a link's target means; NULL: none. */
const html_note *html_note_called(const html_text *t, const char *target);
/* The note that begins with this element; NULL: none. */
const html_note *html_note_here(const html_text *t, const xmlNode *node);
/* A link of a few signs from a note back to its mark. */
bool html_is_back_link(const xmlNode *node);

#endif
