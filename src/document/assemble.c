#include "document/assemble.h"

#include "document/builder.h"
#include "document/classify.h"
#include "document/inline.h"
#include "document/join.h"
#include "document/mark.h"
#include "document/table.h"

typedef struct reader {
    arena *a;
    const layout_set *set;
    lines all;
    notes *notes;
    builder *builder;
} reader;

static block_kind kind_of(const line *l) {
    switch (l->role) {
    case LINE_HEADING: return BLOCK_HEADING;
    case LINE_CAPTION: return BLOCK_CAPTION;
    case LINE_SOURCE:
    case LINE_NOTE: return BLOCK_NOTE;
    case LINE_TITLE: return BLOCK_TITLE;
    case LINE_TOC: return BLOCK_TOC;
    default: return BLOCK_PARAGRAPH;
    }
}

/* Whom a block names as a source; empty: nobody. */
static dcx_text source_of(const reader *r, const block *k) {
    enum { LONGEST = 400 };
    layout_match m;
    runes text = {k->text, k->length};
    if (text.length > LONGEST || !layout_is(r->set, LAYOUT_SOURCE, text, &m) || m.detail.from == REGEX_NONE)
        return (dcx_text){0};
    return utf8_from_runes(r->a, k->text + m.detail.from, m.detail.to - m.detail.from);
}

/* A source belongs to the captions right above it. */
static void give_to_captions(const reader *r, dcx_text source) {
    for (size_t i = builder_count(r->builder) - 1; i > 0; i--) {
        block *k = builder_block(r->builder, i - 1);
        if (k->kind != BLOCK_CAPTION || k->caption_source.length)
            return;
        k->caption_source = source;
    }
}

static void put_block(const reader *r, const line *l) {
    builder_open(r->builder, kind_of(l), l->role == LINE_HEADING ? l->level : 0);
    for (const line *k = l;; k = &r->all.at[k->next]) {
        if (k != l)
            builder_break(r->builder);
        put_line(r->builder, &r->all, k, r->notes);
        if (!k->next)
            break;
    }
    const block *done = builder_close(r->builder);
    if (!done)
        return;
    note *n = notes_of(r->notes, l);
    if (n)
        n->source = source_of(r, done);
    if (l->role == LINE_SOURCE)
        give_to_captions(r, source_of(r, done));
}

static bool holds_digit(const char32_t *t, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (rune_is_digit(t[i]))
            return true;
    return false;
}

/* Cells with numbers among words, in a row without figures, are texts of their own. */
static void put_texts(const reader *r, const table_row *row) {
    enum { SHORTEST = 8 }; /* characters; what is shorter is a head */
    for (uint32_t i = 0; i < row->count; i++) {
        const table_cell *c = &row->cell[i];
        const char32_t *text = r->all.text + r->all.at[row->line].from + c->from;
        if (c->to - c->from < SHORTEST || !holds_digit(text, c->to - c->from))
            continue;
        builder_open(r->builder, BLOCK_PARAGRAPH, 0);
        put_part(r->builder, &r->all, &r->all.at[row->line], c->from, c->to, r->notes);
        (void)builder_close(r->builder);
    }
}

static bool has_figures(const table_row *row) {
    for (uint32_t i = 0; i < row->count; i++)
        if (row->cell[i].figure.kind)
            return true;
    return false;
}

/* A row's cells stand in its text with a stroke between them. */
static void put_row(const reader *r, const table_row *row) {
    const line *l = &r->all.at[row->line];
    row_cell *cells = arena_array(r->a, row->count + 1, sizeof *cells);
    uint32_t count = 0;
    builder_open(r->builder, BLOCK_ROW, 0);
    for (uint32_t i = 0; i < row->count; i++) {
        const table_cell *c = &row->cell[i];
        if (i)
            builder_put(r->builder, '|', (place){0});
        size_t from = builder_length(r->builder);
        put_part(r->builder, &r->all, l, c->from, c->to, r->notes);
        if (!c->figure.kind)
            continue;
        cells[count] = c->figure;
        cells[count].from = (uint32_t)from;
        cells[count++].to = (uint32_t)builder_length(r->builder);
    }
    block *done = builder_close(r->builder);
    if (done) {
        done->cell = cells;
        done->cells = count;
    }
}

