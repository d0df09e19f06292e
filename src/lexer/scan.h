/* What the parts of the lexer share: the text and the pack it is read with. For lexer/ alone. */
#ifndef DCX_LEXER_SCAN_H
#define DCX_LEXER_SCAN_H

#include "lexer/lexer.h"

typedef struct scan {
    arena *a;
    const dcx_pack *pack;
    const char32_t *text;
    size_t length;
    size_t first;            /* where reading begins; what stands before is only looked back at */
    const uint64_t *classes; /* of each character from there on: pack_look */
    calendar now;
    int led;   /* the year that the sentence begins with: of later times without one of their own; 0: none */
    int dated; /* the year that was written last; 0: none */
    struct numeral_memo *memo;
} scan;

/* The bit of a word class below INDEXED. */
#define CLASS_BIT(cls) ((uint64_t)1 << (cls))

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
static inline char32_t rune_at(const scan *s, size_t at) {
    return at < s->length ? s->text[at] : 0;
}

static inline bool digit_at(const scan *s, size_t at) {
    return rune_is_digit(rune_at(s, at));
}

/* An ASCII letter or digit. */
static inline bool alnum_at(const scan *s, size_t at) {
    return digit_at(s, at) || rune_is_alpha(rune_at(s, at));
}

/* Whether a word of one of these classes, as bits, may begin at an offset from s->first on. */
static inline bool may_begin(const scan *s, uint64_t classes, size_t at) {
    return at < s->length && (s->classes[at - s->first] & classes);
}

/* The longest word of a class that begins at an offset from s->first on, or NULL. */
static inline const pack_word *word_at(const scan *s, word_class cls, size_t at) {
    return may_begin(s, CLASS_BIT(cls), at) ? pack_find(s->pack, cls, s->text + at, s->length - at) : NULL;
}

/* The longest word of a class that ends at an offset, or NULL. */
const pack_word *word_before(const scan *s, word_class cls, size_t end);
/* A stretch of the text as UTF-8 in the arena. */
const char *slice(const scan *s, size_t from, size_t to);

#endif
