#include "rules/engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "rules/search.h"

typedef struct ready_rule {
    search search;
    const action *action;
} ready_rule;

struct rule_set {
    regex_engine *engine;
    arena *arena;
    const dcx_pack *pack;
    ready_rule *rule;
    regex_sieve *sieve; /* of all rules' patterns; NULL: there was no line yet */
};

rule_set *rule_set_new(regex_engine *engine, arena *a, const dcx_pack *pack) {
    rule_set *set = arena_alloc(a, sizeof *set);
    *set = (rule_set){.engine = engine, .arena = a, .pack = pack};
    set->rule = arena_array(a, pack_content(pack)->rules, sizeof(ready_rule));
    return set;
}

void rule_set_free(rule_set *set) {
    if (!set)
        return;
    for (uint32_t i = 0; i < pack_content(set->pack)->rules; i++)
        regex_free(set->engine, set->rule[i].search.regex);
}

static dcx_status broken(const pack_rule *rule, dcx_error *error, const char *why) {
    return error_set(error, DCX_BAD_PACK, rule->file, rule->line, "mend the rule's pattern; see docs/rules.md",
                     "rule %s: %s", rule->id, why);
}

/* Opens a rule for one user: its pattern as it was made ready, which is done where it was not. NULL and *error: it is
 * broken. */
static const regex_ready *open_rule(ready_rule *out, regex_engine *engine, arena *a, const dcx_pack *pack,
                                    const pack_rule *rule, dcx_error *error) {
    char why[256] = "unknown action";
    const regex_ready *ready = rule->ready;
    out->action = action_find(rule->action);
    if (out->action && !ready)
        ready = search_prepare(engine, a, pack, rule->pattern, why, sizeof why);
    if (!out->action || !ready) {
        (void)broken(rule, error, why);
        return NULL;
    }
    search_open(&out->search, engine, rule->pattern, ready);
    if (out->action->needs == GROUP_COUNT || search_has(&out->search, out->action->needs))
        return ready;
    (void)broken(rule, error, "the pattern lacks a group that its action needs");
    return NULL;
}

dcx_status rules_prepare(regex_engine *engine, dcx_pack *pack, dcx_error *error) {
    for (uint32_t i = 0; i < pack_content(pack)->rules; i++) {
        const pack_rule *rule = &pack_content(pack)->rule[i];
        if (rule->ready)
            continue;
        ready_rule opened = {0};
        const regex_ready *ready = open_rule(&opened, engine, pack_arena(pack), pack, rule, error);
        regex_free(engine, opened.search.regex);
        if (!ready)
            return DCX_BAD_PACK;
        pack_set_ready(pack, i, ready);
    }
    return DCX_OK;
}

/* Where to go on: behind the last quantity of the match, so that the next may begin with what this one ended with. */
static size_t resume_at(const match *m) {
    static const group_id last[] = {GROUP_VALUES, GROUP_TO, GROUP_Q};
    size_t at = m->whole.to;
    for (size_t i = 0; i < sizeof last / sizeof *last; i++)
        if (m->group[last[i]].from != REGEX_NONE) {
            at = m->group[last[i]].to;
            break;
        }
    return at > m->whole.from ? at : m->whole.from + 1;
}

static dcx_status run_rule(rule_set *set, uint32_t number, run_state *r, view *v, dcx_error *error) {
    unsigned where = regex_sieve_where(v->sieve, number);
    if (!where)
        return DCX_OK;
    ready_rule *ready = &set->rule[number];
    const pack_rule *rule = &pack_content(set->pack)->rule[number];
    if (!ready->search.regex && !open_rule(ready, set->engine, set->arena, set->pack, rule, error))
        return DCX_BAD_PACK;
    match m = {.rule = rule};
    for (size_t at = 0; where && at < v->text.length; at = resume_at(&m)) {
        int found = search_find(&ready->search, set->engine, v, where, at, &m);
        if (found < 0)
            return broken(m.rule, error, "the pattern takes too long");
        if (!found)
            break;
        if (ready->action->needs == GROUP_COUNT || m.group[ready->action->needs].from != REGEX_NONE)
            ready->action->run(r, &m);
        if (r->changed) {
            view_take(v, r->line->text);
            where = regex_sieve_where(v->sieve, number);
        }
        r->changed = false;
    }
    return DCX_OK;
}

static dcx_status make_sieve(rule_set *set, dcx_error *error) {
    const pack_data *pack = pack_content(set->pack);
    regex_needs *needs = arena_array(set->arena, pack->rules, sizeof *needs);
    for (uint32_t i = 0; i < pack->rules; i++) {
        const pack_rule *rule = &pack->rule[i];
        const regex_ready *ready = rule->ready;
        if (!ready)
            ready = open_rule(&set->rule[i], set->engine, set->arena, set->pack, rule, error);
        if (!ready)
            return DCX_BAD_PACK;
        needs[i] = ready->needs;
    }
    set->sieve = regex_sieve_new(set->arena, needs, pack->rules);
    return DCX_OK;
}

static int by_place(const void *left, const void *right) {
    const binding *a = left, *b = right;
    return (a->at > b->at) - (a->at < b->at);
}

static size_t quantities(const line *l) {
    size_t n = 0;
    for (size_t i = 0; i < l->text.length; i++)
        n += l->origin[i].token >= 0 && token_measures(&l->tokens.at[l->origin[i].token]);
    return n;
}

dcx_status rule_set_run(rule_set *set, arena *a, line *l, findings *found, dcx_error *error) {
    size_t n = quantities(l);
    *found = (findings){.binding = arena_raw(a, n + 1, sizeof *found->binding),
                        .aside = arena_raw(a, n + 1, sizeof *found->aside),
                        .list = arena_raw(a, SCOPES, sizeof *found->list),
                        .source = arena_raw(a, SCOPES, sizeof *found->source),
                        .subject = arena_raw(a, SCOPES, sizeof *found->subject),
                        .claim = arena_raw(a, SCOPES, sizeof *found->claim),
                        .whole = arena_raw(a, SCOPES, sizeof *found->whole),
                        .time = arena_raw(a, SCOPES, sizeof *found->time)};
    bool *spent = arena_array(a, l->text.length + 1, sizeof(bool));
    run_state r = {
        {a, set->pack, l, false, spent}, l, found, arena_array(a, l->text.length + 1, sizeof(bool)), spent, false};
    if (!set->sieve && make_sieve(set, error))
        return DCX_BAD_PACK;
    view v = view_new(a, set->sieve, l->text.length);
    view_take(&v, l->text);
    regex_set_edges(set->engine, l->edge, l->verb);
    dcx_status status = DCX_OK;
    for (uint32_t i = 0; i < pack_content(set->pack)->rules; i++) {
        status = run_rule(set, i, &r, &v, error);
        if (status != DCX_OK)
            break;
    }
    regex_set_edges(set->engine, NULL, NULL);
    if (status != DCX_OK)
        return status;
    qsort(found->binding, found->bindings, sizeof *found->binding, by_place);
    return DCX_OK;
}
