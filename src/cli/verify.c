/* dcx verify: is every figure of a draft supported by its sources? */
#include <string.h>

#include "cli/compare.h"
#include "cli/message.h"
#include "cli/select.h"
#include "cli/sheet.h"

static const char *const statuses[] = {"mismatch", "other-year", "not-found", "computed", "supported"};
enum { STATUSES = sizeof statuses / sizeof *statuses };

typedef struct verifying {
    const options *options;
    inputs in;
    selection *selection; /* NULL: every metric */
    sheet sheet;
    bool fails[STATUSES]; /* what --fail-on names */
    size_t count[STATUSES], reasons;
} verifying;

static int status_named(const char *text, size_t length) {
    for (int i = 0; i < STATUSES; i++)
        if (strlen(statuses[i]) == length && !memcmp(statuses[i], text, length))
            return i;
    return -1;
}

static bool read_conditions(verifying *x, const char *text) {
    for (const char *c = text;; c++) {
        size_t length = strcspn(c, ",");
        int status = status_named(c, length);
        if (status < 0) {
            say("--fail-on %.*s: there are mismatch, other-year, not-found, computed and supported", (int)length, c);
            return false;
        }
        x->fails[status] = true;
        c += length;
        if (!*c)
            return true;
    }
}

static int take_verdict(void *data, const dcx_row *row) {
    verifying *x = data;
    dcx_text status = row->field[dcx_schema_find(row->schema, "status")];
    if (x->selection && !selection_takes(x->selection, row->field[dcx_schema_find(row->schema, "metric")]))
        return 0;
    int i = status_named(status.at, status.length);
    if (i >= 0) {
        x->count[i]++;
        x->reasons += x->fails[i];
    }
    return sheet_row(&x->sheet, row);
}

/* ---- the command ---- */

static bool check_options(verifying *x) {
    const options *o = x->options;
    if (!options_count(o->sources)) {
        say("what is the draft held against? name its sources with --against SOURCE; 'dcx verify --help' shows "
            "examples");
        return false;
    }
    return !o->fail_on || read_conditions(x, o->fail_on);
}

static exit_code open_all(verifying *x) {
    const options *o = x->options;
    if (!check_options(x))
        return EXIT_USAGE;
    exit_code code = inputs_open(&x->in, &x->sheet, o);
    if (!code && o->select && !(x->selection = selection_read(o->select)))
        code = EXIT_IN_OUT;
    return code ? code : sheet_open(&x->sheet, dcx_verdict_schema(), o);
}

/* The drafts, then the sources: verifying against a part of them would call things missing that are not. */
static exit_code read_all(verifying *x, size_t *drafts) {
    static const char *const standard_input[] = {"-"};
    const options *o = x->options;
    x->in.sheet = &x->sheet;
    exit_code code = o->file_count ? inputs_read(&x->in, o->files, o->file_count, false)
                                   : inputs_read(&x->in, standard_input, 1, false);
    *drafts = x->in.documents;
    if (code)
        return code;
    x->in.sheet = NULL;
    return inputs_read(&x->in, (const char *const *)o->sources, options_count(o->sources), false);
}

static void closing_line(const verifying *x) {
    say("%zu supported, %zu computed, %zu mismatch, %zu other-year, %zu not-found", x->count[4], x->count[3],
        x->count[0], x->count[1], x->count[2]);
}

static exit_code verify(verifying *x, size_t drafts) {
    dcx_error error;
    dcx_verify_counts counts;
    dcx_status status = dcx_verify(x->in.set, drafts, &x->in.aliases, take_verdict, x, &counts, &error);
    exit_code code = sheet_end(&x->sheet, status, &error);
    if (code)
        return code;
    if (x->selection)
        selection_report(x->selection);
    if (!x->options->quiet)
        closing_line(x);
    if (!counts.figures && x->options->fail_on) {
        say("no figure was verified: the draft has none, so nothing can be said of it");
        return EXIT_FINDING;
    }
    return x->reasons ? EXIT_FINDING : EXIT_DONE;
}

static exit_code work(verifying *x) {
    exit_code code = open_all(x);
    size_t drafts = 0;
    if (!code)
        code = read_all(x, &drafts);
    if (code)
        return code;
    if (!inputs_report(&x->in))
        return sheet_failure(&x->sheet);
    return verify(x, drafts);
}

static exit_code run(const command *self, int argc, const char **argv) {
    options o;
    exit_code code;
    if (options_read(&o, self, argc, argv, &code)) {
        verifying x = {.options = &o, .sheet = {.out = {.fd = -1}}};
        code = work(&x);
        sheet_discard(&x.sheet);
        inputs_close(&x.in);
        selection_free(x.selection);
    }
    options_free(&o);
    return code;
}

const command command_verify = {
    .name = "verify",
    .usage = "[OPTION...] [DRAFT...] --against SOURCE [--against SOURCE...]",
    .help = "is every figure of a draft supported by its sources?",
    .examples = "  dcx verify article.docx --against 2024.txt --against 2025.txt\n"
                "  dcx verify draft.md --against report.pdf -f html -o draft.html\n"
                "  dcx verify draft.md --against report.txt --fail-on mismatch,not-found,other-year\n",
    .options = OPTIONS_WRITING | OPTIONS_SELECT | OPTIONS_VERIFY | OPTIONS_PACK | OPTIONS_CORRECTING | OPTIONS_READING,
    .run = run,
};
