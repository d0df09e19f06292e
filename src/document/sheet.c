#include "document/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

enum { ALONE_LONGEST = 40 /* characters of a cell that stands alone in its row and is a label */ };

typedef struct cell {
    uint32_t row, column;
    uint32_t from, length; /* bytes of text */
    place where;
} cell;

typedef struct merge {
    uint32_t first_row, first_column, last_row, last_column;
} merge;

/* Up to which row a column is reached over, and whether by a cell to its left. */
typedef struct reach {
    uint32_t row;
    bool left;
} reach;

struct sheet {
    arena *a;
    buffer text, cells, merges;
    bool *hidden; /* columns */
    reach *reach;
    uint32_t first, last; /* columns that hold something */
};

sheet *sheet_new(arena *a) {
    sheet *s = arena_alloc(a, sizeof *s);
    s->a = a;
    buffer_init_in(&s->text, a);
    buffer_init_in(&s->cells, a);
    buffer_init_in(&s->merges, a);
    sheet_reset(s);
    return s;
}

void sheet_reset(sheet *s) {
    s->text.length = s->cells.length = s->merges.length = 0;
    s->hidden = NULL;
    s->first = SHEET_COLUMNS;
    s->last = 0;
}

static bool is_blank(dcx_text text) {
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.at[i] > ' ')
            return false;
    return true;
}

void sheet_cell(sheet *s, uint32_t row, uint32_t column, dcx_text text, place where) {
    if (!row || !column || column > SHEET_COLUMNS || is_blank(text))
        return;
    cell c = {row, column, (uint32_t)s->text.length, (uint32_t)text.length, where};
    buffer_put(&s->text, text.at, text.length);
    buffer_put(&s->cells, (const char *)&c, sizeof c);
    s->first = column < s->first ? column : s->first;
    s->last = column > s->last ? column : s->last;
}

void sheet_merge(sheet *s, uint32_t first_row, uint32_t first_column, uint32_t last_row, uint32_t last_column) {
    merge m = {first_row, first_column, last_row, last_column};
    if (first_row && first_column && last_row >= first_row && last_column >= first_column)
        buffer_put(&s->merges, (const char *)&m, sizeof m);
}

void sheet_hide_columns(sheet *s, uint32_t first, uint32_t last) {
    if (!s->hidden)
        s->hidden = arena_array(s->a, SHEET_COLUMNS + 1, sizeof *s->hidden);
    for (uint32_t c = first ? first : 1; c <= last && c <= SHEET_COLUMNS; c++)
        s->hidden[c] = true;
}

bool sheet_is_empty(const sheet *s) {
    return !s->cells.length;
}

/* ---- rows ---- */

typedef struct output {
    sheet *s;
    draft *d;
    bool in_table;
    bool named; /* the heading was put */
    dcx_text name;
    size_t next_merge; /* merges in ascending order of first rows */
} output;

static void put_runes(output *o, dcx_text text, place where) {
    for (size_t i = 0; i < text.length; where.column++) {
        char32_t c;
        bool valid;
        i += utf8_decode(text.at + i, text.length - i, &c, &valid);
        if (c == '\n' || c == '\r')
            c = '\v';
        draft_put(o->d, c < ' ' && c != '\v' && c != '\t' ? ' ' : c, where);
    }
}

static dcx_text text_of(const sheet *s, const cell *c) {
    return (dcx_text){s->text.at + c->from, c->length};
}

static void put_name(output *o) {
    if (o->named)
        return;
    o->named = true;
    draft_line(o->d, LINE_HEADING, 1);
    put_runes(o, o->name, (place){0});
}

static bool is_shown(const sheet *s, uint32_t column) {
    return !s->hidden || !s->hidden[column];
}

/* Cells that reach down from this row on. */
static void enter_merges(output *o, uint32_t row) {
    const merge *all = (const merge *)(const void *)o->s->merges.at;
    size_t count = o->s->merges.length / sizeof *all;
    for (; o->next_merge < count && all[o->next_merge].first_row <= row; o->next_merge++) {
        const merge *m = &all[o->next_merge];
        uint32_t last = m->last_column < o->s->last ? m->last_column : o->s->last;
        for (uint32_t c = m->first_column; c <= last; c++)
            o->s->reach[c] = (reach){m->last_row, c > m->first_column};
    }
}

static void put_row(output *o, const cell *c, size_t count) {
    uint32_t row = c->row;
    bool first = true;
    draft_line(o->d, LINE_ROW, 0);
    if (!o->in_table)
        draft_table(o->d);
    o->in_table = true;
    size_t i = 0;
    for (uint32_t column = o->s->first; column <= o->s->last; column++) {
        bool own = i < count && c[i].column == column;
        i += own;
        if (!is_shown(o->s, column))
            continue;
        if (!first)
            draft_cell(o->d);
        first = false;
        const reach *r = &o->s->reach[column];
        if (own)
            put_runes(o, text_of(o->s, &c[i - 1]), c[i - 1].where);
        else if (r->row >= row)
            draft_put(o->d, r->left ? CELL_LEFT : CELL_ABOVE, (place){0});
    }
}

static size_t runes_in(dcx_text text) {
    size_t n = 0;
    for (size_t i = 0; i < text.length; i++)
        n += ((unsigned char)text.at[i] & 0xC0) != 0x80;
    return n;
}

static bool ends_sentence(dcx_text text) {
    static const char stop[] = "\xE3\x80\x82";
    return text.length > 3 && !memcmp(text.at + text.length - 3, stop, 3);
}

/* A cell alone in its row: a title or a note; within a table a short one is a label. */
static bool is_line(const output *o, const cell *c, size_t count, bool apart) {
    if (count != 1 || o->s->first == o->s->last)
        return false;
    dcx_text text = text_of(o->s, c);
    return !o->in_table || apart || ends_sentence(text) || runes_in(text) > ALONE_LONGEST;
}

static int by_first_row(const void *a, const void *b) {
    uint32_t x = ((const merge *)a)->first_row, y = ((const merge *)b)->first_row;
    return (x > y) - (x < y);
}

void sheet_put(sheet *s, draft *d, dcx_text name) {
    output o = {.s = s, .d = d, .named = !name.length, .name = name};
    const cell *all = (const cell *)(const void *)s->cells.at;
    size_t count = s->cells.length / sizeof *all;
    uint32_t before = 0;
    s->reach = arena_array(s->a, SHEET_COLUMNS + 1, sizeof *s->reach);
    if (s->merges.length)
        qsort(s->merges.at, s->merges.length / sizeof(merge), sizeof(merge), by_first_row);
    for (size_t i = 0, end; i < count; i = end) {
        size_t shown = 0;
        for (end = i; end < count && all[end].row == all[i].row; end++)
            shown += is_shown(s, all[end].column);
        enter_merges(&o, all[i].row);
        if (!shown)
            continue;
        bool apart = all[i].row > before + 1;
        before = all[i].row;
        if (is_line(&o, &all[i], end - i, apart)) {
            o.in_table = false;
            draft_line(d, LINE_BODY, 0);
            put_runes(&o, text_of(s, &all[i]), all[i].where);
            continue;
        }
        put_name(&o);
        put_row(&o, &all[i], end - i);
    }
}
