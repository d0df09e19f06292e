#include "cli/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/heap.h"
#include "cli/message.h"
#include "cli/sandbox.h"

enum { WIDEST = 10000 };

static int window_width(void) {
    const char *columns = getenv("COLUMNS");
    long width = columns ? strtol(columns, NULL, 10) : 0;
    struct winsize window;
    if (width <= 0 && !ioctl(STDOUT_FILENO, TIOCGWINSZ, &window))
        width = window.ws_col;
    return width > 0 && width <= WIDEST ? (int)width : 0;
}

static bool wants_colour(void) {
    const char *off = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return !(off && *off) && terminal && strcmp(terminal, "dumb") != 0;
}

static void complain_of_column(const dcx_schema *schema, const char *name) {
    char all[512] = "", hint[96];
    guess g = guess_begin(name);
    for (size_t i = 0; i < schema->columns; i++) {
        guess_offer(&g, schema->column[i].name);
        (void)snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", i ? ", " : "", schema->column[i].name);
    }
    say("unknown column '%s'%s; there are %s", name, guess_text(&g, hint, sizeof hint), all);
}

/* Column numbers of a list of names with commas, spaces or both between. */
static bool read_columns(sheet *s, const dcx_schema *schema, const char *list, dcx_layout *layout) {
    size_t room = 1;
    for (const char *c = list; *c; c++)
        room += *c == ',' || *c == ' ';
    s->columns = need(NULL, room * sizeof *s->columns);
    layout->columns = s->columns;
    for (const char *c = list;; c += *c == ',') {
        char name[64];
        c += strspn(c, " ");
        size_t length = strcspn(c, ", ");
        (void)snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : sizeof name - 1), c);
        int number = dcx_schema_find(schema, name);
        if (number < 0) {
            complain_of_column(schema, name);
            return false;
        }
        s->columns[layout->count++] = number;
        c += length;
        c += strspn(c, " ");
        if (!*c)
            return true;
    }
}

static bool read_heading(const char *style, dcx_layout *layout) {
    static const char *const names[] = {[DCX_NAMES] = "en", [DCX_CHINESE] = "zh", [DCX_BOTH] = "both"};
    for (size_t i = 0; style && i < sizeof names / sizeof *names; i++)
        if (!strcmp(style, names[i])) {
            layout->heading = (dcx_heading)i;
            return true;
        }
    if (style)
        say("--header %s: there are zh, en and both", style);
    return !style;
}

