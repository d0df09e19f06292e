/* PDF, through pdftotext of poppler. */
#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/process.h"
#include "document/decode.h"
#include "document/format.h"
#include "document/pdf_layout.h"

enum { SECONDS = 120, LARGEST = 512 << 20, MESSAGE = 512 };

static const char ocr[] = "if it is a scan, recognise its text first (OCR)";

static bool holds_text(dcx_text text) {
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.at[i] > ' ')
            return true;
    return false;
}

/* What pdftotext said, in our words. */
static bool explain(const source *s, int status, const char *message) {
    if (strstr(message, "ncorrect password"))
        return source_fail(s, DCX_BAD_INPUT,
                           "open it with its password and save it without one, as qpdf --decrypt does",
                           "the PDF is encrypted");
    if (status == 3)
        return source_fail(s, DCX_BAD_INPUT, "ask its author for a copy without restrictions",
                           "the PDF does not permit its text to be copied");
    return source_fail(s, DCX_BAD_INPUT, "get a fresh copy, or repair it with qpdf or mutool", "the PDF is damaged");
}

/* pdftotext goes on where a part of the file is broken, and tells so. */
static void warn(const source *s, const char *message) {
    dcx_error what;
    int length = (int)strcspn(message, "\r\n");
    if (!strstr(message, "rror") || !s->options->warning)
        return;
    (void)error_set(&what, DCX_BAD_INPUT, s->name, 0, "text may be missing; get a fresh copy",
                    "the PDF is damaged in places: %.*s", length, message);
    s->options->warning(s->options->data, &what);
}

static bool run_pdftotext(const source *s, buffer *out, char message[static MESSAGE]) {
    static const char *const argv[] = {"pdftotext", "-bbox-layout", "-enc", "UTF-8", "-", "-", NULL};
    static const process_limits most = {SECONDS, LARGEST};
    int status = 0;
    switch (process_run(argv, s->bytes, most, out, message, MESSAGE, &status)) {
    case PROCESS_ABSENT:
        return source_fail(s, DCX_BAD_INPUT, "install it: sudo apt-get install poppler-utils",
                           "a PDF is read with the program pdftotext, which is not there");
    case PROCESS_LATE:
        return source_fail(s, DCX_LIMIT, "split it into parts", "pdftotext takes more than 120 seconds for this PDF");
    case PROCESS_LARGE:
        return source_fail(s, DCX_LIMIT, "split it into parts", "the list of the words of the PDF is more than 512 MB");
    case PROCESS_FAILED: return source_fail(s, DCX_IO, strerror(errno), "pdftotext could not be run");
    default: break;
    }
    return status == 0 || explain(s, status, message);
}

static void release(void *bytes) {
    buffer_free(bytes);
}

bool pdf_read(const source *s, lines *out) {
    char message[MESSAGE] = "";
    buffer listed, text;
    buffer_init(&listed, s->arena->mem);
    buffer_init_in(&text, s->arena);
    guard g;
    memory_hold(s->arena->mem, &g, release, &listed);
    bool done = run_pdftotext(s, &listed, message) && pdf_layout(s, (dcx_text){listed.at, listed.length}, &text);
    memory_drop(s->arena->mem, &g);
    if (!done)
        return false;
    dcx_text utf8 = {text.at, text.length};
    if (!holds_text(utf8))
        return source_fail(s, DCX_BAD_INPUT, ocr, "the PDF holds no text");
    warn(s, message);
    if (!decode(s->arena, s->name, utf8, s->options, out, s->error))
        return false;
    out->paged = true;
    return true;
}
