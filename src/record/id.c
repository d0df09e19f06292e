/* Stable ids. Source of the hash: FNV-1a, 64 bit (Fowler, Noll, Vo), over code points. */
#include "record/id.h"

#define FNV_OFFSET 14695981039346656037ULL
#define FNV_PRIME  1099511628211ULL

enum { DIGITS = 12, FEWEST = 16 };

uint64_t sentence_key(const runes folded) {
    uint64_t h = FNV_OFFSET;
    for (size_t i = 0; i < folded.length; i++)
        if (!rune_is_space(folded.at[i]))
            h = (h ^ folded.at[i]) * FNV_PRIME;
    return h ? h : 1;
}

static struct seen_slot *find_slot(struct seen_slot *slot, size_t room, uint64_t key) {
    size_t i = (size_t)(key ^ key >> 29) & (room - 1);
    while (slot[i].key && slot[i].key != key)
        i = (i + 1) & (room - 1);
    return &slot[i];
}

static void grow(arena *a, seen *s) {
    size_t room = s->room ? 2 * s->room : FEWEST;
    struct seen_slot *slot = arena_array(a, room, sizeof *slot);
    for (size_t i = 0; i < s->room; i++)
        if (s->slot[i].key)
            *find_slot(slot, room, s->slot[i].key) = s->slot[i];
    s->slot = slot;
    s->room = room;
}

uint32_t seen_before(arena *a, seen *s, uint64_t key) {
    if (s->used * 2 >= s->room)
        grow(a, s);
    struct seen_slot *slot = find_slot(s->slot, s->room, key);
    s->used += slot->key == 0;
    slot->key = key;
    return slot->count++;
}

/* MurmurHash3 finaliser: spreads each bit over all. */
static uint64_t spread(uint64_t key) {
    key ^= key >> 33;
    key *= 0xff51afd7ed558ccdULL;
    key ^= key >> 33;
    key *= 0xc4ceb9fe1a85ec53ULL;
    return key ^ key >> 33;
}

static dcx_text digits_of(arena *a, uint64_t key, char first) {
    char *id = arena_raw(a, DIGITS + 1, 1);
    for (int i = 0; i < DIGITS; i++)
        id[i] = "0123456789abcdef"[key >> (60 - 4 * i) & 15];
    id[0] = first ? first : id[0];
    id[DIGITS] = '\0';
    return (dcx_text){id, DIGITS};
}

/* The first digit is a letter, so that no spreadsheet takes an id for a number. */
dcx_text record_id(arena *a, uint64_t sentence_of, uint64_t quote, uint32_t ordinal, uint32_t repeat) {
    uint64_t key = spread(spread(sentence_of) + quote);
    key = spread(key + ((uint64_t)repeat << 32 | ordinal));
    return digits_of(a, key, "abcdef"[(key & 0xFFFF) % 6]);
}

/* Ids as dcx made them first: other numbers of ordinal and repeat could give the same. */
static dcx_text first_id(arena *a, uint64_t sentence_of, uint64_t quote, uint32_t ordinal, uint32_t repeat) {
    uint64_t key = (((sentence_of * 31 + quote) * 31 + ordinal) * 31) + repeat;
    key ^= key >> 33;
    key *= 0xff51afd7ed558ccdULL;
    return digits_of(a, key ^ key >> 33, '\0');
}

typedef dcx_text id_fn(arena *, uint64_t, uint64_t, uint32_t, uint32_t);

/* The id that `to` gives the figure of which `from` makes one that is like this; length 0: there is none. */
static dcx_text translate(arena *a, figure_name of, id_fn *from, id_fn *to, id_test *is_like, const void *this) {
    enum { ORDINALS = 12, REPEATS = 40 };
    for (uint32_t repeat = 0; repeat < REPEATS; repeat++)
        for (uint32_t ordinal = 0; ordinal < ORDINALS; ordinal++)
            if (is_like(this, from(a, of.sentence, of.quote, ordinal, repeat)))
                return to(a, of.sentence, of.quote, ordinal, repeat);
    return (dcx_text){"", 0};
}

static bool is_equal(const void *id, dcx_text other) {
    return text_equal(*(const dcx_text *)id, other);
}

dcx_text id_before(arena *a, figure_name of, dcx_text id) {
    return translate(a, of, record_id, first_id, is_equal, &id);
}

dcx_text id_renewed(arena *a, figure_name of, dcx_text id) {
    dcx_text same = translate(a, of, record_id, record_id, is_equal, &id);
    return same.length ? same : translate(a, of, first_id, record_id, is_equal, &id);
}

dcx_text id_restored(arena *a, figure_name of, id_test *is_like, const void *shown) {
    return translate(a, of, first_id, record_id, is_like, shown);
}
