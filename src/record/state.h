/* The state of a document: what a reader carries from line to line. It is made before the sentences are read (when the
 * document was published, what it reviews), at each heading (what the section is about), and while they are read (a
 * time that was named, who speaks). For record/ alone.
 *
 * A figure's year and period come from the first of these that says one:
 *   1. its own time: in its pair, its list (one time each), its bracket, right before it ("than the 39.2 % of 2024");
 *   2. the sentence: the last time before it that governs it. A time that is set off by a comma, or stands at the
 * beginning of its clause, or is the first, governs what follows; any other its own clause. A day on which somebody
 * spoke, a dateline, a base of comparison, a time in a title or a source govern nothing; what happened in passing
 * governs its own clause. Words like "now" return to the document's time, words like "then" to none;
 *   3. the sentence before, where this one breaks its figures down; the year that was named in the paragraph last;
 *   4. the section's heading;
 *   5. the document: --year, its title and cover, a day of publication, what its text speaks of.
 * What none of them settles stays empty.
 *
 * A figure's claim: the rule of a column, the words of its sentence, its section (a plan, unless what is told was
 * reached), else it is a fact. A source: the words of its sentence, who speaks, the next note mark, the publisher. */
#ifndef DCX_RECORD_STATE_H
#define DCX_RECORD_STATE_H

#include "document/document.h"
#include "rules/engine.h"

/* Where a year comes from. */
typedef enum time_origin { TIME_UNKNOWN, BY_FIGURE, BY_SENTENCE, BY_PARAGRAPH, BY_SECTION, BY_DOCUMENT } time_origin;

typedef struct dated {
    int year; /* 0: not settled */
    const char *period;
    time_origin origin;
} dated;

/* What the headings above a block say. */
typedef struct section_state {
    dcx_text path;
    dated time;        /* of figures without a time; that of the document where they name none */
    dated past, ahead; /* spans of years that are looked back on and planned; year 0: none */
    bool plans, facts; /* it announces plans, it looks back */
} section_state;

typedef struct doc_state {
    calendar now;
    dated time; /* what the document is about */
    section_state section;
    bool early; /* it was published at the beginning of now.year and looks back on the year before */
} doc_state;

/* How many times of a sentence are kept; further ones are let go. */
enum { TIME_MARKS = 128 };

/* A time of a sentence and the figures that it governs: those between two places of the text. */
typedef struct time_mark {
    uint32_t from, until;
    int32_t token; /* -1: a word like "now" */
    dated when;
    bool leads;            /* governs later sentences of the paragraph too */
    uint32_t place, items; /* in a list of times, each for one figure; items 0: none */
} time_mark;

#endif
