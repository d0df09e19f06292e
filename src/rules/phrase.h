/* The noun phrase among the words of a clause: which of them name what is measured.
 *
 * What a word does in the clause is told by the pack's classes and, where they know nothing of it, by its part of
 * speech. Words that say when, how, according to whom, or only what happened to the thing are left out; a word is
 * never cut. */
#ifndef DCX_RULES_PHRASE_H
#define DCX_RULES_PHRASE_H

#include "pack/pack.h"

/* Roles of a piece, as bits; none: it is nominal. */
enum {
    PIECE_FILLER = 1 << 0,      /* punctuation */
    PIECE_TOKEN = 1 << 1,       /* a token or group of the line */
    PIECE_CONNECTIVE = 1 << 2,  /* ties the sentence to others: besides, among them */
    PIECE_MOMENT = 1 << 3,      /* says when */
    PIECE_ADVERBIAL = 1 << 4,   /* says how, how far, how often */
    PIECE_MODAL = 1 << 5,       /* will, may, must, plans to */
    PIECE_PREPOSITION = 1 << 6, /* its object says when, how, according to whom */
    PIECE_CLOSER = 1 << 7,      /* ends what a preposition began */
    PIECE_JOIN = 1 << 8,        /* and, or */
    PIECE_OF = 1 << 9,          /* ends an attribute clause */
    PIECE_ASPECT = 1 << 10,     /* follows a verb: it has happened */
    PIECE_PRONOUN = 1 << 11,    /* stands for a name */
    PIECE_LIGHT = 1 << 12,      /* a verb that says nothing: between subject and attribute */
    PIECE_EVENT = 1 << 13,      /* a verb that says only what happened to the thing */
    PIECE_REACH = 1 << 14,      /* leads to the figure */
    PIECE_TREND = 1 << 15,      /* grows, falls */
    PIECE_RATE = 1 << 16,       /* what a growth or share is called */
    PIECE_VERB = 1 << 17,       /* any other verb */
    PIECE_ATTRIBUTE = 1 << 18,  /* what is measured of a thing */
    PIECE_BARRIER = 1 << 19,    /* nothing before it belongs to the clause */
    PIECE_COUNTER = 1 << 20,    /* a number that may number a list */
    PIECE_BRACKET = 1 << 21,    /* a bracketed remark */
    PIECE_ACTION = 1 << 22,     /* a noun that names what is done */
    PIECE_QUALITY = 1 << 23     /* an adjective */
};

/* One word, or several that the pack knows as one. */
typedef struct piece {
    uint32_t from, to; /* characters */
    uint32_t role;
    int16_t value; /* of the pack's word */
    bool out;      /* no part of the name */
} piece;

typedef struct phrase {
    const dcx_pack *pack;
    const char32_t *text;
    piece *at;
    size_t from, to;  /* pieces that are left */
    size_t joint;     /* the piece before which a verb between subject and attribute was left out; 0: none was */
    bool predicate;   /* it began with a verb whose subject stands before */
    bool reaches_out; /* it began with a verb that reaches out to others: covers, serves, attracts */
    bool listed;      /* it is an item of a list, which its neighbours complete */
} phrase;

/* Marks the pieces that are no part of a name before its figure. */
void phrase_before(phrase *p);
/* The same for a name behind its figure: it ends where a predicate says what the thing does. */
void phrase_behind(phrase *p);
/* The same without a look at predicates: only its end is trimmed. */
void phrase_trimmed(phrase *p);
/* The subject of a clause: the name up to its predicate. */
void phrase_subject(phrase *p);

/* Whether what is left is nothing but verbs. */
bool phrase_is_verbal(const phrase *p);

#endif
