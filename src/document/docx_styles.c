#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xml.h"
#include "document/docx.h"

enum {
    DEEPEST = 12, /* styles based on styles */
    LEVELS = 9,   /* of the outline */
    STYLES_MOST = 4000
};

struct docx_styles {
    const xmlNode *first;
    const xmlNode *last; /* that was looked up */
};

docx_styles *docx_styles_new(arena *a, const xmlDoc *doc) {
    docx_styles *s = arena_alloc(a, sizeof *s);
    const xmlNode *root = doc ? xml.xmlDocGetRootElement(doc) : NULL;
    s->first = root ? root->children : NULL;
    return s;
}

static const xmlNode *style_named(docx_styles *s, const char *id) {
    if (s->last && !strcmp(docx_value(s->last, "styleId"), id))
        return s->last;
    size_t seen = 0;
    for (const xmlNode *n = s->first; n && *id && seen < STYLES_MOST; n = n->next, seen++)
        if (docx_is(n, "style") && !strcmp(docx_value(n, "styleId"), id))
            return s->last = n;
    return NULL;
}

/* The outline level that properties give, from 1; 0: none. */
static int outline_of(const xmlNode *look) {
    const xmlNode *outline = docx_child(look, "outlineLvl");
    long level = outline ? strtol(docx_value(outline, "val"), NULL, 10) + 1 : 0;
    return level >= 1 && level <= LEVELS ? (int)level : 0;
}

/* Word's own styles have English names in every language. */
static docx_style by_name(const char *name) {
    docx_style plain = {LINE_BODY, 0};
    if (!strncasecmp(name, "heading ", 8) && name[8] >= '1' && name[8] <= '9')
        return (docx_style){LINE_HEADING, name[8] - '0'};
    if (!strcasecmp(name, "title"))
        return (docx_style){LINE_HEADING, 1};
    if (!strncasecmp(name, "toc ", 4) || !strcasecmp(name, "table of figures"))
        return (docx_style){LINE_TOC, 0};
    return plain;
}

docx_style docx_style_of(docx_styles *s, const xmlNode *look) {
    int level = outline_of(look);
    if (level)
        return (docx_style){LINE_HEADING, level};
    const xmlNode *style = style_named(s, docx_value(docx_child(look, "pStyle"), "val"));
    for (int i = 0; style && i < DEEPEST; i++) {
        docx_style known = by_name(docx_value(docx_child(style, "name"), "val"));
        if (known.role != LINE_BODY)
            return known;
        level = outline_of(docx_child(style, "pPr"));
        if (level)
            return (docx_style){LINE_HEADING, level};
        style = style_named(s, docx_value(docx_child(style, "basedOn"), "val"));
    }
    return (docx_style){docx_on(docx_child(look, "numPr")) ? LINE_ITEM : LINE_BODY, 0};
}
