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
 *  - Nothing here prints, exits, aborts, reads the locale or keeps global state, but that libraries it loaded (libxml2
 *    and the like, when first needed) stay loaded. A pack is immutable once it is open and may be shared between
 *    threads; every other handle belongs to one thread at a time.
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
    DCX_BAD_INPUT, /* a document that cannot be read: damaged, encrypted, of a format or encoding that is not known */
    DCX_IO,        /* a file that cannot be opened, read or written; a library that cannot be loaded */
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
    const char *name; /* "record", "missed", "token", "rule", "diff", "series" ... */
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

/* Column numbers of a correction that are not a record's; from DCX_CORRECTION_METRIC on it has those of a record from
 * metric to sentence, in their order. */
typedef enum dcx_correction_field {
    DCX_CORRECTION_ID,
    DCX_CORRECTION_ACTION,
    DCX_CORRECTION_REVIEWED,
    DCX_CORRECTION_REVIEWER,
    DCX_CORRECTION_COMMENT,
    DCX_CORRECTION_CLEAR,
    DCX_CORRECTION_STATE,
    DCX_CORRECTION_ORIGIN,
    DCX_CORRECTION_METRIC
} dcx_correction_field;

DCX_API const dcx_schema *dcx_record_schema(void);   /* a figure */
DCX_API const dcx_schema *dcx_missed_schema(void);   /* a quantity without a record, with the reason */
DCX_API const dcx_schema *dcx_token_schema(void);    /* how the text was read */
DCX_API const dcx_schema *dcx_rule_schema(void);     /* a rule of a pack */
DCX_API const dcx_schema *dcx_rejected_schema(void); /* a record that a correction takes out: columns as of a record */
DCX_API const dcx_schema *dcx_correction_schema(void); /* what a user says about a record */
DCX_API const dcx_schema *dcx_document_schema(void);   /* a document that was read */
DCX_API const dcx_schema *dcx_block_schema(void); /* a paragraph, heading, note, row of a table ... of a document */
DCX_API const dcx_schema *dcx_mark_schema(void);  /* a place of a block where a figure, a date or a name stands */

/* The number of the column called name, or labelled so (in Chinese, or as "LABEL (name)"), or -1. */
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
    int year;                 /* the document's year, where the user gives it; 0: found in the document */
    int strict;               /* stop at invalid text instead of going on with U+FFFD */
    const char *encoding;     /* of text and pages, as iconv calls it; NULL: told from the bytes */
    const char *input_format; /* a name of dcx_input_formats; NULL: told from the bytes */
    int words;                /* of dcx_tokens: also the words between the tokens; their kind is the part of speech */
} dcx_options;

typedef enum dcx_output {
    DCX_STREAM,  /* text that a sink takes */
    DCX_BINARY,  /* bytes that a sink takes, of no use on a terminal */
    DCX_OWN_FILE /* the writer writes to a file of its own, layout.path */
} dcx_output;

typedef struct dcx_format {
    const char *name;
    const char *help;
    dcx_output output; /* of formats of output */
} dcx_format;

/* The formats of documents, ended by one whose name is NULL. Static storage. */
DCX_API const dcx_format *dcx_input_formats(void);

/* Where results go. record must be set, the others may be NULL. */
typedef struct dcx_handler {
    void *data;
    dcx_row_fn *record;
    dcx_row_fn *missed;
    dcx_row_fn *rejected;   /* of dcx_corrections_begin: a record that is taken out */
    dcx_row_fn *document;   /* once a document, before all else */
    dcx_row_fn *block;      /* each block of the document's text, before its marks */
    dcx_row_fn *mark;       /* each figure, date and name of the block, in its order; its records have come before */
    dcx_report_fn *warning; /* something was odd but the work goes on */
    dcx_report_fn *notice;  /* what was decided about the document: its format and encoding, damage that was repaired */
    void (*taken)(void *data); /* the document's bytes are not looked at any more, and may be released: called by
                                  dcx_extract, before the first row */
} dcx_handler;

/* What was done with a document, for a closing line. */
typedef struct dcx_counts {
    size_t records;  /* records made */
    size_t unbound;  /* quantities that no rule bound */
    size_t excluded; /* quantities that a rule set aside, or that stand in a title */
    size_t unknown;  /* numbers whose unit or form is not known */
    size_t dates;    /* dates and periods passed over */
    size_t names;    /* numbers inside names, ordinals and note marks passed over */
    size_t undated;  /* records whose year the text does not settle */
} dcx_counts;

/* A reader keeps a pointer to pack, which must outlive it, as the strings of options must. options may be NULL. A
 * reader reuses its memory from one document to the next. */
DCX_API dcx_status dcx_reader_open(dcx_reader **reader, const dcx_pack *pack, const dcx_options *options,
                                   const dcx_allocator *hooks, dcx_error *error);
