#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xml.h"
#include "document/html.h"

/* ---- what is left out ---- */

static bool one_of(const char *what, const char *const *list) {
    for (; *list; list++)
        if (!strcasecmp(what, *list))
            return true;
    return false;
}

/* Elements that hold no text of the page's author. */
static bool is_machinery(const xmlNode *node) {
    static const char *const tags[] = {"script", "style",  "noscript", "template", "nav",    "footer", "aside", "form",
                                       "button", "select", "textarea", "iframe",   "object", "svg",    "head",  "input",
                                       "audio",  "video",  "canvas",   "map",      "dialog", "rt",     "rp",    NULL};
    static const char *const roles[] = {"navigation", "banner",  "contentinfo", "complementary", "search",  "dialog",
                                        "menu",       "menubar", "toolbar",     "alert",         "tablist", NULL};
    return one_of((const char *)node->name, tags) || one_of(page_attribute(node, "role"), roles);
}

static bool has_style(const char *style, const char *property, const char *value) {
    for (; *style; style++) {
        if (strncasecmp(style, property, strlen(property)) != 0)
            continue;
        const char *at = style + strlen(property);
        at += strspn(at, " \t:");
        if (!strncasecmp(at, value, strlen(value)))
            return true;
    }
    return false;
}

static bool is_hidden(const xmlNode *node) {
    const char *style = page_attribute(node, "style");
    if (*style && (has_style(style, "display", "none") || has_style(style, "visibility", "hidden")))
        return true;
    return xml.xmlHasProp(node, (const xmlChar *)"hidden") || !strcasecmp(page_attribute(node, "aria-hidden"), "true");
}

enum { NAMES = 200 };

static size_t add_text(char32_t *out, size_t n, const char *text) {
    if (n && n < NAMES)
        out[n++] = ' ';
    for (; *text && n < NAMES; text++)
        out[n++] = (unsigned char)*text < 0x80 ? (char32_t)(unsigned char)*text : U'?';
    return n;
}

/* By the names that pages give to menus, side bars, comments, lists of links. */
static bool is_furniture(const html_text *t, const xmlNode *node) {
    char32_t names[NAMES];
    size_t n = add_text(names, 0, page_attribute(node, "id"));
    n = add_text(names, n, page_attribute(node, "class"));
    return n && layout_is(t->source->layout, LAYOUT_FURNITURE, (runes){names, n}, NULL);
}

typedef struct weight {
    size_t all, linked, stops; /* ideographs; those in links; full stops and commas */
    size_t bytes;
} weight;

enum { WEIGHED = 20000 }; /* bytes: what holds more is no list of links */

static void weigh_text(const xmlNode *text, bool linked, weight *w) {
    const char *at = (const char *)text->content;
    const char *end = at + strnlen(at, WEIGHED);
    w->bytes += (size_t)(end - at);
    while (at < end) {
        char32_t c;
        bool valid;
        at += utf8_decode(at, (size_t)(end - at), &c, &valid);
        bool counts = rune_is_han(c);
        w->all += counts;
        w->linked += counts && linked;
        w->stops += c == 0x3002 || c == 0xFF0C || c == 0xFF1B;
    }
}

static weight weigh(const xmlNode *node) {
    weight w = {0};
    for (const xmlNode *n = node; n && w.bytes < WEIGHED; n = tree_next(n, node, true)) {
        bool linked = false;
        if (n->type != XML_TEXT_NODE)
            continue;
        for (const xmlNode *up = n->parent; up && up != node->parent && !linked; up = up->parent)
            linked = page_is(up, "a");
        weigh_text(n, linked, &w);
    }
    return w;
}

/* Blocks that hold little else than links. */
static bool is_link_list(const xmlNode *node) {
    static const char *const tags[] = {"ul", "ol", "li", "div", "dl", "p", "section", "dd", "td", NULL};
    if (!one_of((const char *)node->name, tags))
        return false;
    weight w = weigh(node);
    return w.linked && w.linked * 10 >= w.all * 6 && w.stops < 2;
}

bool html_left_out(const html_text *t, const xmlNode *node) {
    if (is_machinery(node) || is_hidden(node))
        return true;
    for (const xmlNode *n = t->title; n; n = n->parent)
        if (n == node)
            return false;
    return node != t->main && ((!t->names_mislead && is_furniture(t, node)) || (t->main && is_link_list(node)));
}

