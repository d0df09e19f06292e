/* A rule pack in memory: the words, units, layout patterns and rules that everything else reads. Immutable.
 *
 * The default pack is compiled from the files in rules/ into constant tables of the same types (see tools/packc.c). */
#ifndef DCX_PACK_PACK_H
#define DCX_PACK_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/regex.h"

/* Word classes that C code looks up. A pack may hold other classes too, for its patterns only. `value` and `extra`
 * of a word mean what stands here. */
#define WORD_CLASSES(X)                                                                                                \
    X(DIGIT, "digit")                   /* value: 0..9, or 20 for the twenty-character */                              \
    X(SCALE, "scale")                   /* value: power of ten, 1 2 3 4 8 12 */                                        \
    X(PARTS, "parts")                   /* "percent of", before a numeral; value: power of ten, extra: unit */         \
    X(OVER, "over")                     /* between denominator and numerator of a fraction */                          \
    X(HALF, "half")                     /* half a unit, before it or behind it */                                      \
    X(POINT, "point")                   /* the decimal point of a numeral in Chinese characters */                     \
    X(SIGN, "sign")                     /* a sign or an arrow: a percentage behind it is a rate of change */           \
    X(MINUS, "minus")                   /* a sign: 0 negative, 1 plus, 2 brackets, 3 an arrow down (lexer/amount.c) */ \
    X(CURRENCY, "currency")             /* before an amount; extra: its unit, then units that this one explains */     \
    X(COUNTER, "counter")               /* a measure word that may stand before a scale word */                        \
    X(STEP, "step")                     /* a smaller unit; value: how many make one of those in extra */               \
    X(CLOSING, "closing")               /* right behind a quantity that nothing is counted with */                     \
    X(UNIT, "unit")                     /* a unit or measure word: see pack_word.dimension, base, value */             \
    X(PER, "per")                       /* a unit that stands only below a stroke */                                   \
    X(HEDGE_BEFORE, "hedge-before")     /* value: enum qualifier */                                                    \
    X(HEDGE_INSIDE, "hedge-inside")     /* between numeral and unit; value: enum qualifier */                          \
    X(HEDGE_AFTER, "hedge-after")       /* value: enum qualifier */                                                    \
    X(HEDGE_BARE, "hedge-bare")         /* before a scale word alone; value: qualifier, extra: "quote" if quoted */    \
    X(HEDGE_TAIL, "hedge-tail")         /* after a length of time or a multiple; value: enum qualifier */              \
    X(RANGE, "range")                   /* between the ends of a range; value: 1 if also "from A to B" */              \
    X(FROM, "from")                     /* before the first of two values of which the second replaces it */           \
    X(FRACTION, "fraction")             /* a part in one word; value: percent, extra: the fraction */                  \
    X(DOUBLE, "double")                 /* before a numeral and a unit of dimension doubling */                        \
    X(DOUBLED, "doubled")               /* a doubling in one word; value: the multiple, extra: its unit */             \
    X(ORDINAL, "ordinal")               /* before a numeral: an ordinal; extra: the unit of a rank */                  \
    X(RANK, "rank")                     /* a rank in one word; value: the rank, extra: its unit */                     \
    X(RANK_BEFORE, "rank-before")       /* before an ordinal: it is a rank */                                          \
    X(RANK_AFTER, "rank-after")         /* after an ordinal: it is a rank; value: 1 where it belongs to the quote */   \
    X(TOP, "top")                       /* before a numeral: the first N; extra: the unit of a rank */                 \
    X(YEAR_MARK, "year-mark")           /* after a numeral: a calendar year */                                         \
    X(MONTH_MARK, "month-mark")         /* after a numeral: a month */                                                 \
    X(DAY_MARK, "day-mark")             /* after a numeral: a day */                                                   \
    X(MONTH_COUNT, "month-count")       /* after a numeral: so many months */                                          \
    X(ERA, "era")                       /* after a numeral: a century (value 100) or a decade (value 10) */            \
    X(CLOCK, "clock")                   /* after a numeral: hours (1; 2: minutes must follow), minutes (0) */          \
    X(EDGE, "edge")                     /* after year, month or period; value: 1 its end, 0 its beginning */           \
    X(RELATIVE_YEAR, "relative-year")   /* value: years from the document's; extra: "base" in comparisons, "spoken" */ \
    X(RELATIVE_MONTH, "relative-month") /* value: months from the document's month */                                  \
    X(QUARTER_MARK, "quarter-mark")     /* before an edge: of the quarter spoken of */                                 \
    X(SPAN, "span")                     /* part of a year; extra: "01/06"; value: 1 behind a year, 2 before another */ \
    X(FIRST_MONTHS, "first-months")     /* before so many months: the first of the year */                             \
    X(ERA_YEAR, "era-year")             /* before a year of another era; value: years to add, extra: its bracket */    \
    X(ENDED, "ended")                   /* behind a day: the months or the year that ended on it follow */             \
    X(COMING, "coming")                 /* before "N years": the next N */                                             \
    X(SPAN_AFTER, "span-after")         /* behind "N years"; value: 0 over them, 1 ago, 2 within */                    \
    X(LENGTH_BEFORE, "length-before")   /* before "N years": they are a length */                                      \
    X(PLAN, "plan")                     /* a named span of years; extra: "2021/2025" */                                \
    X(SAME_PERIOD, "same-period")       /* the same period of another year */                                          \
    X(AS_OF, "as-of")                   /* before a time: the state at its end */                                      \
    X(SINCE, "since")                   /* after a time: from then on */                                               \
    X(WITHIN, "within")                 /* after a plan or span: during it */                                          \
    X(RECENT, "recent")                 /* before "N years" or "N months": the last N; value: 1 unless also a hedge */ \
    X(NAME, "name")                     /* a name that holds digits or numerals and is no quantity */                  \
    X(NAME_HEAD, "name-head")           /* before a bare number: both are a label */                                   \
    X(NAME_TAIL, "name-tail")           /* after a bare number: both are a name, an edition, a document number */      \
    X(GRADE, "grade")                   /* after a quantity: both describe a class of things */                        \
    X(SKIP, "skip")                     /* passed over, so that none of its characters begins a token */               \
    X(LEXICON, "lexicon")               /* a word for cutting text; extra: its part of speech, see SPEECHES */         \
    X(CONNECTIVE, "connective")         /* ties a clause to others: besides, among them */                             \
    X(MOMENT, "moment")                 /* says when */                                                                \
    X(ADVERBIAL, "adverbial")           /* of a verb; value 1: never begins a name, 2: an adjective too */             \
    X(MODAL, "modal")                   /* will, may, must, plans to */                                                \
    X(PREPOSITION, "preposition")       /* value 1: part of a name before what is exchanged */                         \
    X(CLOSER, "closer")                 /* ends what a preposition began */                                            \
    X(ASPECT, "aspect")                 /* behind a verb: it has happened */                                           \
    X(PRONOUN, "pronoun")               /* stands for a name */                                                        \
    X(EVENT, "event")                   /* what happened to a thing; value: see names.xml */                           \
    X(REACHING, "reaching")             /* leads to the figure */                                                      \
    X(RATE, "rate")                     /* what a growth or share is called */                                         \
    X(SUFFIX, "suffix")                 /* one character that makes a noun of the verb before it */                    \
    X(LABEL, "label")                   /* before a colon: who speaks, or a heading; nothing that figures are of */    \
    X(SCOPE, "scope")                   /* the place that a whole is named for: of all the town */                     \
    X(INDEX_HEAD, "index-head")         /* before a number that needs no unit */                                       \
    X(DATELINE, "dateline")             /* behind the day: ends the line that says whence a dispatch comes */          \
    X(AVERAGE, "average")               /* per head, on average */                                                     \
    X(ATTRIBUTE, "attribute")           /* what is measured of a subject: amount, output, revenue, rate ... */         \
    X(DEPENDENT, "dependent")           /* an attribute that says nothing without its subject */                       \
    X(UP, "up")                         /* grows */                                                                    \
    X(DOWN, "drop")                     /* falls */                                                                    \
    X(YEARLY, "yoy")                    /* compares with the year before */                                            \
    X(MORE, "more")                     /* higher, faster: than what was named */                                      \
    X(LESS, "less")                     /* lower, slower */                                                            \
    X(PACE, "pace")                     /* compares with the period before: extra, "of a month/of a quarter" */        \
    X(TWIN, "twin")                     /* two attributes in one word; extra: both, "output/sales" */                  \
    X(COMPARING, "comparing")           /* right before a year: it is only compared with */                            \
    X(VIEW, "view")                     /* ends a clause that only says from where things are looked at */             \
    X(CARRY, "carry")                   /* begins a sentence that goes on with the time of the one before */           \
    X(LENGTH_BEHIND, "length-behind")   /* behind "N years": they are a length */                                      \
    X(JOIN, "join")                     /* between the items of a list */                                              \
    X(ETC, "etc")                       /* after the items of a list: and others */                                    \
    X(REGION, "region")                 /* the end of a place name that shares what follows with its neighbours */     \
    X(INTRO, "intro")                   /* before a list: what precedes it belongs to every item */                    \
    X(PREDICATE, "predicate")           /* says nothing between subject and attribute */                               \
    X(PLANS, "plans")                   /* in a heading: what stands below is not done yet */                          \
    X(REVIEWS, "reviews")               /* in a heading: what stands below it was reached */                           \
    X(REACHED, "reached")               /* in a clause: what it tells was reached */                                   \
    X(WIRE, "wire")                     /* behind a day: a dateline */                                                 \
    X(SPEAKS, "speaks")                 /* in the clause of a day: it says when somebody spoke */                      \
    X(GENITIVE, "genitive")             /* joins a time to its figure */                                               \
    X(AT, "at")                         /* before a time: in or on it */                                               \
    X(NOW, "now")                       /* returns to the time that the document is of */                              \
    X(THEN, "then")                     /* a time that is not known */                                                 \
    X(SPEAKING, "speaking")             /* a verb that ends the clause before what somebody says */                    \
    X(SPEECH_TAIL, "speech-tail")       /* between who speaks and that verb */                                         \
    X(SPEECH_LEAD, "speech-lead")       /* before who speaks */                                                        \
    X(SPOKE, "spoke")                   /* for who spoke before */                                                     \
    X(DATA, "data-word")                /* for data itself: no source */                                               \
    X(FOLLOWS, "follows")               /* ends a sentence that announces figures */                                   \
    X(AGAINST, "against")               /* before what something is compared with */                                   \
    X(MODIFIER, "modifier")             /* says which one of several things with the same name is meant */             \
    X(SYNONYM, "synonym")               /* compared names: stands for the word in extra ("": for nothing) */           \
    X(DISTINCT, "distinct")             /* compared names: changes what is measured; extra: its group */               \
    X(LIGHT, "light")                   /* compared names: says little about what is measured */                       \
    X(SPANNED, "spanned")               /* behind a number: what follows is of so many years together */               \
    X(GAINED, "gained")                 /* before an amount: so much more or less than at another time */              \
    X(TOGETHER, "together")             /* behind a list of names: what they have in sum */

