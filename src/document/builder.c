#include "document/builder.h"

#include <string.h>

enum { DEPTH = 8 };

/* An array in the arena that grows by doubling. */
typedef struct list {
    void *at;
    size_t count, room, item;
} list;

typedef enum gap { GAP_NONE, GAP_SPACE, GAP_LINE } gap;

struct builder {
    arena *a;
    list text, run, mark; /* of the block that is open, reused */
    block done;           /* the block that was closed last */
    size_t number;        /* of blocks that were closed */
    block_kind kind;
    int level;
    gap gap;    /* what was read since the last character */
    place next; /* where the next character stands if it follows the last one */
    dcx_text path[DEPTH + 1];
    dcx_text section;
    size_t damaged;
};

/* Room for more items, which it returns. */
static void *list_add(list *l, arena *a, size_t more) {
    if (l->room - l->count < more) {
        size_t room = (l->count + more) * 2 + 64;
        void *at = arena_raw(a, room, l->item);
        if (l->count)
            memcpy(at, l->at, l->count * l->item);
        l->at = at;
        l->room = room;
    }
    l->count += more;
    return (char *)l->at + (l->count - more) * l->item;
}

builder *builder_new(arena *a) {
    builder *b = arena_alloc(a, sizeof *b);
    b->a = a;
    b->text.item = sizeof(char32_t);
    b->run.item = sizeof(run);
    b->mark.item = sizeof(mark);
    return b;
}

void builder_rewind(builder *b) {
    for (int i = 0; i <= DEPTH; i++)
        b->path[i] = (dcx_text){0};
    b->section = (dcx_text){0};
    b->number = b->damaged = 0;
}

void builder_open(builder *b, block_kind kind, int level) {
    b->text.count = b->run.count = b->mark.count = 0;
    b->kind = kind;
    b->level = level < 0 ? 0 : level > DEPTH ? DEPTH : level;
    b->gap = GAP_NONE;
    b->next = (place){0};
}

static bool is_wordy(char32_t c) {
    return rune_is_digit(c) || rune_is_alpha(c) || (c >= 0xC0 && c < 0x2000);
}

/* Whether the white space between two characters tells words apart. Behind an ASCII comma it does too: without it
 * "5, 300" would become another number. */
static bool parts_words(gap between, char32_t left, char32_t right) {
    if (between == GAP_NONE || !is_wordy(right))
        return false;
    if (between == GAP_LINE && rune_is_digit(left) && rune_is_digit(right))
        return false;
    return is_wordy(left) || left == ',';
}

static void append(builder *b, char32_t c, place where) {
    bool follows = where.page == b->next.page && where.line == b->next.line && where.column == b->next.column;
    if (!follows || !b->run.count) {
        run *r = list_add(&b->run, b->a, 1);
        *r = (run){(uint32_t)b->text.count, where.page, where.line, where.column};
    }
    *(char32_t *)list_add(&b->text, b->a, 1) = c;
    b->next = (place){where.page, where.line, where.column ? where.column + 1 : 0};
}

void builder_put(builder *b, char32_t c, place where) {
    if (rune_is_space(c)) {
        if (b->gap == GAP_NONE)
            b->gap = GAP_SPACE;
        return;
    }
    if (b->gap != GAP_NONE && b->text.count) {
        char32_t left = ((const char32_t *)b->text.at)[b->text.count - 1];
        if (parts_words(b->gap, left, c))
            append(b, ' ', b->next);
    }
    b->gap = GAP_NONE;
    append(b, c, where);
}

void builder_put_all(builder *b, const char32_t *all, size_t count, place first) {
    builder_put(b, all[0], first);
    memcpy(list_add(&b->text, b->a, count - 1), all + 1, (count - 1) * sizeof *all);
    b->next.column += b->next.column ? (uint32_t)count - 1 : 0;
}

void builder_damaged(builder *b) {
    b->damaged++;
}

size_t builder_length(const builder *b) {
    return b->text.count;
}

void builder_break(builder *b) {
    b->gap = GAP_LINE;
}

void builder_mark(builder *b, const note *n) {
    *(mark *)list_add(&b->mark, b->a, 1) = (mark){(uint32_t)b->text.count, n};
}

static dcx_text text_utf8(const builder *b) {
    return utf8_from_runes(b->a, b->text.at, b->text.count);
}

dcx_text builder_take(builder *b) {
    return text_utf8(b);
}

static size_t put_part(char *out, dcx_text part, bool first) {
    size_t n = 0;
    if (!first)
        out[n++] = '/';
    memcpy(out + n, part.at, part.length);
    return n + part.length;
}

/* A heading replaces the path from its own level on. */
static void enter_section(builder *b) {
    int level = b->level ? b->level : 1;
    b->path[level] = text_utf8(b);
    for (int i = level + 1; i <= DEPTH; i++)
        b->path[i] = (dcx_text){0};
    size_t size = 1;
    for (int i = 1; i <= level; i++)
        size += b->path[i].length + 1;
    char *all = arena_alloc(b->a, size);
    size_t n = 0;
    for (int i = 1; i <= level; i++)
        if (b->path[i].length)
            n += put_part(all + n, b->path[i], n == 0);
    b->section = (dcx_text){all, n};
}

block *builder_close(builder *b) {
    if (!b->text.count)
        return NULL;
    if (b->kind == BLOCK_HEADING)
        enter_section(b);
    b->done = (block){.kind = b->kind,
                      .number = ++b->number,
                      .level = b->level,
                      .section = b->section,
                      .text = b->text.at,
                      .length = (uint32_t)b->text.count,
                      .run = b->run.at,
                      .runs = (uint32_t)b->run.count,
                      .mark = b->mark.at,
                      .marks = (uint32_t)b->mark.count};
    return &b->done;
}

size_t builder_damage(const builder *b) {
    return b->damaged;
}

place block_place(const block *b, size_t at) {
    size_t low = 0, high = b->runs;
    while (high - low > 1) { /* the last run that begins at or before at */
        size_t middle = low + (high - low) / 2;
        if (b->run[middle].at <= at)
            low = middle;
        else
            high = middle;
    }
    if (!b->runs)
        return (place){0};
    const run *r = &b->run[low];
    return (place){r->page, r->line, r->column ? r->column + (uint32_t)(at - r->at) : 0};
}
