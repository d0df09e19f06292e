#include "document/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/library.h"

#define ZIP_FUNCTIONS(X)                                                                                               \
    X(archive_entry_pathname)                                                                                          \
    X(archive_entry_size)                                                                                              \
    X(archive_entry_size_is_set)                                                                                       \
    X(archive_read_data)                                                                                               \
    X(archive_read_free)                                                                                               \
    X(archive_read_new)                                                                                                \
    X(archive_read_next_header)                                                                                        \
    X(archive_read_open_memory)                                                                                        \
    X(archive_read_support_format_zip)

LIBRARY_DECLARE(zip, ZIP_FUNCTIONS)
LIBRARY_DEFINE(zip, ZIP_FUNCTIONS, libarchive)

static bool fail(const source *s, const char *what) {
    return source_fail(s, DCX_BAD_INPUT, "open it in Word, WPS or LibreOffice and save it again", what);
}

static bool refuse(const source *s) {
    return source_fail(s, DCX_LIMIT, "do not open it: such a file is made to do harm",
                       "a part of the archive unpacks to more than 512 MB or 200 times its size");
}

/* announced: the size that the archive's directory tells. */
static bool read_part(const source *s, struct archive *a, size_t announced, zip_part *part) {
    enum { STEP = 1 << 16, SMALL = 1 << 20 };
    size_t most = s->bytes.length * ZIP_RATIO_MOST + SMALL;
    buffer b;
    buffer_init_in(&b, s->arena);
    if (most > ZIP_PART_MOST)
        most = ZIP_PART_MOST;
    if (announced > most)
        return refuse(s);
    (void)buffer_reserve(&b, announced + STEP);
    for (;;) {
        la_ssize_t n = zip.archive_read_data(a, buffer_reserve(&b, STEP), STEP);
        if (n < 0)
            return fail(s, "the archive is damaged or encrypted");
        if (n == 0)
            break;
        b.length += (size_t)n;
        if (b.length > most)
            return refuse(s);
    }
    part->bytes = (dcx_text){b.at ? b.at : "", b.length};
    return true;
}

static zip_part *wanted(zip_part *part, size_t count, const char *name) {
    for (size_t i = 0; name && i < count; i++)
        if (!strcmp(part[i].name, name) && !part[i].bytes.at)
            return &part[i];
    return NULL;
}

static bool read_parts(const source *s, struct archive *a, zip_part *part, size_t count) {
    struct archive_entry *entry;
    int result = ARCHIVE_FATAL;
    if (zip.archive_read_open_memory(a, s->bytes.at, s->bytes.length) != ARCHIVE_OK)
        return fail(s, "this is no ZIP archive, which a DOCX file is");
    while ((result = zip.archive_read_next_header(a, &entry)) == ARCHIVE_OK || result == ARCHIVE_WARN) {
        zip_part *p = wanted(part, count, zip.archive_entry_pathname(entry));
        size_t announced = zip.archive_entry_size_is_set(entry) ? (size_t)zip.archive_entry_size(entry) : 0;
        if (p && !read_part(s, a, announced, p))
            return false;
    }
    return result == ARCHIVE_EOF || fail(s, "the archive is damaged");
}

static void release(void *a) {
    (void)zip.archive_read_free(a);
}

bool zip_read(const source *s, zip_part *part, size_t count) {
    if (library_load(&zip_library, s->name, s->error))
        return false;
    struct archive *a = zip.archive_read_new();
    if (!a || zip.archive_read_support_format_zip(a) != ARCHIVE_OK) {
        release(a);
        return source_fail(s, DCX_NO_MEMORY, NULL, "out of memory");
    }
    guard g;
    memory_hold(s->arena->mem, &g, release, a);
    bool done = read_parts(s, a, part, count);
    memory_drop(s->arena->mem, &g);
    return done;
}
