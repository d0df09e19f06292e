/* Web pages: what of the tree is the text, as lines. */
#include <string.h>
#include <strings.h>

#include "document/draft.h"
#include "document/html.h"

typedef enum shape { INLINE, BLOCK, HEADING, ITEM, BREAK, RAISED, TABLE, CAPTION } shape;

typedef struct walk {
    page *page;
    const html_text *text;
    draft *draft;
    bool begun;     /* the title, or the beginning of the text, was reached */
    bool ended;     /* its end was */
    bool fresh;     /* what comes next begins a line */
    line_role role; /* of that line */
    int level;
    unsigned note; /* that it begins; 0: none */
    char32_t last; /* the character put last in this line */
    int raised;    /* depth of raised elements */
    bool in_cell;
    bool spaced; /* preformatted: line ends count */
} walk;

static shape shape_of(const xmlNode *node) {
    static const struct {
        const char *tag;
        shape shape;
    } known[] = {
        {"br", BREAK},      {"hr", BREAK},        {"li", ITEM},
        {"dt", ITEM},       {"dd", ITEM},         {"sup", RAISED},
        {"table", TABLE},   {"caption", CAPTION}, {"figcaption", CAPTION},
        {"a", INLINE},      {"abbr", INLINE},     {"acronym", INLINE},
        {"b", INLINE},      {"bdi", INLINE},      {"bdo", INLINE},
        {"big", INLINE},    {"cite", INLINE},     {"code", INLINE},
        {"data", INLINE},   {"del", INLINE},      {"dfn", INLINE},
        {"em", INLINE},     {"font", INLINE},     {"i", INLINE},
        {"img", INLINE},    {"ins", INLINE},      {"kbd", INLINE},
        {"label", INLINE},  {"mark", INLINE},     {"o:p", INLINE},
        {"q", INLINE},      {"ruby", INLINE},     {"s", INLINE},
        {"samp", INLINE},   {"small", INLINE},    {"span", INLINE},
        {"strike", INLINE}, {"strong", INLINE},   {"sub", INLINE},
        {"time", INLINE},   {"tt", INLINE},       {"u", INLINE},
        {"var", INLINE},    {"wbr", INLINE},      {"nobr", INLINE},
    };
    const char *tag = (const char *)node->name;
    if ((tag[0] == 'h' || tag[0] == 'H') && tag[1] >= '1' && tag[1] <= '6' && !tag[2])
        return HEADING;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcasecmp(tag, known[i].tag))
            return known[i].shape;
    return BLOCK;
}

static void begin_line(walk *w, line_role role, int level) {
    w->fresh = true;
    w->role = role;
    w->level = level;
}

static void open_line(walk *w, place where) {
    if (w->note)
        draft_note(w->draft, w->note, where);
    else
        draft_line(w->draft, w->role, w->level);
    w->fresh = false;
    w->note = 0;
    w->last = 0;
}

static void put(void *data, char32_t c, place where) {
    walk *w = data;
    bool space = rune_is_space(c);
    if (!w->begun || (w->fresh && space))
        return;
    if (w->spaced && c == '\n') {
        begin_line(w, LINE_BODY, 0);
        return;
    }
    if (w->fresh)
        open_line(w, where);
    if (w->raised)
        c = rune_superscript(c);
    if (c == '\n' || c == '\r' || c == '\t')
        c = ' ';
    draft_put(w->draft, c, where);
    if (!space)
        w->last = c;
}

static void walk_children(walk *w, const xmlNode *node);

/* What stands on two lines of a cell stays apart: two numbers are not one. */
static void break_line(walk *w) {
    if (w->in_cell)
        draft_put(w->draft, '\v', (place){0});
    else if (w->role == LINE_HEADING && !w->fresh)
        draft_put(w->draft, ' ', (place){0});
    else
        begin_line(w, LINE_BODY, 0);
}

/* ---- note marks ---- */

typedef struct label {
    unsigned number;
    bool other; /* holds more than a label */
    bool any;
    place where;
} label;

