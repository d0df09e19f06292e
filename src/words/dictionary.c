/* A step down the trie of the general dictionary. */
#include "words/dictionary.h"

uint32_t dictionary_below(uint32_t node, char32_t c) {
    uint32_t low = dictionary_first[node], high = dictionary_first[node + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (dictionary_label[middle] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < dictionary_first[node + 1] && dictionary_label[low] == c ? low : 0;
}
