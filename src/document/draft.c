#include "document/draft.h"

#include <string.h>

#include "base/buffer.h"

enum { HIGHEST_MARK = 999 };

struct draft {
    buffer text, line, run; /* of char32_t, line, run */
    line open;
    place next;  /* where a character stands that follows the last one */
    size_t kept; /* characters of the text without the white space at its end */
    bool is_open;
};

draft *draft_new(arena *a) {
    draft *d = arena_alloc(a, sizeof *d);
    buffer_init_in(&d->text, a);
    buffer_init_in(&d->line, a);
    buffer_init_in(&d->run, a);
    line none = {0};
    buffer_put(&d->line, (const char *)&none, sizeof none);
    return d;
}

size_t draft_length(const draft *d) {
    return d->text.length / sizeof(char32_t);
}

static void end_line(draft *d) {
    d->open.length = (uint32_t)(d->kept - d->open.from);
    if (d->is_open && d->open.length)
        buffer_put(&d->line, (const char *)&d->open, sizeof d->open);
    d->is_open = false;
}

void draft_line(draft *d, line_role role, int level) {
    end_line(d);
    d->open = (line){.from = (uint32_t)draft_length(d), .role = (uint8_t)role, .level = (uint8_t)level, .blank = true};
    d->open.hashes = role == LINE_HEADING;
    d->kept = d->open.from;
    d->is_open = true;
}

void draft_put(draft *d, char32_t c, place where) {
    bool space = rune_is_space(c);
    size_t n = draft_length(d);
    if (!d->is_open)
        draft_line(d, LINE_BODY, 0);
    if (space && d->kept == d->open.from)
        return;
    if (d->kept == d->open.from) {
        d->open.from = (uint32_t)n;
        d->open.number = where.line;
        d->open.column = where.column;
    }
    if (memcmp(&where, &d->next, sizeof where) != 0 || !d->run.length) {
        run r = {(uint32_t)n, where.page, where.line, where.column};
        buffer_put(&d->run, (const char *)&r, sizeof r);
    }
    d->next = where.column ? (place){where.page, where.line, where.column + 1} : where;
    buffer_put(&d->text, (const char *)&c, sizeof c);
    if (!space)
        d->kept = n + 1;
}

void draft_cell(draft *d) {
    draft_put(d, CELL_END, (place){0});
}

void draft_table(draft *d) {
    d->open.table = true;
}

static void put_number(draft *d, unsigned number, place where) {
    if (number >= 10)
        put_number(d, number / 10, where);
    draft_put(d, U'0' + number % 10, where);
}

/* Written as in Markdown, which is how notes are recognised. */
void draft_mark(draft *d, unsigned number, place where) {
    if (!number || number > HIGHEST_MARK)
        return;
    draft_put(d, U'[', where);
    draft_put(d, U'^', where);
    put_number(d, number, where);
    draft_put(d, U']', where);
}

void draft_note(draft *d, unsigned number, place where) {
    draft_line(d, LINE_NOTE, 0);
    draft_mark(d, number, where);
}

void draft_end(draft *d, lines *out) {
    end_line(d);
    *out = (lines){.text = (const char32_t *)(const void *)d->text.at,
                   .at = (line *)(void *)d->line.at,
                   .count = d->line.length / sizeof(line) - 1,
                   .run = (const run *)(const void *)d->run.at,
                   .runs = d->run.length / sizeof(run),
                   .structured = true};
}
