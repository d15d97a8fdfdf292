#include "support/zone_maker.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

static void put_number(WritBuffer *out, uint64_t value, unsigned bytes)
{
    for (unsigned i = bytes; i-- > 0;) {
        writ_buffer_add_byte(out, (char)(unsigned char)(value >> (8 * i)));
    }
}

static void put_header(WritBuffer *out, char version, const ZoneSpec *spec)
{
    writ_buffer_add_string(out, "TZif");
    writ_buffer_add_byte(out, version);
    for (int i = 0; i < 15; i++) {
        writ_buffer_add_byte(out, '\0');
    }
    put_number(out, 0, 4); // Indicators of UTC,
    put_number(out, 0, 4); // of standard time,
    put_number(out, 0, 4); // leap seconds.
    put_number(out, spec->change_count, 4);
    put_number(out, spec->offset_count, 4);
    put_number(out, spec->offset_count > 0 ? 4 : 0, 4);
}

static void put_block(WritBuffer *out, const ZoneSpec *spec, unsigned time_bytes)
{
    put_header(out, spec->version, spec);
    for (uint32_t i = 0; i < spec->change_count; i++) {
        put_number(out, (uint64_t)spec->changes[i].second, time_bytes);
    }
    for (uint32_t i = 0; i < spec->change_count; i++) {
        put_number(out, spec->changes[i].type, 1);
    }
    for (uint32_t i = 0; i < spec->offset_count; i++) {
        put_number(out, (uint32_t)spec->offsets[i], 4);
        put_number(out, 0, 1);
        put_number(out, 0, 1);
    }
    if (spec->offset_count > 0) {
        writ_buffer_add(out, (WritText){"TST\0", 4});
    }
}

WritText zone_make(WritArena *arena, const ZoneSpec *spec)
{
    WritBuffer out = {0};
    if (spec->version == '\0') {
        put_block(&out, spec, 4);
    } else {
        put_header(&out, spec->version, &(ZoneSpec){0});
        put_block(&out, spec, 8);
        writ_buffer_add_byte(&out, '\n');
        writ_buffer_add_string(&out, spec->rule == NULL ? "" : spec->rule);
        writ_buffer_add_byte(&out, '\n');
    }
    WritText made = writ_arena_text(arena, writ_buffer_text(&out));
    writ_buffer_dispose(&out);
    return made;
}

WritText zone_of_rule(WritArena *arena, const char *rule)
{
    const int32_t offset = 0;
    return zone_make(
        arena, &(ZoneSpec){.version = '3', .offsets = &offset, .offset_count = 1, .rule = rule});
}

const WritZone *zone_read_rule(WritArena *arena, const char *rule)
{
    const WritZone *zone = NULL;
    WritError error;
    if (writ_zone_parse(&zone, arena, writ_text(rule), zone_of_rule(arena, rule), &error) !=
        WRIT_OK) {
        fail_msg("%s", error.text);
    }
    return zone;
}
