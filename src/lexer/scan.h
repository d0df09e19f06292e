/* What the parts of the lexer share: the text and the pack it is read with. For lexer/ alone. */
#ifndef DCX_LEXER_SCAN_H
#define DCX_LEXER_SCAN_H

#include "lexer/lexer.h"

typedef struct scan {
    arena *a;
    const dcx_pack *pack;
    const char32_t *text;
    size_t length;
    calendar now;
    int led; /* the year that the sentence begins with: of later times without one of their own; 0: none */
} scan;

/* Punctuation that C code looks at. */
enum {
    MARK_STOP = 0x3002, /* full stop */
    MARK_DASH = 0x2014,
    MARK_DOT = 0xB7,        /* middle dot */
    MARK_TIMES = 0xD7,      /* multiplication sign */
    MARK_COMMA = 0xFF0C,    /* full-width */
    MARK_COLON = 0xFF1A,    /* full-width */
    MARK_LIST = 0x3001,     /* between the items of a list */
    MARK_OPEN = 0xFF08,     /* full-width bracket */
    MARK_CLOSE = 0xFF09,    /* full-width bracket */
    MARK_QUOTE = 0x201C,    /* opening quotation mark */
    MARK_UNQUOTE = 0x201D,  /* closing quotation mark */
    MARK_TITLE_END = 0x300B /* closing title mark */
};

/* The character at an offset, 0 behind the end. */
char32_t rune_at(const scan *s, size_t at);
bool digit_at(const scan *s, size_t at);
/* An ASCII letter or digit. */
bool alnum_at(const scan *s, size_t at);
/* The longest word of a class that begins at an offset, or NULL. */
const pack_word *word_at(const scan *s, word_class cls, size_t at);
/* The longest word of a class that ends at an offset, or NULL. */
const pack_word *word_before(const scan *s, word_class cls, size_t end);
/* A stretch of the text as UTF-8 in the arena. */
const char *slice(const scan *s, size_t from, size_t to);

#endif
