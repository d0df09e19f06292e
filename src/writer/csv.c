/* Comma- and tab-separated values. */
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "record/guard.h"
#include "writer/writer.h"

/* The characters that a cell must be quoted for, and those that are written in a way of their own. */
#define SEPARATORS (1ULL << '\t' | 1ULL << '\n' | 1ULL << '\r' | 1ULL << '"' | 1ULL << ',' | 1ULL << ';')
#define SPECIAL    (1ULL << '"' | 1ULL << '\0')
static const ascii_set separators = {{SEPARATORS}}, special = {{SPECIAL}}, both = {{SEPARATORS | SPECIAL}};

/* The cell's characters as valid UTF-8 without NUL, which no reader of such files expects. Returns whether they are
 * written as they stand. */
static bool put_text(buffer *out, dcx_text cell, bool doubled) {
    bool same = true;
    for (size_t i = 0; i < cell.length;) {
        size_t plain = utf8_plain(cell.at + i, cell.length - i, special);
        buffer_put(out, cell.at + i, plain);
        i += plain;
        if (i == cell.length)
            break;
        size_t from = i, end = out->length;
        char32_t c = writer_next(cell, &i);
        if (c == '"' && doubled)
            buffer_char(out, '"');
        buffer_rune(out, c ? c : UTF8_REPLACEMENT);
        same = same && out->length - end == i - from && !memcmp(out->at + end, cell.at + from, i - from);
    }
    return same;
}

/* A cell of the row above as it stands in the output. */
typedef struct written {
    size_t from, size; /* with its quotes and its guard */
    size_t lead;       /* what stands before its text */
    size_t length;     /* of its text; ANOTHER: that is not the cell's own */
} written;
#define ANOTHER SIZE_MAX

static bool has_separator(dcx_text cell) {
    size_t i = 0;
    while (i < cell.length && !ascii_set_has(separators, (unsigned char)cell.at[i]))
        i++;
    return i < cell.length;
}

static written csv_cell(dcx_writer *w, dcx_text cell) {
    written now = {.from = w->out.length, .length = cell.length};
    bool plain = utf8_plain(cell.at, cell.length, both) == cell.length;
    bool blank = w->columns == 1 && !cell.length; /* would be a blank line, which readers skip */
    bool quote = blank || (!plain && has_separator(cell));
    if (quote)
        buffer_char(&w->out, '"');
    if (!w->layout.raw && guard_is_needed(cell))
        buffer_char(&w->out, '\'');
    now.lead = w->out.length - now.from;
    if (plain)
        buffer_put(&w->out, cell.at, cell.length);
    else if (!put_text(&w->out, cell, true))
        now.length = ANOTHER;
    if (quote)
        buffer_char(&w->out, '"');
    now.size = w->out.length - now.from;
    return now;
}

typedef struct csv_state {
    written *above; /* of each column */
    size_t end;     /* of the row above; it is there no longer where the output ends elsewhere */
} csv_state;

/* The longest cells are those of the row above: the sentence, the section, the document. They need no second look. */
static void csv_cell_below(dcx_writer *w, written *above, dcx_text cell) {
    bool same = cell.length && above->length == cell.length &&
                !memcmp(w->out.at + above->from + above->lead, cell.at, cell.length);
    if (!same) {
        *above = csv_cell(w, cell);
        return;
    }
    char *to = buffer_reserve(&w->out, above->size);
    memcpy(to, w->out.at + above->from, above->size);
    above->from = w->out.length;
    w->out.length += above->size;
}

/* What separates cells and rows becomes a space, and the guard looks at what is written. */
static void tsv_cell(dcx_writer *w, dcx_text cell) {
    char *plain = arena_copy(&w->row, cell.at, cell.length);
    for (size_t i = 0; i < cell.length; i++)
        if (plain[i] == '\t' || plain[i] == '\n' || plain[i] == '\r')
            plain[i] = ' ';
    cell.at = plain;
    if (!w->layout.raw && guard_is_needed(cell))
        buffer_char(&w->out, '\'');
    put_text(&w->out, cell, false);
}

static void csv_row(dcx_writer *w, const dcx_text *cell) {
    csv_state *s = w->state;
    for (size_t i = 0; i < w->columns && s->end != w->out.length; i++)
        s->above[i].length = ANOTHER;
    for (size_t i = 0; i < w->columns; i++) {
        if (i)
            buffer_char(&w->out, ',');
        if (cell[i].length || w->columns == 1)
            csv_cell_below(w, &s->above[i], cell[i]);
        else
            s->above[i].length = ANOTHER;
    }
    buffer_char(&w->out, '\n');
    s->end = w->out.length;
}

static void tsv_row(dcx_writer *w, const dcx_text *cell) {
    for (size_t i = 0; i < w->columns; i++) {
        if (i)
            buffer_char(&w->out, '\t');
        tsv_cell(w, cell[i]);
    }
    buffer_char(&w->out, '\n');
}

static void begin(dcx_writer *w) {
    if (w->layout.bom)
        buffer_rune(&w->out, 0xFEFF);
    if (w->layout.no_header)
        return;
    w->format->row(w, w->heading);
}

static void csv_begin(dcx_writer *w) {
    csv_state *s = arena_alloc(&w->arena, sizeof *s);
    s->above = arena_array(&w->arena, w->columns, sizeof *s->above);
    w->state = s;
    begin(w);
}

const writer_format writer_csv = {.begin = csv_begin, .row = csv_row};
const writer_format writer_tsv = {.begin = begin, .row = tsv_row};
