/* The lines of a text file, and what can be seen of a line on its own. */
#ifndef DCX_DOCUMENT_LINE_H
#define DCX_DOCUMENT_LINE_H

#include <stdint.h>

#include "document/document.h"

typedef enum line_role {
    LINE_BODY,
    LINE_HEADING,
    LINE_CAPTION,
    LINE_SOURCE, /* names where figures come from */
    LINE_NOTE,
    LINE_TITLE, /* of the cover */
    LINE_TOC,
    LINE_ITEM, /* behind a bullet */
    LINE_ROW,  /* of a table */
    LINE_SKIP  /* page numbers, running heads, code, rules: not part of the text */
} line_role;

/* How the last word of a line leaves the sentence. In ascending order of how much it ends. */
typedef enum ending { ENDS_NOT, ENDS_COMMA, ENDS_CLAUSE, ENDS_SENTENCE } ending;

typedef struct line {
    uint32_t from, length;   /* in lines.text, without white space around it */
    uint32_t number, column; /* place of its first character */
    uint32_t next;           /* the line that continues it in the same block; 0: none */
    uint32_t note;           /* LINE_NOTE: 1 + where its label stands; from notes_new on the number of its note;
                                0: it has no label */
    uint32_t repeat;         /* 1 + its entry among the repeats; 0: none */
    uint32_t skip;           /* characters at its beginning that are no text: bullet, label, hashes */
    uint16_t cells;          /* width without indent */
    uint16_t indent;         /* cells */
    uint8_t role, ends;
    uint8_t level;        /* heading: depth; note: 1 if it names a source */
    bool blank : 1;       /* empty lines stand before it */
    bool page : 1;        /* a page began since the line before */
    bool wide_indent : 1; /* indented by ideographic spaces */
    bool hashes : 1;      /* a Markdown heading */
    bool taken : 1;       /* continues another line */
    bool cover : 1;       /* stands on the cover */
    bool marked : 1;      /* note marks may stand in it */
    bool table : 1;       /* LINE_ROW: the first row of a table */
    bool dropped : 1;     /* LINE_SKIP: it has text, which is none of the document's: a running head, a page number */
    bool gaps : 1;        /* it has wide gaps, see text_columns, or is too long to tell */
} line;

typedef struct lines {
    const char32_t *text;
    line *at; /* at[0] stands for "none"; lines that hold text are 1 to count */
    size_t count;
    const run *run; /* places by offset in text, ascending; NULL: a line's characters stand one after another */
    size_t runs;
    bool structured;           /* lines are paragraphs of a format that knows them, and hold no signs of Markdown */
    const uint32_t *page;      /* for each page behind the first, the offset in text that it begins at */
    size_t pages;              /* how many those are */
    bool paged;                /* of a place nothing but the page can be told */
    dcx_text title, publisher; /* as the format's own fields tell them; empty: they do not */
} lines;

runes line_runes(const lines *all, const line *l);
/* Fills what follows from the line's own characters: cells, ends, marked, gaps, and the roles and skips of
 * Markdown. */
void line_measure(const lines *all, line *l);
/* Without the bold marks around it and what l->skip counts. */
runes line_core(const lines *all, const line *l);
/* Cells of what cannot be parted from the beginning of the line: a character or word, and the punctuation behind. */
uint32_t line_first_unit(const lines *all, const line *l);
/* Punctuation that cannot begin a line or sentence: it continues what stands before. */
bool rune_never_first(char32_t c);
/* Closing quotes and brackets that may stand behind the end of a sentence. */
bool rune_closes(char32_t c);
ending text_ending(runes text);
/* How many commas, semicolons and full stops stand in it; not those inside numbers. */
size_t text_pauses(runes text);
/* How many wide gaps it has, as between the columns of a table. */
size_t text_columns(runes text);

#endif
