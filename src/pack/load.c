/* A rule pack from its XML files. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/han.h"
#include "base/xml.h"
#include "pack/own.h"

/* Growing lists while the files are read; items are copied into the pack's arena at the end. */
typedef struct list {
    buffer bytes;
    size_t item;
} list;

typedef struct draft {
    dcx_pack *pack;
    arena *a;
    list word, cls, dimension, macro, layout, rule;
    const char *file;
    size_t front;      /* where the next new rule of the user goes */
    dcx_status status; /* of what was read */
    dcx_error *error;
} draft;

enum {
    LONGEST_WORD = 192, /* bytes */
    MOST = 10000 /* classes, dimensions, macros, layouts, rules: looked up one by one, some numbered by 16 bits */
};

#define ITEM(l, type, i) (((type *)(void *)(l).bytes.at) + (i))
#define COUNT(l)         ((l).bytes.length / (l).item)

static void list_init(list *l, arena *a, size_t item) {
    buffer_init_in(&l->bytes, a);
    l->item = item;
}

static void list_add(list *l, const void *item) {
    buffer_put(&l->bytes, item, l->item);
}

static void list_insert(list *l, size_t at, const void *item) {
    list_add(l, item);
    char *base = l->bytes.at;
    size_t from = at * l->item;
    memmove(base + from + l->item, base + from, l->bytes.length - l->item - from);
    memcpy(base + from, item, l->item);
}

static void *list_take(list *l, arena *a, uint32_t *count) {
    *count = (uint32_t)COUNT(*l);
    void *copy = arena_array(a, COUNT(*l), l->item);
    if (l->bytes.length)
        memcpy(copy, l->bytes.at, l->bytes.length);
    return copy;
}

/* ---- elements ---- */

/* Makes a text of libxml2's the pack's own. */
static char *own(draft *d, xmlChar *text) {
    d->pack->loading.text = text;
    char *copy = arena_copy(d->a, (const char *)text, text ? strlen((const char *)text) : 0);
    d->pack->loading.text = NULL;
    (*xml.xmlFree)(text);
    return copy;
}

static const char *attribute(draft *d, xmlNodePtr node, const char *name) {
    if (!xml.xmlHasProp(node, (const xmlChar *)name))
        return NULL;
    return own(d, xml.xmlGetNoNsProp(node, (const xmlChar *)name));
}

static const char *attribute_or(draft *d, xmlNodePtr node, const char *name, const char *otherwise) {
    const char *value = attribute(d, node, name);
    return value ? value : otherwise;
}

static int number(const char *text) {
    return (int)strtol(text, NULL, 10);
}

/* The element's text without white space around it. */
static char *content(draft *d, xmlNodePtr node) {
    char *s = own(d, xml.xmlNodeGetContent(node));
    s += strspn(s, " \t\r\n");
    size_t n = strlen(s);
    while (n && strchr(" \t\r\n", s[n - 1]))
        n--;
    s[n] = '\0';
    return s;
}

static bool is(xmlNodePtr node, const char *name) {
    return node->type == XML_ELEMENT_NODE && !strcmp((const char *)node->name, name);
}

static uint16_t class_number(draft *d, const char *name) {
    for (size_t i = 0; i < COUNT(d->cls); i++)
        if (!strcmp(ITEM(d->cls, pack_class, i)->name, name))
            return (uint16_t)i;
    list_add(&d->cls, &(pack_class){.name = name});
    return (uint16_t)(COUNT(d->cls) - 1);
}

static int16_t dimension_number(draft *d, const char *name) {
    for (size_t i = 0; i < COUNT(d->dimension); i++)
        if (!strcmp(*ITEM(d->dimension, const char *, i), name))
            return (int16_t)i;
    list_add(&d->dimension, &name);
    return (int16_t)(COUNT(d->dimension) - 1);
}

/* What is compared with text is simplified, as the text will be. */
static const char *simplified(char *text) {
    han_simplify(text, strlen(text));
    return text;
}

static const char32_t *code_points(draft *d, const char *text) {
    const char *copy = simplified(arena_copy(d->a, text, strlen(text)));
    return utf8_to_runes(d->a, copy, strlen(copy)).at;
}

/* Every word of a white-space separated list, made like model. */
static void add_words(draft *d, xmlNodePtr node, pack_word model, bool own_base) {
    const char *text = content(d, node);
    while (*(text += strspn(text, " \t\r\n"))) {
        size_t n = strcspn(text, " \t\r\n");
        if (n > LONGEST_WORD) {
            d->status = error_set(d->error, DCX_BAD_PACK, d->file, xml.xmlGetLineNo(node),
                                  "put spaces between the words", "a word of more than %d bytes", LONGEST_WORD);
            return;
        }
        const char *word = simplified(arena_copy(d->a, text, n));
        runes r = utf8_to_runes(d->a, word, n);
        model.text = r.at;
        model.length = (uint16_t)r.length;
        if (own_base)
            model.extra = word;
        list_add(&d->word, &model);
        text += n;
    }
}

