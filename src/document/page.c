#include "document/page.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/xml.h"

enum {
    DEEPEST = 250,        /* elements within elements; deeper ones lie flat, as in browsers */
    OPEN_MOST = 3000,     /* elements that are open at a time */
    ATTRIBUTES_MOST = 500 /* of an element */
};

/* A text node's bytes from `at` on come from the source's bytes from `from` on. */
typedef struct chunk {
    const xmlNode *node;
    size_t at, from;
    bool exact; /* byte by byte; else all stand at `from` */
} chunk;

typedef struct tree {
    page *page;
    xmlSAXHandler usual;
    size_t flat; /* elements that were not made nodes */
    bool too_deep;
} tree;

static tree *tree_of(void *context) {
    return ((htmlParserCtxtPtr)context)->_private;
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes) {
    htmlParserCtxtPtr parser = context;
    tree *t = tree_of(context);
    if (parser->nameNr > OPEN_MOST) {
        t->too_deep = true;
        xml.xmlStopParser(parser);
    }
    if (t->flat || parser->nodeNr >= DEEPEST)
        t->flat++;
    else
        t->usual.startElement(context, name, attributes);
}

static void on_end(void *context, const xmlChar *name) {
    tree *t = tree_of(context);
    if (t->flat)
        t->flat--;
    else
        t->usual.endElement(context, name);
}

static bool is_in_reference(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("#;:._-", c)) ||
           (unsigned char)c >= 0x80;
}

/* Where the character reference that ends here begins; its own end where there is none. Names may be of any length. */
static size_t reference_ending_at(const char *bytes, size_t end) {
    size_t from = end;
    while (from && is_in_reference(bytes[from - 1]))
        from--;
    return from && bytes[from - 1] == '&' ? from - 1 : end;
}

/* Where the text that was just read begins in the source. A reference gives one character; a sign that turned out to
 * begin no tag is still ahead. */
static chunk chunk_ending_at(const page *p, size_t end, const char *text, size_t size) {
    enum { ONE_CHARACTER = 4 }; /* bytes at most */
    const char *bytes = p->bytes.at;
    if (end >= size && !memcmp(bytes + end - size, text, size))
        return (chunk){.from = end - size, .exact = true};
    size_t from = size <= ONE_CHARACTER ? reference_ending_at(bytes, end) : end;
    if (from < end)
        return (chunk){.from = from};
    if (p->bytes.length - end >= size && !memcmp(bytes + end, text, size))
        return (chunk){.from = end, .exact = true};
    return (chunk){.from = end - (size < end ? size : end)};
}

static void on_text(void *context, const xmlChar *text, int length) {
    htmlParserCtxtPtr parser = context;
    tree *t = tree_of(context);
    page *p = t->page;
    t->usual.characters(context, text, length);
    xmlNode *node = parser->node ? parser->node->last : NULL;
    if (!node || node->type != XML_TEXT_NODE || !parser->input)
        return;
    size_t end = parser->input->consumed + (size_t)(parser->input->cur - parser->input->base);
    if (end > p->bytes.length)
        end = p->bytes.length;
    chunk c = chunk_ending_at(p, end, (const char *)text, (size_t)length);
    c.node = node;
    c.at = (size_t)(parser->nodelen - length);
    if (!node->_private)
        node->_private = (void *)(p->chunks.length / sizeof c + 1);
    buffer_put(&p->chunks, (const char *)&c, sizeof c);
}

/* What the parser drops would shift the places of all behind it; something of the same length stands in for it: spaces
 * for control characters, U+FFFD for U+FFFE and U+FFFF. */
static dcx_text keep_places(arena *a, dcx_text bytes) {
    char *copy = NULL;
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        bool control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
        bool last = c >= 0xBE && i >= 2 && !memcmp(bytes.at + i - 2, "\xEF\xBF", 2);
        if (!control && !last)
            continue;
        if (!copy)
            copy = arena_copy(a, bytes.at, bytes.length);
        copy[i] = control ? ' ' : '\xBD';
    }
    return copy ? (dcx_text){copy, bytes.length} : bytes;
}

/* Where the attributes of the element that begins at `at` are too many: behind the last that is kept; else 0. *end is
 * behind the element. */
static size_t crowded_at(dcx_text bytes, size_t at, size_t *end) {
    size_t words = 0, cut = 0, i = at + 1;
    char quote = 0;
    for (bool within = true; i < bytes.length && (quote || (bytes.at[i] != '>' && bytes.at[i] != '<')); i++) {
        char c = bytes.at[i];
        bool blank = !quote && strchr(" \t\r\n", c);
        if (blank && within && ++words > ATTRIBUTES_MOST && !cut)
            cut = i;
        within = !blank;
        if (quote ? c == quote : (c == '"' || c == '\'') && i && bytes.at[i - 1] == '=')
            quote = quote ? '\0' : c;
    }
    *end = i;
    return cut;
}

/* libxml2 compares each attribute of an element with all before it: further ones are blanked out. */
static dcx_text few_attributes(arena *a, dcx_text bytes) {
    char *copy = NULL;
    for (size_t i = 0, end; i + 1 < bytes.length; i++) {
        if (bytes.at[i] != '<' || !rune_is_alpha((unsigned char)bytes.at[i + 1]))
            continue;
        size_t cut = crowded_at(bytes, i, &end);
        if (cut && !copy)
            copy = arena_copy(a, bytes.at, bytes.length);
        for (size_t k = cut; cut && k < end; k++)
            copy[k] = copy[k] == '\n' || copy[k] == '\r' ? copy[k] : ' ';
        i = cut ? end - 1 : i;
    }
    return copy ? (dcx_text){copy, bytes.length} : bytes;
}

