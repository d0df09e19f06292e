/* Word documents: Office Open XML, ECMA-376 part 1, chapter 17. Places are numbers of paragraphs. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/xml.h"
#include "document/docx.h"
#include "document/draft.h"
#include "document/zip.h"

typedef enum part { BODY, STYLES, FOOTNOTES, ENDNOTES, CORE, PARTS } part;

typedef struct walk {
    const source *source;
    docx_styles *styles;
    xmlDoc *doc[PARTS];
    draft *draft;
    buffer notes;               /* of docx_note: those that marks were put for */
    uint32_t paragraph, column; /* where the next character stands */
    char32_t last;
    bool in_cell;
} walk;

typedef struct docx_note {
    part in;
    const char *id;
} docx_note;

bool docx_is(const xmlNode *node, const char *name) {
    return node && node->type == XML_ELEMENT_NODE && !strcmp((const char *)node->name, name);
}

const xmlNode *docx_child(const xmlNode *node, const char *name) {
    const xmlNode *n = node ? node->children : NULL;
    while (n && !docx_is(n, name))
        n = n->next;
    return n;
}

const char *docx_value(const xmlNode *node, const char *name) {
    for (const xmlAttr *a = node ? node->properties : NULL; a; a = a->next)
        if (!strcmp((const char *)a->name, name) && a->children && a->children->content)
            return (const char *)a->children->content;
    return "";
}

bool docx_on(const xmlNode *node) {
    const char *value = docx_value(node, "val");
    return node && strcmp(value, "0") != 0 && strcmp(value, "false") != 0;
}

/* ---- characters ---- */

static void put(walk *w, char32_t c) {
    draft_put(w->draft, c, (place){0, w->paragraph, w->column++});
    if (!rune_is_space(c))
        w->last = c;
}

static void put_mark(walk *w, part in, const char *id) {
    enum { NOTES_MOST = 999 }; /* that marks can tell apart */
    docx_note *all = (docx_note *)(void *)w->notes.at;
    size_t count = w->notes.length / sizeof *all, i = 0;
    while (i < count && (all[i].in != in || strcmp(all[i].id, id) != 0))
        i++;
    if (i == count && count >= NOTES_MOST)
        return;
    if (i == count) {
        docx_note added = {in, id};
        buffer_put(&w->notes, (const char *)&added, sizeof added);
    }
    draft_mark(w->draft, (unsigned)i + 1, (place){0, w->paragraph, w->column});
}

/* A raised number: behind letters an exponent, else a mark. */
static bool put_raised(walk *w, const char *text) {
    size_t n = strspn(text, "0123456789");
    if (!n || text[n] || n > 3)
        return false;
    if (!rune_is_alpha(w->last) && !rune_is_digit(w->last)) {
        draft_mark(w->draft, (unsigned)strtoul(text, NULL, 10), (place){0, w->paragraph, w->column});
        w->column += (uint32_t)n;
        return true;
    }
    for (; *text; text++)
        put(w, rune_superscript((char32_t)*text));
    return true;
}

static void put_text(walk *w, const char *text) {
    const char *end = text + strlen(text);
    while (text < end) {
        char32_t c;
        bool valid;
        text += utf8_decode(text, (size_t)(end - text), &c, &valid);
        put(w, c);
    }
}

/* ---- runs ---- */

static const char *content_of(const xmlNode *node) {
    return node->children && node->children->content ? (const char *)node->children->content : "";
}

/* What stands on two lines of a cell stays apart: two numbers are not one. */
static void end_line(walk *w) {
    if (w->in_cell)
        draft_put(w->draft, '\v', (place){0});
    else
        draft_line(w->draft, LINE_BODY, 0);
}

static void walk_runs(walk *w, const xmlNode *node);

/* Pages and columns end in the middle of sentences. */
static bool is_page_break(const xmlNode *br) {
    const char *type = docx_value(br, "type");
    return !strcmp(type, "page") || !strcmp(type, "column");
}

static void walk_run(walk *w, const xmlNode *r) {
    const xmlNode *look = docx_child(r, "rPr");
    bool raised = !strcmp(docx_value(docx_child(look, "vertAlign"), "val"), "superscript");
    if (docx_on(docx_child(look, "vanish")))
        return;
    for (const xmlNode *n = r->children; n; n = n->next) {
        if (docx_is(n, "t")) {
            if (!raised || !put_raised(w, content_of(n)))
                put_text(w, content_of(n));
        } else if (docx_is(n, "tab")) {
            put(w, '\t');
        } else if (docx_is(n, "noBreakHyphen")) {
            put(w, '-');
        } else if (docx_is(n, "ruby")) {
            walk_runs(w, docx_child(n, "rubyBase"));
        } else if ((docx_is(n, "br") && !is_page_break(n)) || docx_is(n, "cr")) {
            end_line(w);
        } else if (docx_is(n, "footnoteReference")) {
            put_mark(w, FOOTNOTES, docx_value(n, "id"));
        } else if (docx_is(n, "endnoteReference")) {
            put_mark(w, ENDNOTES, docx_value(n, "id"));
        }
    }
}