/* ---- tables ---- */

typedef struct table_shape {
    size_t rows, wide, cells, long_cells;
    bool nested;
} table_shape;

static size_t cells_of(const xmlNode *row, table_shape *shape) {
    enum { LONG = 120 };
    size_t cells = 0;
    for (const xmlNode *n = row->children; n; n = n->next) {
        if (!page_is(n, "td") && !page_is(n, "th"))
            continue;
        cells++;
        shape->long_cells += weigh(n).all > LONG;
    }
    return cells;
}

static table_shape shape_of(const xmlNode *table) {
    table_shape s = {0};
    for (const xmlNode *n = table; n && !s.nested; n = tree_next(n, table, true)) {
        s.nested = n != table && page_is(n, "table");
        if (!page_is(n, "tr"))
            continue;
        size_t cells = cells_of(n, &s);
        s.rows++;
        s.cells += cells;
        s.wide += cells > 1;
    }
    return s;
}

bool html_is_data(const xmlNode *table) {
    table_shape s = shape_of(table);
    return !s.nested && s.rows > 1 && s.wide * 2 >= s.rows && s.long_cells * 10 <= s.cells;
}

/* ---- the part that holds the text ---- */

static bool is_inline(const xmlNode *node) {
    static const char *const tags[] = {"span", "font",  "strong", "b",   "em",  "i",
                                       "u",    "small", "sup",    "sub", "big", NULL};
    return one_of((const char *)node->name, tags);
}

/* Ideographs of the sentences below a node, links left out. The answer for every element is kept with it. open: the
 * block that an inline element belongs to; NULL: node is a block. */
static size_t weigh_prose(html_text *t, xmlNode *node, weight *open) {
    size_t sum = 0;
    weight own = {0}, *w = open ? open : &own;
    for (xmlNode *n = node->children; n; n = n->next) {
        if (n->type == XML_TEXT_NODE)
            weigh_text(n, false, w);
        else if (n->type == XML_ELEMENT_NODE && !page_is(n, "a") && !html_left_out(t, n))
            sum += weigh_prose(t, n, is_inline(n) ? w : NULL);
    }
    sum += own.stops ? own.all : 0;
    node->_private = (void *)sum;
    return sum;
}

static size_t prose_of(const xmlNode *node) {
    return node->type == XML_ELEMENT_NODE ? (size_t)node->_private : 0;
}

/* The innermost element that holds nearly all of the running text. */
static const xmlNode *find_main(const xmlNode *root) {
    const xmlNode *at = root;
    size_t all = prose_of(root);
    for (const xmlNode *n = root->children; all && n;) {
        bool holds = prose_of(n) * 10 >= all * 9 && !page_is(n, "p") && !page_is(n, "table") && !page_is(n, "ul");
        if (holds)
            at = n;
        n = holds ? n->children : n->next;
    }
    return at;
}

static bool is_above(const xmlNode *upper, const xmlNode *node) {
    while (node && node != upper)
        node = node->parent;
    return node != NULL;
}

/* The last first-order heading before the text, or the first within it. */
static const xmlNode *find_title(const html_text *t, const xmlNode *root) {
    const xmlNode *found = NULL;
    for (const xmlNode *n = root; n; n = tree_next(n, root, n->type != XML_ELEMENT_NODE || !is_hidden(n))) {
        if (n == t->main && found)
            break;
        if (!page_is(n, "h1") || !weigh(n).all)
            continue;
        found = n;
        if (is_above(t->main, n))
            break;
    }
    return found;
}

/* ---- what the page's head tells ---- */

static dcx_text copy(const html_text *t, const char *text, size_t length) {
    while (length && strchr(" \t\r\n", text[0]))
        text++, length--;
    while (length && strchr(" \t\r\n", text[length - 1]))
        length--;
    return (dcx_text){arena_copy(t->source->arena, text, length), length};
}

