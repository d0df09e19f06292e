#include "document/format.h"

#include <string.h>

#include "base/error.h"
#include "document/assemble.h"
#include "document/csv.h"
#include "document/decode.h"
#include "document/encoding.h"
#include "document/mhtml.h"
#include "document/sniff.h"

enum { TEXT, HTML, CSV }; /* what a text without a name is taken for */

static const dcx_format formats[] = {
    [TEXT] = {"text", "plain text or Markdown", DCX_STREAM},
    [HTML] = {"html", "HTML or XHTML", DCX_STREAM},
    [CSV] = {"csv", "a table of values, separated by commas, semicolons or tabs", DCX_STREAM},
    {"docx", "Word, Office Open XML", DCX_STREAM},
    {"xlsx", "Excel workbook, Office Open XML", DCX_STREAM},
    {"ods", "OpenDocument spreadsheet", DCX_STREAM},
    {"mhtml", "web page saved as one file", DCX_STREAM},
    {"pdf", "PDF that holds text, through poppler's pdftotext", DCX_STREAM},
    {NULL, NULL, DCX_STREAM},
};

/* How those are read, in the same order. */
static const struct reader {
    format_read_fn *read;
    bool decoded; /* takes UTF-8 */
} readers[] = {[TEXT] = {text_read, true}, [HTML] = {html_read, true}, [CSV] = {csv_read, true}, {docx_read, false},
               {workbook_read, false},     {spreadsheet_read, false},  {html_read, true},        {pdf_read, false}};

const dcx_format *dcx_input_formats(void) {
    return formats;
}

bool source_fail(const source *s, dcx_status status, const char *hint, const char *what) {
    (void)error_set(s->error, status, s->name, 0, hint, "%s", what);
    return false;
}

bool text_read(const source *s, lines *out) {
    return decode(s->arena, s->name, s->bytes, s->options, out, s->error);
}

static const struct reader *reader_named(const char *name) {
    for (size_t i = 0; formats[i].name; i++)
        if (!strcmp(formats[i].name, name))
            return &readers[i];
    return NULL;
}

/* Makes the bytes UTF-8. */
static bool make_text(source *s, encoding *e) {
    char declared[SNIFF_NAME];
    sniff_declared(s->bytes, declared);
    if (!(encoding_find(s->name, s->bytes.at, s->bytes.length, declared, s->options, e, s->error) &&
          encoding_convert(s->arena, s->name, s->bytes, e, s->options, &s->bytes, s->error)))
        return false;
    /* Some tools put a mark before one that is there; libxml2 would pass over the second, and places would be wrong. */
    static const char bom[] = "\xEF\xBB\xBF";
    while (s->bytes.length >= strlen(bom) && !memcmp(s->bytes.at, bom, strlen(bom)))
        s->bytes = (dcx_text){s->bytes.at + strlen(bom), s->bytes.length - strlen(bom)};
    return true;
}

static void say_decided(const source *s, const struct reader *r, const encoding *e) {
    if (!s->options->notice)
        return;
    dcx_error what;
    if (r->decoded && e->confidence)
        (void)error_set(&what, DCX_OK, s->name, 0, "--encoding and --input-format override it",
                        "read as %s, %s (%s, confidence %u %%)", formats[r - readers].name, e->name, e->basis,
                        e->confidence);
    else if (r->decoded)
        (void)error_set(&what, DCX_OK, s->name, 0, "--encoding and --input-format override it", "read as %s, %s (%s)",
                        formats[r - readers].name, e->name, e->basis);
    else
        (void)error_set(&what, DCX_OK, s->name, 0, "--input-format overrides it", "read as %s",
                        formats[r - readers].name);
    s->options->notice(s->options->data, &what);
}

static bool read_lines(source *s, lines *out) {
    const char *asked = s->options->format && *s->options->format ? s->options->format : NULL;
    const char *found = asked ? asked : sniff_format(s->bytes);
    const struct reader *r = found ? reader_named(found) : NULL;
    encoding e = {.confidence = 0};
    if (!s->bytes.length)
        s->bytes.at = ""; /* the caller may have none */
    if (s->bytes.length >= UINT32_MAX)
        return source_fail(s, DCX_LIMIT, "split it", "the document is larger than 4 GB");
    if (asked && !r)
        return source_fail(s, DCX_USAGE, "take text, html, csv, docx, xlsx, ods, mhtml or pdf",
                           "there is no such input format");
    if (!asked && sniff_unsupported(s))
        return false;
    if (found && !strcmp(found, "mhtml")) {
        s->bytes = mhtml_page(s);
        if (!s->bytes.at)
            return source_fail(s, DCX_BAD_INPUT, "save the page again, as HTML", "the message holds no web page");
    }
    if ((!r || r->decoded) && !make_text(s, &e))
        return false;
    if (!r)
        r = &readers[csv_is(s->name) ? CSV : sniff_html(s->bytes, s->name) ? HTML : TEXT];
    if (!asked && r->decoded && sniff_binary(s))
        return false;
    say_decided(s, r, &e);
    s->format = formats[r - readers].name;
    *out = (lines){0};
    return r->read(s, out);
}

document *document_read(arena *a, const layout_set *layout, const char *name, dcx_text bytes,
                        const read_options *options, dcx_error *error) {
    source s = {a, layout, name, bytes, options, error, NULL};
    lines *all = arena_alloc(a, sizeof *all);
    if (!read_lines(&s, all))
        return NULL;
    document *d = assemble(a, layout, name, all);
    d->format = s.format;
    return d;
}

document *document_read_lines(arena *a, const layout_set *layout, const char *name, dcx_text bytes,
                              const read_options *options, dcx_error *error) {
    source s = {a, layout, name, bytes, options, error, NULL};
    lines *all = arena_alloc(a, sizeof *all);
    return read_lines(&s, all) ? assemble_lines(a, name, all) : NULL;
}
