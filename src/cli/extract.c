/* dcx extract: the records of documents. */
#include <stdio.h>
#include <string.h>

#include "cli/message.h"
#include "cli/progress.h"
#include "cli/sandbox.h"
#include "cli/select.h"
#include "cli/session.h"
#include "cli/sheet.h"

typedef struct extraction {
    const options *options;
    session session;
    selection *selection; /* NULL: every metric */
    sheet records, missed;
    dcx_unit *unit; /* NULL: no column shown_value */
    dcx_column column[DCX_RECORD_FIELDS + 1];
    dcx_schema shown; /* the record with shown_value, where there is a unit */
    dcx_counts counts;
    size_t passed, written; /* records that corrections and selection left */
    bool torn;              /* a document failed when some of its records were written already */
} extraction;

enum { SHOWN_VALUE = DCX_RECORD_FIELDS };

static exit_code open_unit(extraction *x, const char *name) {
    dcx_error error;
    dcx_status status = dcx_unit_open(&x->unit, x->session.pack, name, NULL, &error);
    if (status) {
        say_error(&error);
        return exit_code_of(status);
    }
    x->shown = *dcx_record_schema();
    memcpy(x->column, x->shown.column, x->shown.columns * sizeof *x->column);
    x->column[SHOWN_VALUE] = (dcx_column){"shown_value", DCX_DECIMAL, "the value in the unit that was asked for"};
    x->shown.column = x->column;
    x->shown.columns++;
    return EXIT_DONE;
}

static int write_shown(extraction *x, const dcx_row *row) {
    dcx_text field[SHOWN_VALUE + 1];
    memcpy(field, row->field, DCX_RECORD_FIELDS * sizeof *field);
    dcx_error error;
    if (dcx_convert(x->unit, field[DCX_BASE_VALUE], field[DCX_BASE_UNIT], &field[SHOWN_VALUE], &error)) {
        x->records.error = error;
        return 1;
    }
    return sheet_row(&x->records, &(dcx_row){&x->shown, field});
}

static int take_record(void *data, const dcx_row *row) {
    extraction *x = data;
    x->passed++;
    progress_record();
    if (x->selection && !selection_takes(x->selection, row->field[DCX_METRIC]))
        return 0;
    x->written++;
    return x->unit ? write_shown(x, row) : sheet_row(&x->records, row);
}

static int take_missed(void *data, const dcx_row *row) {
    extraction *x = data;
    return sheet_row(&x->missed, row);
}

static int take_side(void *data, const dcx_row *row) {
    extraction *x = data;
    return sheet_row(&x->records, row);
}

static void let_go(void *data) {
    extraction *x = data;
    session_let_go(&x->session);
}

static dcx_handler handler_of(extraction *x) {
    return (dcx_handler){.data = x,
                         .record = take_record,
                         .document = sheet_takes(&x->records, dcx_document_schema(), take_side),
                         .block = sheet_takes(&x->records, dcx_block_schema(), take_side),
                         .mark = sheet_takes(&x->records, dcx_mark_schema(), take_side),
                         .rejected = sheet_takes(&x->records, dcx_rejected_schema(), take_side),
                         .missed = x->missed.writer ? take_missed : NULL,
                         .warning = say_report,
                         .notice = session_notice(&x->session),
                         .taken = let_go};
}

static dcx_status extract(void *data, const char *name, const input *in, dcx_error *error) {
    extraction *x = data;
    const dcx_handler handler = handler_of(x);
    dcx_counts before = x->counts;
    dcx_status status = session_read(&x->session, name, in, &handler, &x->counts, error);
    x->torn |= status && x->counts.records > before.records;
    if (x->options->verbose && !status)
        say("%s: %zu bytes; records: %zu", name, in->size, x->counts.records - before.records);
    return status;
}

