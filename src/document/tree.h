/* A way through the trees of libxml2. */
#ifndef DCX_DOCUMENT_TREE_H
#define DCX_DOCUMENT_TREE_H

#include <libxml/tree.h>
#include <stdbool.h>

/* The next node in the order of the source, below root; NULL: none. into: also what the node holds. */
xmlNode *tree_next(const xmlNode *node, const xmlNode *root, bool into);

#endif
