/* Traditional characters as simplified ones, character by character, so that offsets stay. */
#ifndef DCX_BASE_HAN_H
#define DCX_BASE_HAN_H

#include "base/utf8.h"

#define HAN_FIRST ((char32_t)0x3400)
#define HAN_LAST  ((char32_t)0x9FFF)

/* The simplified form of each character from HAN_FIRST to HAN_LAST, itself where it has none. Made when dcx is built,
 * from OpenCC's dictionaries (tools/hanc.c): what is right for the character on its own. */
extern const char16_t han_table[];

static inline char32_t han_simplified(char32_t c) {
    return c >= HAN_FIRST && c <= HAN_LAST ? han_table[c - HAN_FIRST] : c;
}

/* The same for UTF-8 text, in place: all these characters take three bytes. */
void han_simplify(char *text, size_t length);

#endif
