/* A sentence rewritten so that every token is one character: what the rules' patterns run over.
 *
 * Tokens become private-use characters whose code tells their class; titles, short quotations and brackets become one
 * character each; note marks are gone; private-use characters of the text become CODE_OTHER. */
#ifndef DCX_RULES_LINE_H
#define DCX_RULES_LINE_H

#include "lexer/lexer.h"

/* Class of a token or group on the line. In patterns {name} stands for it; the third column says what it holds. */
#define LINE_CODES(X)                                                                                                  \
    X(COUNT, E000, "count")       /* number and measure word, or a scaled number without one */                        \
    X(MONEY, E001, "money")       /* an amount of a currency */                                                        \
    X(MEASURE, E002, "measure")   /* any other unit */                                                                 \
    X(AGE, E00A, "age")           /* years of life */                                                                  \
    X(DURATION, E003, "duration") /* a length of time */                                                               \
    X(PERCENT, E004, "percent")                                                                                        \
    X(FRACTION, E00B, "fraction") /* a part in words: a half, two thirds, six tenths */                                \
    X(POINTS, E005, "points")                                                                                          \
    X(TIMES, E006, "times")                                                                                            \
    X(DOUBLING, E007, "doubling")                                                                                      \
    X(NUMBER, E008, "number")                                                                                          \
    X(SIGNED, E00C, "signed") /* a percentage printed with a sign: +3.5%, -2% */                                       \
    X(RATIO, E00F, "ratio")                                                                                            \
    X(RANK, E009, "ranking")                                                                                           \
    X(ORDINAL, E00D, "nth")                                                                                            \
    X(YEAR, E010, "year")         /* a calendar year */                                                                \
    X(PERIOD, E011, "period")     /* several years, or part of one */                                                  \
    X(POINT, E012, "point")       /* a day, or the end or beginning of something */                                    \
    X(RELATIVE, E013, "relative") /* the year before, the same period */                                               \
    X(RECENT, E014, "lately")     /* the last N years */                                                               \
    X(UNREAD, E00E, "unread")     /* digits that could not be read */                                                  \
    X(NAME, E018, "digits")       /* a name that holds digits, or a quantity that a rule set aside */                  \
    X(TITLE, E020, "title")       /* a title in its marks */                                                           \
    X(QUOTED, E021, "quoted")     /* a short quotation */                                                              \
    X(BRACKET, E022, "bracket")   /* a bracketed remark without quantities */                                          \
    X(OTHER, E03F, "other")

enum {
#define X(id, code, name) CODE_##id = 0x##code,
    LINE_CODES(X)
#undef X
};

/* Where a character of the line comes from. */
typedef struct origin {
    uint32_t from, to; /* offsets in the block's text */
    int32_t token;     /* index into the tokens, -1: none */
} origin;

typedef struct line {
    runes text;           /* what patterns see */
    char32_t *code;       /* the same array, for actions that set a token aside */
    const origin *origin; /* one for each character of text */
    runes source;         /* the block's text as printed */
    tokens tokens;
    const bool *edge;     /* for each position of text and its end: whether a word begins there */
    const bool *verb;     /* the same: whether a verb begins there */
    const speech *speech; /* for each character of text the part of speech of the word that it stands in */
} line;

/* A stretch of a block's text that is one sentence. */
typedef struct sentence {
    uint32_t from, to;
} sentence;

/* From so many characters on a sentence is cut wherever it pauses, later anywhere, so that its cost stays linear. */
enum { SENTENCE_CUT = 1500 };

/* Splits a part of a paragraph into sentences. They are added to those in s, which are *count and live in the arena;
 * returns them all. */
sentence *split_sentences(arena *a, runes folded, sentence part, sentence *s, size_t *count);

/* Rewrites one sentence. first is the index of its first token; the result lives in the arena. */
line make_line(arena *a, const dcx_pack *pack, runes source, runes folded, tokens t, size_t first, sentence s);

/* Whether a token can become a record. */
bool token_measures(const token *t);

#endif
