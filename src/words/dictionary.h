/* The general dictionary: words of Chinese with how common they are and what part of speech. It is made when dcx is
 * built (tools/wordc.c) from the dictionary of jieba (MIT licence), and is constant.
 *
 * A trie in which the children of a node stand side by side, sorted: node i has the characters label[first[i]] to
 * label[first[i + 1] - 1] below it, and those places are their nodes. Node 0 is the root. */
#ifndef DCX_WORDS_DICTIONARY_H
#define DCX_WORDS_DICTIONARY_H

#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

#include "pack/pack.h"

/* What stands at a node: 0 where no word ends there, else how rare the word is, in 64ths of a bit (the logarithm of one
 * by its share of all words of a large body of text), and its part of speech. */
enum { ENTRY_SPEECH_BITS = 5, ENTRY_BIT = 64 };

extern const uint32_t dictionary_nodes;
extern const char16_t dictionary_label[];
extern const uint32_t dictionary_first[];
extern const uint16_t dictionary_entry[];

/* The node below `node` for a character, 0: there is none. */
uint32_t dictionary_below(uint32_t node, char32_t c);

#endif