DCX_API void dcx_reader_free(dcx_reader *reader);

/* Extracts the records of a document held in memory: size bytes at bytes, of any format of dcx_input_formats. For PDF
 * the program pdftotext is run. name is what the file column shows. counts may be NULL; it is added to, not cleared.
 * Rows are of dcx_record_schema and dcx_missed_schema, in reading order. */
DCX_API dcx_status dcx_extract(dcx_reader *reader, const char *name, const void *bytes, size_t size,
                               const dcx_handler *handler, dcx_counts *counts, dcx_error *error);

/* Passes one row of dcx_token_schema for each token. Every line is read as a line of its own text. */
DCX_API dcx_status dcx_tokens(dcx_reader *reader, const char *name, const void *bytes, size_t size,
                              const dcx_handler *handler, dcx_error *error);

/* ---- archives --------------------------------------------------------------------------------------------------- */

/* Whether bytes are an archive of files (ZIP, 7z, RAR, tar) or a compressed file, and not an office file, which is one
 * inside. */
DCX_API int dcx_is_archive(const void *bytes, size_t size);

/* A member of an archive; name is that of the archive, a colon and its own. Both live until the callback returns, which
 * ends the work with anything but 0. */
typedef int dcx_member_fn(void *data, const char *name, const void *bytes, size_t size);

/* Unpacks an archive and passes each file in it, in the archive's order; folders, links and hidden files are passed
 * over. Fails with DCX_BAD_INPUT where it is damaged or encrypted and with DCX_LIMIT where it unpacks to more than 512
 * MB a file, 200 times its size, or 100,000 files; what came before was passed. DCX_STOPPED: the callback ended it. */
DCX_API dcx_status dcx_archive_each(const char *name, const void *bytes, size_t size, dcx_member_fn *member, void *data,
                                    const dcx_allocator *hooks, dcx_error *error);

/* ---- reading record files ------------------------------------------------------------------------------------- */

/* Whether bytes look like records that were written as csv, tsv, json or jsonl, rather than like a document: the header
 * or the first object names two fields of records at least. */
DCX_API int dcx_is_record_file(const void *bytes, size_t size);

/* Passes one row of dcx_record_schema for each record. What a spreadsheet did to the file is undone (encoding,
 * separators, lost digits, rewritten dates), with a warning for each cell; base_value and base_unit are computed anew
 * where value or unit are not theirs, from the units of pack (NULL: they are left as they are). Columns may stand in
 * any order, unknown ones are passed over; without metric and value, with a column twice, or with a cell that cannot be
 * understood the file fails with DCX_BAD_INPUT: line and column are in the error. Rows before it have been passed on by
 * then. */
DCX_API dcx_status dcx_records_read(const dcx_pack *pack, const char *name, const void *bytes, size_t size,
                                    const dcx_handler *handler, const dcx_allocator *hooks, dcx_error *error);

/* ---- corrections ---------------------------------------------------------------------------------------------- */

/* What users say about records, by id: replace fields, reject, add, reviewed. Rows are applied in the order in which
 * they were given, so the later one counts. One that names a document (its title) is about records of that document
 * alone. */
typedef struct dcx_corrections dcx_corrections;

/* Keeps a pointer to pack, which must outlive it. */
DCX_API dcx_status dcx_corrections_open(dcx_corrections **corrections, const dcx_pack *pack, const dcx_allocator *hooks,
                                        dcx_error *error);
DCX_API void dcx_corrections_free(dcx_corrections *corrections);
/* Adds the rows of a file (csv, tsv, json, jsonl, in any encoding that records are read in), whose columns are those of
 * dcx_correction_schema, in any order, unknown ones passed over. An empty cell says nothing; in JSON, null does, and ""
 * makes the field empty. warning (which may be NULL) gets data and what contradicts an earlier row. Fails with
 * DCX_BAD_INPUT, file and line, where a row cannot be understood: then the handle is only to be freed. */
DCX_API dcx_status dcx_corrections_read(dcx_corrections *corrections, const char *name, const void *bytes, size_t size,
                                        dcx_report_fn *warning, void *data, dcx_error *error);
/* Adds a row of dcx_correction_schema (copied). Fails with DCX_USAGE without id or with an unknown action. */
DCX_API dcx_status dcx_corrections_add(dcx_corrections *corrections, const dcx_row *row, dcx_error *error);
/* Fills *filter with a handler to be given to dcx_extract or dcx_records_read for one document: it passes corrected
 * records on to next (copied), and those that are taken out to next->rejected. */
DCX_API void dcx_corrections_begin(dcx_corrections *corrections, const dcx_handler *next, dcx_handler *filter);
/* Ends the document: passes on the records that are added to it. To be called when the work with filter succeeded, or
 * to learn why filter stopped it. */
