/* When a value holds. */
#include "record/reader.h"

/* Whether the time is only what something is compared with. */
static bool is_base(const findings *f, int32_t t) {
    for (size_t i = 0; i < f->bindings; i++)
        if (f->binding[i].base_time == t)
            return true;
    return false;
}

/* The last time before the figure that speaks of the figure's clause or an earlier one of its sentence. */
static const token *governing_time(const reading *r, const binding *b) {
    const token *best = NULL;
    for (size_t i = 0; i < b->at; i++) {
        int32_t t = r->line.origin[i].token;
        if (t < 0 || r->tokens.at[t].kind != TOKEN_TIME || is_base(&r->found, t))
            continue;
        best = &r->tokens.at[t];
    }
    return best;
}

dated date_of(const work *w, const reading *r, const binding *b) {
    if (b->time == -2)
        return (dated){0, ""};
    const token *t = b->time >= 0 ? &r->tokens.at[b->time] : governing_time(r, b);
    if (!t || !t->year || t->recent)
        return (dated){w->now.year, ""};
    return (dated){t->year, t->period};
}
