/* Metrics' names as a person compares them. */
#ifndef DCX_COMPARE_NAME_H
#define DCX_COMPARE_NAME_H

#include "pack/pack.h"

/* What it means that a distinguishing word stands in one name and not in the other: pack_word.value. */
typedef enum mark_strength {
    MARK_STRICT, /* another metric */
    MARK_SOFT,   /* another metric where the other name has a different word of the group; else less likely the same */
    MARK_SCOPE,  /* the same metric of another scope */
    MARK_BASIS,  /* the same metric measured on another basis: not to be calculated with */
    MARK_HEAD    /* what is measured, where it is the last such word of the name; as MARK_SOFT before */
} mark_strength;

typedef struct compared_name {
    runes core;              /* without light and distinguishing words, abbreviations and punctuation */
    const uint32_t *feature; /* characters and neighbouring characters of the core, sorted, repeats kept */
    size_t features;
    const pack_word *const *mark; /* distinguishing words, sorted, each once */
    size_t marks;
    const pack_word *head; /* the last word that says what is measured, NULL: none */
    uint64_t key;          /* equal for names that say the same */
    uint64_t exact;        /* equal for names that are written alike, punctuation and case apart */
    uint64_t abbreviation; /* of what is printed in brackets in Latin letters; 0: nothing */
} compared_name;

/* Reads a folded name. What it returns lives in the arena. */
compared_name name_compare_form(const dcx_pack *pack, arena *a, runes folded);
/* How many features two names share. */
size_t name_shared(const compared_name *a, const compared_name *b);
bool name_has_mark(const compared_name *n, const pack_word *word);
uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length);
enum { HASH_BEGIN = 5381 };

#endif