static void read_label(void *data, char32_t c, place where) {
    label *l = data;
    if (!l->any)
        l->where = where;
    l->any = true;
    if (rune_is_digit(c) && l->number < 1000)
        l->number = l->number * 10 + (unsigned)(c - '0');
    else if (c >= 0x2460 && c <= 0x2473)
        l->number = (unsigned)(c - 0x2460 + 1);
    else if (!strchr("[]()*", c < 0x7F ? (int)c : 'x') && c != 0x3014 && c != 0x3015 && c != 0xFF08 && c != 0xFF09 &&
             c != 0x3010 && c != 0x3011 && !rune_is_space(c))
        l->other = true;
}

static label label_of(walk *w, const xmlNode *node) {
    label l = {0};
    for (const xmlNode *n = node; n; n = tree_next(n, node, true))
        if (n->type == XML_TEXT_NODE)
            page_text(w->page, n, read_label, &l);
    return l;
}

static void put_mark(walk *w, unsigned number, place where) {
    if (!w->begun || w->fresh)
        return;
    draft_mark(w->draft, number, where);
}

/* Raised digits behind letters or other digits are exponents; else a raised number is a mark. */
static void walk_raised(walk *w, const xmlNode *node) {
    label l = label_of(w, node);
    for (const xmlNode *n = node; n; n = tree_next(n, node, true)) {
        const html_note *to = page_is(n, "a") ? html_note_called(w->text, page_attribute(n, "href")) : NULL;
        if (to) {
            put_mark(w, to->number, l.where);
            return;
        }
    }
    enum { EXPONENTS = 30 }; /* behind a digit, smaller numbers are exponents */
    bool is_number = l.number && !l.other;
    if (is_number && !rune_is_alpha(w->last) && !(rune_is_digit(w->last) && l.number < EXPONENTS)) {
        put_mark(w, l.number, l.where);
        return;
    }
    w->raised += is_number;
    walk_children(w, node);
    w->raised -= is_number;
}

/* A link to a note is a mark; a note's link back is nothing. */
static bool walk_link(walk *w, const xmlNode *node) {
    const html_note *to = html_note_called(w->text, page_attribute(node, "href"));
    if (to && !w->fresh) {
        place where = label_of(w, node).where;
        put_mark(w, to->number, where);
        return true;
    }
    return html_is_back_link(node);
}

/* ---- tables ---- */

enum { COLUMNS = 1000, SPANNED = 200 /* columns or rows that one cell reaches over */ };

/* What the cell above leaves to a column. */
typedef struct span_down {
    int rows;     /* that it still reaches down */
    bool reached; /* the one to its left reaches over it too */
} span_down;

static int span_of(const xmlNode *td, const char *name) {
    long n = strtol(page_attribute(td, name), NULL, 10);
    return n < 1 ? 1 : n > SPANNED ? SPANNED : (int)n;
}

static bool is_cell(const xmlNode *node) {
    return page_is(node, "td") || page_is(node, "th");
}

static void put_cell(walk *w, const xmlNode *td, bool first) {
    if (!first)
        draft_cell(w->draft);
    w->fresh = false;
    w->last = 0;
    walk_children(w, td);
}

/* A cell of which nothing is shown but that another one reaches over it. */
static void put_reached(walk *w, char32_t sign, bool first) {
    if (!first)
        draft_cell(w->draft);
    w->fresh = false;
    draft_put(w->draft, sign, (place){0});
}

static int put_across(walk *w, const xmlNode *td, int column, span_down above[static COLUMNS]) {
    int across = span_of(td, "colspan"), down = span_of(td, "rowspan");
    put_cell(w, td, column == 0);
    for (int i = 0; i < across && column < COLUMNS; i++, column++) {
        if (i)
            put_reached(w, CELL_LEFT, false);
        above[column] = (span_down){down - 1, i > 0};
    }
    return column;
}

static bool is_shown(const walk *w, const xmlNode *td) {
    return is_cell(td) && !html_left_out(w->text, td);
}

static void put_row(walk *w, const xmlNode *row, span_down above[static COLUMNS]) {
    int column = 0;
    begin_line(w, LINE_ROW, 0);
    open_line(w, (place){0});
    const xmlNode *td = row->children;
    while (column < COLUMNS) {
        while (td && !is_shown(w, td))
            td = td->next;
        if (above[column].rows > 0) {
            above[column].rows--;
            put_reached(w, above[column].reached ? CELL_LEFT : CELL_ABOVE, column == 0);
            column++;
            continue;
        }
        if (!td)
            break;
        column = put_across(w, td, column, above);
        td = td->next;
    }
}

