#include "document/sniff.h"

#include <string.h>
#include <strings.h>

enum {
    SNIFFED = 4096, /* bytes that tell whether this is text */
    FAR = 1 << 16   /* within which an archive's or office file's own names are looked for */
};

static bool holds(dcx_text b, size_t within, const char *what, size_t size) {
    size_t end = b.length < within ? b.length : within;
    for (size_t i = 0; i + size <= end; i++)
        if (b.at[i] == what[0] && !memcmp(b.at + i, what, size))
            return true;
    return false;
}

static bool begins(dcx_text b, const char *what, size_t size) {
    return b.length >= size && !memcmp(b.at, what, size);
}

static bool is_zip(dcx_text b) {
    return begins(b, "PK\x03\x04", 4);
}

/* The names of an archive's parts stand in its directory, at the end, and before each part. */
static bool has_part(dcx_text b, const char *name) {
    dcx_text end = b;
    if (b.length > FAR)
        end = (dcx_text){b.at + b.length - FAR, FAR};
    return holds(b, FAR, name, strlen(name)) || holds(end, FAR, name, strlen(name));
}

/* The head of a message that holds a web page and what belongs to it. */
static bool sniff_mhtml(dcx_text b) {
    enum { HEADERS = 2048 };
    bool headed = begins(b, "From:", 5) || begins(b, "MIME-Version:", 13) || begins(b, "Content-Type:", 13) ||
                  begins(b, "Subject:", 8) || begins(b, "Date:", 5);
    return headed && holds(b, HEADERS, "multipart/related", 17);
}

const char *sniff_format(dcx_text b) {
    enum { PDF_HEADER = 1024 }; /* within which it may begin */
    if (holds(b, PDF_HEADER, "%PDF-", 5))
        return "pdf";
    if (!is_zip(b))
        return sniff_mhtml(b) ? "mhtml" : NULL;
    if (has_part(b, "word/"))
        return "docx";
    if (has_part(b, "xl/"))
        return "xlsx";
    return has_part(b, "opendocument.spreadsheet") ? "ods" : NULL;
}

archive_kind sniff_archive(dcx_text b) {
    static const char *const office[] = {"word/", "xl/", "ppt/", "opendocument", "OFD.xml", "epub"};
    static const char *const files[] = {"7z\xBC\xAF", "Rar!"};
    static const char xz[] = "\xFD"
                             "7zXZ",
                      zstd[] = "\x28\xB5\x2F\xFD";
    static const char *const compressed[] = {"\x1F\x8B", "BZh", xz, zstd};
    enum { TAR_MARK = 257 };
    if (is_zip(b)) {
        for (size_t i = 0; i < sizeof office / sizeof *office; i++)
            if (has_part(b, office[i]))
                return ARCHIVE_NONE;
        return ARCHIVE_FILES;
    }
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (begins(b, files[i], strlen(files[i])))
            return ARCHIVE_FILES;
    for (size_t i = 0; i < sizeof compressed / sizeof *compressed; i++)
        if (begins(b, compressed[i], strlen(compressed[i])))
            return ARCHIVE_COMPRESSED;
    bool tar = b.length > TAR_MARK + 5 && !memcmp(b.at + TAR_MARK, "ustar", 5);
    return tar ? ARCHIVE_FILES : ARCHIVE_NONE;
}

typedef struct known {
    const char *bytes;
    size_t size;
    const char *what, *advice;
} known;

static const char as_docx[] = "open it in Word, WPS or LibreOffice and save it as DOCX";
static const char as_csv[] = "open it in Excel, WPS or LibreOffice and save it as XLSX";
static const char ocr[] = "recognise its text first (OCR), and give that";
static const char unpack[] = "unpack it, and give the documents in it";

static bool is_known(const source *s, const known *k, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (begins(s->bytes, k[i].bytes, k[i].size))
            return !source_fail(s, DCX_BAD_INPUT, k[i].advice, k[i].what);
    return false;
}

/* Archives that are no DOCX: by the names of their parts. */
static bool is_other_zip(const source *s) {
    static const known part[] = {
        {"ppt/", 0, "this is a PPTX presentation", "save it as PDF, and give that"},
        {"opendocument", 0, "this is an OpenDocument file", as_docx},
        {"OFD.xml", 0, "this is an OFD document", "convert it to PDF, and give that"},
        {"epub", 0, "this is an EPUB book", "unpack it, and give its HTML pages"},
    };
    if (!is_zip(s->bytes) || sniff_format(s->bytes))
        return false;
    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        if (has_part(s->bytes, part[i].bytes))
            return !source_fail(s, DCX_BAD_INPUT, part[i].advice, part[i].what);
    return !source_fail(s, DCX_BAD_INPUT, unpack, "this is a ZIP archive");
}

