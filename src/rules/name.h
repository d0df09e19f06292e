/* The name of what is measured, from stretches of a line. */
#ifndef DCX_RULES_NAME_H
#define DCX_RULES_NAME_H

#include "base/regex.h"
#include "rules/line.h"

/* A name: words of the text in text order, those left out that say nothing about what is measured (rules/phrase.h). */
typedef struct name {
    runes text;     /* as printed; empty: nothing was left */
    runes folded;   /* the same, folded: what word look-ups see */
    uint32_t joint; /* characters before the place where a verb between subject and attribute was; 0: none was */
    bool predicate; /* it began with a verb whose subject stands before */
    bool verbal;    /* it has no noun: only verbs */
    bool verb;      /* it began with a verb that reaches out to others: no subject for what follows */
} name;

typedef struct naming {
    arena *arena;
    const dcx_pack *pack;
    const line *line;
    bool listed;       /* the part is an item of a list, which its neighbours complete */
    const bool *spent; /* for each position: it is part of the name of a figure before; NULL: none is */
} naming;

/* The name in part of the line that stands before a quantity. A span that took no part (REGEX_NONE) gives an empty
 * name. */
name name_of(naming n, span part);
/* The name in part of the line with nothing but times left out: an item of a list may be one character. */
name name_untrimmed(naming n, span part);
/* The name in a part that stands behind its quantity; counted: without what its predicate says of it. */
name name_behind(naming n, span part, bool counted);
/* The subject of a clause that stands in part of the line. */
name name_subject_of(naming n, span part);
/* The text of part of the line as printed, times and all. */
runes text_of(naming n, span part);
/* One name behind another. */
name name_join(arena *a, name head, name tail);
/* Whether it is nothing but words of class dependent: it needs a subject. */
bool name_is_dependent(const dcx_pack *pack, name n);
/* The word of the class that it ends with, or NULL. */
const pack_word *name_ends_with(const dcx_pack *pack, name n, word_class cls);
/* What is left of it without attribute words at its end (all of it where nothing would be left). */
name name_subject(const dcx_pack *pack, name n);
/* Its attribute words at the end (empty where it has none). */
name name_attribute(const dcx_pack *pack, name n);
name name_cut(name n, size_t from, size_t to);

#endif
