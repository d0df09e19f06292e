/* What the rules found in a sentence. */
#ifndef DCX_RULES_BINDING_H
#define DCX_RULES_BINDING_H

#include "rules/name.h"

/* One quantity and what it measures. */
typedef struct binding {
    uint32_t token;
    uint32_t at; /* where the quantity stands on the line */
    const pack_rule *rule;
    const char *kind;
    const char *claim;     /* target, forecast, where its head says so; NULL: as the sentence says */
    name name;             /* empty: that of the figure before */
    runes of;              /* share, multiple: what it is a part or multiple of; empty: not said */
    runes base;            /* growth, change: what it is compared with */
    const pack_word *pace; /* growth, change: the word that compares it with the period before; NULL: none */
    int32_t base_time;     /* token of a time in base, -1: none */
    int32_t time;         /* token of the time printed for this quantity alone; -1: the sentence's; -2: none is known */
    uint32_t item, items; /* place in a list that lacks its names: those of the list before; items 0: no list */
    int unit_token;       /* a list's last token, whose unit it shares where it has none; -1: none */
    const token *unit;    /* a quantity of one in the unit that stands apart, in a bracket; NULL: none */
    bool negative;        /* a decrease */
    bool about;           /* approximate by a hedge that stands apart from the quantity */
    bool whole_name;      /* the name needs no subject from elsewhere */
} binding;

/* Names that stand side by side: "A, B and C". */
typedef struct name_list {
    uint32_t at; /* where it ends on the line */
    const name *name;
    uint32_t count;
} name_list;

/* A stretch of the line for which a source, a subject or a claim holds. */
typedef struct scope {
    uint32_t from, to;
    runes text; /* source: its name */
    name name;  /* subject, whole */
    const pack_rule *rule;
} scope;

typedef struct set_aside {
    uint32_t token;
    const pack_rule *rule;
} set_aside;

/* All of a sentence, in the arena. bindings are ordered by where they stand. */
typedef struct findings {
    binding *binding;
    name_list *list;
    scope *source, *subject, *claim, *whole, *time;
    set_aside *aside;
    size_t bindings, lists, sources, subjects, claims, wholes, times, asides;
} findings;

#endif