static bool parse(page *p, const source *s, htmlParserCtxtPtr parser) {
    tree t = {.page = p, .usual = *parser->sax};
    parser->_private = &t;
    parser->sax->startElement = on_start;
    parser->sax->endElement = on_end;
    parser->sax->characters = parser->sax->ignorableWhitespace = on_text;
    parser->recovery = 1;
    errno = 0;
    htmlDocPtr doc =
        xml.htmlCtxtReadMemory(parser, p->bytes.at, (int)p->bytes.length, NULL, "UTF-8",
                               HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                   HTML_PARSE_IGNORE_ENC | HTML_PARSE_NODEFDTD | (int)XML_PARSE_HUGE);
    parser->myDoc = doc; /* so that one call releases both */
    parser->_private = NULL;
    p->root = doc ? xml.xmlDocGetRootElement(doc) : NULL;
    if (parser->errNo == XML_ERR_NO_MEMORY || errno == ENOMEM) /* which it may pass over in silence */
        return source_fail(s, DCX_NO_MEMORY, NULL, "out of memory");
    if (t.too_deep)
        return source_fail(s, DCX_LIMIT, "check the page; no browser shows it as it is meant",
                           "more than 3,000 elements of the page are open at a time");
    return true;
}

/* ---- places ---- */

enum { CHECKPOINT = 4096 }; /* bytes from one to the next */

/* The place of the byte behind this one. */
static place step(dcx_text b, size_t at, place p) {
    unsigned char c = (unsigned char)b.at[at];
    if (c == '\n' || (c == '\r' && (at + 1 == b.length || b.at[at + 1] != '\n')))
        return (place){0, p.line + 1, 1};
    return (place){0, p.line, p.column + ((c & 0xC0) != 0x80)};
}

static const place *checkpoints(arena *a, dcx_text bytes) {
    place *all = arena_array(a, bytes.length / CHECKPOINT + 1, sizeof *all), p = {0, 1, 1};
    for (size_t i = 0; i < bytes.length; i++) {
        if (i % CHECKPOINT == 0)
            all[i / CHECKPOINT] = p;
        p = step(bytes, i, p);
    }
    return all;
}

/* Line and column of a byte of the source. */
static place place_of(page *p, size_t offset) {
    if (offset < p->offset || offset - p->offset > CHECKPOINT) {
        p->offset = offset / CHECKPOINT * CHECKPOINT;
        p->here = p->checkpoint[offset / CHECKPOINT];
    }
    for (; p->offset < offset; p->offset++)
        p->here = step(p->source->bytes, p->offset, p->here);
    return p->here;
}

void page_close(void *data) {
    page *p = data;
    htmlParserCtxtPtr parser = p->parser;
    if (!parser)
        return;
    xml.xmlFreeDoc(parser->myDoc);
    xml.htmlFreeParserCtxt(parser);
    p->parser = NULL;
}

bool page_open(page *p, const source *s) {
    *p = (page){.source = s, .here = {0, 1, 1}, .checkpoint = checkpoints(s->arena, s->bytes)};
    buffer_init_in(&p->chunks, s->arena);
    if (s->bytes.length > INT32_MAX)
        return source_fail(s, DCX_LIMIT, "split it", "the page is larger than 2 GB");
    if (library_load(&xml_library, s->name, s->error))
        return false;
    p->bytes = few_attributes(s->arena, keep_places(s->arena, s->bytes));
    p->parser = xml.htmlNewParserCtxt();
    if (!p->parser)
        return source_fail(s, DCX_NO_MEMORY, NULL, "out of memory");
    guard g;
    memory_hold(s->arena->mem, &g, page_close, p);
    bool done = parse(p, s, p->parser);
    memory_keep(s->arena->mem, &g);
    if (!done)
        page_close(p);
    return done;
}

static size_t size_of(const chunk *c, size_t left, const chunk *next) {
    return left && next->node == c->node ? next->at - c->at : strlen((const char *)c->node->content) - c->at;
}

void page_text(page *p, const xmlNode *text, page_text_fn *put, void *data) {
    if (!text->_private)
        return;
    size_t count = p->chunks.length / sizeof(chunk), i = (size_t)text->_private - 1;
    const chunk *all = (const chunk *)(const void *)p->chunks.at;
    for (; i < count && all[i].node == text; i++) {
        const chunk *c = &all[i];
        const char *at = (const char *)text->content + c->at;
        size_t size = size_of(c, count - i - 1, c + 1);
        for (size_t k = 0; k < size;) {
            char32_t rune;
            bool valid;
            place where = place_of(p, c->from + (c->exact ? k : 0));
            k += utf8_decode(at + k, size - k, &rune, &valid);
            put(data, rune, where);
        }
    }
}

/* ---- nodes ---- */

bool page_is(const xmlNode *node, const char *tag) {
    return node && node->type == XML_ELEMENT_NODE && !strcasecmp((const char *)node->name, tag);
}

const char *page_attribute(const xmlNode *node, const char *name) {
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (!strcasecmp((const char *)a->name, name) && a->children && a->children->content)
            return (const char *)a->children->content;
    return "";
}
