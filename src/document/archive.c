/* Archives of documents (ZIP, 7z, RAR, tar) and compressed files: each member is passed on as a document of its own.
 * libarchive reads them; what this file adds is which bytes are such an archive and not an office file, names in the
 * encoding of Chinese systems, and limits: what unpacks to far more than it is, is made to do harm. */
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/library.h"
#include "base/utf8.h"
#include "document/encoding.h"
#include "document/sniff.h"

#define UNPACK_FUNCTIONS(X)                                                                                            \
    X(archive_entry_filetype)                                                                                          \
    X(archive_entry_is_encrypted)                                                                                      \
    X(archive_entry_pathname)                                                                                          \
    X(archive_entry_pathname_utf8)                                                                                     \
    X(archive_read_data)                                                                                               \
    X(archive_read_free)                                                                                               \
    X(archive_read_new)                                                                                                \
    X(archive_read_next_header)                                                                                        \
    X(archive_read_open_memory)                                                                                        \
    X(archive_read_support_filter_bzip2)                                                                               \
    X(archive_read_support_filter_gzip)                                                                                \
    X(archive_read_support_filter_xz)                                                                                  \
    X(archive_read_support_filter_zstd)                                                                                \
    X(archive_read_support_format_7zip)                                                                                \
    X(archive_read_support_format_rar)                                                                                 \
    X(archive_read_support_format_rar5)                                                                                \
    X(archive_read_support_format_raw)                                                                                 \
    X(archive_read_support_format_tar)                                                                                 \
    X(archive_read_support_format_zip)

LIBRARY_DECLARE(unpack, UNPACK_FUNCTIONS)
LIBRARY_DEFINE(unpack, UNPACK_FUNCTIONS, libarchive)

enum {
    MEMBER_MOST = 512 << 20, /* bytes of one */
    RATIO_MOST = 200,        /* all members against the archive */
    SMALL = 1 << 20,         /* bytes that are no harm whatever the ratio */
    MEMBERS_MOST = 100000
};

typedef struct unpacking {
    memory mem;
    arena arena; /* until the next member */
    const char *name;
    dcx_text bytes;
    dcx_member_fn *member;
    void *data;
    dcx_error *error;
    locale_t utf8; /* 0: there is none */
    size_t unpacked, members;
} unpacking;

static dcx_status fail(const unpacking *u, dcx_status status, const char *hint, const char *what) {
    return error_set(u->error, status, u->name, 0, hint, "%s", what);
}

static dcx_status refuse(const unpacking *u) {
    return fail(u, DCX_LIMIT, "do not open it: such a file is made to do harm",
                "the archive unpacks to more than 512 MB a file, 200 times its size, or 100000 files");
}

static const char *printed_name(struct archive_entry *entry) {
    const char *name = unpack.archive_entry_pathname_utf8(entry);
    return name ? name : unpack.archive_entry_pathname(entry);
}

/* The name as UTF-8. One that is not was written on a Chinese system. */
static const char *name_of(unpacking *u, const char *printed) {
    const read_options quiet = {0};
    encoding e;
    dcx_text text = {printed, strlen(printed)}, utf8;
    if (!encoding_find(u->name, text.at, text.length, "GB18030", &quiet, &e, NULL) ||
        !encoding_convert(&u->arena, u->name, text, &e, &quiet, &utf8, NULL))
        return arena_copy(&u->arena, printed, text.length);
    return arena_copy(&u->arena, utf8.at, utf8.length);
}

/* What a compressed file that is no archive is called when it is unpacked: its name without the last ending. */
static const char *bare_name(unpacking *u) {
    const char *slash = strrchr(u->name, '/'), *from = slash ? slash + 1 : u->name, *dot = strrchr(from, '.');
    if (!strcmp(u->name, "-"))
        return "data"; /* standard input has no name */
    return arena_copy(&u->arena, from, dot && dot != from ? (size_t)(dot - from) : strlen(from));
}

/* Folders, links, what operating systems add, and hidden files are no documents. */
static bool is_document(struct archive_entry *entry, const char *name) {
    static const char added[] = "__MACOSX/";
    const char *slash = strrchr(name, '/'), *last = slash ? slash + 1 : name;
    unsigned type = unpack.archive_entry_filetype(entry);
    return (type == AE_IFREG || !type) && *last && *last != '.' && strncmp(name, added, strlen(added)) != 0;
}

