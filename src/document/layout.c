#include "document/layout.h"

#include <string.h>

#include "base/error.h"
#include "base/han.h"

typedef struct pattern {
    struct pattern *next;
    regex *re;
    int level;
    uint32_t detail; /* the groups that may hold the detail: bit 1 << number */
} pattern;

/* The patterns of a role, and what texts that they match begin and end with. */
typedef struct patterns {
    pattern *at;
    regex_edge first, last;
} patterns;

struct layout_set {
    regex_engine *engine;
    patterns role[LAYOUT_ROLE_COUNT];
};

static const char *const role_name[] = {
#define X(id, name) name,
    LAYOUT_ROLES(X)
#undef X
};

static layout_role role_number(const char *name) {
    int i = 0;
    while (i < LAYOUT_ROLE_COUNT && strcmp(role_name[i], name) != 0)
        i++;
    return (layout_role)i;
}

const regex_ready *layout_prepare(regex_engine *engine, arena *a, const dcx_pack *pack, const pack_layout *l,
                                  dcx_error *error) {
    dcx_error reason = {0};
    char why[256];
    const regex_ready *ready = NULL;
    const char *expanded = pack_expand(pack, a, l->pattern, NULL, 0, &reason);
    if (expanded)
        ready = regex_prepare(engine, a, expanded, (regex_use){0}, why, sizeof why);
    if (!ready)
        (void)error_set(error, DCX_BAD_PACK, l->file, l->line, expanded ? NULL : reason.hint, "layout %s: %s", l->role,
                        expanded ? why : reason.message);
    return ready;
}

static void widen(regex_edge *e, const regex_edge *by) {
    for (size_t i = 0; i < EDGE_BITS / 64; i++)
        e->bits[i] |= by->bits[i];
}

static bool add(layout_set *set, arena *a, const dcx_pack *pack, const pack_layout *l, dcx_error *error) {
    layout_role role = role_number(l->role);
    if (role == LAYOUT_ROLE_COUNT) {
        (void)error_set(error, DCX_BAD_PACK, l->file, l->line, NULL, "no layout role is called \"%s\"", l->role);
        return false;
    }
    const regex_ready *ready = l->ready ? l->ready : layout_prepare(set->engine, a, pack, l, error);
    if (!ready)
        return false;
    pattern *p = arena_alloc(a, sizeof *p);
    p->level = l->level;
    patterns *of = &set->role[role];
    widen(&of->first, ready->first);
    widen(&of->last, ready->last);
    pattern **link = &of->at;
    while (*link)
        link = &(*link)->next;
    *link = p;
    p->re = regex_open(set->engine, ready);
    p->detail = regex_group(p->re, "who") | regex_group(p->re, "rest");
    return true;
}

static bool fill(layout_set *set, arena *a, const dcx_pack *pack, dcx_error *error) {
    const pack_data *data = pack_content(pack);
    for (uint32_t i = 0; i < data->layouts; i++)
        if (!add(set, a, pack, &data->layout[i], error))
            return false;
    return true;
}

static void release(void *set) {
    layout_set_free(set);
}

layout_set *layout_set_new(regex_engine *engine, arena *a, const dcx_pack *pack, dcx_error *error) {
    layout_set *set = arena_alloc(a, sizeof *set);
    set->engine = engine;
    /* Patterns are not the arena's: should memory run out among them, those that exist are released. */
    guard g;
    memory_hold(a->mem, &g, release, set);
    if (fill(set, a, pack, error)) {
        memory_keep(a->mem, &g);
        return set;
    }
    memory_drop(a->mem, &g);
    return NULL;
}

void layout_set_free(layout_set *set) {
    if (!set)
        return;
    for (int i = 0; i < LAYOUT_ROLE_COUNT; i++)
        for (pattern *p = set->role[i].at; p; p = p->next)
            regex_free(set->engine, p->re);
}

static span detail_of(const pattern *p, const span *group) {
    for (int i = 0; i < REGEX_GROUPS; i++)
        if (p->detail >> i & 1 && group[i].from != REGEX_NONE)
            return group[i];
    return (span){REGEX_NONE, REGEX_NONE};
}

enum { LONGEST = 480 }; /* characters of a text that is matched; what is longer is cut */

/* A text that is matched as the patterns are written: simplified, character by character. */
typedef struct view {
    runes text; /* as it stands in the document */
    char32_t first, last;
    bool whole; /* room holds all of it */
    char32_t room[LONGEST];
} view;

static void view_begin(view *v, runes text) {
    v->text = (runes){text.at, text.length < LONGEST ? text.length : LONGEST};
    v->first = text.length ? han_simplified(text.at[0]) : 0;
    v->last = text.length ? han_simplified(text.at[v->text.length - 1]) : 0;
    v->whole = false;
}

static runes view_text(view *v) {
    for (size_t i = 0; i < v->text.length && !v->whole; i++)
        v->room[i] = han_simplified(v->text.at[i]);
    v->whole = true;
    return (runes){v->room, v->text.length};
}

/* false: none of the patterns matches a text that begins and ends like this. */
static bool may_fit(const patterns *of, const view *v) {
    return !v->text.length || (regex_edge_has(&of->first, v->first) && regex_edge_has(&of->last, v->last));
}

static bool is(const layout_set *set, layout_role role, view *v, layout_match *m) {
    const patterns *of = &set->role[role];
    if (!may_fit(of, v))
        return false;
    runes text = view_text(v);
    span group[REGEX_GROUPS];
    for (const pattern *p = of->at; p; p = p->next) {
        if (!regex_fits(p->re, text) || regex_find(set->engine, p->re, text, 0, group) <= 0)
            continue;
        if (m)
            *m = (layout_match){role, p->level, detail_of(p, group)};
        return true;
    }
    return false;
}

bool layout_is(const layout_set *set, layout_role role, runes text, layout_match *m) {
    view v;
    view_begin(&v, text);
    return is(set, role, &v, m);
}

bool layout_classify(const layout_set *set, layout_role first, runes text, layout_match *m) {
    view v;
    view_begin(&v, text);
    for (layout_role role = first; role <= LAYOUT_HEADING; role++)
        if (is(set, role, &v, m))
            return true;
    return false;
}
