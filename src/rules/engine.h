/* Runs the rules of a pack over sentences. */
#ifndef DCX_RULES_ENGINE_H
#define DCX_RULES_ENGINE_H

#include "rules/binding.h"

typedef struct rule_set rule_set;

/* Rules of a pack, made ready for one reader when first needed. a must live as long as the set. */
rule_set *rule_set_new(regex_engine *engine, arena *a, const dcx_pack *pack);
void rule_set_free(rule_set *set);

/* Runs all rules over the line (whose codes change where a rule sets a token aside). DCX_BAD_PACK and *error, which
 * names the rule, where a pattern is broken or runs too long. */
dcx_status rule_set_run(rule_set *set, arena *a, line *l, findings *found, dcx_error *error);

/* Makes all rules of a pack ready that are not, so that a broken one is refused before any work: DCX_BAD_PACK and
 * *error. The engine uses the pack's memory. */
dcx_status rules_prepare(regex_engine *engine, dcx_pack *pack, dcx_error *error);

#endif
