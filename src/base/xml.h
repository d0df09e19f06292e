/* libxml2, loaded when something is first parsed. */
#ifndef DCX_BASE_XML_H
#define DCX_BASE_XML_H

#include <libxml/HTMLparser.h>
#include <libxml/globals.h>
#include <libxml/relaxng.h>
#include <libxml/xmlreader.h>

#include "base/library.h"

/* xmlFree is a variable there. NOLINTBEGIN(bugprone-reserved-identifier): the library's own name */
#define XML_FUNCTIONS(X)                                                                                               \
    X(__xmlStructuredError)                                                                                            \
    X(__xmlStructuredErrorContext)                                                                                     \
    X(htmlCtxtReadMemory)                                                                                              \
    X(htmlFreeParserCtxt)                                                                                              \
    X(htmlNewParserCtxt)                                                                                               \
    X(xmlCopyError)                                                                                                    \
    X(xmlCtxtReadMemory)                                                                                               \
    X(xmlDocGetRootElement)                                                                                            \
    X(xmlFree)                                                                                                         \
    X(xmlFreeDoc)                                                                                                      \
    X(xmlFreeParserCtxt)                                                                                               \
    X(xmlFreeTextReader)                                                                                               \
    X(xmlGetLineNo)                                                                                                    \
    X(xmlGetNoNsProp)                                                                                                  \
    X(xmlHasProp)                                                                                                      \
    X(xmlNewParserCtxt)                                                                                                \
    X(xmlNodeGetContent)                                                                                               \
    X(xmlNodeListGetString)                                                                                            \
    X(xmlReadMemory)                                                                                                   \
    X(xmlReaderForMemory)                                                                                              \
    X(xmlRelaxNGFree)                                                                                                  \
    X(xmlRelaxNGFreeParserCtxt)                                                                                        \
    X(xmlRelaxNGFreeValidCtxt)                                                                                         \
    X(xmlRelaxNGNewMemParserCtxt)                                                                                      \
    X(xmlRelaxNGNewValidCtxt)                                                                                          \
    X(xmlRelaxNGParse)                                                                                                 \
    X(xmlRelaxNGSetValidStructuredErrors)                                                                              \
    X(xmlRelaxNGValidateDoc)                                                                                           \
    X(xmlResetError)                                                                                                   \
    X(xmlSetStructuredErrorFunc)                                                                                       \
    X(xmlStopParser)                                                                                                   \
    X(xmlTextReaderConstLocalName)                                                                                     \
    X(xmlTextReaderConstValue)                                                                                         \
    X(xmlTextReaderGetAttribute)                                                                                       \
    X(xmlTextReaderIsEmptyElement)                                                                                     \
    X(xmlTextReaderMoveToElement)                                                                                      \
    X(xmlTextReaderMoveToNextAttribute)                                                                                \
    X(xmlTextReaderNodeType)                                                                                           \
    X(xmlTextReaderRead)

LIBRARY_DECLARE(xml, XML_FUNCTIONS)
/* NOLINTEND(bugprone-reserved-identifier) */

/* What was there before, of this thread. */
typedef struct xml_voice {
    xmlStructuredErrorFunc say;
    void *data;
} xml_voice;

/* libxml2 prints what it has no better way to say, whatever it is asked for. Not in between these two calls. */
xml_voice xml_hush(void);
void xml_unhush(xml_voice before);

#endif
