// From the cells of a table to regions, and from regions back to words.
#ifndef CHECK_TABLE_REGIONS_H
#define CHECK_TABLE_REGIONS_H

#include "check/checker.h"
#include "check/table_proof.h"

// What the values of a column are like.
typedef enum TableDomain {
    DOMAIN_LINE,   // Ordered: regions are points and what lies between them.
    DOMAIN_CLOSED, // All values are known: a region each.
    DOMAIN_OPEN,   // Unordered: a region for each value that is named and one for all others.
} TableDomain;

typedef struct TablePoint {
    WritValue value;
    WritText text;
} TablePoint;

typedef struct TableColumn {
    const Field *field;
    TableDomain domain;
    WritTypeKind kind;
    const DomainBounds *bounds; // What can come at all; NULL: anything.
    TablePoint *points;         // Sorted, each once.
    uint32_t point_count;
    // Of a line: raw regions are 2i before point i, 2i + 1 the point, 2n behind all. Those in
    // which no value lies are left out.
    uint32_t *regions_of_raw; // For each raw region the next region that exists, itself or later.
    uint32_t *raw_of_region;
    uint32_t region_count;
    uint32_t missing; // Region of "missing", or UINT32_MAX.
} TableColumn;

TableColumn check_table_column(Checker *checker, const Decision *decision, uint32_t column);
ProofCell check_table_cell(Checker *checker, const TableColumn *column, const Cell *cell);

// "when depth is above 20% and class is distributor"; "whatever is given" where no column matters.
// In the arena.
const char *check_table_words(Checker *checker, const TableColumn *columns, uint32_t count,
                              const ProofSpan *spans);

#endif
