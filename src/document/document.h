/* A document: its blocks of text in reading order, with the way back to their places in the file. No numbers. */
#ifndef DCX_DOCUMENT_DOCUMENT_H
#define DCX_DOCUMENT_DOCUMENT_H

#include "base/arena.h"
#include "base/regex.h"
#include "pack/pack.h"

typedef enum block_kind {
    BLOCK_PARAGRAPH,
    BLOCK_HEADING,
    BLOCK_CAPTION, /* of a figure or table */
    BLOCK_TITLE,   /* a line of the cover: title, year, publisher, date */
    BLOCK_TOC,     /* a line of a table of contents */
    BLOCK_NOTE,    /* a note's own text */
    BLOCK_ROW,     /* of a table */
    BLOCK_ASIDE    /* no part of the text: a running head, a page number, code */
} block_kind;

/* From text offset `at` on, characters stand one after another in the file from this place. */
typedef struct run {
    uint32_t at;
    uint32_t page, line, column; /* from 1; 0: the format has none. Without lines all stands at one place */
} run;

typedef struct note {
    dcx_text label;  /* "4" */
    dcx_text source; /* the text behind the source prefix; empty for a note that defines or explains */
    uint32_t line;
} note;

typedef struct mark {
    uint32_t at;      /* the text offset it stood before; its own characters are not part of the text */
    const note *note; /* NULL: no such note */
} mark;

/* In rows without figures, a cell of so many characters that holds digits comes as a paragraph behind its row. */
enum { APART_LENGTH = 8 };

/* When a figure holds, in relation to the period that its table or document is about. */
typedef enum cell_period {
    PERIOD_NONE,      /* nothing is said */
    PERIOD_THIS,      /* the period itself */
    PERIOD_END,       /* its last day */
    PERIOD_BEGINNING, /* the last day of the year before */
    PERIOD_BEFORE,    /* the same period of the year before */
    PERIOD_MONTH,     /* its last month */
    PERIOD_UP_TO      /* from the beginning of the year */
} cell_period;

/* A figure of a table. */
typedef struct row_cell {
    uint32_t from, to; /* its characters in the row's text */
    const char *kind;  /* level, growth, change, share */
    runes name;        /* from the heads of its row and column, without times and units */
    runes unit, time;  /* as printed there; empty: none */
    runes table_time;  /* of the table's caption */
    cell_period period;
    const char *claim; /* target, forecast; NULL: nothing is said */
} row_cell;

typedef struct block {
    block_kind kind;
    size_t number; /* from 1 */
    int level;     /* heading: depth, 1 outermost */
    /* No line breaks; spaces only between words of Latin letters or digits, and behind an ASCII comma before one. */
    const char32_t *text;
    uint32_t length;
    const run *run; /* ascending; run[0].at == 0 */
    uint32_t runs;
    const mark *mark; /* ascending */
    uint32_t marks;
    const row_cell *cell; /* a row of a table: its figures */
    uint32_t cells;
    dcx_text section; /* heading path, joined by '/', UTF-8 */
} block;

typedef struct document {
    dcx_text name;         /* as the caller named the file */
    dcx_text title;        /* empty: none was found */
    dcx_text publisher;    /* from the cover; empty: none was found */
    const char *format;    /* of dcx_input_formats */
    struct blocks *blocks; /* what document_next goes through */
} document;

/* Goes back to the beginning. From now on document_next gives the blocks of these kinds: 1 << kind, or
 * ALL_BLOCKS, which are those of the text. */
#define ASIDE_BLOCKS (1U << BLOCK_ASIDE)
#define ALL_BLOCKS   (~ASIDE_BLOCKS)
void document_rewind(document *d, unsigned kinds);
/* The next block; NULL at the end. What it points to, its section apart, is valid until the next call. Text is put
 * together block by block, so that no second copy of the document is held. */
const block *document_next(document *d);
/* In how many places left-overs of wrong conversions were left out of the blocks since document_rewind. */
size_t document_damaged(const document *d);

typedef struct place {
    uint32_t page, line, column;
} place;

/* Where the character at text offset `at` of the block stands in the file. */
place block_place(const block *b, size_t at);

/* Compiled layout patterns of a pack, for one reader. */
typedef struct layout_set layout_set;
layout_set *layout_set_new(regex_engine *engine, arena *a, const dcx_pack *pack, dcx_error *error);
void layout_set_free(layout_set *set);

typedef struct read_options {
    bool strict;
    const char *encoding;   /* of text and pages; NULL or "": told from the bytes */
    const char *format;     /* a name of dcx_input_formats; NULL or "": told from the bytes */
    dcx_report_fn *warning; /* may be NULL */
    dcx_report_fn *notice;  /* what was decided; may be NULL */
    void *data;
} read_options;

/* Reads a document of any format. Everything of the result lives in the arena. On failure: NULL and *error. */
document *document_read(arena *a, const layout_set *layout, const char *name, dcx_text bytes,
                        const read_options *options, dcx_error *error);

/* Reads every line of a text as a block of its own, for `dcx tokens`. */
document *document_read_lines(arena *a, const layout_set *layout, const char *name, dcx_text bytes,
                              const read_options *options, dcx_error *error);

#endif
