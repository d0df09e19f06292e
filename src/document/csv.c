/* Separated values that are no records: a table, as a spreadsheet saves its sheet. */
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "document/csv.h"
#include "document/sheet.h"

typedef struct csv {
    const char *at, *end;
    char separator;
    uint32_t line, column; /* place of the next character */
    buffer cell;
} csv;

bool csv_is(const char *name) {
    const char *dot = strrchr(name, '.');
    return dot && (!strcasecmp(dot, ".csv") || !strcasecmp(dot, ".tsv") || !strcasecmp(dot, ".tab"));
}

/* What most of the first lines hold. */
static char find_separator(dcx_text text) {
    enum { HEAD = 8192 };
    static const char signs[] = "\t;,";
    size_t count[3] = {0}, best = 2;
    for (size_t i = 0; i < text.length && i < HEAD; i++) {
        const char *sign = text.at[i] ? strchr(signs, text.at[i]) : NULL;
        if (sign)
            count[sign - signs]++;
    }
    for (size_t i = 0; i < 3; i++)
        if (count[i] > count[best])
            best = i;
    return count[0] ? '\t' : signs[best];
}

static bool is_break(char c) {
    return c == '\n' || c == '\r';
}

/* Moves on by one character. */
static void step(csv *c) {
    if (is_break(*c->at)) {
        c->at += c->at[0] == '\r' && c->at + 1 < c->end && c->at[1] == '\n';
        c->line++;
        c->column = 0;
    }
    c->at++;
    while (c->at < c->end && ((unsigned char)*c->at & 0xC0) == 0x80)
        c->at++;
    c->column++;
}

static void keep(csv *c) {
    const char *from = c->at;
    step(c);
    buffer_put(&c->cell, from, (size_t)(c->at - from));
}

/* A cell in quotes; one that is not closed ends with the file. */
static void read_quoted(csv *c) {
    step(c);
    while (c->at < c->end) {
        if (*c->at == '"') {
            step(c);
            if (c->at == c->end || *c->at != '"')
                return;
        }
        keep(c);
    }
}

static void read_cell(csv *c) {
    c->cell.length = 0;
    if (c->at < c->end && *c->at == '"')
        read_quoted(c);
    while (c->at < c->end && *c->at != c->separator && !is_break(*c->at))
        keep(c);
}

bool csv_read(const source *s, lines *out) {
    sheet *cells = sheet_new(s->arena);
    draft *d = draft_new(s->arena);
    csv c = {.at = s->bytes.at, .end = s->bytes.at + s->bytes.length, .line = 1, .column = 1};
    c.separator = find_separator(s->bytes);
    buffer_init_in(&c.cell, s->arena);
    uint32_t row = 1, column = 1;
    while (c.at < c.end) {
        place where = {0, c.line, c.column + (*c.at == '"')};
        read_cell(&c);
        sheet_cell(cells, row, column, (dcx_text){c.cell.at ? c.cell.at : "", c.cell.length}, where);
        column++;
        if (c.at < c.end && is_break(*c.at)) {
            row++;
            column = 1;
        }
        if (c.at < c.end)
            step(&c);
    }
    sheet_put(cells, d, (dcx_text){0});
    draft_end(d, out);
    return true;
}
