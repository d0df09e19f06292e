/* SARIF 2.1.0 (OASIS): what verify found against a draft, as code hosts and editors show it beside the lines. Figures
 * that are supported or computed are no results. */
#include <string.h>

#include "base/utf8.h"
#include "writer/json.h"

static const struct {
    const char *status, *level, *help;
} rules[] = {
    {"mismatch", "error", "A source has this figure with another value, or its arithmetic does not hold."},
    {"other-year", "warning", "The sources have this figure for another year or period only."},
    {"not-found", "warning", "The sources do not have this figure."},
};
enum { RULES = sizeof rules / sizeof *rules };

static void begin(dcx_writer *w) {
    buffer *out = &w->out;
    if (strcmp(w->schema->name, "verdict") != 0) {
        writer_fail(w, DCX_USAGE, "use it with verify", "only what verify finds is written as sarif");
        return;
    }
    buffer_text(out, "{\"version\":\"2.1.0\",\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"runs\":[{"
                     "\"tool\":{\"driver\":{\"name\":\"dcx\",\"version\":\"" DCX_VERSION "\",\"rules\":[");
    for (size_t i = 0; i < RULES; i++)
        buffer_text(out, arena_print(&w->row,
                                     "%s{\"id\":\"%s\",\"shortDescription\":{\"text\":\"%s\"},"
                                     "\"defaultConfiguration\":{\"level\":\"%s\"}}",
                                     i ? "," : "", rules[i].status, rules[i].help, rules[i].level));
    buffer_text(out, "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[");
}

static dcx_text of(const dcx_writer *w, const dcx_text *cell, const char *name) {
    return cell[dcx_schema_find(w->schema, name)];
}

/* A file name as a reference that a URI can hold (RFC 3986). */
static dcx_text uri_of(dcx_writer *w, dcx_text file) {
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    char *out = arena_array(&w->row, 3 * file.length + 1, 1);
    size_t length = 0;
    for (size_t i = 0; i < file.length; i++) {
        unsigned char c = (unsigned char)file.at[i];
        if (c && strchr(plain, c))
            out[length++] = (char)c;
        else {
            out[length++] = '%';
            out[length++] = "0123456789ABCDEF"[c >> 4];
            out[length++] = "0123456789ABCDEF"[c & 15];
        }
    }
    return (dcx_text){out, length};
}

static dcx_text message_of(dcx_writer *w, const dcx_text *cell, size_t rule) {
    buffer text;
    buffer_init_in(&text, &w->row);
    static const char *const parts[][2] = {
        {"", "metric"},        {" ", "quote"},       {" (", "reason"},  {" <- ", "source_metric"},
        {" ", "source_quote"}, {" ", "source_year"}, {"; ", "computed"}};
    buffer_text(&text, rules[rule].status);
    buffer_text(&text, ": ");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        dcx_text t = of(w, cell, parts[i][1]);
        if (!t.length)
            continue;
        buffer_text(&text, parts[i][0]);
        buffer_put(&text, t.at, t.length);
        buffer_text(&text, i == 2 ? ")" : "");
    }
    return (dcx_text){text.at, text.length};
}

static void put_location(dcx_writer *w, dcx_text file, dcx_text line, dcx_text column) {
    buffer *out = &w->out;
    buffer_text(out, "{\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
    json_put_string(out, uri_of(w, file), false);
    buffer_char(out, '}');
    if (line.length) {
        buffer_text(out, ",\"region\":{\"startLine\":");
        buffer_put(out, line.at, line.length);
        if (column.length) {
            buffer_text(out, ",\"startColumn\":");
            buffer_put(out, column.at, column.length);
        }
        buffer_char(out, '}');
    }
    buffer_text(out, "}}");
}

static void row(dcx_writer *w, const dcx_text *cell) {
    size_t rule = 0;
    dcx_text status = of(w, cell, "status"), none = {"", 0};
    while (rule < RULES && !text_equal(status, text_of_c(rules[rule].status)))
        rule++;
    if (rule == RULES)
        return;
    bool *more = w->state;
    if (!more)
        w->state = arena_alloc(&w->arena, sizeof *more);
    buffer *out = &w->out;
    buffer_text(out, more ? ",\n" : "\n");
    buffer_text(out,
                arena_print(&w->row, "{\"ruleId\":\"%s\",\"ruleIndex\":%zu,\"level\":\"%s\",\"message\":{\"text\":",
                            rules[rule].status, rule, rules[rule].level));
    json_put_string(out, message_of(w, cell, rule), false);
    buffer_text(out, "},\"locations\":[");
    put_location(w, of(w, cell, "file"), of(w, cell, "line"), of(w, cell, "column"));
    buffer_text(out, "],\"partialFingerprints\":{\"dcxRecord/v1\":");
    json_put_string(out, of(w, cell, "id"), false);
    buffer_char(out, '}');
    if (of(w, cell, "source_file").length) {
        buffer_text(out, ",\"relatedLocations\":[");
        put_location(w, of(w, cell, "source_file"), of(w, cell, "source_line"), none);
        buffer_char(out, ']');
    }
    buffer_char(out, '}');
}

static void end(dcx_writer *w) {
    buffer_text(&w->out, "\n]}]}\n");
}

const writer_format writer_sarif = {.begin = begin, .row = row, .end = end, .names_only = true, .whole = true};