static bool is_left_out(const xmlNode *node) {
    static const char *const names[] = {"del", "moveFrom", "pPr", "Fallback", "txbxContent", NULL};
    for (size_t i = 0; names[i]; i++)
        if (docx_is(node, names[i]))
            return true;
    return node->type != XML_ELEMENT_NODE;
}

/* Runs, also within links, insertions and fields; not what was deleted, or is told twice. */
static void walk_runs(walk *w, const xmlNode *node) {
    for (const xmlNode *n = node ? node->children : NULL; n; n = n->next) {
        if (docx_is(n, "r"))
            walk_run(w, n);
        else if (!is_left_out(n))
            walk_runs(w, n);
    }
}

/* ---- blocks ---- */

static void walk_blocks(walk *w, const xmlNode *node);

/* Text boxes hang in a paragraph; they are read behind it. */
static void walk_boxes(walk *w, const xmlNode *paragraph) {
    for (const xmlNode *n = paragraph; n;) {
        bool box = docx_is(n, "txbxContent"), other = docx_is(n, "Fallback"); /* the same once more */
        if (box)
            walk_blocks(w, n);
        n = tree_next(n, paragraph, !box && !other);
    }
}

static void walk_paragraph(walk *w, const xmlNode *paragraph) {
    const xmlNode *look = docx_child(paragraph, "pPr");
    docx_style style = docx_style_of(w->styles, look);
    w->paragraph++;
    w->column = 1;
    w->last = 0;
    if (!w->in_cell)
        draft_line(w->draft, style.role, style.level);
    walk_runs(w, paragraph);
    end_line(w);
    walk_boxes(w, paragraph);
}

enum { COLUMNS = 1000 };

static void walk_cell(walk *w, const xmlNode *tc, int column) {
    if (column)
        draft_cell(w->draft);
    for (const xmlNode *n = tc; n; n = tree_next(n, tc, !docx_is(n, "p")))
        if (docx_is(n, "p"))
            walk_paragraph(w, n);
}

/* A cell of which nothing is shown but that another one reaches over it. */
static void put_reached(walk *w, char32_t sign, int column) {
    if (column)
        draft_cell(w->draft);
    draft_put(w->draft, sign, (place){0});
}

static void walk_row(walk *w, const xmlNode *row, bool open[static COLUMNS]) {
    int column = 0;
    draft_line(w->draft, LINE_ROW, 0);
    for (const xmlNode *tc = row; tc && column < COLUMNS; tc = tree_next(tc, row, !docx_is(tc, "tc"))) {
        if (!docx_is(tc, "tc"))
            continue;
        const xmlNode *look = docx_child(tc, "tcPr"), *merge = docx_child(look, "vMerge");
        long across = strtol(docx_value(docx_child(look, "gridSpan"), "val"), NULL, 10);
        bool goes_on = merge && strcmp(docx_value(merge, "val"), "restart") != 0 && open[column];
        for (long i = 0; i < (across > 1 ? across : 1) && column < COLUMNS; i++) {
            if (i)
                put_reached(w, CELL_LEFT, column);
            else if (goes_on)
                put_reached(w, CELL_ABOVE, column);
            else
                walk_cell(w, tc, column);
            open[column++] = true;
        }
    }
}

/* One row or one column is a frame around text. */
static bool is_frame(const xmlNode *table) {
    size_t rows = 0, wide = 0;
    for (const xmlNode *row = table; row; row = tree_next(row, table, !docx_is(row, "tr"))) {
        size_t cells = 0;
        for (const xmlNode *n = docx_is(row, "tr") ? row : NULL; n; n = tree_next(n, row, !docx_is(n, "tc")))
            cells += docx_is(n, "tc");
        rows += cells > 0;
        wide += cells > 1;
    }
    return rows < 2 || wide * 2 < rows;
}

static void walk_table(walk *w, const xmlNode *table) {
    bool open[COLUMNS] = {0}; /* columns in which a cell of the table stood */
    bool begun = false;
    if (is_frame(table)) {
        for (const xmlNode *n = table; n; n = tree_next(n, table, !docx_is(n, "tc")))
            if (docx_is(n, "tc"))
                walk_blocks(w, n);
        return;
    }
    w->in_cell = true;
    for (const xmlNode *n = table; n; n = tree_next(n, table, !docx_is(n, "tr")))
        if (docx_is(n, "tr") && !docx_on(docx_child(docx_child(n, "trPr"), "hidden"))) {
            walk_row(w, n, open);
            if (!begun)
                draft_table(w->draft);
            begun = true;
        }
    w->in_cell = false;
    end_line(w);
}

