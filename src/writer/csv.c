/* Comma- and tab-separated values. */
#include <string.h>

#include "writer/writer.h"

/* A spreadsheet runs a cell that begins like this as a formula (but not a lone dash); a leading apostrophe makes it
 * text again. A cell that has such an apostrophe already gets another, so that taking one away always gives back what
 * was written. */
static bool needs_guard(const dcx_writer *w, dcx_text cell) {
    if (w->layout.raw || (cell.length == 1 && *cell.at == '-'))
        return false;
    size_t i = 0;
    while (i < cell.length && cell.at[i] == '\'')
        i++;
    return i < cell.length && strchr("=+-@\t\r", cell.at[i]) && cell.at[i] && !writer_is_number(cell);
}

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
    if (needs_guard(w, cell))
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

static void tsv_cell(dcx_writer *w, dcx_text cell) {
    if (needs_guard(w, cell))
        buffer_char(&w->out, '\'');
    for (size_t i = 0; i < cell.length;) {
        char32_t c = writer_next(cell, &i);
        put_rune(&w->out, c == '\t' || c == '\n' || c == '\r' ? ' ' : c);
    }
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
