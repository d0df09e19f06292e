/* What a rule does with a match. */
#ifndef DCX_RULES_ACTION_H
#define DCX_RULES_ACTION_H

#include "rules/binding.h"

/* Names of groups that patterns may have. */
#define GROUPS(X)                                                                                                      \
    X(METRIC, "metric")   /* the name, before the quantity */                                                          \
    X(TAIL, "tail")       /* more of the name, behind the quantity */                                                  \
    X(Q, "q")             /* the quantity */                                                                           \
    X(FROM, "from")       /* pair: the first quantity */                                                               \
    X(FROM_TIME, "when")  /* pair: the time of the first */                                                            \
    X(TO, "to")           /* pair: the second quantity */                                                              \
    X(NAMES, "names")     /* list: the names, with what stands between them */                                         \
    X(VALUES, "values")   /* list: the quantities */                                                                   \
    X(EACH, "each")       /* list: took part: a word says that each name has its own value */                          \
    X(OF, "of")           /* the whole, or what it is a multiple of */                                                 \
    X(BASE, "base")       /* what a growth or change is measured against */                                            \
    X(DOWN, "down")       /* took part: it is a decrease */                                                            \
    X(ABOUT, "about")     /* took part: the value is approximate, though the hedge stands elsewhere */                 \
    X(UNIT, "unit")       /* a bracket behind the name: the quantity's unit, if it names one */                        \
    X(SUBJECT, "subject") /* subject of the clauses that follow */                                                     \
    X(SOURCE, "source")   /* who says so */

typedef enum group_id {
#define X(id, name) GROUP_##id,
    GROUPS(X)
#undef X
        GROUP_COUNT
} group_id;

/* How many lists, sources, subjects and claims of one sentence are kept; further ones are let go. */
enum { SCOPES = 64 };

/* The state of one run over a line. */
typedef struct run_state {
    naming naming;
    line *line;
    findings *found;
    bool *taken;  /* for each position of the line: bound or set aside */
    bool *spent;  /* the naming's */
    bool changed; /* an action has changed the line */
} run_state;

/* A match: where each group stands (REGEX_NONE: took no part), and the whole. */
typedef struct match {
    const pack_rule *rule;
    span whole;
    span group[GROUP_COUNT];
} match;

typedef void action_fn(run_state *r, const match *m);

typedef struct action {
    const char *name;
    action_fn *run;
    group_id needs; /* the pattern must have this group */
} action;

/* The action of that name, or NULL. */
const action *action_find(const char *called);

/* Whether the rule's option list holds the word. */
bool rule_has(const pack_rule *rule, const char *option);

/* A binding of the quantity at a position of the line, added to the findings; NULL where it is taken already or is
 * none. */
binding *add_binding(run_state *r, const match *m, size_t at);

/* The first time token in part of the line, -1: none. */
int32_t time_in(const run_state *r, span part);

/* Distributes names over values (list.c). */
void act_list(run_state *r, const match *m);
/* Remembers the names that stand side by side in part, if there are several, for values that follow (list.c). */
void keep_names(run_state *r, span part);
/* The same for the group called names (list.c). */
void act_names(run_state *r, const match *m);
/* Quantities each followed by a name, the last with what all share (list.c). */
void act_each(run_state *r, const match *m);

#endif
