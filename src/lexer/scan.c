#include "lexer/scan.h"

const pack_word *word_before(const scan *s, word_class cls, size_t end) {
    enum { LONGEST = 4 };
    size_t n = end < LONGEST ? end : LONGEST;
    return pack_find_last(s->pack, cls, s->text + end - n, n);
}

const char *slice(const scan *s, size_t from, size_t to) {
    return to > from ? utf8_from_runes(s->a, s->text + from, to - from).at : "";
}