static void walk_table(walk *w, const xmlNode *table) {
    span_down above[COLUMNS] = {0};
    if (!html_is_data(table) || !w->begun) {
        begin_line(w, LINE_BODY, 0);
        walk_children(w, table);
        begin_line(w, LINE_BODY, 0);
        return;
    }
    bool was_in_cell = w->in_cell;
    size_t rows = 0;
    for (const xmlNode *n = table; n; n = tree_next(n, table, !page_is(n, "tr") && !page_is(n, "caption"))) {
        if (page_is(n, "caption")) {
            begin_line(w, LINE_BODY, 0);
            walk_children(w, n);
        } else if (page_is(n, "tr") && !html_left_out(w->text, n)) {
            w->in_cell = true;
            put_row(w, n, above);
            if (!rows++)
                draft_table(w->draft);
            w->in_cell = was_in_cell;
        }
    }
    begin_line(w, LINE_BODY, 0);
}

/* ---- elements ---- */

static void walk_block(walk *w, const xmlNode *node, line_role role, int level) {
    bool was_spaced = w->spaced;
    if (w->in_cell) {
        walk_children(w, node);
        break_line(w);
        return;
    }
    begin_line(w, role, level);
    w->spaced |= page_is(node, "pre");
    walk_children(w, node);
    w->spaced = was_spaced;
    begin_line(w, LINE_BODY, 0);
}

static void walk_element(walk *w, const xmlNode *node) {
    const html_note *begins = html_note_here(w->text, node);
    if (html_left_out(w->text, node))
        return;
    if (node == w->text->title || (node == w->text->main && !w->text->title_within))
        w->begun = true;
    shape s = shape_of(node);
    bool alone = begins && !w->begun && w->ended; /* a note below the text */
    if (alone)
        begin_line(w, LINE_BODY, 0);
    w->begun |= alone;
    if (begins && (w->fresh || s != INLINE)) {
        w->note = begins->number;
        if (s == INLINE && !label_of(w, node).other)
            return;
    }
    switch (s) {
    case INLINE:
        if (!page_is(node, "a") || !walk_link(w, node))
            walk_children(w, node);
        break;
    case BREAK: break_line(w); break;
    case RAISED: walk_raised(w, node); break;
    case TABLE: walk_table(w, node); break;
    case HEADING: walk_block(w, node, LINE_HEADING, node->name[1] - '0'); break;
    case ITEM: walk_block(w, node, LINE_ITEM, 0); break;
    default: walk_block(w, node, w->fresh && w->role == LINE_ITEM ? LINE_ITEM : LINE_BODY, 0);
    }
    w->begun &= !alone;
}

static void walk_children(walk *w, const xmlNode *node) {
    for (const xmlNode *n = node->children; n; n = n->next) {
        if (n->type == XML_TEXT_NODE)
            page_text(w->page, n, put, w);
        else if (n->type == XML_ELEMENT_NODE)
            walk_element(w, n);
        if (n == w->text->main) {
            w->begun = false;
            w->ended = true;
        }
    }
}

/* Lines that no author wrote: times, counts of readers, rights. */
static void drop_clutter(const source *s, lines *all) {
    enum { LONGEST = 120 };
    for (size_t i = 1; i <= all->count; i++) {
        line *l = &all->at[i];
        if (l->role != LINE_ROW && l->length <= LONGEST &&
            layout_is(s->layout, LAYOUT_CLUTTER, line_runes(all, l), NULL))
            l->role = LINE_SKIP;
    }
}

static bool read_page(page *p, const source *s, lines *out) {
    html_text text;
    html_find_text(&text, p);
    walk w = {.page = p, .text = &text, .draft = draft_new(s->arena), .fresh = true};
    w.begun = text.main == p->root && !text.title_within;
    if (p->root)
        walk_children(&w, p->root);
    draft_end(w.draft, out);
    out->title = text.name;
    out->publisher = text.publisher;
    drop_clutter(s, out);
    return true;
}

bool html_read(const source *s, lines *out) {
    page p;
    if (!page_open(&p, s))
        return false;
    guard g;
    memory_hold(s->arena->mem, &g, page_close, &p);
    bool done = read_page(&p, s, out);
    memory_drop(s->arena->mem, &g);
    return done;
}
