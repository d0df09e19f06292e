/* Records as quotations with their reference. Source of the form: GB/T 7714-2015, references to reports and to
 * electronic documents: author. title[type]. publisher, date: page. */
#include <string.h>

#include "base/utf8.h"
#include "writer/writer.h"

/* What is known of the document at hand. */
typedef struct cited {
    dcx_text file, publisher, date, year, format;
} cited;

enum { LEFT_QUOTE = 0x201C, RIGHT_QUOTE = 0x201D, LEFT_INNER = 0x2018, RIGHT_INNER = 0x2019 };
enum { LEFT_BRACKET = 0xFF08, RIGHT_BRACKET = 0xFF09, COMMA = 0xFF0C };

static bool wants(const dcx_writer *w, const dcx_schema *schema) {
    (void)w;
    return schema == dcx_document_schema();
}

static void begin(dcx_writer *w) {
    w->state = arena_alloc(&w->arena, sizeof(cited));
    if (w->schema != dcx_record_schema())
        writer_fail(w, DCX_USAGE, "use it with extract", "only records can be cited");
}

static dcx_text word(dcx_writer *w, const char *name) {
    return label_show(&w->row, "cite", text_of_c(name), LABEL_CHINESE);
}

static dcx_text keep(dcx_writer *w, const dcx_row *row, const char *column) {
    dcx_text t = row->field[dcx_schema_find(row->schema, column)];
    return (dcx_text){arena_copy(&w->arena, t.at, t.length), t.length};
}

static void side(dcx_writer *w, const dcx_row *row) {
    *(cited *)w->state = (cited){keep(w, row, "file"), keep(w, row, "publisher"), keep(w, row, "date"),
                                 keep(w, row, "year"), keep(w, row, "format")};
}

/* Text on one line; nothing in it that a terminal would obey. */
static void put(dcx_writer *w, dcx_text text) {
    for (size_t i = 0; i < text.length;)
        buffer_rune(&w->out, writer_harmless(writer_next(text, &i)));
}

/* A quotation: quotation marks inside of it become inner ones. */
static void put_quotation(dcx_writer *w, dcx_text text) {
    buffer_rune(&w->out, LEFT_QUOTE);
    for (size_t i = 0; i < text.length;) {
        char32_t c = writer_next(text, &i);
        buffer_rune(&w->out, c == LEFT_QUOTE ? LEFT_INNER : c == RIGHT_QUOTE ? RIGHT_INNER : writer_harmless(c));
    }
    buffer_rune(&w->out, RIGHT_QUOTE);
    buffer_char(&w->out, '\n');
}

static void put_remark(dcx_writer *w, bool *first, dcx_text before, dcx_text text, dcx_text behind) {
    if (!text.length)
        return;
    buffer_rune(&w->out, *first ? LEFT_BRACKET : COMMA);
    *first = false;
    put(w, before);
    put(w, text);
    put(w, behind);
}

static void put_figure(dcx_writer *w, const dcx_text *cell, const cited *about) {
    static const dcx_text none = {"", 0};
    bool first = true, fact = text_equal(cell[DCX_CLAIM], text_of_c("actual"));
    bool named = !text_equal(cell[DCX_SOURCE], about->publisher) && !text_equal(cell[DCX_SOURCE], cell[DCX_DOCUMENT]);
    buffer_text(&w->out, arena_print(&w->row, "[%zu] ", w->rows + 1));
    put(w, cell[DCX_METRIC]);
    buffer_char(&w->out, ' ');
    put(w, label_show(&w->row, "qualifier", cell[DCX_QUALIFIER], LABEL_CHINESE));
    put(w, cell[DCX_QUOTE].length ? cell[DCX_QUOTE] : cell[DCX_VALUE]);
    put(w, cell[DCX_QUOTE].length ? (dcx_text){"", 0} : cell[DCX_UNIT]);
    put_remark(w, &first, none, cell[DCX_YEAR], word(w, "year"));
    put_remark(w, &first, none, fact ? none : label_show(&w->row, "claim", cell[DCX_CLAIM], LABEL_CHINESE), none);
    put_remark(w, &first, word(w, "source"), named ? cell[DCX_SOURCE] : none, none);
    if (!first)
        buffer_rune(&w->out, RIGHT_BRACKET);
    buffer_char(&w->out, '\n');
}

static void put_place(dcx_writer *w, const dcx_text *cell, const cited *about) {
    if (cell[DCX_PAGE].length) {
        buffer_text(&w->out, ": ");
        put(w, cell[DCX_PAGE]);
    } else if (cell[DCX_LINE].length) {
        buffer_text(&w->out, ": ");
        put(w, word(w, "number"));
        put(w, cell[DCX_LINE]);
        put(w, word(w, text_equal(about->format, text_of_c("docx")) ? "paragraph" : "line"));
    }
    buffer_text(&w->out, ".\n\n");
}

static void put_reference(dcx_writer *w, const dcx_text *cell, const cited *about) {
    bool page = text_equal(about->format, text_of_c("html"));
    if (about->publisher.length) {
        put(w, about->publisher);
        buffer_text(&w->out, ". ");
    }
    put(w, cell[DCX_DOCUMENT]);
    buffer_text(&w->out, page ? "[EB/OL]" : "[R]");
    dcx_text date = about->date.length ? about->date : about->year;
    if (about->publisher.length || date.length)
        buffer_text(&w->out, ". ");
    put(w, about->publisher);
    if (about->publisher.length && date.length)
        buffer_text(&w->out, ", ");
    put(w, date);
    put_place(w, cell, about);
}

static void row(dcx_writer *w, const dcx_text *cell) {
    static const cited unknown;
    const cited *latest = w->state;
    const cited *about = text_equal(latest->file, cell[DCX_FILE]) ? latest : &unknown;
    put_figure(w, cell, about);
    if (cell[DCX_SENTENCE].length)
        put_quotation(w, cell[DCX_SENTENCE]);
    put_reference(w, cell, about);
}

const writer_format writer_cite = {
    .begin = begin, .row = row, .side = side, .wants = wants, .names_only = true, .whole = true};
