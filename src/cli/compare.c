#include "cli/compare.h"

#include <stdlib.h>

#include "cli/message.h"
#include "cli/progress.h"
#include "cli/sandbox.h"
#include "cli/sheet.h"

typedef struct reading {
    dcx_set *set;
    sheet *sheet;
    bool shows; /* the sheet takes records */
    size_t document, records;
    dcx_error error; /* why a record was not taken */
} reading;

exit_code inputs_open(inputs *in, sheet *s, const options *o) {
    if (!sheet_check_outputs(o))
        return EXIT_USAGE;
    exit_code code = sheet_prepare(s, o->format, o->output);
    if (code)
        return code;
    code = sandbox_enter(o, o->files);
    if (!code)
        code = session_open(&in->session, o);
    if (code)
        return code;
    dcx_error error;
    dcx_status status = dcx_set_open(&in->set, in->session.pack, NULL, &error);
    if (status) {
        say_error(&error);
        return exit_code_of(status);
    }
    if (o->aliases && !input_read(&in->alias_file, o->aliases))
        return EXIT_IN_OUT;
    in->aliases = (dcx_aliases){o->aliases, in->alias_file.bytes, in->alias_file.size};
    return EXIT_DONE;
}

static int take(void *data, const dcx_row *row) {
    reading *r = data;
    r->error.status = dcx_set_add(r->set, r->document, row, &r->error);
    r->records++;
    progress_record();
    return r->error.status != DCX_OK || (r->shows && sheet_row(r->sheet, row));
}

static int take_side(void *data, const dcx_row *row) {
    const reading *r = data;
    return sheet_row(r->sheet, row);
}

static dcx_row_fn *side(const inputs *in, const dcx_schema *schema) {
    return in->sheet ? sheet_takes(in->sheet, schema, take_side) : NULL;
}

static exit_code read_one(inputs *in, reading *r, const char *name, bool needs_year) {
    r->sheet = in->sheet;
    r->shows = side(in, dcx_record_schema()) != NULL;
    const dcx_handler handler = {.data = r,
                                 .record = take,
                                 .document = side(in, dcx_document_schema()),
                                 .block = side(in, dcx_block_schema()),
                                 .mark = side(in, dcx_mark_schema()),
                                 .rejected = side(in, dcx_rejected_schema()),
                                 .warning = say_report,
                                 .notice = session_notice(&in->session)};
    exit_code code = session_records(&in->session, name, &handler);
    if (!code && in->sheet)
        code = sheet_failure(in->sheet);
    if (code)
        return code;
    if (r->error.status) {
        say_error(&r->error);
        return exit_code_of(r->error.status);
    }
    if (!r->records)
        say("%s: there is no figure in it", name);
    else if (!dcx_set_year(in->set, in->documents, 0) && needs_year) {
        say("%s: it says of no figure which year it is of; extract it with --year YEAR and compare the records", name);
        return EXIT_USAGE;
    }
    in->documents++;
    in->figures += r->records;
    return EXIT_DONE;
}

exit_code inputs_read(inputs *in, const char *const *names, size_t count, bool needs_year) {
    exit_code worst = EXIT_DONE;
    for (size_t i = 0; i < count; i++) {
        reading r = {.set = in->set, .document = in->documents};
        exit_code code = read_one(in, &r, names[i], needs_year);
        if (code && (code != EXIT_IN_OUT || r.records)) {
            in->documents = 0; /* what is not whole is not compared */
            return code;
        }
        worst = code ? code : worst;
    }
    return worst;
}

bool inputs_report(inputs *in) {
    reading r = {.sheet = in->sheet};
    return session_report(&in->session, side(in, dcx_correction_schema()), &r);
}

void inputs_close(inputs *in) {
    dcx_set_free(in->set);
    session_close(&in->session);
    input_free(&in->alias_file);
}

bool compare_score(const char *text, int *hundredths) {
    char *end;
    double score = strtod(text, &end);
    if (*text && !*end && score >= 0 && score <= 1) {
        enum { ANY = -1 };
        int rounded = (int)(score * 100 + 0.5);
        *hundredths = rounded ? rounded : ANY;
        return true;
    }
    say("--min-score %s: a score lies between 0 and 1, as in --min-score 0.8", text);
    return false;
}
