#include "document/blocks.h"

#include "document/inline.h"

static block_kind kind_of(const line *l) {
    switch (l->role) {
    case LINE_HEADING: return BLOCK_HEADING;
    case LINE_CAPTION: return BLOCK_CAPTION;
    case LINE_SOURCE:
    case LINE_NOTE: return BLOCK_NOTE;
    case LINE_TITLE: return BLOCK_TITLE;
    case LINE_TOC: return BLOCK_TOC;
    case LINE_SKIP: return BLOCK_ASIDE;
    default: return BLOCK_PARAGRAPH;
    }
}

/* Whom a block names as a source; empty: nobody. */
static dcx_text source_of(const blocks *b, const block *k) {
    enum { LONGEST = 400 };
    layout_match m;
    runes text = {k->text, k->length};
    if (text.length > LONGEST || !layout_is(b->set, LAYOUT_SOURCE, text, &m) || m.detail.from == REGEX_NONE)
        return (dcx_text){0};
    return utf8_from_runes(b->a, k->text + m.detail.from, m.detail.to - m.detail.from);
}

static const block *read_block(blocks *b, const line *l) {
    builder_open(b->builder, kind_of(l), l->role == LINE_HEADING ? l->level : 0);
    for (const line *k = l;; k = &b->all->at[k->next]) {
        if (k != l)
            builder_break(b->builder);
        put_line(b->builder, b->all, k, b->notes);
        if (!k->next || b->each_line)
            break;
    }
    return builder_close(b->builder);
}

void blocks_read_notes(blocks *b) {
    for (size_t i = 1; i <= b->all->count; i++) {
        const line *l = &b->all->at[i];
        note *n = l->role == LINE_NOTE && !l->taken ? notes_of(b->notes, l) : NULL;
        const block *k = n ? read_block(b, l) : NULL;
        if (k)
            n->source = source_of(b, k);
    }
}

/* ---- tables ---- */

static bool holds_digit(const char32_t *t, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (rune_is_digit(t[i]))
            return true;
    return false;
}

/* Cells with numbers among words, in a row without figures, are texts of their own. */
static const block *read_text(blocks *b, const table_cell *c) {
    const line *l = &b->all->at[c->line];
    if (c->to - c->from < APART_LENGTH || !holds_digit(b->all->text + l->from + c->from, c->to - c->from))
        return NULL;
    builder_open(b->builder, BLOCK_PARAGRAPH, 0);
    put_part(b->builder, b->all, l, c->from, c->to, b->notes);
    return builder_close(b->builder);
}

/* A row's cells stand in its text with a stroke between them. */
static const block *read_row(blocks *b, const table_row *row) {
    uint32_t count = 0;
    if (b->room < row->count) {
        b->room = row->count;
        b->figures = arena_array(b->a, b->room, sizeof *b->figures);
    }
    builder_open(b->builder, BLOCK_ROW, 0);
    for (uint32_t i = 0; i < row->count; i++) {
        const table_cell *c = &row->cell[i];
        if (i)
            builder_put(b->builder, '|', (place){0});
        size_t from = builder_length(b->builder);
        put_part(b->builder, b->all, &b->all->at[c->line], c->from, c->to, b->notes);
        if (!c->figure.kind)
            continue;
        b->figures[count] = c->figure;
        b->figures[count].from = (uint32_t)from;
        b->figures[count++].to = (uint32_t)builder_length(b->builder);
    }
    block *done = builder_close(b->builder);
    if (done) {
        done->cell = b->figures;
        done->cells = count;
    }
    return done;
}

/* The next block of the table: a row, or behind one without figures the texts of its cells. */
static const block *next_of_table(blocks *b) {
    const table_row *row = b->cell ? table_row_again(b->table) : table_row_at(b->table, b->row);
    const block *k = b->cell ? read_text(b, &row->cell[b->cell - 1]) : read_row(b, row);
    if (++b->cell > (row->texts ? row->count : 0)) {
        b->cell = 0;
        b->row++;
    }
    return k;
}

/* ---- the way through ---- */

void blocks_rewind(blocks *b, unsigned kinds) {
    builder_rewind(b->builder);
    b->kinds = kinds;
    b->next = 1;
    b->row = b->rows = b->cell = 0;
    b->table = NULL;
}

static bool wants(const blocks *b, block_kind kind) {
    return b->kinds >> kind & 1;
}

static void enter_table(blocks *b) {
    b->table = table_read(b->a, b->set, b->all, (uint32_t)b->next, b->table);
    b->row = b->cell = 0;
    b->rows = table_rows(b->table);
    b->next = table_last(b->table) + 1;
}

/* The block that begins with the next line, or NULL. */
static const block *next_of_lines(blocks *b) {
    const line *l = &b->all->at[b->next];
    if (l->role == LINE_ROW && !b->each_line) {
        if (wants(b, BLOCK_ROW) || wants(b, BLOCK_PARAGRAPH))
            enter_table(b);
        else
            b->next++;
        return NULL;
    }
    b->next++;
    if (!b->each_line &&
        (l->taken || (l->role == LINE_SKIP && !l->dropped) || !(wants(b, kind_of(l)) || l->role == LINE_HEADING)))
        return NULL;
    return read_block(b, l);
}

const block *blocks_next(blocks *b) {
    while (b->row < b->rows || b->next <= b->all->count) {
        const block *k = b->row < b->rows ? next_of_table(b) : next_of_lines(b);
        if (k && wants(b, k->kind))
            return k;
    }
    return NULL;
}
