/* A sentence cut into words, each with its part of speech.
 *
 * Of all ways to cut, the one is taken whose words are likeliest together: the product of how common each is (a unigram
 * model; the search is Viterbi's over the graph of all words that can stand). Tokens of the lexer, runs of Latin
 * letters and digits, and punctuation marks are words of their own, and nothing is cut across them. */
#ifndef DCX_WORDS_WORDS_H
#define DCX_WORDS_WORDS_H

#include "lexer/lexer.h"

typedef struct word {
    uint32_t from, to; /* offsets in the text, of characters */
    int32_t token;     /* index into the tokens; -1: it is none */
    speech speech;
} word;

typedef struct words {
    const word *at; /* in ascending order, side by side from the beginning of the sentence to its end */
    size_t count;
} words;

/* The words of text[from .. to), in the arena. text is folded (lexer/fold.h); t are the tokens of which those that lie
 * in the stretch count. Time and memory are linear in its length. */
words cut_words(arena *a, const dcx_pack *pack, runes text, uint32_t from, uint32_t to, tokens t);

#endif