static void walk_blocks(walk *w, const xmlNode *node) {
    for (const xmlNode *n = node->children; n; n = n->next) {
        if (docx_is(n, "p"))
            walk_paragraph(w, n);
        else if (docx_is(n, "tbl") && !w->in_cell)
            walk_table(w, n);
        else if (n->type == XML_ELEMENT_NODE && !docx_is(n, "Fallback") && !docx_is(n, "del"))
            walk_blocks(w, n);
    }
}

/* ---- notes ---- */

static const xmlNode *note_with(const xmlDoc *doc, const char *id) {
    const xmlNode *n = doc ? xml.xmlDocGetRootElement(doc) : NULL;
    for (n = n ? n->children : NULL; n; n = n->next)
        if (n->type == XML_ELEMENT_NODE && !strcmp(docx_value(n, "id"), id))
            return n;
    return NULL;
}

static void walk_notes(walk *w) {
    const docx_note *all = (const docx_note *)(const void *)w->notes.at;
    for (size_t i = 0; i < w->notes.length / sizeof *all; i++) {
        const xmlNode *body = note_with(w->doc[all[i].in], all[i].id);
        if (!body)
            continue;
        w->paragraph++;
        w->column = 1;
        draft_note(w->draft, (unsigned)i + 1, (place){0, w->paragraph, 1});
        for (const xmlNode *n = body->children; n; n = n->next)
            if (docx_is(n, "p")) {
                draft_put(w->draft, '\v', (place){0});
                walk_runs(w, n);
            }
    }
}

/* ---- parts ---- */

static bool fail(const source *s, const char *what) {
    return source_fail(s, DCX_BAD_INPUT, "open it in Word, WPS or LibreOffice and save it again", what);
}

/* Whether "<!DOCTYPE" stands in it, in UTF-8 or UTF-16. */
static bool declares_type(dcx_text bytes) {
    static const char wanted[] = "<!DOCTYPE";
    size_t found = 0;
    for (size_t i = 0; i < bytes.length && wanted[found]; i++) {
        if (bytes.at[i])
            found = bytes.at[i] == wanted[found] ? found + 1 : bytes.at[i] == wanted[0];
    }
    return !wanted[found];
}

static bool parse(walk *w, part which, dcx_text bytes) {
    const source *s = w->source;
    if (bytes.length > INT32_MAX)
        return source_fail(s, DCX_LIMIT, "split it", "a part of the document is larger than 2 GB");
    if (declares_type(bytes))
        return fail(s, "the document declares a document type, which no DOCX file does");
    errno = 0;
    xml_voice before = xml_hush();
    w->doc[which] = xml.xmlReadMemory(bytes.at, (int)bytes.length, NULL, NULL,
                                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT);
    bool short_of_memory = errno == ENOMEM;
    xml_unhush(before);
    if (short_of_memory)
        return source_fail(s, DCX_NO_MEMORY, NULL, "out of memory");
    if (!w->doc[which] || w->doc[which]->intSubset)
        return fail(s, "a part of the document is damaged");
    return true;
}

static void release(void *data) {
    walk *w = data;
    for (int i = 0; i < PARTS; i++)
        xml.xmlFreeDoc(w->doc[i]);
}

static bool read_document(walk *w, const zip_part *parts, lines *out) {
    for (int i = 0; i < PARTS; i++)
        if (parts[i].bytes.at && !parse(w, (part)i, parts[i].bytes))
            return false;
    const xmlNode *body = docx_child(xml.xmlDocGetRootElement(w->doc[BODY]), "body");
    if (!body)
        return fail(w->source, "the document has no body");
    w->styles = docx_styles_new(w->source->arena, w->doc[STYLES]);
    walk_blocks(w, body);
    walk_notes(w);
    draft_end(w->draft, out);
    const xmlNode *title = w->doc[CORE] ? docx_child(xml.xmlDocGetRootElement(w->doc[CORE]), "title") : NULL;
    const char *text = title ? content_of(title) : "";
    out->title = (dcx_text){arena_copy(w->source->arena, text, strlen(text)), strlen(text)};
    return true;
}

bool docx_read(const source *s, lines *out) {
    zip_part parts[PARTS] = {[BODY] = {"word/document.xml", {0}},
                             [STYLES] = {"word/styles.xml", {0}},
                             [FOOTNOTES] = {"word/footnotes.xml", {0}},
                             [ENDNOTES] = {"word/endnotes.xml", {0}},
                             [CORE] = {"docProps/core.xml", {0}}};
    if (library_load(&xml_library, s->name, s->error) || !zip_read(s, parts, PARTS))
        return false;
    if (!parts[BODY].bytes.at)
        return fail(s, "the archive lacks the main part of a DOCX file, word/document.xml");
    walk w = {.source = s, .draft = draft_new(s->arena)};
    buffer_init_in(&w.notes, s->arena);
    guard g;
    memory_hold(s->arena->mem, &g, release, &w);
    bool done = read_document(&w, parts, out);
    memory_drop(s->arena->mem, &g);
    return done;
}