static void closing_line(const extraction *x) {
    const dcx_counts *c = &x->counts;
    char selected[64] = "";
    if (x->selection)
        (void)snprintf(selected, sizeof selected, " (%zu selected)", x->written);
    char undated[64] = "";
    if (c->undated)
        (void)snprintf(undated, sizeof undated, "; %zu without a year", c->undated);
    say("%zu record%s%s; %zu quantities unbound, %zu set aside, %zu numbers of no known unit or form; "
        "%zu dates and %zu names passed over%s",
        x->passed, x->passed == 1 ? "" : "s", selected, c->unbound, c->excluded, c->unknown, c->dates, c->names,
        undated);
}

static exit_code open_all(extraction *x) {
    const options *o = x->options;
    if (!sheet_check_outputs(o))
        return EXIT_USAGE;
    if (o->select && options_destination(o->format) == DCX_OWN_FILE) {
        say("--select: a database keeps all records of a document; leave it out, and select when you ask it");
        return EXIT_USAGE;
    }
    exit_code code = sheet_prepare(&x->records, o->format, o->output);
    if (!code && o->missed)
        code = sheet_prepare(&x->missed, NULL, o->missed);
    if (code)
        return code;
    code = sandbox_enter(o, o->files);
    if (code)
        return code;
    if (o->select && !(x->selection = selection_read(o->select)))
        return EXIT_IN_OUT;
    code = session_open(&x->session, o);
    if (!code && o->show_unit)
        code = open_unit(x, o->show_unit);
    if (!code)
        code = sheet_open(&x->records, x->unit ? &x->shown : dcx_record_schema(), o);
    if (!code && o->missed)
        code = sheet_open_csv(&x->missed, dcx_missed_schema(), o);
    return code;
}

static exit_code commit(extraction *x) {
    if (!session_report(&x->session, sheet_takes(&x->records, dcx_correction_schema(), take_side), x))
        return sheet_failure(&x->records);
    exit_code code = sheet_commit(&x->records);
    if (!code && x->missed.writer)
        code = sheet_commit(&x->missed);
    if (!code && x->selection)
        selection_report(x->selection);
    if (!code && !x->options->quiet)
        closing_line(x);
    return code;
}

static exit_code work(extraction *x) {
    exit_code code = open_all(x);
    if (code)
        return code;
    size_t done;
    const dcx_handler handler = handler_of(x);
    session_start_jobs(&x->session, &handler);
    code = session_each(&x->session, extract, x, &done);
    exit_code refused = sheet_failure(&x->records);
    if (!refused && x->missed.writer)
        refused = sheet_failure(&x->missed);
    if (refused)
        return refused;
    /* Where nothing could be read there is nothing to show; what is not whole is not shown. An older output stays. */
    if (!done || x->torn || code == EXIT_USAGE)
        return code;
    exit_code written = commit(x);
    return written ? written : code;
}

static exit_code run(const command *self, int argc, const char **argv) {
    options o;
    exit_code code;
    if (options_read(&o, self, argc, argv, &code)) {
        extraction x = {.options = &o, .records = {.out = {.fd = -1}}, .missed = {.out = {.fd = -1}}};
        code = work(&x);
        sheet_discard(&x.records);
        sheet_discard(&x.missed);
        session_close(&x.session);
        selection_free(x.selection);
        dcx_unit_free(x.unit);
    }
    options_free(&o);
    return code;
}

const command command_extract = {
    .name = "extract",
    .usage = "[OPTION...] [FILE...]",
    .help = "the figures of reports as records ('-' or no FILE: standard input)",
    .examples = "  dcx extract 2025.txt\n"
                "  dcx extract 2024.txt 2025.txt --bom -o figures.csv --missed missed.csv\n"
                "  dcx extract 2025.txt --columns metric,value,unit,year,line -f tsv\n"
                "  cat 2025.txt | dcx extract -f jsonl | head -3\n",
    .options = OPTIONS_WRITING | OPTIONS_SELECT | OPTIONS_RECORDS | OPTIONS_PACK | OPTIONS_CORRECTING |
               OPTIONS_READING | OPTIONS_FILES | OPTIONS_JOBS,
    .run = run,
};
