/* Comma- and tab-separated values. */
#include "base/utf8.h"
#include "record/guard.h"
#include "writer/writer.h"

/* The characters that a cell must be quoted for, and those that are written in a way of their own. */
static const ascii_set separators = {
    {1ULL << '\t' | 1ULL << '\n' | 1ULL << '\r' | 1ULL << '"' | 1ULL << ',' | 1ULL << ';'}};
static const ascii_set special = {{1ULL << '"' | 1ULL << '\0'}};

/* The cell's characters as valid UTF-8 without NUL, which no reader of such files expects. */
static void put_text(buffer *out, dcx_text cell, bool doubled) {
    for (size_t i = 0; i < cell.length;) {
        size_t plain = utf8_plain(cell.at + i, cell.length - i, special);
        buffer_put(out, cell.at + i, plain);
        i += plain;
        if (i == cell.length)
            return;
        char32_t c = writer_next(cell, &i);
        if (c == '"' && doubled)
            buffer_char(out, '"');
        buffer_rune(out, c ? c : UTF8_REPLACEMENT);
    }
}

static void csv_cell(dcx_writer *w, dcx_text cell) {
    bool quote = w->columns == 1 && !cell.length; /* else it would be a blank line, which readers skip */
    for (size_t i = 0; i < cell.length && !quote; i++)
        quote = ascii_set_has(separators, (unsigned char)cell.at[i]);
    if (quote)
        buffer_char(&w->out, '"');
    if (!w->layout.raw && guard_is_needed(cell))
        buffer_char(&w->out, '\'');
    put_text(&w->out, cell, true);
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
    put_text(&w->out, cell, false);
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
