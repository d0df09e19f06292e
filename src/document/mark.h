/* Note marks as they are written: [4], ^[4], [^4], a number raised or in a circle. */
#ifndef DCX_DOCUMENT_MARK_H
#define DCX_DOCUMENT_MARK_H

#include "base/utf8.h"

enum {
    MARK_CIRCLED = 1000, /* keys of circled numbers begin behind this */
    MARK_KEYS = 1051
};

typedef struct mark_form {
    size_t length; /* characters in all */
    size_t label;  /* offset of the label */
    size_t digits; /* its length */
    unsigned key;  /* its number, or MARK_CIRCLED + number */
    bool certain;  /* nothing but a mark is written like this */
} mark_form;

/* Whether a mark may begin with the character. */
static inline bool mark_may_begin(char32_t c) {
    if (rune_is_usual(c))
        return false;
    if (c < 0x80)
        return c == '[' || c == '^' || c == '\\' || c == '<' || c == '$';
    return c - 0x2460 < 20 || c == 0x3014 || c == 0xFF3B || c - 0x3251 < 15 || c - 0x32B1 < 15;
}

/* Whether a mark begins at t[0..n-1]. */
bool mark_read(const char32_t *t, size_t n, mark_form *m);
/* The length of the mark that ends at t[n-1], or 0. */
size_t mark_before(const char32_t *t, size_t n);

#endif
