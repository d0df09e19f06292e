/* Names that a figure takes from its neighbours. */
#include <string.h>

#include "record/reader.h"

static bool same(runes a, runes b) {
    return a.length == b.length && (!a.length || !memcmp(a.at, b.at, a.length * sizeof *a.at));
}

static bool starts_with(runes text, runes head) {
    return text.length >= head.length && same((runes){text.at, head.length}, head);
}

static name with_subject(arena *a, name subject, name own) {
    return starts_with(own.text, subject.text) ? own : name_join(a, subject, own);
}

/* The latest list of as many names that stands before the binding. */
static const name_list *names_for(const findings *f, const context *c, const binding *b) {
    const name_list *best = c->list.count == b->items ? &c->list : NULL;
    for (size_t i = 0; i < f->lists; i++)
        if (f->list[i].count == b->items && f->list[i].at <= b->at)
            best = &f->list[i];
    return best;
}

static name shared_out(arena *a, const findings *f, const context *c, const binding *b) {
    const name_list *list = names_for(f, c, b);
    return list ? with_subject(a, list->name[b->item], b->name) : b->name;
}

/* The subject that a rule named last before the binding. */
static void enter_topic(const findings *f, context *c, const binding *b) {
    for (size_t i = 0; i < f->subjects; i++)
        if (f->subject[i].from <= b->at)
            c->topic = c->subject = f->subject[i].name;
}

static name full_name(arena *a, const dcx_pack *pack, const findings *f, const context *c, const binding *b) {
    name own = b->items ? shared_out(a, f, c, b) : b->name;
    if (!own.text.length)
        return c->metric.text.length ? c->metric : c->subject;
    if (b->whole_name)
        return own;
    if (name_is_attribute(pack, own))
        return with_subject(a, c->subject, own);
    return own.predicate && c->topic.text.length ? with_subject(a, c->topic, own) : own;
}

void resolve_names(arena *a, const dcx_pack *pack, reading *r, context *c) {
    c->topic = (name){0};
    for (size_t i = 0; i < r->found.bindings; i++) {
        binding *b = &r->found.binding[i];
        enter_topic(&r->found, c, b);
        bool own = b->name.text.length > 0;
        b->name = full_name(a, pack, &r->found, c, b);
        if (!own || !b->name.text.length)
            continue;
        c->metric = b->name;
        c->subject = c->topic.text.length ? c->topic : name_subject(pack, b->name);
    }
    if (r->found.lists)
        c->list = r->found.list[r->found.lists - 1];
}