static const char32_t *unless_of(draft *d, xmlNodePtr node) {
    const char *not = attribute(d, node, "not");
    return not ? code_points(d, not ) : NULL;
}

static void read_words(draft *d, xmlNodePtr node) {
    uint16_t cls = class_number(d, attribute_or(d, node, "class", ""));
    for (xmlNodePtr w = node->children; w; w = w->next) {
        if (!is(w, "w"))
            continue;
        pack_word model = {.cls = cls, .dimension = -1};
        model.value = (int16_t)number(attribute_or(d, w, "v", "0"));
        model.extra = attribute_or(d, w, "x", "");
        model.unless = unless_of(d, w);
        if (cls == WORD_LEXICON && !(model.value = (int16_t)speech_named(model.extra))) {
            d->status =
                error_set(d->error, DCX_BAD_PACK, d->file, xml.xmlGetLineNo(w),
                          "name one of docs/rules.md, such as noun or verb", "'%s' is no part of speech", model.extra);
            return;
        }
        add_words(d, w, model, false);
    }
}

static void read_units(draft *d, xmlNodePtr node) {
    int16_t dimension = dimension_number(d, attribute_or(d, node, "dimension", ""));
    const char *common = attribute(d, node, "base");
    for (xmlNodePtr u = node->children; u; u = u->next) {
        if (!is(u, "u"))
            continue;
        const char *base = attribute_or(d, u, "base", common);
        pack_word model = {.cls = WORD_UNIT, .dimension = dimension, .extra = base};
        model.value = (int16_t)number(attribute_or(d, u, "e", "0"));
        model.unless = unless_of(d, u);
        add_words(d, u, model, !base);
    }
}

static void read_macro(draft *d, xmlNodePtr node) {
    pack_macro m = {attribute(d, node, "name"), simplified(content(d, node))};
    for (size_t i = 0; i < COUNT(d->macro); i++)
        if (!strcmp(ITEM(d->macro, pack_macro, i)->name, m.name)) {
            *ITEM(d->macro, pack_macro, i) = m;
            return;
        }
    list_add(&d->macro, &m);
}

static void read_layout(draft *d, xmlNodePtr node) {
    pack_layout l = {.role = attribute(d, node, "role"), .level = number(attribute_or(d, node, "level", "0"))};
    l.pattern = simplified(content(d, node));
    l.file = d->file;
    l.line = xml.xmlGetLineNo(node);
    list_add(&d->layout, &l);
}

/* The attributes of a <record> as name=value, joined by tabs, behind what is in out. */
static void put_expected(draft *d, buffer *out, xmlNodePtr record) {
    if (out->length)
        buffer_char(out, '\n');
    for (xmlAttrPtr at = record->properties; at; at = at->next) {
        if (at != record->properties)
            buffer_char(out, '\t');
        buffer_text(out, (const char *)at->name);
        buffer_char(out, '=');
        buffer_text(out, own(d, xml.xmlNodeListGetString(record->doc, at->children, 1)));
    }
}

static pack_example read_example(draft *d, xmlNodePtr node) {
    buffer out;
    buffer_init_in(&out, &d->pack->loading.lists);
    for (xmlNodePtr r = node->children; r; r = r->next)
        if (is(r, "record"))
            put_expected(d, &out, r);
    pack_example e = {.text = attribute(d, node, "text"), .line = xml.xmlGetLineNo(node)};
    e.expect = arena_copy(d->a, out.at, out.length);
    return e;
}

static void read_examples(draft *d, xmlNodePtr node, pack_rule *rule) {
    list examples;
    list_init(&examples, &d->pack->loading.lists, sizeof(pack_example));
    for (xmlNodePtr e = node->children; e; e = e->next)
        if (is(e, "example") || is(e, "counter")) {
            pack_example one = read_example(d, e);
            list_add(&examples, &one);
        }
    rule->example = list_take(&examples, d->a, &rule->examples);
}

