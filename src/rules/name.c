#include "rules/name.h"

#include <string.h>

#include "lexer/fold.h"
#include "rules/phrase.h"

/* A stretch of the line while a name is made of it: what the look-ups see, and where each character stands. */
typedef struct stretch {
    char32_t *code;
    uint32_t *at; /* on the line */
    size_t length;
} stretch;

static bool is_time(char32_t c) {
    return c >= CODE_YEAR && c <= CODE_RECENT;
}

static bool is_time_or_length(char32_t c) {
    return is_time(c) || c == CODE_DURATION;
}

static bool is_private(char32_t c) {
    return c >= 0xE000 && c <= 0xF8FF;
}

static bool is_filler(char32_t c) {
    return c == 0xFF0C || c == 0x3001 || c == 0xFF1A || c == 0xFF1B || c == ' ' || c == ',' || c == 0xFF08 ||
           c == 0xFF09 || c == 0x2014 || c == 0xB7 || c == '/' || c == ':' || c == '(' || c == ')' || c == '*' ||
           c == 0x3002 || c == '.' || c == 0x25CF || c == 0x26AB || c == '#' || c == '-' || c == 0x3010;
}

static bool took_part(span part) {
    return part.from != REGEX_NONE && part.from < part.to;
}

static stretch collect(naming n, span part) {
    size_t room = part.to - part.from;
    stretch s = {arena_array(n.arena, room + 1, sizeof *s.code), arena_array(n.arena, room + 1, sizeof *s.at), 0};
    for (size_t i = part.from; i < part.to; i++) {
        char32_t c = n.line->text.at[i];
        if (is_time(c) || (n.spent && n.spent[i]))
            continue;
        s.code[s.length] = c;
        s.at[s.length++] = (uint32_t)i;
    }
    return s;
}

/* ---- pieces ---- */

/* Whether a word ends behind the character. */
static bool ends_word(naming n, const stretch *s, size_t last) {
    if (last + 1 >= s->length || s->at[last + 1] != s->at[last] + 1)
        return true;
    return n.line->edge[s->at[last + 1]];
}

/* The longest word of the class that stands at i and cuts no word of the language, or NULL. */
static const pack_word *whole_word(naming n, const stretch *s, size_t i, word_class cls) {
    const pack_word *w;
    for (size_t room = s->length - i; room; room = w->length - 1U) {
        w = pack_find(n.pack, cls, s->code + i, room);
        if (!w || ends_word(n, s, i + w->length - 1))
            return w;
    }
    return NULL;
}

/* What the pack knows of the words at i. */
static piece known_piece(naming n, const stretch *s, size_t i) {
    static const struct {
        word_class cls;
        uint32_t role;
    } roles[] = {
        {WORD_CONNECTIVE, PIECE_CONNECTIVE},
        {WORD_MOMENT, PIECE_MOMENT},
        {WORD_ADVERBIAL, PIECE_ADVERBIAL},
        {WORD_MODAL, PIECE_MODAL},
        {WORD_CLOSER, PIECE_CLOSER},
        {WORD_JOIN, PIECE_JOIN},
        {WORD_PREPOSITION, PIECE_PREPOSITION},
        {WORD_ASPECT, PIECE_ASPECT},
        {WORD_PRONOUN, PIECE_PRONOUN},
        {WORD_PREDICATE, PIECE_LIGHT},
        {WORD_REACHING, PIECE_REACH},
        {WORD_UP, PIECE_TREND},
        {WORD_DOWN, PIECE_TREND},
        {WORD_RATE, PIECE_RATE},
        {WORD_EVENT, PIECE_EVENT},
        {WORD_ATTRIBUTE, PIECE_ATTRIBUTE},
    };
    piece out = {.from = (uint32_t)i, .to = (uint32_t)i};
    uint64_t classes = pack_classes(n.pack, s->code[i]);
    for (size_t k = 0; k < sizeof roles / sizeof *roles; k++) {
        bool begins = (int)roles[k].cls >= (int)INDEXED || classes >> roles[k].cls & 1;
        const pack_word *w = begins ? whole_word(n, s, i, roles[k].cls) : NULL;
        if (!w || i + w->length < out.to || (roles[k].cls == WORD_JOIN && w->value == 1))
            continue;
        if (i + w->length > out.to)
            out = (piece){.from = (uint32_t)i, .to = (uint32_t)i + w->length};
        out.role |= roles[k].role;
        out.value = w->value > out.value ? w->value : out.value;
    }
    return out;
}