DCX_API dcx_status dcx_corrections_end(dcx_corrections *corrections, dcx_error *error);
/* Passes one row of dcx_correction_schema for each id and document, everything that is said about it taken together,
 * with its state: applied; stale, where no figure of its document has the id any more; other, where its document was
 * not read. */
DCX_API dcx_status dcx_corrections_list(dcx_corrections *corrections, dcx_row_fn *row, void *data, dcx_error *error);

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

/* A finding of dcx_check: what is checked, how grave it is, the arithmetic, and every figure of the relation. */
DCX_API const dcx_schema *dcx_finding_schema(void);

/* A figure of a finding: its place, and the sentence it stands in. */
DCX_API const dcx_schema *dcx_place_schema(void);

#define DCX_NO_DOCUMENT ((size_t)-1)

typedef struct dcx_check_options {
    size_t against; /* number of the document of an earlier year that the others are held against, or DCX_NO_DOCUMENT */
    int explain;    /* pass the relations that hold as well */
    dcx_row_fn *place; /* gets data and, after `row` got a finding, each of its figures; may be NULL */
} dcx_check_options;

/* Relations that could be computed. */
typedef struct dcx_check_counts {
    size_t relations, holding, errors, notes;
} dcx_check_counts;

/* Looks for relations between the figures of each document, and between each and the one they are held against;
 * passes a row of dcx_finding_schema for each that does not hold, in reading order. options may be NULL (no document to
 * hold against, no explanation), counts may be NULL. */
DCX_API dcx_status dcx_check(dcx_set *set, const dcx_check_options *options, dcx_row_fn *row, void *data,
                             dcx_check_counts *counts, dcx_error *error);

/* What the user says about names: lines `same NAME NAME ...` and `never NAME NAME ...`, separated by tabs (or commas);
 * # begins a comment. */
typedef struct dcx_aliases {
    const char *name; /* for messages */
    const char *text; /* UTF-8; NULL: nothing is said */
    size_t size;
} dcx_aliases;

typedef enum dcx_order {
    DCX_BY_PLACE,   /* as the newer document has them, then what only the older one has */
    DCX_BY_SECTION, /* the sections in that order */
    DCX_BY_CHANGE,  /* the greatest change first, rises and falls alike, in base units */
    DCX_BY_PERCENT,
    DCX_BY_NAME
} dcx_order;

typedef struct dcx_diff_options {
    int old_year, new_year; /* the years whose values are compared; 0: those the documents report on */
    int least_score;        /* metrics are paired from so many hundredths on; 0: 70, -1: however low the score is */
    dcx_order order;
    dcx_aliases aliases;
    const char *percent;   /* what `exceeding` is called for: a plain decimal, not below zero; NULL: nothing */
    dcx_row_fn *exceeding; /* gets data and, before `row` does, each row whose value changed by more than so many
                            * percent of the older one, computed exactly; a change from zero or to the other sign always
                            * does. Changes of rates and shares are in points and never do. May be NULL. */
} dcx_diff_options;

typedef struct dcx_diff_counts {
    size_t matched, only_old, only_new, flagged;
    size_t other_years; /* metrics of years that were not compared */
} dcx_diff_counts;

DCX_API const dcx_schema *dcx_diff_schema(void); /* a metric in two documents */

/* Compares document number `old` of the set with number `new_`: one row of dcx_diff_schema a metric. Where both report
 * on one year, and options give no other, they are versions of one report: then every record takes part, of whatever
 * year, and the flag `changed` stands where a reader sees something changed. Records of unlike kind or claim are never
 * paired. options and counts may be NULL. Fails with DCX_USAGE (file, line) where aliases cannot be understood or
 * contradict each other. */
DCX_API dcx_status dcx_diff(dcx_set *set, size_t old, size_t new_, const dcx_diff_options *options, dcx_row_fn *row,
                            void *data, dcx_diff_counts *counts, dcx_error *error);

/* Whether the metric that the documents give these names is wanted: 0 leaves it out. */
typedef int dcx_names_fn(void *data, const dcx_text *names, size_t count);

typedef struct dcx_series_options {
    int wide;        /* one column a year */
    int all;         /* also metrics with the value of one year alone */
    int least_score; /* as in dcx_diff_options */
    dcx_aliases aliases;
    dcx_names_fn *wanted; /* called once for each metric, with data, before begin; NULL: all are wanted */
} dcx_series_options;

typedef struct dcx_series_counts {
    size_t metrics, values, restated;
    size_t single;  /* metrics left out because they have one year's value alone */
    size_t no_year; /* figures left out because their year is not settled */
} dcx_series_counts;