typedef enum word_class {
#define X(id, name) WORD_##id,
    WORD_CLASSES(X)
#undef X
        WORD_CLASS_COUNT
} word_class;

/* Classes below this number have a bit of their own in pack_classes. */
enum { INDEXED = 64 };
_Static_assert((int)WORD_SKIP < (int)INDEXED, "what the lexer wakes up at must have its bit");

/* Parts of speech, and what else a word can be. */
#define SPEECHES(X)                                                                                                    \
    X(NOUN, "noun")         /* also nominal phrases and abbreviations */                                               \
    X(PERSON, "person")     /* a personal name */                                                                      \
    X(PLACE, "place")       /* a place name */                                                                         \
    X(BODY, "organisation") /* an organisation's name */                                                               \
    X(NAME, "name")         /* any other proper name */                                                                \
    X(VERB, "verb")                                                                                                    \
    X(ACTION, "verbal-noun")      /* names what is done: can be verb and noun */                                       \
    X(ADJECTIVE, "adjective")     /* a predicate: fast, new */                                                         \
    X(ATTRIBUTIVE, "attributive") /* stands only before nouns: large-scale, state-owned */                             \
    X(ADVERB, "adverb")                                                                                                \
    X(PREPOSITION, "preposition")                                                                                      \
    X(CONJUNCTION, "conjunction")                                                                                      \
    X(PRONOUN, "pronoun")                                                                                              \
    X(NUMERAL, "numeral")                                                                                              \
    X(MEASURE, "measure")                                                                                              \
    X(TIME, "time")                                                                                                    \
    X(LOCATIVE, "locative") /* inside, above, between: behind a noun */                                                \
    X(PARTICLE, "particle") /* of structure, aspect, mood */                                                           \
    X(PREFIX, "prefix")                                                                                                \
    X(SUFFIX, "suffix")                                                                                                \
    X(LATIN, "latin") /* a run of letters and digits */                                                                \
    X(MARK, "mark")   /* a sign: punctuation, a bracket */                                                             \
    X(TOKEN, "token") /* of the lexer: a quantity, a time, a note mark ... */                                          \
    X(OTHER, "other") /* unknown, or too rare to say */

