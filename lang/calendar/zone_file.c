// Reads TZif files (RFC 8536, versions 1 to 4).
//
//     header | block with times of 32 bits | header | block with times of 64 bits | \n rule \n
//     └────────── version 1 ends here ────┘ └───────────── from version 2 on ──────────────┘
//
//     block: times of changes | type of each | types: offset, summer, name | names | leap seconds
//            | standard or wall | UTC or local
//
// The file is taken for hostile: every number is checked before it is used, and nothing may be
// left.
#include "calendar/zone.h"

#include <assert.h>
#include <string.h>

#include "value/quote.h"
#include "writ/bytes.h"

enum {
    RESERVED_BYTES = 15,
    TYPE_BYTES = 6,
    TYPES_MAX = 256, // A change names its type in one byte.
};

typedef struct Header {
    char version; // NUL, or '2' to '4'.
    uint32_t utc_count, standard_count, leap_count, change_count, type_count, name_bytes;
} Header;

// A block, as pieces of the file.
typedef struct Block {
    Header header;
    unsigned time_bytes; // 4 or 8.
    const unsigned char *changes;
    const unsigned char *types_of_changes;
    const unsigned char *types;
    const unsigned char *names;
    const unsigned char *standards;
    const unsigned char *utcs;
} Block;

static WritStatus refuse(WritText name, const char *reason, WritError *error)
{
    (void)writ_fail(error, WRIT_INVALID, "zone %s is no sound TZif file: %s", quote_text(name).text,
                    reason);
    return writ_hint(error, "Take the zone's file from the system's tz database.");
}

static uint64_t big_endian(const unsigned char *bytes, unsigned count)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < count; i++) {
        value = value << 8 | bytes[i];
    }
    return value;
}

static int64_t get_time(const unsigned char *bytes, unsigned count)
{
    uint64_t value = big_endian(bytes, count);
    return count == 4 ? (int32_t)(uint32_t)value : (int64_t)value;
}

static uint32_t get_count(WritReader *in)
{
    WritText bytes = writ_get_raw(in, 4);
    return in->failed ? 0 : (uint32_t)big_endian((const unsigned char *)bytes.data, 4);
}

static const unsigned char *get_piece(WritReader *in, uint32_t count, size_t each)
{
    // Both factors have at most 32 bits, so that the product is exact.
    uint64_t length = (uint64_t)count * each;
    if (length > writ_reader_left(in)) {
        in->failed = true;
        return NULL;
    }
    return (const unsigned char *)writ_get_raw(in, (size_t)length).data;
}

// NULL, or what is wrong.
static const char *get_header(WritReader *in, Header *header)
{
    WritText magic = writ_get_raw(in, 4);
    header->version = (char)writ_get_u8(in);
    (void)writ_get_raw(in, RESERVED_BYTES);
    header->utc_count = get_count(in);
    header->standard_count = get_count(in);
    header->leap_count = get_count(in);
    header->change_count = get_count(in);
    header->type_count = get_count(in);
    header->name_bytes = get_count(in);
    if (in->failed || !writ_text_is(magic, "TZif")) {
        return "it does not begin as one";
    }
    if (header->version != '\0' && (header->version < '2' || header->version > '4')) {
        return "its version is not 1 to 4";
    }
    return NULL;
}

static const char *get_block(WritReader *in, unsigned time_bytes, Block *block)
{
    const Header *header = &block->header;
    block->time_bytes = time_bytes;
    block->changes = get_piece(in, header->change_count, time_bytes);
    block->types_of_changes = get_piece(in, header->change_count, 1);
    block->types = get_piece(in, header->type_count, TYPE_BYTES);
    block->names = get_piece(in, header->name_bytes, 1);
    (void)get_piece(in, header->leap_count, time_bytes + 4);
    block->standards = get_piece(in, header->standard_count, 1);
    block->utcs = get_piece(in, header->utc_count, 1);
    return in->failed ? "it is cut short" : NULL;
}

static const char *check_counts(const Header *header)
{
    if (header->type_count == 0 || header->type_count > TYPES_MAX || header->name_bytes == 0) {
        return "its offsets are none or too many";
    }
    if ((header->standard_count != 0 && header->standard_count != header->type_count) ||
        (header->utc_count != 0 && header->utc_count != header->type_count)) {
        return "its counts contradict each other";
    }
    return NULL;
}

