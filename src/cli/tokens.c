/* dcx tokens: how the text of documents was read. */
#include "cli/message.h"
#include "cli/sandbox.h"
#include "cli/session.h"
#include "cli/sheet.h"

typedef struct reading {
    session session;
    sheet sheet;
    size_t tokens;
} reading;

static int take_token(void *data, const dcx_row *row) {
    reading *r = data;
    r->tokens++;
    return sheet_row(&r->sheet, row);
}

static dcx_status read_tokens(void *data, const char *name, const input *in, dcx_error *error) {
    reading *r = data;
    const dcx_handler handler = {
        .data = r, .record = take_token, .warning = say_report, .notice = session_notice(&r->session)};
    size_t before = r->tokens;
    dcx_status status = dcx_tokens(r->session.reader, name, in->bytes, in->size, &handler, error);
    if (r->session.options->verbose && !status)
        say("%s: %zu bytes, %zu tokens", name, in->size, r->tokens - before);
    return status;
}

static exit_code work(reading *r, const options *o) {
    if (!sheet_check_outputs(o))
        return EXIT_USAGE;
    exit_code code = sheet_prepare(&r->sheet, o->format, o->output);
    if (code)
        return code;
    code = sandbox_enter(o, o->files);
    if (!code)
        code = session_open(&r->session, o);
    if (!code)
        code = sheet_open(&r->sheet, dcx_token_schema(), o);
    if (code)
        return code;
    size_t done;
    code = session_each(&r->session, read_tokens, r, &done);
    exit_code written = sheet_failure(&r->sheet);
    if (!written && r->sheet.error.status == DCX_OK && done)
        written = sheet_commit(&r->sheet);
    return written ? written : code;
}

static exit_code run(const command *self, int argc, const char **argv) {
    options o;
    exit_code code;
    if (options_read(&o, self, argc, argv, &code)) {
        reading r = {.sheet = {.out = {.fd = -1}}};
        code = work(&r, &o);
        sheet_discard(&r.sheet);
        session_close(&r.session);
    }
    options_free(&o);
    return code;
}

const command command_tokens = {
    .name = "tokens",
    .usage = "[OPTION...] [FILE...]",
    .help = "every number, quantity, time and note mark of documents, as it was read",
    .examples = "  dcx tokens 2025.txt -f jsonl\n"
                "  echo 3.5 | dcx tokens -f table\n"
                "  dcx tokens --words 2025.txt -f table\n"
                "  dcx tokens 2025.txt --columns line,kind,text,value,unit\n",
    .options = OPTIONS_WRITING | OPTIONS_PACK | OPTIONS_READING | OPTIONS_FILES | OPTIONS_WORDS,
    .run = run,
};
