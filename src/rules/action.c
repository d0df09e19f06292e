#include "rules/action.h"

#include <string.h>

#include "lexer/fold.h"

bool rule_has(const pack_rule *rule, const char *option) {
    size_t n = strlen(option);
    for (const char *s = rule->option; (s = strstr(s, option)); s += n)
        if ((s == rule->option || s[-1] == ' ') && (s[n] == ' ' || s[n] == '\0'))
            return true;
    return false;
}

static bool took_part(span s) {
    return s.from != REGEX_NONE;
}

/* -1 also behind the end of the line, and where a group took no part. */
static int32_t token_at(const run_state *r, size_t at) {
    if (at >= r->line->text.length)
        return -1;
    int32_t t = r->line->origin[at].token;
    return t >= 0 && token_measures(&r->line->tokens.at[t]) ? t : -1;
}

int32_t time_in(const run_state *r, span part) {
    if (!took_part(part))
        return -1;
    for (size_t i = part.from; i < part.to; i++) {
        int32_t t = r->line->origin[i].token;
        if (t >= 0 && r->line->tokens.at[t].kind == TOKEN_TIME)
            return t;
    }
    return -1;
}

/* The last word before a figure that compares it with the period before. */
static const pack_word *pace_before(const run_state *r, size_t from, size_t at) {
    const pack_word *last = NULL;
    for (size_t i = from; i < at; i++) {
        const pack_word *w = pack_find(r->naming.pack, WORD_PACE, r->line->text.at + i, at - i);
        last = w ? w : last;
    }
    return last;
}

/* A change told as a percentage or a multiple is a rate of growth. */
static const char *kind_of(const pack_rule *rule, const token *t) {
    bool rate = t->kind == TOKEN_PERCENT || t->kind == TOKEN_TIMES;
    return rate && !strcmp(rule->kind, "change") ? "growth" : rule->kind;
}

binding *add_binding(run_state *r, const match *m, size_t at) {
    int32_t t = token_at(r, at);
    if (t < 0 || r->taken[at])
        return NULL;
    r->taken[at] = true;
    binding *b = &r->found->binding[r->found->bindings++];
    *b = (binding){.token = (uint32_t)t,
                   .at = (uint32_t)at,
                   .rule = m->rule,
                   .kind = kind_of(m->rule, &r->line->tokens.at[t]),
                   .time = -1,
                   .unit_token = -1};
    b->of = text_of(r->naming, m->group[GROUP_OF]);
    b->base = text_of(r->naming, m->group[GROUP_BASE]);
    b->base_time = time_in(r, m->group[took_part(m->group[GROUP_BASE]) ? GROUP_BASE : GROUP_OF]);
    if (!b->base.length && (!strcmp(b->kind, "growth") || !strcmp(b->kind, "change")))
        b->pace = pace_before(r, m->whole.from, at);
    b->negative = took_part(m->group[GROUP_DOWN]);
    b->about = took_part(m->group[GROUP_ABOUT]);
    b->whole_name = rule_has(m->rule, "whole");
    return b;
}

/* What names one figure from behind does not begin the name of the next. */
static void spend(run_state *r, span part) {
    for (size_t i = part.from; part.from != REGEX_NONE && i < part.to; i++)
        r->spent[i] = true;
}

/* A quantity of one in the unit that a bracket names, read as in a text; NULL: it names none. */
static const token *unit_in(const run_state *r, span part) {
    if (!took_part(part))
        return NULL;
    runes text = text_of(r->naming, part);
    char32_t *one = arena_array(r->naming.arena, text.length + 1, sizeof *one);
    size_t n = 0;
    one[n++] = '1';
    for (size_t i = 1; i + 1 < text.length; i++)
        one[n++] = fold_rune(text.at[i]);
    tokens found = lex(r->naming.arena, r->naming.pack, (runes){one, n}, (calendar){0});
    bool whole = found.count == 1 && found.at[0].from == 0 && found.at[0].to == n;
    return whole && token_measures(&found.at[0]) ? &found.at[0] : NULL;
}

