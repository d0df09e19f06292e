/* dcx: figures of Chinese statistical reports as records.
 *
 * The library's one public header. Everything else in libdcx is private.
 *
 * Conventions that hold for every function:
 *  - Text is UTF-8. A dcx_text is pointer and length, not NUL-terminated; an absent text has length 0.
 *  - Lines and columns count from 1, columns and lengths in characters (Unicode code points).
 *  - A function that can fail returns a dcx_status and fills *error when error is not NULL.
 *  - Handles belong to the caller, who frees them with the function named after them; freeing NULL is allowed.
 *  - Views passed to a callback (rows, texts, errors) live until the callback returns.
 *  - Nothing here prints, exits, aborts, reads the locale or keeps global state. A pack is immutable once it is
 *    open and may be shared between threads; every other handle belongs to one thread at a time.
 */
#ifndef DCX_H
#define DCX_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define DCX_API __attribute__((visibility("default")))
#else
#define DCX_API
#endif

#define DCX_VERSION_MAJOR 0
#define DCX_VERSION_MINOR 1
#define DCX_VERSION_PATCH 0
#define DCX_VERSION       "0.1.0"

/* The version of the library that is linked, as in DCX_VERSION. Static storage. */
DCX_API const char *dcx_version(void);

/* ---- errors ---------------------------------------------------------------------------------------------- */

typedef enum dcx_status {
    DCX_OK = 0,
    DCX_STOPPED,   /* a callback or sink asked to stop */
    DCX_USAGE,     /* an argument that the function does not take: unknown format, field, option */
    DCX_BAD_PACK,  /* a rule pack that does not load, or a rule that cannot be run */
    DCX_BAD_INPUT, /* a document that cannot be read as text */
    DCX_IO,        /* a file that cannot be opened, read or written */
    DCX_NO_MEMORY,
    DCX_LIMIT /* a stated limit of the library was exceeded */
} dcx_status;

/* What went wrong, where, and what to do about it. All strings are NUL-terminated, cut to fit. */
typedef struct dcx_error {
    dcx_status status;
    char file[512]; /* empty where no file is concerned */
    long line;      /* from 1; 0 where none is concerned */
    char message[512];
    char hint[256];
} dcx_error;

typedef struct dcx_text {
    const char *at;
    size_t length; /* bytes */
} dcx_text;

/* ---- memory ---------------------------------------------------------------------------------------------- */

/* Allocation hooks. resize follows realloc (NULL in: allocate) and may return NULL; release takes NULL.
 * A NULL dcx_allocator pointer means the C library's. The struct is copied. */
typedef struct dcx_allocator {
    void *data;
    void *(*resize)(void *data, void *block, size_t size);
    void (*release)(void *data, void *block);
} dcx_allocator;

/* ---- rows: what all results are ---------------------------------------------------------------------------- */

typedef enum dcx_type {
    DCX_TEXT,
    DCX_DECIMAL, /* a plain decimal of any length: a string in JSON */
    DCX_INTEGER  /* fits in 53 bits: a number in JSON */
} dcx_type;

typedef struct dcx_column {
    const char *name; /* the fixed name: CSV header, JSON key */
    dcx_type type;
    const char *help; /* one line of English */
} dcx_column;

/* A table's columns in their fixed order. Static storage. */
typedef struct dcx_schema {
    const char *name; /* "record", "missed", "token", "rule" */
    const dcx_column *column;
    size_t columns;
} dcx_schema;

/* One row: schema->columns texts, in order. An empty text is an empty (JSON: null) field. */
typedef struct dcx_row {
    const dcx_schema *schema;
    const dcx_text *field;
} dcx_row;

/* Takes a row; anything but 0 stops the work, which then returns DCX_STOPPED. */
typedef int dcx_row_fn(void *data, const dcx_row *row);

