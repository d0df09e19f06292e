#include "cli/session.h"

#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "cli/progress.h"

static bool check_reading(const options *o) {
    if (o->jobs < 0) {
        say("--jobs %d: name how many documents are to be read at a time", o->jobs);
        return false;
    }
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
    s->reading = (dcx_options){.year = o->year,
                               .strict = o->strict,
                               .encoding = o->encoding,
                               .input_format = o->input_format,
                               .words = o->words};
    if (!status)
        status = dcx_reader_open(&s->reader, s->pack, &s->reading, NULL, &error);
    if (status)
        say_error(&error);
    exit_code code = status ? exit_code_of(status) : open_corrections(s, o);
    if (code)
        session_close(s);
    return code;
}

void session_start_jobs(session *s, const dcx_handler *handler) {
    const options *o = s->options;
    enum { MOST = 256 };
    size_t workers = o->jobs < MOST ? (size_t)o->jobs : MOST;
    if (workers > o->file_count)
        workers = o->file_count;
    if (workers < 2)
        return;
    dcx_handler wanted = *handler;
    if (s->corrections)
        dcx_corrections_begin(s->corrections, handler, &wanted);
    s->jobs = jobs_start(workers, o->files, o->file_count, s->pack, &s->reading, &wanted);
}

void session_close(session *s) {
    progress_hide();
    jobs_stop(s->jobs);
    s->jobs = NULL;
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

void session_let_go(session *s) {
    free(s->input.bytes);
    s->input.bytes = NULL;
}

typedef struct unpacked {
    session *session;
    document_fn *work;
    void *data;
    dcx_status status; /* of the members: the last that is not DCX_OK */
} unpacked;

static dcx_status work_on(session *s, const char *name, document_fn *work, void *data) {
    dcx_error error;
    dcx_status status = work(data, name, &s->input, &error);
    if (status && status != DCX_STOPPED)
        say_error(&error);
    s->done += status == DCX_OK;
    input_free(&s->input);
    return status;
}

/* A member is an input as a file is; what is wrong with one says nothing about the next. */
static int take_member(void *data, const char *name, const void *bytes, size_t size) {
    unpacked *u = data;
    u->session->input = (input){need(NULL, size), size};
    memcpy(u->session->input.bytes, bytes, size);
    dcx_status status = work_on(u->session, name, u->work, u->data);
    if (status)
        u->status = status;
    return status == DCX_STOPPED || status == DCX_BAD_PACK;
}

static dcx_status unpack(session *s, const char *name, document_fn *work, void *data) {
    input archive = s->input;
    unpacked u = {s, work, data, DCX_OK};
    dcx_error error;
    dcx_status status = dcx_archive_each(name, archive.bytes, archive.size, take_member, &u, NULL, &error);
    if (status && status != DCX_STOPPED)
        say_error(&error);
    input_free(&archive);
    return status && status != DCX_STOPPED ? status : u.status;
}

static dcx_status one(session *s, const char *name, document_fn *work, void *data) {
    input *in = &s->input;
    *in = (input){NULL, 0};
    progress_file(name);
    const job *ahead = s->jobs ? jobs_next(s->jobs) : NULL;
    s->ahead = ahead && !ahead->unread ? ahead : NULL;
    if (s->ahead)
        in->size = ahead->size;
    else if (!input_read(in, name))
        return DCX_IO;
    bool archive = !s->ahead && !s->options->input_format && dcx_is_archive(in->bytes, in->size);
    return archive ? unpack(s, name, work, data) : work_on(s, name, work, data);
}

exit_code session_each(session *s, document_fn *work, void *data, size_t *done) {
    static const char *const standard_input[] = {"-", NULL};
    const char *const *name = s->options->file_count ? s->options->files : standard_input;
    exit_code code = EXIT_DONE;
    s->done = 0;
    for (; *name; name++) {
        dcx_status status = one(s, *name, work, data);
        *done = s->done;
        if (status == DCX_STOPPED)
            return code;
        if (status == DCX_BAD_PACK)
            return EXIT_USAGE;
        if (status)
            code = exit_code_of(status);
    }
    return code;
}

static void add_counts(dcx_counts *to, const dcx_counts *more) {
    to->records += more->records;
    to->unbound += more->unbound;
    to->excluded += more->excluded;
    to->unknown += more->unknown;
    to->dates += more->dates;
    to->names += more->names;
    to->undated += more->undated;
}

static dcx_status read_document(session *s, const char *name, const input *in, const dcx_handler *handler,
                                dcx_counts *counts, dcx_error *error) {
    const job *ahead = s->ahead;
    if (!ahead)
        return input_records(in, s->pack, s->reader, name, handler, counts, error);
    if (counts)
        add_counts(counts, &ahead->counts);
    *error = ahead->error;
    return tape_play(&ahead->tape, handler) ? ahead->status : DCX_STOPPED;
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
    dcx_status status = one(s, path, take_records, &t);
    return status == DCX_STOPPED ? EXIT_DONE : exit_code_of(status);
}