static bool same_file(const char *a, const char *b) {
    struct stat left, right;
    if (stat(a, &left) || stat(b, &right))
        return !strcmp(a, b);
    return S_ISREG(left.st_mode) && left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

/* Says where the output called target would take the place of something that is read. */
static bool spares(const char *target, const char *input) {
    if (!target || !input || !same_file(target, input))
        return true;
    say("%s is an input and would be overwritten; name another output", target);
    return false;
}

static bool spares_all(const char *target, const char *const *input) {
    while (input && *input && spares(target, *input))
        input++;
    return !input || !*input;
}

bool sheet_check_outputs(const options *o) {
    const char *const target[] = {o->output, o->missed};
    const char *const others[] = {o->select, o->aliases, o->against};
    for (size_t i = 0; i < 2; i++) {
        if (!spares_all(target[i], o->files) || !spares_all(target[i], (const char *const *)o->corrections) ||
            !spares_all(target[i], (const char *const *)o->rules) ||
            !spares_all(target[i], (const char *const *)o->sources))
            return false;
        for (size_t k = 0; k < sizeof others / sizeof *others; k++)
            if (!spares(target[i], others[k]))
                return false;
    }
    if (o->output && o->missed && same_file(o->output, o->missed)) {
        say("--output and --missed name the same file");
        return false;
    }
    return true;
}

/* Whether this format can be written there. */
static bool check_target(const dcx_layout *layout, const char *path) {
    dcx_output goes = options_destination(layout->format);
    bool standard = !path || !strcmp(path, "-");
    if ((goes == DCX_OWN_FILE && standard) || (goes == DCX_BINARY && standard && isatty(STDOUT_FILENO))) {
        say("-f %s needs a file to write to; name it with -o FILE", layout->format);
        return false;
    }
    return true;
}

/* A database takes its changes back where memory is short. What makes workbooks crashes. */
static heap_mood mood_of(const sheet *s) {
    return s->database ? HEAP_PATIENT : HEAP_STRICT;
}

exit_code sheet_prepare(sheet *s, const char *format, const char *path) {
    *s = (sheet){.out = {.fd = -1}};
    bool named = path && strcmp(path, "-") != 0;
    bool ready = options_destination(format) != DCX_OWN_FILE ? output_open(&s->out, path)
                 : named                                     ? output_may_keep(path)
                                                             : true; /* check_target says that it needs a name */
    return ready ? EXIT_DONE : EXIT_IN_OUT;
}

static exit_code open_writer(sheet *s, const dcx_schema *schema, const dcx_layout *layout) {
    dcx_error error;
    s->database = options_destination(layout->format) == DCX_OWN_FILE;
    heap_be(mood_of(s));
    dcx_status status = dcx_writer_open(&s->writer, schema, layout, output_sink, &s->out, NULL, &error);
    heap_be(HEAP_USUAL);
    if (status) {
        say_error(&error);
        return exit_code_of(status);
    }
    if (s->database)
        sandbox_narrow();
    return EXIT_DONE;
}

static exit_code opened(sheet *s, exit_code code) {
    if (code)
        sheet_discard(s);
    return code;
}

exit_code sheet_open(sheet *s, const dcx_schema *schema, const options *o) {
    bool terminal = !o->output && isatty(STDOUT_FILENO);
    dcx_layout layout = {.format = o->format  ? o->format
                                   : terminal ? "table"
                                              : "csv",
                         .no_header = o->no_header,
                         .bom = o->bom,
                         .raw = o->no_guard};
    if (!o->output) {
        layout.width = terminal || getenv("COLUMNS") ? window_width() : 0;
        layout.colour = terminal && wants_colour();
    }
    layout.path = o->output;
    if (!options_check_ending(o) || !guess_format(dcx_formats(), layout.format) ||
        (o->columns && !read_columns(s, schema, o->columns, &layout)) || !read_heading(o->header, &layout) ||
        !check_target(&layout, o->output))
        return opened(s, EXIT_USAGE);
    return opened(s, open_writer(s, schema, &layout));
}

exit_code sheet_open_csv(sheet *s, const dcx_schema *schema, const options *o) {
    dcx_layout layout = {.format = "csv", .bom = o->bom, .raw = o->no_guard};
    return opened(s, open_writer(s, schema, &layout));
}

dcx_row_fn *sheet_takes(const sheet *s, const dcx_schema *schema, dcx_row_fn *fn) {
    return dcx_writer_wants(s->writer, schema) ? fn : NULL;
}

int sheet_row(void *data, const dcx_row *row) {
    sheet *s = data;
    s->error.status = DCX_OK;
    heap_be(mood_of(s));
    dcx_status status = dcx_writer_row(s->writer, row, &s->error);
    heap_be(HEAP_USUAL);
    s->error.status = status;
    return status != DCX_OK;
}

exit_code sheet_failure(const sheet *s) {
    if (s->out.reason)
        return output_failure(&s->out);
    if (s->error.status == DCX_OK)
        return EXIT_DONE;
    say_error(&s->error);
    return exit_code_of(s->error.status);
}

exit_code sheet_commit(sheet *s) {
    heap_be(mood_of(s));
    dcx_status status = dcx_writer_end(s->writer, &s->error);
    heap_be(HEAP_USUAL);
    s->error.status = status;
    exit_code code = status ? sheet_failure(s) : output_commit(&s->out);
    sheet_discard(s);
    return code;
}

exit_code sheet_end(sheet *s, dcx_status status, const dcx_error *error) {
    if (status == DCX_STOPPED)
        return sheet_failure(s);
    if (!status)
        return sheet_commit(s);
    say_error(error);
    return exit_code_of(status);
}

void sheet_discard(sheet *s) {
    heap_be(mood_of(s));
    dcx_writer_free(s->writer);
    heap_be(HEAP_USUAL);
    s->writer = NULL;
    free(s->columns);
    s->columns = NULL;
    output_discard(&s->out);
}
