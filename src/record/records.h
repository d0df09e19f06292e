/* Record files on their way back, for record/ alone. */
#ifndef DCX_RECORD_RECORDS_H
#define DCX_RECORD_RECORDS_H

#include "base/arena.h"
#include "base/utf8.h"
#include "dcx.h"

/* How a file writes its dates that end with the year. */
typedef enum date_order { ORDER_UNKNOWN, MONTH_FIRST, DAY_FIRST } date_order;

/* Columns of the widest table that is read: corrections, whose last is the sentence. */
enum { INTAKE_FIELDS = (int)DCX_CORRECTION_METRIC + (int)DCX_SENTENCE + 1 };

/* A file of records, or of corrections, while it is read. Fields that a row lacks are NULL. */
typedef struct intake intake;
struct intake {
    const dcx_schema *schema;
    /* What becomes of the header, and of a row. */
    dcx_status (*check)(intake *in, const bool *has);
    dcx_status (*put)(intake *in, dcx_text *field);
    void (*end)(intake *in);                      /* may be NULL */
    void (*unknown)(intake *in, dcx_text column); /* a column of the file that the schema has not; may be NULL */
    const char *advice;                           /* what to do about a file that is broken */
    void *data;                                   /* theirs */
    memory mem;
    jmp_buf trap;
    arena text;           /* as long as the file is read */
    arena row;            /* until the next record */
    const dcx_pack *pack; /* whose units are known; NULL: none */
    struct known_units *units;
    const char *name;
    const dcx_handler *handler;
    dcx_error *error;
    dcx_text content; /* the file as UTF-8 */
    long line;        /* that is being read */
    bool wide;        /* it was UTF-16 */
    bool json;
    bool checked;       /* its columns have been */
    bool decimal_comma; /* a spreadsheet that separates by semicolons writes points as commas */
    date_order order;
    size_t warnings[INTAKE_FIELDS];
};

/* Fails with DCX_BAD_INPUT at the line that is being read. */
dcx_status records_fail(const intake *in, const char *hint, const char *what);
/* The same about a column. */
dcx_status records_fail_at(const intake *in, int column, const char *hint, const char *what);
/* Says what is odd about the line that is read. */
void records_warn(const intake *in, const char *what);
/* Says what was done with a cell; the first ones of each column, the others are counted. */
void records_warn_at(intake *in, int column, const char *what);
/* Reads a file of in->schema, whatever its encoding and format, row by row. */
dcx_status records_read_file(intake *in, const void *bytes, size_t size);
/* What the words in columns such as kind stand for, where they are written in another style. */
void records_read_words(const intake *in, dcx_text *field);
/* The beginning of a cell, for messages. */
const char *records_show(intake *in, dcx_text cell);

/* The records of each format (records_csv.c, records_json.c). */
dcx_status records_read_csv(intake *in);
dcx_status records_read_json(intake *in);

/* Puts base_value and base_unit right where value or unit are not theirs (base.c); false: the unit is not known. */
bool repair_from_unit(intake *in, dcx_text field[DCX_RECORD_FIELDS]);

/* Undoes what a spreadsheet did to a record (repair.c). */
dcx_status repair_record(intake *in, dcx_text field[DCX_RECORD_FIELDS]);

/* A decimal taken apart: the whole number that the digits make, times ten to the power of last (repair_number.c). */
typedef struct digits {
    const char *at; /* without leading zeros */
    size_t count;
    int last;
    bool negative;
} digits;

/* Reads a number as spreadsheets show it: separators of thousands, an exponent, brackets for a minus. */
bool digits_read(arena *a, runes text, char32_t point, digits *out);
const char *digits_text(arena *a, digits d);
bool digits_plain(dcx_text text);
/* Whether exact, rounded to the places that shown has, is shown. Signs do not count. */
bool digits_agree(arena *a, digits exact, digits shown);
bool digits_same(digits x, digits y);
/* The next number printed in arabic digits from *at on; *at is then behind it. An empty stretch: there is none. */
runes digits_next(runes text, size_t *at);

/* How the dates of a file are written, from those that can be read in one way only (repair_date.c). */
date_order repair_date_order(dcx_text content);
/* Makes a period of what a spreadsheet made of it. text: the folded sentence. */
dcx_status repair_period(intake *in, dcx_text field[DCX_RECORD_FIELDS], runes text);

#endif
