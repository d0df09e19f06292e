#include "cli/session.h"

#include <string.h>

#include "cli/message.h"
#include "cli/progress.h"

static bool check_reading(const options *o) {
    if (o->year && (o->year < 1000 || o->year > 9999)) {
        say("--year %d: a year has four digits", o->year);
        return false;
    }
    return !o->input_format || guess_format(dcx_input_formats(), o->input_format);
}

/* ---- corrections ---- */

static exit_code read_corrections(session *s, const char *path) {
    input in;
    if (!input_read(&in, path))
        return EXIT_IN_OUT;
    dcx_error error;
    dcx_status status = dcx_corrections_read(s->corrections, path, in.bytes, in.size, say_report, NULL, &error);
    if (status)
        say_error(&error);
    input_free(&in);
    return exit_code_of(status);
}

/* What the database that is written to keeps comes first, so that what is given now counts. */
typedef struct keeping {
    session *session;
    dcx_error error; /* why a row was not taken */
} keeping;

static int take_kept(void *data, const dcx_row *row) {
    keeping *k = data;
    session *s = k->session;
    if (!s->corrections)
        k->error.status = dcx_corrections_open(&s->corrections, s->pack, NULL, &k->error);
    if (!k->error.status)
        k->error.status = dcx_corrections_add(s->corrections, row, &k->error);
    return k->error.status != DCX_OK;
}

static exit_code read_kept(session *s, const options *o) {
    if (!o->output || options_destination(o->format) != DCX_OWN_FILE)
        return EXIT_DONE;
    keeping k = {.session = s};
    dcx_error error;
    dcx_status status = dcx_database_corrections(o->output, take_kept, &k, NULL, &error);
    if (status)
        say_error(status == DCX_STOPPED ? &k.error : &error);
    return exit_code_of(status == DCX_STOPPED ? k.error.status : status);
}

static exit_code open_corrections(session *s, const options *o) {
    exit_code code = read_kept(s, o);
    if (code || !o->corrections)
        return code;
    dcx_error error;
    dcx_status status = s->corrections ? DCX_OK : dcx_corrections_open(&s->corrections, s->pack, NULL, &error);
    if (status)
        say_error(&error);
    code = exit_code_of(status);
    for (size_t i = 0; i < options_count(o->corrections) && !code; i++)
        code = read_corrections(s, o->corrections[i]);
    return code;
}

typedef struct report {
    size_t others; /* corrections of documents that were not read */
    dcx_row_fn *row;
    void *data;
} report;

static int report_one(void *data, const dcx_row *row) {
    report *r = data;
    dcx_text origin = row->field[DCX_CORRECTION_ORIGIN], state = row->field[DCX_CORRECTION_STATE];
    dcx_text id = row->field[DCX_CORRECTION_ID], quote = row->field[DCX_CORRECTION_METRIC + DCX_QUOTE];
    r->others += text_is(state, "other");
    dcx_text action = row->field[DCX_CORRECTION_ACTION], metric = row->field[DCX_CORRECTION_METRIC];
    bool stale = text_is(state, "stale");
    if (stale && text_is(action, "add"))
        say("%.*s: the sentence of the added record %.*s is not in the documents; it was not applied",
            (int)origin.length, origin.at, (int)metric.length, metric.at);
    else if (stale)
        say("%.*s: no figure of the documents has the id %.*s%s%.*s any more; it was not applied", (int)origin.length,
            origin.at, (int)id.length, id.at, quote.length ? ", " : "", (int)quote.length, quote.at);
    return r->row ? r->row(r->data, row) : 0;
}

bool session_report(session *s, dcx_row_fn *row, void *data) {
    report r = {.row = row, .data = data};
    dcx_error error;
    if (!s->corrections)
        return true;
    dcx_status status = dcx_corrections_list(s->corrections, report_one, &r, &error);
    if (status && status != DCX_STOPPED)
        say_error(&error);
    if (r.others)
        say("%zu correction%s about other documents", r.others, r.others == 1 ? " is" : "s are");
    return status == DCX_OK;
}

/* ---- documents ---- */

