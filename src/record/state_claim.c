/* Whether a figure is a fact, a target or a forecast. */
#include "record/reader.h"
#include "rules/action.h"

/* Whether the clause of the figure says that it was reached, or a time that lies behind. */
static bool is_reached(const work *w, const reading *r, const binding *b, int year) {
    uint32_t at = r->tokens.at[b->token].from, from = at;
    while (from > r->sentence.from && r->folded.at[from - 1] != 0xFF0C && r->folded.at[from - 1] != 0xFF1B &&
           r->folded.at[from - 1] != ',')
        from--;
    for (uint32_t i = from; i < at; i++)
        if (pack_find(w->reader->pack, WORD_REACHED, r->folded.at + i, at - i))
            return true;
    return year && year < w->state.now.year;
}

/* What the section says: a plan, unless what is told was reached. */
static const char *section_claim(const work *w, const reading *r, const binding *b, int year) {
    const section_state *s = &w->state.section;
    if (!s->plans || r->block->kind == BLOCK_ROW || is_reached(w, r, b, year))
        return "actual";
    if (s->facts && (!s->ahead.year || year != s->ahead.year))
        return "actual";
    return !year || year >= s->time.year || year >= w->state.now.year ? "target" : "actual";
}

/* A rule with the option "future" makes a claim only of what lies behind the document's year. */
const char *claim_of(const work *w, const reading *r, const binding *b, int year) {
    int now = w->state.now.year;
    if (b->claim)
        return b->claim;
    if (b->time == -2 || (b->time >= 0 && year <= now)) /* where a plan or forecast starts from */
        return "actual";
    for (size_t i = 0; i < r->found.claims; i++) {
        const scope *s = &r->found.claim[i];
        if (b->at < s->from || s->to <= b->at || (rule_has(s->rule, "future") && year <= now))
            continue;
        if (is_reached(w, r, b, year))
            return "actual";
        return rule_has(s->rule, "target") ? "target" : "forecast";
    }
    return section_claim(w, r, b, year);
}