/* Office files of before 2007, and newer ones with a password, name their streams in UTF-16. */
static bool is_office(const source *s) {
    static const known stream[] = {
        {"E\0n\0c\0r\0y\0p\0t\0e\0d\0", 18, "this is an encrypted office file",
         "open it with its password and save it without one"},
        {"W\0o\0r\0d\0D\0o\0c\0", 14, "this is a Word file of the old format (DOC)", as_docx},
        {"W\0o\0r\0k\0b\0o\0o\0k\0", 16, "this is an Excel workbook (XLS)", as_csv},
        {"P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0", 20, "this is a PowerPoint file (PPT)", "save it as PDF, and give that"},
    };
    if (!begins(s->bytes, "\xD0\xCF\x11\xE0", 4))
        return false;
    for (size_t i = 0; i < sizeof stream / sizeof *stream; i++)
        if (holds(s->bytes, s->bytes.length, stream[i].bytes, stream[i].size))
            return !source_fail(s, DCX_BAD_INPUT, stream[i].advice, stream[i].what);
    return !source_fail(s, DCX_BAD_INPUT, as_docx, "this is an office file of the old format");
}

bool sniff_unsupported(const source *s) {
    static const known format[] = {
        {"CAJ", 3, "this is a CAJ document", "export it as PDF with CAJViewer, and give that"},
        {"HN\0", 3, "this is a CAJ document", "export it as PDF with CAJViewer, and give that"},
        {"HN\xC8", 3, "this is a CAJ document", "export it as PDF with CAJViewer, and give that"},
        {"KDH ", 4, "this is a CNKI document (KDH)", "export it as PDF with CAJViewer, and give that"},
        {"{\\rtf", 5, "this is an RTF document", as_docx},
        {"\x89PNG", 4, "this is an image (PNG)", ocr},
        {"\xFF\xD8\xFF", 3, "this is an image (JPEG)", ocr},
        {"GIF8", 4, "this is an image (GIF)", ocr},
        {"II*\0", 4, "this is an image (TIFF)", ocr},
        {"MM\0*", 4, "this is an image (TIFF)", ocr},
        {"RIFF", 4, "this is an image, sound or film (RIFF)", "give a document with text"},
        {"AT&TFORM", 8, "this is a DjVu document", ocr},
        {"\x1F\x8B", 2, "this is compressed (gzip)", unpack},
        {"BZh", 3, "this is compressed (bzip2)", unpack},
        {"\xFD"
         "7zXZ",
         5, "this is compressed (xz)", unpack},
        {"\x28\xB5\x2F\xFD", 4, "this is compressed (zstd)", unpack},
        {"7z\xBC\xAF", 4, "this is a 7z archive", unpack},
        {"Rar!", 4, "this is a RAR archive", unpack},
        {"SQLite format 3", 15, "this is a database (SQLite)", "give a document"},
        {"\x7F"
         "ELF",
         4, "this is a program", "give a document"},
    };
    return is_known(s, format, sizeof format / sizeof *format) || is_other_zip(s) || is_office(s);
}

bool sniff_binary(const source *s) {
    size_t n = s->bytes.length < SNIFFED ? s->bytes.length : SNIFFED, control = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char b = (unsigned char)s->bytes.at[i];
        control += b < 0x20 && (b < '\t' || b > '\r') && b != 0x1B;
    }
    if (control * 20 <= n || (control < 16 && control * 2 <= n))
        return false;
    return !source_fail(s, DCX_BAD_INPUT, "give text, HTML, DOCX or PDF", "this is a binary file, not text");
}

/* ---- web pages and XML ---- */

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static const char *skip_blanks(const char *at, const char *end) {
    while (at < end && is_blank(*at))
        at++;
    return at;
}

static const char *find(const char *at, const char *end, const char *what) {
    size_t n = strlen(what);
    for (; (size_t)(end - at) >= n; at++)
        if (!strncasecmp(at, what, n))
            return at;
    return NULL;
}

static bool is_name_character(char c) {
    return rune_is_alpha((char32_t)(unsigned char)c) || rune_is_digit((char32_t)(unsigned char)c) || c == '-' ||
           c == '_' || c == ':' || c == '.';
}

/* What stands behind `key` up to the end of a name. */
static bool read_name(const char *at, const char *end, const char *key, char out[static SNIFF_NAME]) {
    size_t n = 0;
    at = find(at, end, key);
    if (!at)
        return false;
    at += strlen(key);
    while (at < end && (*at == '"' || *at == '\'' || *at == ' '))
        at++;
    while (at + n < end && n + 1 < SNIFF_NAME && is_name_character(at[n]))
        n++;
    memcpy(out, at, n);
    out[n] = '\0';
    return true;
}

void sniff_declared(dcx_text bytes, char out[static SNIFF_NAME]) {
    enum { HEAD = 8192 };
    const char *end = bytes.at + (bytes.length < HEAD ? bytes.length : HEAD), *at = skip_blanks(bytes.at, end);
    out[0] = '\0';
    if (at < end && *at == '<' && !read_name(at, end, "charset=", out))
        (void)read_name(at, end, "encoding=", out);
}