typedef enum speech {
    SPEECH_NONE,
#define X(id, name) SPEECH_##id,
    SPEECHES(X)
#undef X
        SPEECH_COUNT
} speech;

/* As packs and `dcx tokens` call it, "": none. */
const char *speech_name(speech s);
/* The part of speech of that name, SPEECH_NONE: there is none. */
speech speech_named(const char *name);

typedef enum qualifier { QUALIFIER_NONE, QUALIFIER_GE, QUALIFIER_LE, QUALIFIER_APPROX } qualifier;

/* As records spell it: "", "ge", "le", "approx". */
const char *qualifier_name(qualifier q);

typedef struct pack_word {
    const char32_t *text;   /* length code points, NUL-terminated, folded (see lexer/fold.h) */
    const char32_t *unless; /* space-separated: no match where one of these follows the word; NULL: none */
    const char *extra;      /* unit: the base unit, UTF-8; others as above; "" if none */
    uint16_t length;
    uint16_t cls;      /* word_class, or an index into pack_data.cls above it for the pack's own classes */
    int16_t value;     /* unit: power of ten that scales it to its base unit */
    int16_t dimension; /* unit: index into pack_data.dimension; else -1 */
} pack_word;

/* The words of one class are word[first .. first + count - 1] of the pack. */
typedef struct pack_class {
    const char *name;
    uint32_t first, count;
} pack_class;