/* Binds q to metric and tail. */
static void act_bind(run_state *r, const match *m) {
    binding *b = add_binding(r, m, m->group[GROUP_Q].from);
    if (!b)
        return;
    b->unit = unit_in(r, m->group[GROUP_UNIT]);
    span metric = m->group[GROUP_METRIC];
    if (took_part(m->group[GROUP_UNIT]) && !b->unit)
        metric.to = m->group[GROUP_UNIT].to;
    naming before = r->naming;
    before.listed = took_part(m->group[GROUP_TAIL]); /* what stands behind completes it */
    b->name = name_of(before, metric);
    name tail = name_behind(r->naming, m->group[GROUP_TAIL], strcmp(m->rule->kind, "share") != 0);
    spend(r, m->group[GROUP_TAIL]);
    int32_t when = time_in(r, m->group[GROUP_FROM_TIME]);
    b->time = when < 0 ? b->time : when;
    b->name = name_join(r->naming.arena, b->name, tail);
    if (rule_has(m->rule, "of-tail") && !b->of.length)
        b->of = tail.text;
}

/* Binds from and to, each with its own time, to one name. */
static void act_pair(run_state *r, const match *m) {
    name common = name_of(r->naming, m->group[GROUP_METRIC]);
    int32_t when = time_in(r, m->group[GROUP_FROM_TIME]);
    binding *b = add_binding(r, m, m->group[GROUP_FROM].from);
    bool second_falls = m->group[GROUP_DOWN].from > m->group[GROUP_FROM].to;
    if (b) {
        b->negative &= !second_falls;
        b->name = common;
        b->time = when < 0 ? -2 : when;
    }
    b = add_binding(r, m, m->group[GROUP_TO].from);
    if (b) {
        b->negative &= second_falls;
        b->name = common;
    }
}

/* Sets q aside: it is no figure of its own. On the line it becomes part of a name. */
static void act_skip(run_state *r, const match *m) {
    size_t at = m->group[GROUP_Q].from;
    int32_t t = token_at(r, at);
    if (t < 0 || r->taken[at])
        return;
    r->taken[at] = true;
    r->changed = true;
    r->line->code[at] = rule_has(m->rule, "time") ? CODE_RECENT : CODE_NAME;
    r->found->aside[r->found->asides++] = (set_aside){(uint32_t)t, m->rule};
}

static scope scope_of(const match *m, span part) {
    return (scope){.from = (uint32_t)part.from, .to = (uint32_t)m->whole.to, .rule = m->rule};
}

static void act_source(run_state *r, const match *m) {
    scope s = scope_of(m, m->group[GROUP_SOURCE]);
    s.text = text_of(r->naming, m->group[GROUP_SOURCE]);
    if (r->found->sources < SCOPES)
        r->found->source[r->found->sources++] = s;
}

static void act_subject(run_state *r, const match *m) {
    scope s = scope_of(m, m->group[GROUP_SUBJECT]);
    s.name = name_of(r->naming, m->group[GROUP_SUBJECT]);
    keep_names(r, m->group[GROUP_SUBJECT]);
    if (s.name.text.length && r->found->subjects < SCOPES)
        r->found->subject[r->found->subjects++] = s;
}

static void act_whole(run_state *r, const match *m) {
    scope s = scope_of(m, m->group[GROUP_OF]);
    s.name = name_behind(r->naming, m->group[GROUP_OF], false);
    if (r->found->wholes < SCOPES)
        r->found->whole[r->found->wholes++] = s;
}

/* A time that does not say when the figures hold: since, or after it. */
static void act_time(run_state *r, const match *m) {
    if (r->found->times < SCOPES)
        r->found->time[r->found->times++] = scope_of(m, m->whole);
}

/* Claims hold for what the whole match covers. */
static void act_claim(run_state *r, const match *m) {
    scope s = scope_of(m, m->whole);
    if (r->found->claims < SCOPES)
        r->found->claim[r->found->claims++] = s;
}

const action *action_find(const char *called) {
    static const action all[] = {
        {"bind", act_bind, GROUP_Q},          {"pair", act_pair, GROUP_FROM},
        {"list", act_list, GROUP_VALUES},     {"names", act_names, GROUP_NAMES},
        {"each", act_each, GROUP_VALUES},     {"skip", act_skip, GROUP_Q},
        {"source", act_source, GROUP_SOURCE}, {"subject", act_subject, GROUP_SUBJECT},
        {"claim", act_claim, GROUP_COUNT},    {"whole", act_whole, GROUP_OF},
        {"time", act_time, GROUP_COUNT},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!strcmp(all[i].name, called))
            return &all[i];
    return NULL;
}