static void read_rule(draft *d, xmlNodePtr node) {
    pack_rule rule = {.id = attribute(d, node, "id"), .file = d->file, .line = xml.xmlGetLineNo(node)};
    size_t at = 0;
    while (at < COUNT(d->rule) && strcmp(ITEM(d->rule, pack_rule, at)->id, rule.id) != 0)
        at++;
    bool known = at < COUNT(d->rule);
    rule.action = attribute_or(d, node, "action", "off");
    if (!known && !strcmp(rule.action, "off"))
        d->status = error_set(d->error, DCX_BAD_PACK, d->file, rule.line, "`dcx rules list` names them all",
                              "there is no rule %s to switch off", rule.id);
    rule.kind = attribute_or(d, node, "kind", "");
    rule.option = attribute_or(d, node, "option", "");
    rule.pattern = rule.note = "";
    for (xmlNodePtr c = node->children; c; c = c->next)
        if (is(c, "pattern"))
            rule.pattern = simplified(content(d, c));
        else if (is(c, "note"))
            rule.note = content(d, c);
    read_examples(d, node, &rule);
    if (known)
        *ITEM(d->rule, pack_rule, at) = rule;
    else
        list_insert(&d->rule, d->front++, &rule);
}

static void check_size(draft *d, xmlNodePtr node) {
    const list *lists[] = {&d->cls, &d->dimension, &d->macro, &d->layout, &d->rule};
    for (size_t i = 0; i < sizeof lists / sizeof *lists && !d->status; i++)
        if (COUNT(*lists[i]) > MOST)
            d->status = error_set(d->error, DCX_LIMIT, d->file, xml.xmlGetLineNo(node), "leave out what is not needed",
                                  "more than %d classes, dimensions, macros, layouts or rules", MOST);
}

static void read_pack(draft *d, xmlNodePtr root) {
    for (xmlNodePtr n = root->children; n && !d->status; n = n->next) {
        if (is(n, "words"))
            read_words(d, n);
        else if (is(n, "units"))
            read_units(d, n);
        else if (is(n, "macro"))
            read_macro(d, n);
        else if (is(n, "layout"))
            read_layout(d, n);
        else if (is(n, "rule"))
            read_rule(d, n);
        check_size(d, n);
    }
}

/* ---- files ---- */

static dcx_status xml_error(draft *d, const xmlError *e, const char *what) {
    if (errno == ENOMEM) /* whatever else is said */
        return error_no_memory(d->error);
    char reason[400];
    (void)snprintf(reason, sizeof reason, "%s", e && e->message ? e->message : what);
    reason[strcspn(reason, "\n")] = '\0';
    return error_set(d->error, DCX_BAD_PACK, d->file, e ? e->line : 0, "compare it with docs/rules.md", "%s", reason);
}

#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error_view;
#else
typedef xmlError *xml_error_view;
#endif

static void keep_first(void *data, xml_error_view e) {
    xmlError *first = data;
    if (!first->message && e->level >= XML_ERR_ERROR)
        (void)xml.xmlCopyError(e, first);
}

static void keep_first_of_parser(void *ctxt, xml_error_view e) {
    keep_first(((xmlParserCtxtPtr)ctxt)->_private, e);
}

static dcx_status validate(draft *d, xmlDocPtr doc) {
    xmlRelaxNGParserCtxtPtr parser = xml.xmlRelaxNGNewMemParserCtxt(pack_schema, (int)strlen(pack_schema));
    xmlRelaxNGPtr schema = parser ? xml.xmlRelaxNGParse(parser) : NULL;
    xmlRelaxNGValidCtxtPtr valid = schema ? xml.xmlRelaxNGNewValidCtxt(schema) : NULL;
    xmlError first = {0};
    dcx_status status = DCX_NO_MEMORY;
    if (valid) {
        xml.xmlRelaxNGSetValidStructuredErrors(valid, keep_first, &first);
        status = xml.xmlRelaxNGValidateDoc(valid, doc) ? xml_error(d, &first, "not a rule pack") : DCX_OK;
    } else {
        error_no_memory(d->error);
    }
    xml.xmlResetError(&first);
    xml.xmlRelaxNGFreeValidCtxt(valid);
    xml.xmlRelaxNGFree(schema);
    xml.xmlRelaxNGFreeParserCtxt(parser);
    return status;
}

static dcx_status parse(draft *d, buffer *bytes, xmlDocPtr *out) {
    const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES;
    *out = NULL;
    xmlParserCtxtPtr ctxt = xml.xmlNewParserCtxt();
    if (!ctxt)
        return error_no_memory(d->error);
    xmlError first = {0};
    errno = 0;
    ctxt->_private = &first;
    ctxt->sax->serror = keep_first_of_parser;
    xml_voice before = xml_hush();
    xmlDocPtr doc = xml.xmlCtxtReadMemory(ctxt, bytes->at ? bytes->at : "", (int)bytes->length, d->file, NULL, options);
    xml_unhush(before);
    dcx_status status = DCX_OK;
    if (!doc)
        status = xml_error(d, &first, "not well-formed XML");
    else if (doc->intSubset)
        status = error_set(d->error, DCX_BAD_PACK, d->file, 1, "remove the <!DOCTYPE", "a pack has no document type");
    else
        status = validate(d, doc);
    xml.xmlResetError(&first);
    xml.xmlFreeParserCtxt(ctxt);
    if (status == DCX_OK)
        *out = doc;
    else
        xml.xmlFreeDoc(doc);
    return status;
}

