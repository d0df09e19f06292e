/* A workbook (Office Open XML), written with libxlsxwriter row by row, so that the rows need no memory. The library can
 * only write to a file, and writes numbers as the locale has them: hence a temporary file and a locale of our own. */
#include "writer/xlsx.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"

LIBRARY_DEFINE(lxw, LXW_FUNCTIONS, libxlsxwriter)

enum {
    PIECE = 64 * 1024,  /* bytes that the sink gets at a time */
    SPARE = 1 << 20,    /* of the file, beside its sheets */
    LARGE = 1 << 30,    /* sheets from so many bytes on may need the ZIP format for large files */
    CREATED = 315532800 /* 1980-01-01: the same rows give the same bytes */
};

/* ---- the temporary file ---- */

void xlsx_fail(dcx_writer *w, const char *what) {
    const xlsx_book *b = w->state;
    const char *hint = arena_print(&w->arena, "make room in %s, or set TMPDIR to another folder", b->folder);
    writer_fail(w, DCX_IO, hint, what);
}

/* Made in the folder for such files, and nameless at once where it can be opened by its number. */
static const char *open_file(dcx_writer *w) {
    xlsx_book *b = w->state;
    const char *folder = getenv("TMPDIR"); /* NOLINT(concurrency-mt-unsafe): nobody sets it */
    b->folder = arena_print(&w->arena, "%s", folder && *folder ? folder : "/tmp");
    char *path = arena_print(&w->arena, "%s/dcx-XXXXXX", b->folder);
    char *by_number = arena_alloc(&w->arena, sizeof "/dev/fd/" + 3 * sizeof b->file);
    b->file = mkstemp(path);
    if (b->file < 0) {
        xlsx_fail(w, "a temporary file cannot be made");
        return NULL;
    }
    b->path = path;
    (void)fcntl(b->file, F_SETFD, FD_CLOEXEC);
    (void)snprintf(by_number, sizeof "/dev/fd/" + 3 * sizeof b->file, "/dev/fd/%d", b->file);
    if (access(by_number, R_OK | W_OK))
        return path;
    (void)unlink(path);
    b->path = NULL;
    return by_number;
}

static void pass_on(dcx_writer *w) {
    const xlsx_book *b = w->state;
    for (off_t at = 0;;) {
        char *to = buffer_reserve(&w->out, PIECE);
        ssize_t n = pread(b->file, to, PIECE, at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            xlsx_fail(w, "the temporary file cannot be read");
        else if (n)
            w->failed = w->sink(w->data, to, (size_t)n) != 0;
        if (n <= 0 || w->failed)
            return;
        at += n;
    }
}

/* Whether there is room for what is left to write: the library prints where there is not. Each sheet is written once
 * more before it is packed, and packed it is not larger. */
static bool has_room(dcx_writer *w) {
    const xlsx_book *b = w->state;
    int reason = posix_fallocate(b->file, 0, 2 * b->bytes + SPARE);
    if (!reason && ftruncate(b->file, 0))
        reason = errno;
    return !reason || reason == EINVAL || reason == EOPNOTSUPP || reason == ENOSYS;
}

/* What the library met with and kept to itself: it may have lost a cell. reason: errno, which was 0 before. */
static void check_trouble(dcx_writer *w, int reason) {
    if (reason == ENOMEM)
        memory_fail(&w->mem);
    if (!w->failed && (reason == ENOSPC || reason == EDQUOT || reason == EFBIG || reason == EIO || reason == EINTR))
        xlsx_fail(w, "a temporary file cannot be written or read");
}

/* ---- rows ---- */

static void dress_finding(const dcx_writer *w, xlsx_style *style) {
    dcx_text severity = xlsx_field(w, "severity");
    for (size_t i = 0; i < w->columns; i++)
        if (strcmp(w->column[i].name, "severity") != 0)
            style[i] = xlsx_is_prose(&w->column[i]) ? XLSX_WRAP : XLSX_TOP;
        else
            style[i] = text_equal(severity, text_of_c("error"))  ? XLSX_ERROR
                       : text_equal(severity, text_of_c("note")) ? XLSX_NOTE
                                                                 : XLSX_OK;
}

static void row(dcx_writer *w, const dcx_text *cell) {
    const xlsx_book *b = w->state;
    xlsx_style *style = arena_array(&w->row, w->columns, sizeof *style);
    errno = 0;
    if (xlsx_is_finding(w))
        dress_finding(w, style);
    if (b->diff) {
        xlsx_diff_row(w, cell);
        xlsx_chart_row(w);
    } else {
        xlsx_put_row(w, cell, style);
    }
    check_trouble(w, errno);
}

/* ---- the workbook ---- */

static void begin(dcx_writer *w) {
    xlsx_book *b = w->state = arena_alloc(&w->arena, sizeof *b);
    b->file = -1;
    w->failed = library_load(&lxw_library, w->layout.path, &w->trouble) != DCX_OK;
    if (w->failed)
        return;
    if (w->columns > LXW_COL_MAX) {
        writer_fail(w, DCX_LIMIT, "choose columns", "a workbook has no room for so many columns");
        return;
    }
    b->width = arena_array(&w->arena, w->columns, sizeof *b->width);
    b->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    const char *path = b->plain ? open_file(w) : NULL;
    if (!b->plain)
        memory_fail(&w->mem);
    if (!path)
        return;
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = b->folder, .use_zip64 = LXW_FALSE};
    lxw_doc_properties properties = {.created = CREATED};
    b->workbook = lxw.workbook_new_opt(path, &options);
    if (!b->workbook)
        memory_fail(&w->mem);
    xlsx_check(w, lxw.workbook_set_properties(b->workbook, &properties));
    if (w->schema == dcx_diff_schema()) {
        xlsx_diff_begin(w);
        xlsx_chart_begin(w);
    }
    xlsx_begin_sheet(w);
}

static void end(dcx_writer *w) {
    xlsx_book *b = w->state;
    errno = 0;
    if (b->diff)
        xlsx_diff_rows(w);
    xlsx_finish_sheet(w);
    if (b->diff && !w->failed)
        xlsx_chart_end(w);
    check_trouble(w, errno);
    if (!w->failed && !has_room(w))
        xlsx_fail(w, "the temporary file cannot be written");
    if (w->failed)
        return;
    b->workbook->options.use_zip64 = b->bytes > LARGE;
    locale_t before = uselocale(b->plain);
    errno = 0;
    lxw_error error = lxw.workbook_close(b->workbook);
    int reason = errno;
    (void)uselocale(before);
    b->workbook = NULL;
    if (error)
        xlsx_fail(w, lxw.lxw_strerror(error));
    check_trouble(w, reason);
    if (!w->failed)
        pass_on(w);
}

static void release(dcx_writer *w) {
    xlsx_book *b = w->state;
    if (!b)
        return;
    if (b->workbook) {
        lxw_worksheet *sheet;
        LXW_FOREACH_WORKSHEET(sheet, b->workbook) {
            if (sheet->optimize)
                (void)fclose(sheet->optimize_tmpfile); /* which the library forgets */
        }
        lxw.lxw_workbook_free(b->workbook);
    }
    if (b->file >= 0)
        (void)close(b->file);
    if (b->path)
        (void)unlink(b->path);
    if (b->plain)
        freelocale(b->plain);
}

const writer_format writer_xlsx = {.begin = begin, .row = row, .end = end, .release = release, .readable = true};
