/* dcx series: the values of each metric over the years. */
#include <stdlib.h>

#include "cli/compare.h"
#include "cli/message.h"
#include "cli/select.h"
#include "cli/sheet.h"

enum { MOST_FILES = 20 };

typedef struct chaining {
    const options *options;
    inputs inputs;
    selection *selection; /* NULL: every metric */
    sheet sheet;
    exit_code code; /* why the sheet could not be opened */
} chaining;

static int begin(void *data, const dcx_schema *schema) {
    chaining *x = data;
    x->code = sheet_open(&x->sheet, schema, x->options);
    return x->code != EXIT_DONE;
}

/* Asks for every name, so that each pattern that matches one counts as used. */
static int is_wanted(void *data, const dcx_text *names, size_t count) {
    chaining *x = data;
    bool wanted = !x->selection;
    for (size_t i = 0; x->selection && i < count; i++)
        wanted |= selection_takes(x->selection, names[i]);
    return wanted;
}

static int take_row(void *data, const dcx_row *row) {
    chaining *x = data;
    return sheet_row(&x->sheet, row);
}

static void closing_line(const chaining *x, const dcx_series_counts *c) {
    if (x->selection)
        selection_report(x->selection);
    if (!x->options->quiet)
        say("%zu metrics, %zu values, %zu of them restated; %zu metrics of a single year left out%s; %zu figures "
            "without a year",
            c->metrics, c->values, c->restated, c->single, c->single ? " (--all shows them)" : "", c->no_year);
}

static exit_code chain(chaining *x) {
    const options *o = x->options;
    dcx_series_options how = {
        .wide = o->wide, .all = o->all || o->select, .aliases = x->inputs.aliases, .wanted = is_wanted};
    dcx_series_counts counts;
    dcx_error error;
    if (o->min_score && !compare_score(o->min_score, &how.least_score))
        return EXIT_USAGE;
    dcx_status status = dcx_series(x->inputs.set, &how, begin, take_row, x, &counts, &error);
    if (x->code)
        return x->code;
    exit_code code = sheet_end(&x->sheet, status, &error);
    if (!code)
        closing_line(x, &counts);
    return code;
}

static exit_code work(chaining *x) {
    const options *o = x->options;
    if (!o->file_count || o->file_count > MOST_FILES) {
        say("one to %d files are needed; 'dcx series --help' shows examples", MOST_FILES);
        return EXIT_USAGE;
    }
    exit_code code = inputs_open(&x->inputs, &x->sheet, o);
    if (!code && o->select && !(x->selection = selection_read(o->select)))
        code = EXIT_IN_OUT;
    if (!code)
        code = inputs_read(&x->inputs, o->files, o->file_count, true);
    if (!x->inputs.documents || !inputs_report(&x->inputs))
        return code;
    exit_code chained = chain(x);
    return chained ? chained : code;
}

static exit_code run(const command *self, int argc, const char **argv) {
    options o;
    exit_code code;
    if (options_read(&o, self, argc, argv, &code)) {
        chaining x = {.options = &o, .sheet = {.out = {.fd = -1}}};
        code = work(&x);
        sheet_discard(&x.sheet);
        inputs_close(&x.inputs);
        selection_free(x.selection);
    }
    options_free(&o);
    return code;
}

const command command_series = {
    .name = "series",
    .usage = "[OPTION...] FILE...",
    .help = "each metric over the years of several reports",
    .examples = "  dcx series 2021.txt 2022.txt 2023.txt 2024.txt 2025.txt\n"
                "  dcx series 2024.csv 2025.csv --wide --bom -o series.csv\n"
                "  dcx series 2025.txt --select indicators.list --wide\n",
    .options = OPTIONS_WRITING | OPTIONS_SELECT | OPTIONS_MATCHING | OPTIONS_SERIES | OPTIONS_PACK |
               OPTIONS_CORRECTING | OPTIONS_READING | OPTIONS_FILES,
    .run = run,
};