/* Room for one more chunk, without a jump: a file is open. */
static bool make_room(buffer *b, size_t chunk) {
    if (b->room - b->length >= chunk)
        return true;
    char *at = memory_try(b->mem, 2 * b->room + chunk);
    if (!at)
        return false;
    if (b->length)
        memcpy(at, b->at, b->length);
    memory_free(b->mem, b->at);
    b->at = at;
    b->room = 2 * b->room + chunk;
    return true;
}

static dcx_status read_bytes(draft *d, buffer *bytes) {
    enum { CHUNK = 65536, LARGEST = 64 << 20 };
    static const char hint[] = "give the path of a rule pack";
    FILE *f = fopen(d->file, "rb");
    if (!f)
        return error_set(d->error, DCX_IO, d->file, 0, hint, "cannot be opened");
    dcx_status status = DCX_OK;
    size_t n = 1;
    while (n && status == DCX_OK) {
        if (!make_room(bytes, CHUNK)) {
            status = error_no_memory(d->error);
            break;
        }
        n = fread(bytes->at + bytes->length, 1, CHUNK, f);
        bytes->length += n;
        if (bytes->length > LARGEST)
            status = error_set(d->error, DCX_LIMIT, d->file, 0, NULL, "larger than 64 MiB");
    }
    if (status == DCX_OK && ferror(f))
        status = error_set(d->error, DCX_IO, d->file, 0, hint, "cannot be read");
    (void)fclose(f);
    return status;
}

static void drop_document(dcx_pack *pack) {
    xml.xmlFreeDoc(pack->loading.document);
    pack->loading.document = NULL;
}

static dcx_status read_file(draft *d, const char *path) {
    buffer bytes;
    buffer_init(&bytes, d->a->mem);
    xmlDocPtr doc = NULL;
    d->file = arena_copy(d->a, path, strlen(path));
    dcx_status status = read_bytes(d, &bytes);
    if (status == DCX_OK)
        status = library_load(&xml_library, path, d->error);
    if (status == DCX_OK)
        status = parse(d, &bytes, &doc);
    buffer_free(&bytes);
    if (status != DCX_OK)
        return status;
    d->pack->loading.document = doc;
    read_pack(d, xml.xmlDocGetRootElement(doc));
    drop_document(d->pack);
    return d->status;
}

/* ---- the whole ---- */

static int by_class(const void *left, const void *right) {
    const pack_word *a = left, *b = right;
    if (a->cls != b->cls)
        return a->cls < b->cls ? -1 : 1;
    if (a->text[0] != b->text[0])
        return a->text[0] < b->text[0] ? -1 : 1;
    if (a->length != b->length)
        return a->length > b->length ? -1 : 1;
    return memcmp(a->text, b->text, a->length * sizeof *a->text);
}

static void begin(draft *d, const pack_data *base) {
    static const char *const names[] = {
#define X(id, name) name,
        WORD_CLASSES(X)
#undef X
    };
    arena *a = &d->pack->loading.lists;
    list_init(&d->word, a, sizeof(pack_word));
    list_init(&d->cls, a, sizeof(pack_class));
    list_init(&d->dimension, a, sizeof(const char *));
    list_init(&d->macro, a, sizeof(pack_macro));
    list_init(&d->layout, a, sizeof(pack_layout));
    list_init(&d->rule, a, sizeof(pack_rule));
    if (base) {
        buffer_put(&d->word.bytes, (const char *)base->word, base->words * sizeof *base->word);
        buffer_put(&d->cls.bytes, (const char *)base->cls, base->classes * sizeof *base->cls);
        buffer_put(&d->dimension.bytes, (const char *)base->dimension, base->dimensions * sizeof *base->dimension);
        buffer_put(&d->macro.bytes, (const char *)base->macro, base->macros * sizeof *base->macro);
        buffer_put(&d->layout.bytes, (const char *)base->layout, base->layouts * sizeof *base->layout);
        buffer_put(&d->rule.bytes, (const char *)base->rule, base->rules * sizeof *base->rule);
    }
    for (size_t i = COUNT(d->cls); i < WORD_CLASS_COUNT; i++)
        list_add(&d->cls, &(pack_class){.name = names[i]});
}

