/* One form for characters that are written in several ways, character by character, so that offsets stay: traditional
 * characters become simplified, full-width forms become ASCII (but not the full-width comma, semicolon, colon,
 * brackets, question and exclamation marks, which are Chinese punctuation), look-alike dashes and middle dots one of
 * each. */
#ifndef DCX_LEXER_FOLD_H
#define DCX_LEXER_FOLD_H

#include "base/utf8.h"

char32_t fold_rune(char32_t c);
/* A folded copy in the arena, ended by a zero. */
runes fold(arena *a, runes text);

#endif