/* Field numbers of a record, in the order of its schema. */
typedef enum dcx_record_field {
    DCX_METRIC,
    DCX_VALUE,
    DCX_UNIT,
    DCX_YEAR,
    DCX_SOURCE,
    DCX_KIND,
    DCX_CLAIM,
    DCX_QUALIFIER,
    DCX_VALUE_MAX,
    DCX_PERIOD,
    DCX_OF,
    DCX_BASE_VALUE,
    DCX_BASE_UNIT,
    DCX_SOURCE_BASIS,
    DCX_SECTION,
    DCX_DOCUMENT,
    DCX_FILE,
    DCX_PAGE,
    DCX_LINE,
    DCX_COLUMN,
    DCX_LENGTH,
    DCX_QUOTE,
    DCX_SENTENCE,
    DCX_RULE,
    DCX_ID,
    DCX_RECORD_FIELDS
} dcx_record_field;

DCX_API const dcx_schema *dcx_record_schema(void); /* a figure */
DCX_API const dcx_schema *dcx_missed_schema(void); /* a quantity without a record, with the reason */
DCX_API const dcx_schema *dcx_token_schema(void);  /* how the text was read */
DCX_API const dcx_schema *dcx_rule_schema(void);   /* a rule of a pack */

/* The number of the column called name, or -1. */
DCX_API int dcx_schema_find(const dcx_schema *schema, const char *name);

/* ---- rule packs -------------------------------------------------------------------------------------------- */

typedef struct dcx_pack dcx_pack;

/* Opens the built-in pack, extended by the count XML files of paths in order: a rule whose id exists replaces
 * it, words join the classes they name. paths may be NULL when count is 0. Fails with DCX_BAD_PACK (file, line,
 * reason), DCX_IO or DCX_NO_MEMORY. */
DCX_API dcx_status dcx_pack_open(dcx_pack **pack, const char *const *paths, size_t count, const dcx_allocator *hooks,
                                 dcx_error *error);
DCX_API void dcx_pack_free(dcx_pack *pack);

/* One row of dcx_rule_schema for each rule, in the order they are tried. */
DCX_API dcx_status dcx_pack_rules(const dcx_pack *pack, dcx_row_fn *row, void *data, dcx_error *error);

/* Runs every example of every rule. *examples and *failures are counted; report is called for each failure with
 * the rule's file and line, what was wanted and what was found. DCX_OK also when examples fail. */
typedef void dcx_report_fn(void *data, const dcx_error *what);
DCX_API dcx_status dcx_pack_test(const dcx_pack *pack, dcx_report_fn *report, void *data, size_t *examples,
                                 size_t *failures, dcx_error *error);

/* ---- reading documents --------------------------------------------------------------------------------------- */

typedef struct dcx_reader dcx_reader;

typedef struct dcx_options {
    int year;   /* the document's year, where the user gives it; 0: found in the document */
    int strict; /* stop at invalid text instead of going on with U+FFFD */
} dcx_options;

/* Where results go. record must be set, the others may be NULL. */
typedef struct dcx_handler {
    void *data;
    dcx_row_fn *record;
    dcx_row_fn *missed;
    dcx_report_fn *warning; /* something was odd but the work goes on */
} dcx_handler;

/* What was done with a document, for a closing line. */
typedef struct dcx_counts {
    size_t records;  /* records made */
    size_t unbound;  /* quantities that no rule bound */
    size_t excluded; /* quantities that a rule set aside */
    size_t dates;    /* dates and periods passed over */
    size_t names;    /* numbers inside names, ordinals and note marks passed over */
} dcx_counts;

/* A reader keeps a pointer to pack, which must outlive it. options may be NULL. A reader reuses its memory from
 * one document to the next. */
DCX_API dcx_status dcx_reader_open(dcx_reader **reader, const dcx_pack *pack, const dcx_options *options,
                                   const dcx_allocator *hooks, dcx_error *error);
DCX_API void dcx_reader_free(dcx_reader *reader);

/* Extracts the records of a document held in memory: size bytes at bytes, which may hold anything. name is what
 * the file column shows. counts may be NULL; it is added to, not cleared. Rows are of dcx_record_schema and
 * dcx_missed_schema, in reading order. */