exit_code session_open(session *s, const options *o) {
    *s = (session){.options = o};
    progress_begin(o);
    if (!check_reading(o))
        return EXIT_USAGE;
    dcx_error error;
    const char *const *rules = (const char *const *)o->rules;
    dcx_status status = dcx_pack_open(&s->pack, rules, options_count(o->rules), NULL, &error);
    const dcx_options reading = {
        .year = o->year, .strict = o->strict, .encoding = o->encoding, .input_format = o->input_format};
    if (!status)
        status = dcx_reader_open(&s->reader, s->pack, &reading, NULL, &error);
    if (status)
        say_error(&error);
    exit_code code = status ? exit_code_of(status) : open_corrections(s, o);
    if (code)
        session_close(s);
    return code;
}

void session_close(session *s) {
    progress_hide();
    dcx_corrections_free(s->corrections);
    s->corrections = NULL;
    dcx_reader_free(s->reader);
    dcx_pack_free(s->pack);
    s->reader = NULL;
    s->pack = NULL;
}

dcx_report_fn *session_notice(const session *s) {
    return s->options->verbose ? say_report : NULL;
}

static dcx_status one(const char *name, document_fn *work, void *data) {
    input in;
    progress_file(name);
    if (!input_read(&in, name))
        return DCX_IO;
    dcx_error error;
    dcx_status status = work(data, name, &in, &error);
    if (status && status != DCX_STOPPED)
        say_error(&error);
    input_free(&in);
    return status;
}

exit_code session_each(session *s, document_fn *work, void *data, size_t *done) {
    static const char *const standard_input[] = {"-", NULL};
    const char *const *name = s->options->file_count ? s->options->files : standard_input;
    exit_code code = EXIT_DONE;
    *done = 0;
    for (; *name; name++) {
        dcx_status status = one(*name, work, data);
        if (status == DCX_STOPPED)
            return code;
        if (status == DCX_BAD_PACK)
            return EXIT_USAGE;
        if (status)
            code = exit_code_of(status);
        else
            ++*done;
    }
    return code;
}

typedef struct counted {
    const dcx_handler *handler;
    size_t *records;
} counted;

static int count_record(void *data, const dcx_row *row) {
    const counted *c = data;
    ++*c->records;
    return c->handler->record(c->handler->data, row);
}

static void pass_warning(void *data, const dcx_error *what) {
    const counted *c = data;
    if (c->handler->warning)
        c->handler->warning(c->handler->data, what);
}

static dcx_status read_document(session *s, const char *name, const input *in, const dcx_handler *handler,
                                dcx_counts *counts, dcx_error *error) {
    if (!dcx_is_record_file(in->bytes, in->size))
        return dcx_extract(s->reader, name, in->bytes, in->size, handler, counts, error);
    size_t ignored = 0;
    counted c = {handler, counts ? &counts->records : &ignored};
    const dcx_handler counting = {.data = &c, .record = count_record, .warning = pass_warning};
    return dcx_records_read(name, in->bytes, in->size, &counting, NULL, error);
}

dcx_status session_read(session *s, const char *name, const input *in, const dcx_handler *handler, dcx_counts *counts,
                        dcx_error *error) {
    if (!s->corrections)
        return read_document(s, name, in, handler, counts, error);
    dcx_handler filter;
    dcx_corrections_begin(s->corrections, handler, &filter);
    dcx_status status = read_document(s, name, in, &filter, counts, error);
    dcx_status ended = status && status != DCX_STOPPED ? status : dcx_corrections_end(s->corrections, error);
    return ended ? ended : status;
}

typedef struct taker {
    session *session;
    const dcx_handler *handler;
} taker;

static dcx_status take_records(void *data, const char *name, const input *in, dcx_error *error) {
    const taker *t = data;
    return session_read(t->session, name, in, t->handler, NULL, error);
}

exit_code session_records(session *s, const char *path, const dcx_handler *handler) {
    taker t = {s, handler};
    dcx_status status = one(path, take_records, &t);
    return status == DCX_STOPPED ? EXIT_DONE : exit_code_of(status);
}