static void drop_switched_off(draft *d) {
    size_t kept = 0;
    for (size_t i = 0; i < COUNT(d->rule); i++)
        if (strcmp(ITEM(d->rule, pack_rule, i)->action, "off") != 0)
            *ITEM(d->rule, pack_rule, kept++) = *ITEM(d->rule, pack_rule, i);
    d->rule.bytes.length = kept * sizeof(pack_rule);
}

/* Puts words and classes in order. Where base has them all already, its own are used, and its index. */
static void finish_words(draft *d, const pack_data *base) {
    pack_data *p = &d->pack->data;
    if (base && COUNT(d->word) == base->words && COUNT(d->cls) == base->classes) {
        *p = *base;
        return;
    }
    pack_word *word = list_take(&d->word, d->a, &p->words);
    pack_class *cls = list_take(&d->cls, d->a, &p->classes);
    if (p->words)
        qsort(word, p->words, sizeof *word, by_class);
    for (uint32_t i = 0; i < p->classes; i++)
        cls[i].first = cls[i].count = 0;
    for (uint32_t i = p->words; i-- > 0;) {
        cls[word[i].cls].first = i;
        cls[word[i].cls].count++;
    }
    p->word = word;
    p->cls = cls;
}

/* What was made of patterns in base no longer holds where words or macros have changed their meaning. */
static void keep_ready(pack_data *p, const pack_data *base, pack_rule *rule, pack_layout *layout) {
    for (uint32_t i = 0; i < p->rules; i++)
        if (rule[i].ready && !pack_reads_alike(p, base, rule[i].pattern))
            rule[i].ready = NULL;
    for (uint32_t i = 0; i < p->layouts; i++)
        if (layout[i].ready && !pack_reads_alike(p, base, layout[i].pattern))
            layout[i].ready = NULL;
}

static void finish(draft *d, const pack_data *base) {
    pack_data *p = &d->pack->data;
    drop_switched_off(d);
    finish_words(d, base);
    p->dimension = list_take(&d->dimension, d->a, &p->dimensions);
    p->macro = list_take(&d->macro, d->a, &p->macros);
    pack_layout *layout = list_take(&d->layout, d->a, &p->layouts);
    p->layout = layout;
    d->pack->rule = list_take(&d->rule, d->a, &p->rules);
    p->rule = d->pack->rule;
    if (base)
        keep_ready(p, base, d->pack->rule, layout);
}

static dcx_status extend(dcx_pack *pack, const pack_data *base, const char *const *paths, size_t count,
                         dcx_error *error) {
    draft d = {.pack = pack, .a = &pack->arena, .error = error};
    begin(&d, base);
    dcx_status status = DCX_OK;
    for (size_t i = 0; i < count && status == DCX_OK; i++) {
        d.front = base ? 0 : COUNT(d.rule); /* a user's rules are tried before the built-in ones */
        status = read_file(&d, paths[i]);
    }
    finish(&d, base);
    arena_free(&pack->loading.lists);
    return status;
}

dcx_status pack_load(dcx_pack **out, const pack_data *base, const char *const *paths, size_t count,
                     const dcx_allocator *hooks, dcx_error *error) {
    *out = NULL;
    memory mem;
    memory_init(&mem, hooks);
    dcx_pack *pack = memory_try(&mem, sizeof *pack);
    if (!pack)
        return error_no_memory(error);
    memset(pack, 0, sizeof *pack);
    pack->mem = mem;
    arena_init(&pack->arena, &pack->mem);
    arena_init(&pack->loading.lists, &pack->mem);
    jmp_buf trap;
    pack->mem.trap = &trap;
    if (setjmp(trap)) {
        dcx_pack_free(pack);
        return error_no_memory(error);
    }
    dcx_status status = DCX_OK;
    if (count || !base)
        status = extend(pack, base, paths, count, error);
    else
        pack->data = *base;
    if (status == DCX_OK && !pack->data.first)
        pack_index(pack);
    if (status != DCX_OK) {
        dcx_pack_free(pack);
        return status;
    }
    pack->mem.trap = NULL;
    *out = pack;
    return DCX_OK;
}

void dcx_pack_free(dcx_pack *pack) {
    if (!pack)
        return;
    memory mem = pack->mem;
    if (pack->loading.document)
        drop_document(pack);
    if (pack->loading.text)
        (*xml.xmlFree)(pack->loading.text);
    arena_free(&pack->loading.lists);
    arena_free(&pack->arena);
    memory_free(&mem, pack);
}
