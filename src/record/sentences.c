/* A block's sentences. */
#include "record/reader.h"

/* Whether the characters before and at the beginning of a run stand apart in the file, as the clauses of a headline
 * do. */
static bool is_gap(const block *b, uint32_t number, runes folded) {
    enum { SHORTEST = 3 };
    uint32_t at = b->run[number].at;
    if (at < SHORTEST || at + SHORTEST > folded.length || !rune_is_han(folded.at[at - 1]) ||
        !rune_is_han(folded.at[at]))
        return false;
    place before = block_place(b, at - 1), here = block_place(b, at);
    return here.line == before.line && here.column > before.column + 1;
}

/* Moves the end of a sentence that was cut for its length out of the number or name that it would part. */
static void spare_token(work *w, runes folded, sentence *cut, sentence *next) {
    enum { AHEAD = 100 };
    uint32_t end = folded.length - cut->to > AHEAD ? cut->to + AHEAD : (uint32_t)folded.length;
    tokens t = lex_part(&w->reader->scratch, w->reader->pack, (runes){folded.at, end}, cut->from, w->state.now);
    for (size_t i = t.count; i > 0 && t.at[i - 1].to > cut->to; i--)
        if (t.at[i - 1].from < cut->to)
            cut->to = next->from = t.at[i - 1].to < end ? t.at[i - 1].to : t.at[i - 1].from;
}

const sentence *sentences_of(work *w, const block *b, runes folded, size_t *count) {
    arena *a = &w->reader->scratch;
    sentence *s = NULL;
    uint32_t from = 0;
    *count = 0;
    for (uint32_t i = 1; i < b->runs && b->kind != BLOCK_PARAGRAPH; i++)
        if (is_gap(b, i, folded)) {
            s = split_sentences(a, folded, (sentence){from, b->run[i].at}, s, count);
            from = b->run[i].at;
        }
    s = split_sentences(a, folded, (sentence){from, (uint32_t)folded.length}, s, count);
    for (size_t i = 0; i + 1 < *count; i++)
        if (s[i].to - s[i].from >= SENTENCE_CUT)
            spare_token(w, folded, &s[i], &s[i + 1]);
    return s;
}