DCX_API dcx_status dcx_extract(dcx_reader *reader, const char *name, const void *bytes, size_t size,
                               const dcx_handler *handler, dcx_counts *counts, dcx_error *error);

/* Passes one row of dcx_token_schema for each token. Every line is read as a line of its own text. */
DCX_API dcx_status dcx_tokens(dcx_reader *reader, const char *name, const void *bytes, size_t size,
                              const dcx_handler *handler, dcx_error *error);

/* ---- units ------------------------------------------------------------------------------------------------------- */

/* A unit that values are to be shown in, scale words included ("ten thousand tons"). */
typedef struct dcx_unit dcx_unit;

/* Fails with DCX_USAGE where the pack knows no such unit. The pack is not needed afterwards. */
DCX_API dcx_status dcx_unit_open(dcx_unit **unit, const dcx_pack *pack, const char *name, const dcx_allocator *hooks,
                                 dcx_error *error);
/* What a record's base_value of base_unit is in the unit: an exact decimal, empty where the base units differ or there
 * is no value. *shown lives until the next call. */
DCX_API dcx_status dcx_convert(dcx_unit *unit, dcx_text base_value, dcx_text base_unit, dcx_text *shown,
                               dcx_error *error);
DCX_API void dcx_unit_free(dcx_unit *unit);

/* ---- comparing ------------------------------------------------------------------------------------------------- */

/* The records of one or more documents, to be compared. Keeps a pointer to pack, which must outlive it. */
typedef struct dcx_set dcx_set;

DCX_API dcx_status dcx_set_open(dcx_set **set, const dcx_pack *pack, const dcx_allocator *hooks, dcx_error *error);
DCX_API void dcx_set_free(dcx_set *set);
/* Adds a row of dcx_record_schema (copied) to document number `document`, counted from 0; documents are added in order.
 * Fails with DCX_BAD_INPUT where its value is no number. */
DCX_API dcx_status dcx_set_add(dcx_set *set, size_t document, const dcx_row *row, dcx_error *error);
/* The year a document reports on: year where it is not 0, else the one given before, else the year that most of its
 * facts are of; 0: none. */
DCX_API int dcx_set_year(dcx_set *set, size_t document, int year);

/* ---- writing --------------------------------------------------------------------------------------------------- */

typedef struct dcx_writer dcx_writer;

/* Takes size bytes; anything but 0 means that they could not be written, and the writer returns DCX_STOPPED. */
typedef int dcx_sink_fn(void *data, const char *bytes, size_t size);

typedef struct dcx_format {
    const char *name; /* "csv", "tsv", "json", "jsonl", "table" */
    const char *help;
} dcx_format;

/* The formats, ended by one whose name is NULL. Static storage. */
DCX_API const dcx_format *dcx_formats(void);

typedef struct dcx_layout {
    const char *format; /* a name of dcx_formats */
    const int *columns; /* column numbers to write, in this order; NULL: all (table: the usual ones) */
    size_t count;       /* how many columns */
    int no_header;      /* leave the header line out (csv, tsv, table) */
    int bom;            /* begin with a byte order mark (csv, tsv), for spreadsheets */
    int raw;            /* do not neutralise cells that a spreadsheet would run as a formula (csv, tsv) */
    int width;          /* table: width of the window in terminal cells; 0: as wide as need be */
    int colour;         /* table: use ANSI colours */
} dcx_layout;

/* Fails with DCX_USAGE for an unknown format or column number. schema must outlive the writer. */
DCX_API dcx_status dcx_writer_open(dcx_writer **writer, const dcx_schema *schema, const dcx_layout *layout,
                                   dcx_sink_fn *sink, void *data, const dcx_allocator *hooks, dcx_error *error);
DCX_API dcx_status dcx_writer_row(dcx_writer *writer, const dcx_row *row, dcx_error *error);
/* Writes what is left (closing brackets, a table's last page). To be called once, before free, when all is well. */
DCX_API dcx_status dcx_writer_end(dcx_writer *writer, dcx_error *error);
DCX_API void dcx_writer_free(dcx_writer *writer);

#ifdef __cplusplus
}
#endif
#endif
