/* A table of Markdown, as pull requests and wikis show it (GitHub Flavored Markdown). */
#include <string.h>

#include "writer/writer.h"

/* Characters that Markdown or HTML in it would obey. */
static bool is_special(char32_t c) {
    return c < 0x80 && c && strchr("\\|`*_[]<>~&#", (char)c);
}

static void put_cell(dcx_writer *w, dcx_text cell) {
    buffer_char(&w->out, ' ');
    for (size_t i = 0; i < cell.length;) {
        char32_t c = writer_harmless(writer_next(cell, &i));
        if (is_special(c))
            buffer_char(&w->out, '\\');
        if (c < 0x80)
            buffer_char(&w->out, (char)c);
        else
            buffer_rune(&w->out, c);
    }
    buffer_text(&w->out, " |");
}

static void row(dcx_writer *w, const dcx_text *cell) {
    buffer_char(&w->out, '|');
    for (size_t i = 0; i < w->columns; i++)
        put_cell(w, cell[i]);
    buffer_char(&w->out, '\n');
}

/* A Markdown table without header does not exist, so --no-header does not matter here. */
static void begin(dcx_writer *w) {
    row(w, w->heading);
    buffer_char(&w->out, '|');
    for (size_t i = 0; i < w->columns; i++)
        buffer_text(&w->out, w->column[i].type == DCX_TEXT ? " --- |" : " ---: |");
    buffer_char(&w->out, '\n');
}

const writer_format writer_md = {.begin = begin, .row = row, .usual_columns = writer_usual_columns};