static dcx_status read_member(unpacking *u, struct archive *a, struct archive_entry *entry, const char *name) {
    enum { STEP = 1 << 16 };
    buffer b;
    buffer_init_in(&b, &u->arena);
    if (unpack.archive_entry_is_encrypted(entry))
        return fail(u, DCX_BAD_INPUT, "unpack it with its password, and give the documents in it",
                    "the archive is encrypted");
    for (;;) {
        la_ssize_t n = unpack.archive_read_data(a, buffer_reserve(&b, STEP), STEP);
        if (n < 0)
            return fail(u, DCX_BAD_INPUT, "unpack it, and give the documents in it",
                        "the archive is damaged, or packed in a way that is not known");
        if (n == 0)
            break;
        b.length += (size_t)n;
        u->unpacked += (size_t)n;
        if (b.length > MEMBER_MOST || u->unpacked > u->bytes.length * RATIO_MOST + SMALL)
            return refuse(u);
    }
    /* what could not be unpacked is passed through as it is */
    if (b.length == u->bytes.length && !memcmp(b.at, u->bytes.at, b.length))
        return fail(u, DCX_BAD_INPUT, "unpack it, and give the documents in it",
                    "the archive is damaged, or packed in a way that is not known");
    const char *full = arena_print(&u->arena, "%s:%s", u->name, name);
    return u->member(u->data, full, b.at ? b.at : "", b.length) ? DCX_STOPPED : DCX_OK;
}

/* The next member and its name. libarchive turns names into the locale's encoding, and drops those that it lacks: for
 * this, and for this thread alone, the locale is one that has them all. */
static int next_member(unpacking *u, struct archive *a, bool raw, struct archive_entry **entry, const char **name) {
    arena_reset(&u->arena);
    locale_t usual = u->utf8 ? uselocale(u->utf8) : (locale_t)0;
    int result = unpack.archive_read_next_header(a, entry);
    const char *printed = result == ARCHIVE_OK || result == ARCHIVE_WARN ? printed_name(*entry) : NULL;
    if (u->utf8)
        (void)uselocale(usual);
    *name = raw ? bare_name(u) : printed ? name_of(u, printed) : NULL;
    return result;
}

static dcx_status read_members(unpacking *u, struct archive *a, bool raw) {
    struct archive_entry *entry;
    const char *name;
    int result;
    while ((result = next_member(u, a, raw, &entry, &name)) == ARCHIVE_OK || result == ARCHIVE_WARN) {
        if (++u->members > MEMBERS_MOST)
            return refuse(u);
        dcx_status status = name && is_document(entry, name) ? read_member(u, a, entry, name) : DCX_OK;
        if (status != DCX_OK)
            return status;
    }
    return result == ARCHIVE_EOF ? DCX_OK
                                 : fail(u, DCX_BAD_INPUT, "unpack it, and give the documents in it",
                                        "the archive is damaged, or packed in a way that is not known");
}

static void release(void *a) {
    (void)unpack.archive_read_free(a);
}

/* A handle that knows archives or, raw, files that are only compressed. */
static struct archive *open_archive(const unpacking *u, bool raw) {
    struct archive *a = unpack.archive_read_new();
    if (!a)
        return NULL;
    (void)unpack.archive_read_support_filter_gzip(a);
    (void)unpack.archive_read_support_filter_bzip2(a);
    (void)unpack.archive_read_support_filter_xz(a);
    (void)unpack.archive_read_support_filter_zstd(a);
    if (raw)
        (void)unpack.archive_read_support_format_raw(a);
    else {
        (void)unpack.archive_read_support_format_zip(a);
        (void)unpack.archive_read_support_format_7zip(a);
        (void)unpack.archive_read_support_format_rar(a);
        (void)unpack.archive_read_support_format_rar5(a);
        (void)unpack.archive_read_support_format_tar(a);
    }
    if (unpack.archive_read_open_memory(a, u->bytes.at, u->bytes.length) == ARCHIVE_OK)
        return a;
    release(a);
    return NULL;
}

static dcx_status unpack_as(unpacking *u, bool raw) {
    struct archive *a = open_archive(u, raw);
    if (!a)
        return fail(u, DCX_BAD_INPUT, "unpack it, and give the documents in it", "the archive cannot be opened");
    guard g;
    memory_hold(&u->mem, &g, release, a);
    dcx_status status = read_members(u, a, raw);
    memory_drop(&u->mem, &g);
    return status;
}

int dcx_is_archive(const void *bytes, size_t size) {
    return sniff_archive((dcx_text){bytes, size}) != ARCHIVE_NONE;
}

dcx_status dcx_archive_each(const char *name, const void *bytes, size_t size, dcx_member_fn *member, void *data,
                            const dcx_allocator *hooks, dcx_error *error) {
    unpacking u = {.name = name, .bytes = {bytes, size}, .member = member, .data = data, .error = error};
    volatile dcx_status status = library_load(&unpack_library, name, error);
    if (status != DCX_OK)
        return status;
    jmp_buf trap;
    u.utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    memory_init(&u.mem, hooks);
    arena_init(&u.arena, &u.mem);
    u.mem.trap = &trap;
    if (setjmp(trap))
        status = error_no_memory(error);
    else {
        status = unpack_as(&u, false);
        /* a compressed file that holds no archive */
        if (status == DCX_BAD_INPUT && !u.members && sniff_archive(u.bytes) == ARCHIVE_COMPRESSED)
            status = unpack_as(&u, true);
    }
    arena_free(&u.arena);
    if (u.utf8)
        freelocale(u.utf8);
    return status;
}
