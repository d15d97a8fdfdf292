// Bases as bytes: format | definition (32) | commit (20) | directory (32) | calendars (32), and in
// the second format rates (32)
#include "writ/event.h"

#include <string.h>

void writ_basis_encode(WritBuffer *out, const WritBasis *basis)
{
    static const WritHash none = {0};
    bool rates = !writ_hash_equal(&basis->rates, &none);
    writ_put_u8(out, rates ? 2 : 1);
    writ_put_raw(out, basis->definition.bytes, WRIT_HASH_BYTES);
    writ_put_raw(out, basis->commit, WRIT_COMMIT_BYTES);
    writ_put_raw(out, basis->directory.bytes, WRIT_HASH_BYTES);
    writ_put_raw(out, basis->calendars.bytes, WRIT_HASH_BYTES);
    if (rates) {
        writ_put_raw(out, basis->rates.bytes, WRIT_HASH_BYTES);
    }
}

static void get_bytes(WritReader *in, unsigned char *bytes, size_t length)
{
    WritText raw = writ_get_raw(in, length);
    if (!in->failed) {
        memcpy(bytes, raw.data, length);
    }
}

WritStatus writ_basis_decode(WritBasis *basis, WritText bytes, WritError *error)
{
    *basis = (WritBasis){0};
    WritReader in = writ_reader(bytes);
    uint8_t format = writ_get_u8(&in);
    if (format > WRIT_BASIS_FORMAT) {
        return writ_fail(error, WRIT_LIMIT,
                         "the basis of a decision has format %u, this writ reads up to %d", format,
                         WRIT_BASIS_FORMAT);
    }
    get_bytes(&in, basis->definition.bytes, WRIT_HASH_BYTES);
    get_bytes(&in, basis->commit, WRIT_COMMIT_BYTES);
    get_bytes(&in, basis->directory.bytes, WRIT_HASH_BYTES);
    get_bytes(&in, basis->calendars.bytes, WRIT_HASH_BYTES);
    static const WritHash none = {0};
    bool with_rates = format == WRIT_BASIS_FORMAT;
    if (with_rates) {
        get_bytes(&in, basis->rates.bytes, WRIT_HASH_BYTES);
    }
    if (format == 0 || !writ_reader_done(&in) ||
        with_rates == writ_hash_equal(&basis->rates, &none)) {
        return writ_fail(error, WRIT_INVALID,
                         "the basis of a decision is damaged: its bytes do not read as one");
    }
    return WRIT_OK;
}
