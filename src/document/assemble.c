#include "document/assemble.h"

#include <string.h>

#include "document/blocks.h"
#include "document/classify.h"
#include "document/inline.h"
#include "document/join.h"
#include "document/mark.h"

static void put_runes(builder *b, runes t) {
    for (size_t i = 0; i < t.length; i++)
        builder_put(b, t.at[i], (place){0});
}

static dcx_text text_of(const blocks *b, runes t) {
    builder_open(b->builder, BLOCK_TITLE, 0);
    put_runes(b->builder, t);
    return builder_take(b->builder);
}

/* The title, with the year in brackets if that stands on a line of its own. */
static dcx_text title_of(const blocks *b, const cover *c) {
    static const char32_t open = 0xFF08, close = 0xFF09;
    if (!c->titles)
        return (dcx_text){0};
    builder_open(b->builder, BLOCK_TITLE, 0);
    for (uint32_t i = 0; i < c->titles; i++) {
        builder_break(b->builder);
        put_line(b->builder, b->all, &b->all->at[c->title[i]], b->notes);
    }
    if (c->year) {
        put_runes(b->builder, (runes){&open, 1});
        put_runes(b->builder, c->year_text);
        put_runes(b->builder, (runes){&close, 1});
    }
    return builder_take(b->builder);
}

static document *document_of(blocks *b, const char *name, dcx_text title, dcx_text publisher) {
    document *d = arena_alloc(b->a, sizeof *d);
    size_t length = strlen(name);
    *d = (document){.name = {arena_copy(b->a, name, length), length},
                    .title = title,
                    .publisher = publisher,
                    .format = "text",
                    .blocks = b};
    return d;
}

static blocks *blocks_of(arena *a, const layout_set *layout, const lines *all) {
    blocks *b = arena_alloc(a, sizeof *b);
    *b = (blocks){.a = a, .set = layout, .all = all, .notes = notes_new(a, all), .builder = builder_new(a)};
    return b;
}

document *assemble(arena *a, const layout_set *layout, const char *name, lines *all) {
    for (size_t i = 1; i <= all->count; i++)
        line_measure(all, &all->at[i]);
    repeats *repeated = repeats_new(a, all);
    classify(a, layout, repeated, all);
    wrap w = wrap_of(all);
    grid_find_rows(all);
    repeats_observe(repeated, all);
    repeats_drop_heads(repeated, all, false);
    cover c = cover_find(layout, repeated, all, &w);
    repeats_drop_heads(repeated, all, true);
    join_lines(all, &w);
    blocks *b = blocks_of(a, layout, all);
    blocks_read_notes(b);
    dcx_text title = title_of(b, &c), publisher = text_of(b, c.publisher_text);
    return document_of(b, name, title.length ? title : all->title, publisher.length ? publisher : all->publisher);
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
    blocks *b = blocks_of(a, NULL, all);
    b->each_line = true;
    return document_of(b, name, (dcx_text){0}, (dcx_text){0});
}

void document_rewind(document *d, unsigned kinds) {
    blocks_rewind(d->blocks, kinds);
}

const block *document_next(document *d) {
    return blocks_next(d->blocks);
}

size_t document_damaged(const document *d) {
    return builder_damage(d->blocks->builder);
}
