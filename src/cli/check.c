/* dcx check: figures that do not agree with each other. */
#include <string.h>

#include "cli/compare.h"
#include "cli/message.h"
#include "cli/select.h"
#include "cli/sheet.h"

typedef struct checking {
    const options *options;
    inputs in;
    selection *selection; /* NULL: every metric */
    bool selected;        /* the finding whose places come now is */
    sheet findings;
    dcx_check_counts counts;
    size_t errors, notes; /* of those that are selected */
} checking;

static int take_finding(void *data, const dcx_row *row) {
    checking *x = data;
    dcx_text severity = row->field[dcx_schema_find(row->schema, "severity")];
    x->selected = !x->selection || selection_takes(x->selection, row->field[dcx_schema_find(row->schema, "metric")]);
    if (!x->selected)
        return 0;
    x->errors += text_is(severity, "error");
    x->notes += text_is(severity, "note");
    return sheet_row(&x->findings, row);
}

static int take_place(void *data, const dcx_row *row) {
    checking *x = data;
    return x->selected ? sheet_row(&x->findings, row) : 0;
}

/* The documents, then the one they are held against. */
static exit_code read_all(checking *x, dcx_check_options *how) {
    static const char *const standard_input[] = {"-"};
    const options *o = x->options;
    *how = (dcx_check_options){.against = DCX_NO_DOCUMENT,
                               .explain = o->explain,
                               .place = sheet_takes(&x->findings, dcx_place_schema(), take_place)};
    x->in.sheet = &x->findings;
    exit_code code = o->file_count ? inputs_read(&x->in, o->files, o->file_count, false)
                                   : inputs_read(&x->in, standard_input, 1, false);
    if (!o->against || !x->in.documents)
        return code;
    how->against = x->in.documents;
    const char *const against[] = {o->against};
    exit_code last = inputs_read(&x->in, against, 1, false);
    code = last ? last : code;
    int old = dcx_set_year(x->in.set, how->against, 0);
    for (size_t d = 0; d < how->against && old; d++)
        if (dcx_set_year(x->in.set, d, 0) == old)
            say("%s: of the same year as a report that is held against it, %d; compared anyway", o->against, old);
    return code;
}

static bool check_severity(const char *severity) {
    if (!severity || !strcmp(severity, "error") || !strcmp(severity, "note"))
        return true;
    say("--fail-on %s: there are error and note", severity);
    return false;
}

static exit_code open_all(checking *x) {
    if (!check_severity(x->options->fail_on))
        return EXIT_USAGE;
    exit_code code = inputs_open(&x->in, &x->findings, x->options);
    if (!code && x->options->select && !(x->selection = selection_read(x->options->select)))
        code = EXIT_IN_OUT;
    return code ? code : sheet_open(&x->findings, dcx_finding_schema(), x->options);
}

static void closing_line(const dcx_check_counts *c) {
    say("%zu relation%s, %zu hold%s, %zu error%s, %zu note%s", c->relations, c->relations == 1 ? "" : "s", c->holding,
        c->holding == 1 ? "s" : "", c->errors, c->errors == 1 ? "" : "s", c->notes, c->notes == 1 ? "" : "s");
}

static exit_code verdict(const checking *x) {
    const char *severity = x->options->fail_on;
    if (!severity)
        return EXIT_DONE;
    bool notes = !strcmp(severity, "note");
    return x->errors || (notes && x->notes) ? EXIT_FINDING : EXIT_DONE;
}

/* Nothing is written then: an older output stays. */
static exit_code nothing_to_check(const checking *x) {
    if (!x->options->quiet)
        closing_line(&x->counts);
    say("no figure was checked, so nothing can be said of the reports");
    return x->options->fail_on ? EXIT_FINDING : EXIT_IN_OUT;
}

static exit_code work(checking *x) {
    exit_code code = open_all(x);
    if (code)
        return code;
    dcx_check_options how;
    code = read_all(x, &how);
    if (!x->in.documents)
        return code;
    if (!inputs_report(&x->in))
        return sheet_failure(&x->findings);
    if (!code && !x->in.figures)
        return nothing_to_check(x);
    dcx_error error;
    dcx_status status = dcx_check(x->in.set, &how, take_finding, x, &x->counts, &error);
    exit_code written = sheet_end(&x->findings, status, &error);
    if (written)
        return written;
    if (x->selection)
        selection_report(x->selection);
    if (!x->options->quiet)
        closing_line(&x->counts);
    return code ? code : verdict(x);
}

static exit_code run(const command *self, int argc, const char **argv) {
    options o;
    exit_code code;
    if (options_read(&o, self, argc, argv, &code)) {
        checking x = {.options = &o, .findings = {.out = {.fd = -1}}};
        code = work(&x);
        sheet_discard(&x.findings);
        inputs_close(&x.in);
        selection_free(x.selection);
    }
    options_free(&o);
    return code;
}

const command command_check = {
    .name = "check",
    .usage = "[OPTION...] [FILE...]",
    .help = "figures of reports that do not agree with each other",
    .examples = "  dcx check 2025.txt\n"
                "  dcx check 2025.txt --against 2024.txt --explain -f csv -o findings.csv\n"
                "  dcx check 2025.txt --fail-on error\n",
    .options = OPTIONS_WRITING | OPTIONS_SELECT | OPTIONS_CHECK | OPTIONS_PACK | OPTIONS_CORRECTING | OPTIONS_READING |
               OPTIONS_FILES,
    .run = run,
};