/* The table that begins with this line; the number of its last line. */
static size_t put_table(const reader *r, size_t first) {
    table t = table_read(r->a, r->set, &r->all, (uint32_t)first);
    for (uint32_t i = 0; i < t.rows; i++) {
        put_row(r, &t.row[i]);
        if (!has_figures(&t.row[i]))
            put_texts(r, &t.row[i]);
    }
    return t.row[t.rows - 1].line;
}

static void put_blocks(const reader *r) {
    for (size_t i = 1; i <= r->all.count; i++) {
        const line *l = &r->all.at[i];
        if (l->role == LINE_ROW)
            i = put_table(r, i);
        else if (!l->taken && l->role != LINE_SKIP)
            put_block(r, l);
    }
}

static void put_runes(builder *b, runes t) {
    for (size_t i = 0; i < t.length; i++)
        builder_put(b, t.at[i], (place){0});
}

static dcx_text text_of(const reader *r, runes t) {
    builder_open(r->builder, BLOCK_TITLE, 0);
    put_runes(r->builder, t);
    return builder_take(r->builder);
}

/* The title, with the year in brackets if that stands on a line of its own. */
static dcx_text title_of(const reader *r, const cover *c) {
    static const char32_t open = 0xFF08, close = 0xFF09;
    if (!c->titles)
        return (dcx_text){0};
    builder_open(r->builder, BLOCK_TITLE, 0);
    for (uint32_t i = 0; i < c->titles; i++) {
        builder_break(r->builder);
        put_line(r->builder, &r->all, &r->all.at[c->title[i]], r->notes);
    }
    if (c->year) {
        put_runes(r->builder, (runes){&open, 1});
        put_runes(r->builder, c->year_text);
        put_runes(r->builder, (runes){&close, 1});
    }
    return builder_take(r->builder);
}

document *assemble(arena *a, const layout_set *layout, const char *name, lines *all) {
    reader r = {.a = a, .set = layout, .all = *all};
    for (size_t i = 1; i <= r.all.count; i++)
        line_measure(&r.all, &r.all.at[i]);
    repeats *repeated = repeats_new(a, &r.all);
    classify(a, layout, repeated, &r.all);
    wrap w = wrap_of(&r.all);
    table_find_rows(&r.all);
    repeats_observe(repeated, &r.all);
    repeats_drop_heads(repeated, &r.all, false);
    cover c = cover_find(layout, repeated, &r.all, &w);
    repeats_drop_heads(repeated, &r.all, true);
    join_lines(&r.all, &w);
    r.notes = notes_new(a, &r.all);
    r.builder = builder_new(a);
    put_blocks(&r);
    dcx_text title = title_of(&r, &c), publisher = text_of(&r, c.publisher_text);
    return builder_finish(r.builder, name, title.length ? title : all->title,
                          publisher.length ? publisher : all->publisher);
}

/* A line that begins with a label is a note as far as marks are concerned. */
static void find_labels(lines *all) {
    for (size_t i = 1; i <= all->count; i++) {
        line *l = &all->at[i];
        runes t = line_runes(all, l);
        mark_form m;
        line_measure(all, l);
        l->role = LINE_BODY;
        if (!mark_read(t.at, t.length, &m) || m.key > MARK_CIRCLED || m.length == t.length ||
            rune_never_first(t.at[m.length]))
            continue;
        l->role = LINE_NOTE;
        l->note = 1;
        l->skip = (uint32_t)m.length;
    }
}

document *assemble_lines(arena *a, const char *name, lines *all) {
    find_labels(all);
    const notes *n = notes_new(a, all);
    builder *b = builder_new(a);
    for (size_t i = 1; i <= all->count; i++) {
        builder_open(b, kind_of(&all->at[i]), 0);
        put_line(b, all, &all->at[i], n);
        (void)builder_close(b);
    }
    return builder_finish(b, name, (dcx_text){0}, (dcx_text){0});
}