static uint32_t character_role(char32_t c) {
    if (c == 0x3011)
        return PIECE_FILLER | PIECE_BARRIER;
    if (c == CODE_BRACKET)
        return PIECE_BRACKET;
    if (is_private(c))
        return c <= CODE_RATIO || c == CODE_ORDINAL ? PIECE_TOKEN | PIECE_COUNTER : PIECE_TOKEN;
    return is_filler(c) ? PIECE_FILLER : c == 0x7684 ? PIECE_OF : 0;
}

/* The role of a word that no class knows. */
static uint32_t speech_role(speech part, size_t length) {
    switch (part) {
    case SPEECH_VERB: return PIECE_VERB;
    case SPEECH_ACTION: return PIECE_ACTION;
    case SPEECH_ADJECTIVE: return PIECE_QUALITY;
    case SPEECH_NUMERAL: return length == 1 ? PIECE_COUNTER : 0;
    default: return 0;
    }
}

static piece next_piece(naming n, const stretch *s, size_t i) {
    uint32_t role = character_role(s->code[i]);
    if (role)
        return (piece){.from = (uint32_t)i, .to = (uint32_t)i + 1, .role = role};
    size_t end = i + 1;
    while (end < s->length && !ends_word(n, s, end - 1))
        end++;
    speech part = n.line->speech[s->at[i]];
    piece known = known_piece(n, s, i);
    if (known.to >= end)
        return known;
    return (piece){.from = (uint32_t)i, .to = (uint32_t)end, .role = speech_role(part, end - i)};
}

/* Whether one character behind the piece makes a noun of it: the rate of what was built. */
static bool takes_suffix(naming n, const stretch *s, const piece *w) {
    enum { VERBS = PIECE_LIGHT | PIECE_EVENT | PIECE_REACH | PIECE_TREND | PIECE_VERB };
    if (!(w->role & VERBS) || w->to >= s->length || w->to - w->from < 2 || s->at[w->to] != s->at[w->to - 1] + 1)
        return false;
    const pack_word *suffix = whole_word(n, s, w->to, WORD_SUFFIX);
    return suffix && suffix->length == 1;
}

static phrase cut(naming n, const stretch *s) {
    phrase p = {.pack = n.pack, .text = s->code, .listed = n.listed};
    p.at = arena_array(n.arena, s->length + 1, sizeof *p.at);
    for (size_t i = 0; i < s->length; i = p.at[p.to++].to) {
        piece *w = &p.at[p.to];
        *w = next_piece(n, s, i);
        if (takes_suffix(n, s, w))
            *w = (piece){.from = w->from, .to = w->to + 1};
        bool behind_time = s->at[i] && is_time_or_length(n.line->text.at[s->at[i] - 1]);
        if (behind_time && w->role & PIECE_CLOSER)
            w->role = PIECE_MOMENT;
        if (behind_time && whole_word(n, s, i, WORD_DATELINE))
            w->role = PIECE_BARRIER;
    }
    return p;
}

/* ---- names ---- */

/* The printed characters of one place of the line, spaces left out. */
static size_t print(naming n, uint32_t at, char32_t *out) {
    size_t length = 0;
    const origin *o = &n.line->origin[at];
    for (uint32_t k = o->from; k < o->to; k++)
        if (!rune_is_space(n.line->source.at[k]))
            out[length++] = n.line->source.at[k];
    return length;
}

static size_t printed_room(naming n, const stretch *s) {
    size_t room = 1;
    for (size_t i = 0; i < s->length; i++)
        room += n.line->origin[s->at[i]].to - n.line->origin[s->at[i]].from;
    return room;
}

