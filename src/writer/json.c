/* JSON (one array, an object a line) and JSON Lines (RFC 8259). */
#include <string.h>

#include "base/utf8.h"
#include "writer/json.h"

static void put_escape(buffer *out, char32_t c) {
    static const char hex[] = "0123456789abcdef";
    buffer_text(out, "\\u");
    for (int shift = 12; shift >= 0; shift -= 4)
        buffer_char(out, hex[c >> shift & 15]);
}

void json_put_string(buffer *out, dcx_text text, bool in_page) {
    buffer_char(out, '"');
    for (size_t i = 0; i < text.length;) {
        char32_t c = writer_next(text, &i);
        if (c == '"' || c == '\\') {
            buffer_char(out, '\\');
            buffer_char(out, (char)c);
        } else if (c == '\n')
            buffer_text(out, "\\n");
        else if (c == '\t')
            buffer_text(out, "\\t");
        else if (writer_is_control(c) || (in_page && (c == '<' || c == '>' || c == '&')))
            put_escape(out, c);
        else if (c < 0x80)
            buffer_char(out, (char)c);
        else
            buffer_rune(out, c);
    }
    buffer_char(out, '"');
}

/* JSON numbers have no leading zeros, so such an integer stays a string. */
static bool is_json_integer(dcx_text text) {
    size_t first = text.length && text.at[0] == '-';
    return writer_is_number(text) && !memchr(text.at, '.', text.length) &&
           (text.at[first] != '0' || text.length == first + 1);
}

static void put_object(dcx_writer *w, const dcx_text *cell) {
    buffer_char(&w->out, '{');
    for (size_t i = 0; i < w->columns; i++) {
        if (i)
            buffer_char(&w->out, ',');
        json_put_string(&w->out, text_of_c(w->column[i].name), false);
        buffer_char(&w->out, ':');
        if (!cell[i].length)
            buffer_text(&w->out, "null");
        else if (w->column[i].type == DCX_INTEGER && is_json_integer(cell[i]))
            buffer_put(&w->out, cell[i].at, cell[i].length);
        else
            json_put_string(&w->out, cell[i], false);
    }
    buffer_char(&w->out, '}');
}

static void json_row(dcx_writer *w, const dcx_text *cell) {
    buffer_text(&w->out, w->rows ? ",\n" : "[\n");
    put_object(w, cell);
}

static void json_end(dcx_writer *w) {
    buffer_text(&w->out, w->rows ? "\n]\n" : "[]\n");
}

static void jsonl_row(dcx_writer *w, const dcx_text *cell) {
    put_object(w, cell);
    buffer_char(&w->out, '\n');
}

const writer_format writer_json = {.row = json_row, .end = json_end, .names_only = true};
const writer_format writer_jsonl = {.row = jsonl_row, .names_only = true};
