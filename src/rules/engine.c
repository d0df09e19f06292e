#include "rules/engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "rules/action.h"

enum { WORTH_SPEEDING_UP = 3 }; /* runs of a pattern after which machine code pays */

typedef struct ready_rule {
    regex *regex; /* NULL until first needed */
    const action *action;
    uint32_t group[GROUP_COUNT]; /* the numbers of each group in the pattern, as bits */
    uint32_t runs;
} ready_rule;

struct rule_set {
    regex_engine *engine;
    arena *arena;
    const dcx_pack *pack;
    ready_rule *rule;
};

/* What ends a clause: the Chinese comma, semicolon, full stop, colon, exclamation and question mark. */
#define STOPS   "\\x{FF0C}\\x{FF1B}\\x{3002}\\x{FF1A}\\x{FF01}\\x{FF1F}"
#define FIGURES "\\x{E000}-\\x{E00B}"

/* The classes of the line's characters, for patterns. */
static const pack_macro line_macros[] = {
#define X(id, code, name) {name, "\\x{" #code "}"},
    LINE_CODES(X)
#undef X
        {"qty", "[\\x{E000}-\\x{E003}\\x{E00A}]"}, /* a quantity with a unit, but no rate */
    {"fig", "[" FIGURES "]"},                      /* any quantity */
    {"pct", "[\\x{E004}\\x{E00B}]"},               /* a ratio, with a percent sign or in words */
    {"time", "[\\x{E010}-\\x{E013}]"},
    {"stop", "[" STOPS "]"},
    /* where a name can begin: with a clause, or behind a figure and what was counted there */
    {"open", "(?:^|(?<=[" STOPS "\\x{FF08}\\x{FF09}])|(?<=[" FIGURES "])(?:[^" STOPS FIGURES "]*\\x{3001})?)"},
    {"in", "[^" STOPS FIGURES "]"}, /* a character within a clause that is no quantity */
    {"clause", "[^" STOPS "]"},     /* a character within a clause */
};

rule_set *rule_set_new(regex_engine *engine, arena *a, const dcx_pack *pack) {
    rule_set *set = arena_alloc(a, sizeof *set);
    *set = (rule_set){engine, a, pack, arena_array(a, pack_content(pack)->rules, sizeof(ready_rule))};
    return set;
}

void rule_set_free(rule_set *set) {
    if (!set)
        return;
    for (uint32_t i = 0; i < pack_content(set->pack)->rules; i++)
        regex_free(set->engine, set->rule[i].regex);
}

static dcx_status broken(const pack_rule *rule, dcx_error *error, const char *why) {
    return error_set(error, DCX_BAD_PACK, rule->file, rule->line, "mend the rule's pattern; see docs/rules.md",
                     "rule %s: %s", rule->id, why);
}

static dcx_status prepare(rule_set *set, uint32_t number, dcx_error *error) {
    static const char *const names[] = {
#define X(id, name) name,
        GROUPS(X)
#undef X
    };
    const pack_rule *rule = &pack_content(set->pack)->rule[number];
    ready_rule *ready = &set->rule[number];
    dcx_error inner = {0};
    char why[256];
    ready->action = action_find(rule->action);
    if (!ready->action)
        return broken(rule, error, "unknown action");
    const char *pattern = pack_expand(set->pack, set->arena, rule->pattern, line_macros,
                                      sizeof line_macros / sizeof *line_macros, &inner);
    if (!pattern)
        return broken(rule, error, inner.message);
    regex *re = regex_new(set->engine, pattern, why, sizeof why);
    if (!re)
        return broken(rule, error, why);
    ready->regex = re;
    for (int i = 0; i < GROUP_COUNT; i++)
        ready->group[i] = regex_group(re, names[i]);
    if (ready->action->needs != GROUP_COUNT && !ready->group[ready->action->needs])
        return broken(rule, error, "the pattern lacks a group that its action needs");
    return DCX_OK;
}

dcx_status rule_set_check(rule_set *set, dcx_error *error) {
    dcx_status status = DCX_OK;
    for (uint32_t i = 0; i < pack_content(set->pack)->rules && status == DCX_OK; i++)
        if (!set->rule[i].regex)
            status = prepare(set, i, error);
    return status;
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

/* The one of the groups called alike that took part. */
static span participant(const span *group, uint32_t numbers) {
    for (int i = 0; numbers >> i; i++)
        if (numbers >> i & 1 && group[i].from != REGEX_NONE)
            return group[i];
    return (span){REGEX_NONE, REGEX_NONE};
}

static dcx_status run_rule(rule_set *set, uint32_t number, run_state *r, regex_traits *traits, dcx_error *error) {
    ready_rule *ready = &set->rule[number];
    dcx_status status = ready->regex ? DCX_OK : prepare(set, number, error);
    if (status != DCX_OK)
        return status;
    if (!regex_may_match(ready->regex, traits))
        return DCX_OK;
    if (ready->runs++ == WORTH_SPEEDING_UP)
        regex_speed_up(set->engine, ready->regex);
    match m = {.rule = &pack_content(set->pack)->rule[number]};
    span group[REGEX_GROUPS];
    for (size_t at = 0; at < r->line->text.length;) {
        int found = regex_find(set->engine, ready->regex, r->line->text, at, group);
        if (found < 0)
            return broken(m.rule, error, "the pattern takes too long");
        if (!found)
            break;
        m.whole = group[0];
        for (int i = 0; i < GROUP_COUNT; i++)
            m.group[i] = participant(group, ready->group[i]);
        ready->action->run(r, &m);
        if (r->changed)
            regex_traits_add(traits, r->line->text);
        r->changed = false;
        at = resume_at(&m);
    }
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
    *found = (findings){.binding = arena_array(a, n + 1, sizeof *found->binding),
                        .aside = arena_array(a, n + 1, sizeof *found->aside),
                        .list = arena_array(a, SCOPES, sizeof *found->list),
                        .source = arena_array(a, SCOPES, sizeof *found->source),
                        .subject = arena_array(a, SCOPES, sizeof *found->subject),
                        .claim = arena_array(a, SCOPES, sizeof *found->claim),
                        .whole = arena_array(a, SCOPES, sizeof *found->whole),
                        .time = arena_array(a, SCOPES, sizeof *found->time)};
    bool *spent = arena_array(a, l->text.length + 1, sizeof(bool));
    run_state r = {
        {a, set->pack, l, false, spent}, l, found, arena_array(a, l->text.length + 1, sizeof(bool)), spent, false};
    regex_traits traits = {{0}};
    regex_traits_add(&traits, l->text);
    for (uint32_t i = 0; i < pack_content(set->pack)->rules; i++) {
        dcx_status status = run_rule(set, i, &r, &traits, error);
        if (status != DCX_OK)
            return status;
    }
    qsort(found->binding, found->bindings, sizeof *found->binding, by_place);
    return DCX_OK;
}
