/* The search for the likeliest way to cut a stretch of characters into words. Costs are rarities in 64ths of a bit, so
 * the likeliest way is the one of least cost. A character that no word begins with stands alone, at the cost of a rare
 * word. */
#include "words/words.h"

#include <string.h>

#include "words/dictionary.h"

enum {
    LONGEST = 16,             /* characters of a word */
    UNKNOWN = 20 * ENTRY_BIT, /* cost of a character that is no word */
    TAUGHT = 9 * ENTRY_BIT,   /* cost of a word of the pack: as common as one in 512 words */
    NEVER = UINT32_MAX
};

typedef struct cutting {
    arena *arena;
    const dcx_pack *pack;
    runes text;
    word *word;
    size_t words;
} cutting;

/* The best way to a place: what it costs, and the word that ends there. */
typedef struct step {
    uint32_t cost;
    uint16_t length;
    uint16_t as; /* its part of speech */
} step;

static void put(cutting *c, uint32_t from, uint32_t to, speech s, int32_t number) {
    c->word[c->words++] = (word){from, to, number, s};
}

static void offer(step *s, uint32_t cost, size_t length, unsigned as) {
    if (cost < s->cost)
        *s = (step){cost, (uint16_t)length, (uint16_t)as};
}

/* Whether a word of the dictionary ends with a verb of growing or falling that stands for itself: "prices rise". */
static bool holds_change(const dcx_pack *pack, const char32_t *text, size_t length) {
    static const word_class changes[] = {WORD_UP, WORD_DOWN};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        const pack_word *verb = pack_find_last(pack, changes[i], text, length);
        if (verb && verb->length > 1 && verb->length + 1U < length)
            return true;
    }
    return false;
}

/* Offers the words that begin at `at`, a run's place number i. What the pack teaches says what part of speech a word
 * is, and makes one of several characters as common as TAUGHT; a single character stays as common as the dictionary has
 * it, since it also stands in many words. */
static void offer_words(const cutting *c, step *best, uint32_t at, size_t room, size_t i) {
    const pack_word *taught = pack_find(c->pack, WORD_LEXICON, c->text.at + at, room);
    uint32_t before = best[i].cost, node = 0;
    bool known = false;
    for (size_t n = 1; n <= room && n <= LONGEST; n++) {
        node = dictionary_below(node, c->text.at[at + n - 1]);
        if (!node)
            break;
        unsigned entry = dictionary_entry[node], cost = entry >> ENTRY_SPEECH_BITS;
        bool own = taught && taught->length == n;
        if (own && n > 1 && cost > TAUGHT)
            cost = TAUGHT;
        known |= own && entry;
        if (entry && (own || !holds_change(c->pack, c->text.at + at, n)))
            offer(&best[i + n], before + cost, n,
                  own ? (unsigned)taught->value : entry & ((1U << ENTRY_SPEECH_BITS) - 1));
    }
    if (taught && !known)
        offer(&best[i + taught->length], before + (taught->length > 1 ? TAUGHT : UNKNOWN), taught->length,
              (unsigned)taught->value);
}

/* Cuts a run of characters without tokens. */
static void cut_run(cutting *c, uint32_t from, uint32_t to) {
    size_t room = to - from;
    step *best = arena_raw(c->arena, room + 1, sizeof *best);
    for (size_t i = 0; i <= room; i++)
        best[i] = (step){i ? NEVER : 0, 0, SPEECH_OTHER};
    for (size_t i = 0; i < room; i++) {
        offer(&best[i + 1], best[i].cost + UNKNOWN, 1, SPEECH_OTHER);
        offer_words(c, best, from + (uint32_t)i, room - i, i);
    }
    size_t count = 0;
    for (size_t i = room; i; i -= best[i].length)
        count++;
    c->words += count;
    for (size_t i = room, k = c->words; i; i -= best[i].length)
        c->word[--k] = (word){from + (uint32_t)(i - best[i].length), from + (uint32_t)i, -1, (speech)best[i].as};
}

static bool is_latin(char32_t c) {
    return rune_is_alpha(c) || rune_is_digit(c);
}

/* What belongs together from `at` on, and how: ideographs, letters, one sign. */
static uint32_t run_end(const cutting *c, uint32_t at, uint32_t end) {
    char32_t first = c->text.at[at];
    uint32_t to = at + 1;
    if (rune_is_han(first))
        while (to < end && rune_is_han(c->text.at[to]))
            to++;
    else if (is_latin(first))
        while (to < end && is_latin(c->text.at[to]))
            to++;
    return to;
}

static void cut_plain(cutting *c, uint32_t from, uint32_t end) {
    while (from < end) {
        uint32_t to = run_end(c, from, end);
        char32_t first = c->text.at[from];
        if (rune_is_han(first))
            cut_run(c, from, to);
        else
            put(c, from, to, is_latin(first) ? SPEECH_LATIN : SPEECH_MARK, -1);
        from = to;
    }
}

words cut_words(arena *a, const dcx_pack *pack, runes text, uint32_t from, uint32_t to, tokens t) {
    cutting c = {a, pack, text, arena_raw(a, to - from + 1, sizeof(word)), 0};
    uint32_t at = from;
    for (size_t i = 0; i < t.count && t.at[i].from < to; i++) {
        const token *k = &t.at[i];
        if (k->from < at || k->to <= k->from)
            continue;
        cut_plain(&c, at, k->from);
        put(&c, k->from, k->to, SPEECH_TOKEN, (int32_t)i);
        at = k->to;
    }
    cut_plain(&c, at, to);
    return (words){c.word, c.words};
}