/* What the rows will look like: their columns depend on the years where the series is wide. Anything but 0 stops. */
typedef int dcx_schema_fn(void *data, const dcx_schema *schema);

DCX_API const dcx_schema *dcx_series_schema(void); /* a value of a series that is not wide */

/* Chains the metrics of all documents of the set, from the earliest year on: one row a value, or one row a metric and
 * status where the series is wide. A value that a later document prints differently stands beside the first one with
 * the status restated. Plans and forecasts are left out. begin (which may be NULL) is called once, before the rows;
 * options and counts may be NULL. Fails as dcx_diff does. */
DCX_API dcx_status dcx_series(dcx_set *set, const dcx_series_options *options, dcx_schema_fn *begin, dcx_row_fn *row,
                              void *data, dcx_series_counts *counts, dcx_error *error);

/* ---- verifying ------------------------------------------------------------------------------------------------- */

/* What the sources say of a figure of a draft. */
DCX_API const dcx_schema *dcx_verdict_schema(void);

typedef struct dcx_verify_counts {
    size_t figures, supported, mismatches, other_years, computed, not_found;
} dcx_verify_counts;

/* Holds each figure of the first `drafts` documents of the set against those of all others: one row of
 * dcx_verdict_schema a figure, in reading order. aliases and counts may be NULL. Fails as dcx_diff does. */
DCX_API dcx_status dcx_verify(dcx_set *set, size_t drafts, const dcx_aliases *aliases, dcx_row_fn *row, void *data,
                              dcx_verify_counts *counts, dcx_error *error);

/* ---- writing --------------------------------------------------------------------------------------------------- */

typedef struct dcx_writer dcx_writer;

/* Takes size bytes; anything but 0 means that they could not be written, and the writer returns DCX_STOPPED. */
typedef int dcx_sink_fn(void *data, const char *bytes, size_t size);

/* The formats of output ("csv", "json", "html" ...), ended by one whose name is NULL. Static storage. */
DCX_API const dcx_format *dcx_formats(void);

/* What people read for the names of columns, and for the words in columns such as kind, claim and status. */
typedef enum dcx_heading {
    DCX_NAMES,   /* the fixed names */
    DCX_CHINESE, /* Chinese labels */
    DCX_BOTH     /* "LABEL (name)" */
} dcx_heading;

typedef struct dcx_layout {
    const char *format;  /* a name of dcx_formats */
    const int *columns;  /* column numbers to write, in this order; NULL: all (table, md: the usual ones) */
    size_t count;        /* how many columns */
    dcx_heading heading; /* csv, tsv, table, md, xlsx: the style of headings and words; dcx_records_read takes each */
    int no_header;       /* leave the header line out (csv, tsv, table) */
    int bom;             /* begin with a byte order mark (csv, tsv), for spreadsheets */
    int raw;             /* do not neutralise cells that a spreadsheet would run as a formula (csv, tsv, xlsx) */
    int width;           /* table: width of the window in terminal cells; 0: as wide as need be */
    int colour;          /* table: use ANSI colours */
    const char *path;    /* formats that write to a file of their own: its name */
} dcx_layout;

/* Fails with DCX_USAGE for an unknown format or column number. schema must outlive the writer. */
DCX_API dcx_status dcx_writer_open(dcx_writer **writer, const dcx_schema *schema, const dcx_layout *layout,
                                   dcx_sink_fn *sink, void *data, const dcx_allocator *hooks, dcx_error *error);
/* Whether the writer takes rows of this schema: those of its own always, those of others where it shows them as well (a
 * page shows the document's text beside the records). */
DCX_API int dcx_writer_wants(const dcx_writer *writer, const dcx_schema *schema);
/* Fails with DCX_USAGE where the row is of a schema that the writer does not want. */
DCX_API dcx_status dcx_writer_row(dcx_writer *writer, const dcx_row *row, dcx_error *error);
/* Writes what is left (closing brackets, a table's last page). To be called once, before free, when all is well. */
DCX_API dcx_status dcx_writer_end(dcx_writer *writer, dcx_error *error);
DCX_API void dcx_writer_free(dcx_writer *writer);

/* ---- what a database keeps ------------------------------------------------------------------------------------- */

/* Passes one row of dcx_correction_schema for each correction kept in the database at path (format "sqlite"), so that
 * it can be applied to documents that are read again. Without a file there are none. Fails with DCX_IO where the file
 * is no database of dcx, was made by a newer one, or is kept busy by another program for ten seconds. SQLite's own
 * memory does not come from hooks. */
DCX_API dcx_status dcx_database_corrections(const char *path, dcx_row_fn *row, void *data, const dcx_allocator *hooks,
                                            dcx_error *error);

#ifdef __cplusplus
}
#endif
#endif