static const char *check_types(const Block *block)
{
    const Header *header = &block->header;
    for (uint32_t i = 0; i < header->type_count; i++) {
        const unsigned char *type = block->types + (size_t)i * TYPE_BYTES;
        int64_t offset = get_time(type, 4);
        if (offset < -ZONE_OFFSET_MAX || offset > ZONE_OFFSET_MAX) {
            return "an offset from UTC is more than 26 hours";
        }
        if (type[4] > 1 || type[5] >= header->name_bytes ||
            memchr(block->names + type[5], '\0', header->name_bytes - type[5]) == NULL) {
            return "an offset has no name, or summer time that is neither yes nor no";
        }
        bool standard = header->standard_count != 0 && block->standards[i] == 1;
        if ((header->standard_count != 0 && block->standards[i] > 1) ||
            (header->utc_count != 0 && block->utcs[i] > 1) ||
            (header->utc_count != 0 && block->utcs[i] == 1 && !standard)) {
            return "an indicator of standard time or UTC is wrong";
        }
    }
    return NULL;
}

static const char *check_changes(const Block *block)
{
    for (uint32_t i = 0; i < block->header.change_count; i++) {
        if (block->types_of_changes[i] >= block->header.type_count) {
            return "a change leads to an offset that is not there";
        }
        const unsigned char *at = block->changes + (size_t)i * block->time_bytes;
        if (i > 0 && get_time(at - block->time_bytes, block->time_bytes) >=
                         get_time(at, block->time_bytes)) {
            return "its changes are not in order";
        }
    }
    return NULL;
}

// The block that counts, the last one of the file, and the rule behind it.
static const char *read_file(WritReader *in, Block *block, WritText *rule)
{
    *block = (Block){0};
    *rule = (WritText){NULL, 0};
    const char *wrong = get_header(in, &block->header);
    wrong = wrong == NULL ? get_block(in, 4, block) : wrong;
    if (wrong != NULL || block->header.version == '\0') {
        return wrong != NULL || writ_reader_done(in) ? wrong : "something stands behind its end";
    }
    char version = block->header.version;
    *block = (Block){0};
    wrong = get_header(in, &block->header);
    wrong = wrong == NULL ? get_block(in, 8, block) : wrong;
    if (wrong != NULL) {
        return wrong;
    }
    size_t left = writ_reader_left(in);
    WritText footer = writ_get_raw(in, left);
    if (block->header.version != version || left < 2 || footer.data[0] != '\n' ||
        memchr(footer.data + 1, '\n', left - 1) != footer.data + left - 1) {
        return "it does not end with one line for the years to come";
    }
    *rule = (WritText){footer.data + 1, left - 2};
    return NULL;
}

static int32_t offset_of(const Block *block, uint32_t type)
{
    return (int32_t)get_time(block->types + (size_t)type * TYPE_BYTES, 4);
}

static void fill(WritZone *zone, WritArena *arena, const Block *block)
{
    uint32_t count = block->header.change_count;
    int64_t *changes = writ_arena_array(arena, (size_t)count + 1, sizeof *changes);
    int32_t *offsets = writ_arena_array(arena, (size_t)count + 1, sizeof *offsets);
    // Before the first change type 0 holds (RFC 8536, 3.2).
    offsets[0] = offset_of(block, 0);
    for (uint32_t i = 0; i < count; i++) {
        changes[i] = get_time(block->changes + (size_t)i * block->time_bytes, block->time_bytes);
        offsets[i + 1] = offset_of(block, block->types_of_changes[i]);
    }
    zone->changes = changes;
    zone->offsets = offsets;
    zone->change_count = count;
}

WritStatus writ_zone_parse(const WritZone **zone, WritArena *arena, WritText name, WritText bytes,
                           WritError *error)
{
    *zone = NULL;
    if (bytes.length > WRIT_ZONE_BYTES_MAX) {
        return writ_fail(error, WRIT_LIMIT, "zone %s has more than %d bytes", quote_text(name).text,
                         WRIT_ZONE_BYTES_MAX);
    }
    WritReader in = writ_reader(bytes);
    Block block;
    WritText rule;
    const char *wrong = read_file(&in, &block, &rule);
    wrong = wrong == NULL ? check_counts(&block.header) : wrong;
    wrong = wrong == NULL ? check_types(&block) : wrong;
    wrong = wrong == NULL ? check_changes(&block) : wrong;
    if (wrong == NULL && block.header.leap_count > 0) {
        wrong = "it counts leap seconds, which instants here do not";
    }
    WritZone read = {0};
    read.has_rule = rule.length > 0;
    if (wrong == NULL && read.has_rule && !zone_rule_parse(&read.rule, rule)) {
        wrong = "its line for the years to come is no rule of time zones";
    }
    if (wrong != NULL) {
        return refuse(name, wrong, error);
    }
    fill(&read, arena, &block);
    read.name = writ_arena_text(arena, name);
    WritZone *made = writ_arena_alloc(arena, sizeof *made);
    *made = read;
    *zone = made;
    return WRIT_OK;
}
