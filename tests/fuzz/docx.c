/* Word documents to blocks. Bytes that begin with PK are an archive; others are its parts with a % between them,
 * which are packed here: body, styles, footnotes, endnotes, properties. */
#include "fuzz/reading.h"

#include <archive.h>
#include <archive_entry.h>

static const char *const names[] = {"word/document.xml", "word/styles.xml", "word/footnotes.xml", "word/endnotes.xml",
                                    "docProps/core.xml"};
enum { PARTS = sizeof names / sizeof *names, ROOM = 1 << 20 };

static void add(struct archive *a, const char *name, dcx_text part) {
    struct archive_entry *e = archive_entry_new();
    archive_entry_set_pathname(e, name);
    archive_entry_set_size(e, (la_int64_t)part.length);
    archive_entry_set_filetype(e, AE_IFREG);
    CHECK(archive_write_header(a, e) == ARCHIVE_OK);
    CHECK(archive_write_data(a, part.at, part.length) == (la_ssize_t)part.length);
    archive_entry_free(e);
}

static size_t pack(dcx_text parts, char *out) {
    size_t size = 0;
    struct archive *a = archive_write_new();
    CHECK(archive_write_set_format_zip(a) == ARCHIVE_OK);
    CHECK(archive_write_set_options(a, "zip:compression=store") == ARCHIVE_OK);
    CHECK(archive_write_open_memory(a, out, ROOM, &size) == ARCHIVE_OK);
    for (size_t i = 0; i < PARTS && parts.length; i++)
        add(a, names[i], fuzz_cut(&parts, '%'));
    CHECK(archive_write_close(a) == ARCHIVE_OK && archive_write_free(a) == ARCHIVE_OK);
    return size;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static char packed[ROOM];
    if (size > ROOM / 2)
        return 0;
    dcx_text all = {(const char *)bytes, size};
    if (size < 2 || memcmp(bytes, "PK", 2) != 0)
        all = (dcx_text){packed, pack(all, packed)};
    fuzz_read_document("docx", all);
    return 0;
}