static name finish(naming n, const stretch *s, const phrase *p) {
    char32_t *text = arena_array(n.arena, printed_room(n, s), sizeof *text);
    name out = {.predicate = p->predicate, .verb = p->reaches_out, .verbal = phrase_is_verbal(p)};
    size_t length = 0;
    for (size_t i = p->from; i < p->to; i++) {
        if (p->joint && i + 1 == p->joint)
            out.joint = (uint32_t)length;
        for (uint32_t k = p->at[i].from; !p->at[i].out && k < p->at[i].to; k++)
            length += print(n, s->at[k], text + length);
    }
    out.text = (runes){text, length};
    out.folded = fold(n.arena, out.text);
    return out;
}

static name made(naming n, span part, void (*mark)(phrase *)) {
    if (!took_part(part))
        return (name){0};
    stretch s = collect(n, part);
    phrase p = cut(n, &s);
    mark(&p);
    return finish(n, &s, &p);
}

/* A word that a pattern ends in belongs to the name as a whole. */
static span to_word_end(naming n, span part) {
    while (took_part(part) && part.to < n.line->text.length && !n.line->edge[part.to])
        part.to++;
    return part;
}

name name_of(naming n, span part) {
    return made(n, to_word_end(n, part), phrase_before);
}

name name_subject_of(naming n, span part) {
    return made(n, part, phrase_subject);
}

name name_behind(naming n, span part, bool counted) {
    return made(n, part, counted ? phrase_behind : phrase_trimmed);
}

static void leave(phrase *p) {
    (void)p;
}

name name_untrimmed(naming n, span part) {
    return made(n, part, leave);
}

runes text_of(naming n, span part) {
    if (!took_part(part))
        return (runes){0};
    size_t room = 1;
    for (size_t i = part.from; i < part.to; i++)
        room += n.line->origin[i].to - n.line->origin[i].from;
    char32_t *out = arena_array(n.arena, room, sizeof *out);
    size_t length = 0;
    for (size_t i = part.from; i < part.to; i++)
        length += print(n, (uint32_t)i, out + length);
    return (runes){out, length};
}

static runes glue(arena *a, runes head, runes tail) {
    char32_t *out = arena_array(a, head.length + tail.length + 1, sizeof *out);
    if (head.length)
        memcpy(out, head.at, head.length * sizeof *out);
    if (tail.length)
        memcpy(out + head.length, tail.at, tail.length * sizeof *out);
    return (runes){out, head.length + tail.length};
}

name name_join(arena *a, name head, name tail) {
    if (!tail.text.length)
        return head;
    if (!head.text.length)
        return tail;
    name out = head;
    out.verbal &= tail.verbal;
    out.text = glue(a, head.text, tail.text);
    out.folded = glue(a, head.folded, tail.folded);
    if (!head.joint && tail.joint)
        out.joint = (uint32_t)head.text.length + tail.joint;
    return out;
}

name name_cut(name n, size_t from, size_t to) {
    name out = {.predicate = n.predicate, .verb = n.verb};
    if (from == to)
        return out;
    out.text = (runes){n.text.at + from, to - from};
    out.folded = (runes){n.folded.at + from, to - from};
    out.joint = n.joint > from && n.joint < to ? n.joint - (uint32_t)from : 0;
    return out;
}

/* How many characters of attribute words stand at the end. */
static size_t attribute_length(const dcx_pack *pack, name n) {
    size_t to = n.folded.length;
    const pack_word *w;
    while (to && (w = pack_find_last(pack, WORD_ATTRIBUTE, n.folded.at, to)))
        to -= w->length;
    return n.folded.length - to;
}

bool name_is_dependent(const dcx_pack *pack, name n) {
    size_t to = n.folded.length;
    const pack_word *w;
    while (to && (w = pack_find_last(pack, WORD_DEPENDENT, n.folded.at, to)))
        to -= w->length;
    return n.text.length && !to;
}

const pack_word *name_ends_with(const dcx_pack *pack, name n, word_class cls) {
    return pack_find_last(pack, cls, n.folded.at, n.folded.length);
}

name name_attribute(const dcx_pack *pack, name n) {
    return name_cut(n, n.text.length - attribute_length(pack, n), n.text.length);
}

name name_subject(const dcx_pack *pack, name n) {
    size_t k = attribute_length(pack, n);
    return k == n.text.length ? n : name_cut(n, 0, n.text.length - k);
}
