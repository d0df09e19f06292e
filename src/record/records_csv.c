/* Records from comma-, semicolon- and tab-separated values. */
#include <string.h>

#include "base/buffer.h"
#include "record/guard.h"
#include "record/label.h"
#include "record/records.h"

typedef struct csv {
    intake *in;
    const char *at, *end;
    char separator;
    bool quotes; /* mean something: not in what dcx writes as tsv */
    bool row_ended;
    long line;  /* that at stands on */
    int *field; /* of each column of the file, -1: none of a record's */
    size_t columns;
} csv;

enum { IGNORED = -1 };

static bool is_break(char c) {
    return c == '\n' || c == '\r';
}

/* Behind a cell: the separator, or the end of the line. */
static void end_cell(csv *c) {
    c->row_ended = c->at == c->end || *c->at != c->separator;
    if (c->at == c->end)
        return;
    bool crlf = *c->at == '\r' && c->at + 1 < c->end && c->at[1] == '\n';
    c->line += is_break(*c->at);
    c->at += crlf ? 2 : 1;
}

static dcx_text plain_cell(csv *c) {
    const char *from = c->at;
    while (c->at < c->end && *c->at != c->separator && !is_break(*c->at))
        c->at++;
    return (dcx_text){from, (size_t)(c->at - from)};
}

/* The place of the quote that ends the cell, NULL: there is none. */
static const char *closing_quote(csv *c, size_t *doubled) {
    *doubled = 0;
    for (const char *p = c->at + 1; p < c->end; p++) {
        c->line += *p == '\n';
        if (*p != '"')
            continue;
        if (p + 1 == c->end || p[1] != '"')
            return p;
        ++*doubled;
        p++;
    }
    return NULL;
}

static dcx_status quoted_cell(csv *c, dcx_text *cell) {
    size_t doubled;
    const char *from = c->at + 1, *to = closing_quote(c, &doubled);
    if (!to)
        return records_fail(c->in, "it would reach to the end of the file", "a quotation mark is not closed");
    c->at = to + 1;
    if (c->at < c->end && *c->at != c->separator && !is_break(*c->at))
        return records_fail(c->in, "double the quotation marks inside of cells", "there is text behind a quoted cell");
    *cell = (dcx_text){from, (size_t)(to - from)};
    if (!doubled)
        return DCX_OK;
    char *copy = arena_alloc(&c->in->row, cell->length), *out = copy;
    for (; from < to; from += *from == '"' ? 2 : 1)
        *out++ = *from;
    *cell = (dcx_text){copy, (size_t)(out - copy)};
    return DCX_OK;
}

static dcx_status next_cell(csv *c, dcx_text *cell) {
    if (c->quotes && c->at < c->end && *c->at == '"') {
        dcx_status status = quoted_cell(c, cell);
        if (status)
            return status;
    } else
        *cell = plain_cell(c);
    *cell = guard_removed(*cell);
    end_cell(c);
    return DCX_OK;
}

static dcx_text trimmed(dcx_text t) {
    while (t.length && *t.at == ' ')
        t.at++, t.length--;
    while (t.length && t.at[t.length - 1] == ' ')
        t.length--;
    return t;
}

/* ---- the header ---- */

/* The separator that the header line has outside of quotes most often. */
static char find_separator(const csv *c) {
    static const char separators[] = ",;\t";
    size_t count[3] = {0, 0, 0}, best = 0;
    bool quoted = false;
    for (const char *p = c->at; p < c->end && !is_break(*p); p++) {
        quoted ^= *p == '"';
        const char *s = quoted ? NULL : strchr(separators, *p);
        if (s)
            count[s - separators]++;
    }
    for (size_t i = 1; i < 3; i++)
        if (count[i] > count[best])
            best = i;
    return separators[best];
}

/* What a spreadsheet is told by a first line such as sep=; and how the lines end. */
static void begin(csv *c) {
    const char *end = c->at;
    while (end < c->end && !is_break(*end))
        end++;
    bool crlf = end < c->end && *end == '\r';
    if (end - c->at == 5 && !memcmp(c->at, "sep=", 4)) {
        c->separator = c->at[4];
        c->at = end;
        end_cell(c);
    } else
        c->separator = find_separator(c);
    c->quotes = c->separator != '\t' || crlf || c->in->wide;
    c->in->decimal_comma = c->separator == ';';
}

static dcx_status read_header(csv *c) {
    intake *in = c->in;
    bool has[INTAKE_FIELDS] = {false};
    buffer fields;
    buffer_init_in(&fields, &in->text);
    in->line = c->line;
    do {
        dcx_text name = {NULL, 0};
        dcx_status status = next_cell(c, &name);
        if (status)
            return status;
        int f = label_column(in->schema, trimmed(name));
        if (f >= 0 && has[f])
            return records_fail_at(in, f, "take one of them away", "there are two columns of this name");
        if (f >= 0)
            has[f] = true;
        else if (in->unknown && trimmed(name).length)
            in->unknown(in, trimmed(name));
        buffer_put(&fields, (const char *)&f, sizeof f);
        c->columns++;
    } while (!c->row_ended);
    c->field = arena_array(&in->text, c->columns, sizeof *c->field);
    memcpy(c->field, fields.at, c->columns * sizeof *c->field);
    return in->check(in, has);
}

/* ---- the rows ---- */

/* Reads a line's cells; *empty tells that there is nothing in them. */
static dcx_status read_row(csv *c, dcx_text *field, bool *empty) {
    c->in->line = c->line;
    *empty = true;
    size_t column = 0;
    do {
        dcx_text cell = {NULL, 0};
        dcx_status status = next_cell(c, &cell);
        if (status)
            return status;
        if (column >= c->columns && cell.length)
            return records_fail(c->in, "put cells that hold a separator into quotation marks",
                                "the row has more cells than the header has columns");
        if (column < c->columns && c->field[column] != IGNORED)
            field[c->field[column]] = cell;
        *empty &= !cell.length;
        column++;
    } while (!c->row_ended);
    return DCX_OK;
}

dcx_status records_read_csv(intake *in) {
    csv c = {.in = in, .at = in->content.at, .end = in->content.at + in->content.length, .line = 1};
    begin(&c);
    dcx_status status = read_header(&c);
    while (!status && c.at < c.end) {
        dcx_text field[INTAKE_FIELDS] = {{NULL, 0}};
        bool empty;
        status = read_row(&c, field, &empty);
        if (!status && !empty)
            status = in->put(in, field);
        arena_reset(&in->row);
    }
    return status;
}
