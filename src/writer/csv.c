/* Comma- and tab-separated values. */
#include <string.h>

#include "record/guard.h"
#include "writer/writer.h"

/* The cell's characters as valid UTF-8 without NUL, which no reader of such files expects. */
static void put_rune(buffer *out, char32_t c) {
    if (c && c < 0x80)
        buffer_char(out, (char)c);
    else
        buffer_rune(out, c ? c : 0xFFFD);
}

static void csv_cell(dcx_writer *w, dcx_text cell) {
    bool quote = w->columns == 1 && !cell.length; /* else it would be a blank line, which readers skip */
    for (size_t i = 0; i < cell.length && !quote; i++)
        quote = cell.at[i] && strchr(",;\"\r\n\t", cell.at[i]);
    if (quote)
        buffer_char(&w->out, '"');
    if (!w->layout.raw && guard_is_needed(cell))
        buffer_char(&w->out, '\'');
    for (size_t i = 0; i < cell.length;) {
        char32_t c = writer_next(cell, &i);
        if (c == '"')
            buffer_char(&w->out, '"');
        put_rune(&w->out, c);
    }
    if (quote)
        buffer_char(&w->out, '"');
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
    for (size_t i = 0; i < cell.length;)
        put_rune(&w->out, writer_next(cell, &i));
}

static void line(dcx_writer *w, const dcx_text *cell, char separator, void (*put)(dcx_writer *, dcx_text)) {
    for (size_t i = 0; i < w->columns; i++) {
        if (i)
            buffer_char(&w->out, separator);
        put(w, cell[i]);
    }
    buffer_char(&w->out, '\n');
}

static void csv_row(dcx_writer *w, const dcx_text *cell) {
    line(w, cell, ',', csv_cell);
}

static void tsv_row(dcx_writer *w, const dcx_text *cell) {
    line(w, cell, '\t', tsv_cell);
}

static void begin(dcx_writer *w) {
    if (w->layout.bom)
        buffer_rune(&w->out, 0xFEFF);
    if (w->layout.no_header)
        return;
    w->format->row(w, w->heading);
}

const writer_format writer_csv = {.begin = begin, .row = csv_row};
const writer_format writer_tsv = {.begin = begin, .row = tsv_row};