/* A page's title ends where the name of the site begins. */
static size_t title_length(const char *title) {
    static const char *const before_site[] = {
        "_", "|", " - ", "--", " \xE2\x80\x93 ", "\xEF\xBD\x9C", " \xE2\x80\x94 "};
    size_t length = strlen(title);
    for (size_t i = 0; i < sizeof before_site / sizeof *before_site; i++) {
        const char *at = strstr(title, before_site[i]);
        if (at && at != title && (size_t)(at - title) < length)
            length = (size_t)(at - title);
    }
    return length;
}

static void read_head(html_text *t, const xmlNode *root) {
    static const char *const publisher[] = {"ContentSource", "source", "article:publisher", NULL};
    for (const xmlNode *n = root; n; n = tree_next(n, root, true)) {
        if (page_is(n, "title") && !t->name.length && n->children && n->children->content) {
            const char *title = (const char *)n->children->content;
            t->name = copy(t, title, title_length(title));
        }
        const char *content = page_is(n, "meta") ? page_attribute(n, "content") : "";
        if (*content && !t->publisher.length && one_of(page_attribute(n, "name"), publisher))
            t->publisher = copy(t, content, strlen(content));
    }
}

/* ---- notes ---- */

static const char *target_of(const char *link) {
    return link[0] == '#' && link[1] ? link + 1 : "";
}

static bool is_raised(const xmlNode *node) {
    for (const xmlNode *n = node; n; n = tree_next(n, node, true))
        if (page_is(n, "sup"))
            return true;
    return page_is(node->parent, "sup") || !strcasecmp(page_attribute(node, "role"), "doc-noteref") ||
           strstr(page_attribute(node, "class"), "footnote-ref");
}

/* Notes are numbered in the order of their first marks. */
static void find_notes(html_text *t, const xmlNode *root) {
    enum { NOTES_MOST = 999 }; /* that marks can tell apart */
    unsigned count = 0;
    for (const xmlNode *n = root; n; n = tree_next(n, root, true)) {
        const char *id = page_is(n, "a") ? target_of(page_attribute(n, "href")) : "";
        if (!*id || count >= NOTES_MOST || !is_raised(n) || html_note_called(t, page_attribute(n, "href")))
            continue;
        html_note found = {id, ++count};
        buffer_put(&t->notes, (const char *)&found, sizeof found);
    }
}

static const html_note *note_named(const html_text *t, const char *id) {
    const html_note *all = (const html_note *)(const void *)t->notes.at;
    for (size_t i = 0; *id && i < t->notes.length / sizeof *all; i++)
        if (!strcmp(all[i].id, id))
            return &all[i];
    return NULL;
}

const html_note *html_note_called(const html_text *t, const char *target) {
    return note_named(t, target_of(target));
}

const html_note *html_note_here(const html_text *t, const xmlNode *node) {
    const html_note *found = note_named(t, page_attribute(node, "id"));
    return found ? found : note_named(t, page_attribute(node, "name"));
}

bool html_is_back_link(const xmlNode *node) {
    return *target_of(page_attribute(node, "href")) && !weigh(node).all;
}

/* Whether the page's head calls the page like this heading. */
static bool is_named_so(const html_text *t, const xmlNode *heading) {
    size_t at = 0, length = t->name.length;
    for (const xmlNode *n = heading; n; n = tree_next(n, heading, true)) {
        for (const char *c = n->type == XML_TEXT_NODE ? (const char *)n->content : ""; *c; c++) {
            if (strchr(" \t\r\n", *c))
                continue;
            while (at < length && strchr(" \t\r\n", t->name.at[at]))
                at++;
            if (at < length && t->name.at[at++] != *c)
                return false;
        }
    }
    return at > 0;
}

void html_find_text(html_text *t, page *p) {
    *t = (html_text){.source = p->source};
    buffer_init_in(&t->notes, p->source->arena);
    if (!p->root)
        return;
    read_head(t, p->root);
    size_t named = weigh_prose(t, p->root, NULL);
    t->names_mislead = true;
    if (named * 4 >= weigh_prose(t, p->root, NULL)) {
        t->names_mislead = false;
        (void)weigh_prose(t, p->root, NULL);
    }
    t->main = find_main(p->root);
    t->title = find_title(t, p->root);
    t->title_within = t->title && is_above(t->main, t->title);
    if (t->title_within && !is_named_so(t, t->title)) { /* it heads a part of the text */
        t->title = NULL;
        t->title_within = false;
    }
    find_notes(t, p->root);
}