/* {name} in a pattern stands for the body, which may hold such names itself. */
typedef struct pack_macro {
    const char *name, *body;
} pack_macro;

/* What a pattern of document layout recognises at the beginning of a line. */
typedef struct pack_layout {
    const char *role; /* "heading", "caption", "source", "note", "toc", "title" ... */
    int level;        /* heading: depth, 1 outermost */
    const char *pattern;
    const regex_ready *ready; /* the pattern compiled; NULL: it is not yet */
    const char *file;
    long line;
} pack_layout;

typedef struct pack_example {
    const char *text;   /* the sentence, UTF-8 */
    const char *expect; /* records, one a line, fields as name=value joined by tabs; "" : the rule must not bind here */
    long line;
} pack_example;

typedef struct pack_rule {
    const char *id;
    const char *action;       /* name of an action, see rules/action.h */
    const char *kind;         /* level, growth, change, share, multiple, rank; "" where the action has none */
    const char *option;       /* further words for the action, space-separated; "" if none */
    const char *pattern;      /* PCRE2 with {names}, see pack_expand */
    const regex_ready *ready; /* the pattern compiled (rules/search.h); NULL: it is not yet */
    const char *note;         /* what it is for, one sentence */
    const char *file;
    const pack_example *example;
    long line;
    uint32_t examples;
} pack_rule;

typedef struct pack_first pack_first; /* see own.h */
typedef struct pack_group pack_group;

typedef struct pack_data {
    const pack_word *word;        /* sorted by class, then first code point, then longest first */
    const pack_class *cls;        /* those of enum word_class first, in its order */
    const char *const *dimension; /* names of the units' dimensions */
    const pack_macro *macro;
    const pack_layout *layout;
    const pack_rule *rule; /* in the order they are tried */
    uint32_t words, classes, dimensions, macros, layouts, rules;
    const uint16_t *first_at; /* for each character below 0x10000 its number in first; 0: no word begins with it */
    const pack_first *first;  /* firsts of them */
    const pack_group *group;  /* groups of them */
    uint32_t firsts, groups;
} pack_data;

/* The built-in pack, generated. */
extern const pack_data pack_builtin;

/* Opens the built-in data extended by XML files (see dcx_pack_open). base may be NULL: nothing but the files. */
dcx_status pack_load(dcx_pack **pack, const pack_data *base, const char *const *paths, size_t count,
                     const dcx_allocator *hooks, dcx_error *error);
const pack_data *pack_content(const dcx_pack *pack);

/* While a pack with files is opened, by one thread: what lives as long as the pack (with the pack's memory, whose trap
 * the caller sets), and a rule's pattern compiled there. */
arena *pack_arena(dcx_pack *pack);
void pack_set_ready(dcx_pack *pack, uint32_t rule, const regex_ready *ready);

/* The longest word of a class that stands at text[0..length-1] and is not followed by one of its `unless`, or NULL. */
const pack_word *pack_find(const dcx_pack *pack, word_class cls, const char32_t *text, size_t length);
/* The longest word of a class that is the end of text[0..length-1], or NULL. */
const pack_word *pack_find_last(const dcx_pack *pack, word_class cls, const char32_t *text, size_t length);
/* Bit 1 << cls is set for each word_class below INDEXED that has a word beginning with c. */
uint64_t pack_classes(const dcx_pack *pack, char32_t c);
/* The same for every character of a text; the classes in `close` have a word there as far as its second character. */
void pack_look(const dcx_pack *pack, runes text, uint64_t close, uint64_t *classes);
/* The dimension's number, or -1. */
int pack_dimension(const dcx_pack *pack, const char *name);

/* A pattern with its {names} replaced: by the text of an entry of extra (which may be NULL), by a macro's body, or by
 * the alternation of a class's words, longest first. Where extra holds {word}, what matches the edge of a word, such
 * words begin and end there; those of {*class} only end there. NULL and *error for an unknown name or endless nesting.
 */
const char *pack_expand(const dcx_pack *pack, arena *a, const char *pattern, const pack_macro *extra, size_t extras,
                        dcx_error *error);

#endif
