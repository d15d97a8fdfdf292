#include "book/message.h"

#include <assert.h>
#include <string.h>

#include "book/printable.h"

static const int64_t seconds_max = 253402300799; // 9999-12-31T23:59:59Z
enum { OFFSET_MINUTES_MAX = 24 * 60, MASK_MAX = 0777 };

// --- Writing --------------------------------------------------------------------------------

void book_message_put_id(WritBuffer *out, MessageKind kind, const WritCommitId *id)
{
    assert(kind == MESSAGE_READ || kind == MESSAGE_CREATED);
    writ_put_u8(out, (uint8_t)kind);
    writ_put_text(out, writ_text(id->hex));
}

void book_message_put_file(WritBuffer *out, const WritBookFile *file)
{
    writ_put_u8(out, MESSAGE_FILE);
    writ_put_text(out, file->path);
    writ_put_u8(out, (uint8_t)file->mode);
    writ_put_text(out, file->bytes);
}

static void put_signature(WritBuffer *out, const WritSignature *signature)
{
    writ_put_text(out, signature->name);
    writ_put_text(out, signature->email);
    writ_put_int(out, signature->at_seconds);
    writ_put_int(out, signature->offset_minutes);
}

void book_message_put_commit(WritBuffer *out, const WritCommit *commit, uint32_t file_count)
{
    writ_put_u8(out, MESSAGE_COMMIT);
    writ_put_text(out, writ_text(commit->id.hex));
    put_signature(out, &commit->author);
    put_signature(out, &commit->committer);
    writ_put_text(out, commit->subject);
    writ_put_uint(out, file_count);
}

void book_message_put_creation(WritBuffer *out, const Creation *creation)
{
    writ_put_u8(out, MESSAGE_CREATE);
    put_signature(out, &creation->author);
    writ_put_text(out, creation->subject);
    writ_put_uint(out, creation->mask);
    writ_put_uint(out, creation->file_count);
}

void book_message_put_progress(WritBuffer *out)
{
    writ_put_u8(out, MESSAGE_PROGRESS);
}

void book_message_put_failed(WritBuffer *out, const WritError *error)
{
    writ_put_u8(out, MESSAGE_FAILED);
    writ_put_u8(out, (uint8_t)error->status);
    writ_put_text(out, writ_text(error->text));
    writ_put_text(out, writ_text(error->hint));
}

// --- Reading --------------------------------------------------------------------------------

static bool read_id(WritReader *in, WritCommitId *id)
{
    WritText hex = writ_get_text(in);
    if (hex.length != WRIT_COMMIT_ID_BYTES - 1) {
        return false;
    }
    for (size_t i = 0; i < hex.length; i++) {
        if (strchr("0123456789abcdef", hex.data[i]) == NULL || hex.data[i] == '\0') {
            return false;
        }
    }
    memcpy(id->hex, hex.data, hex.length);
    id->hex[hex.length] = '\0';
    return true;
}

static bool read_shown(WritReader *in, WritText *text, size_t bytes_max)
{
    *text = writ_get_text(in);
    return text->length <= bytes_max && printable_is_clean(*text);
}

static bool read_signature(WritReader *in, WritSignature *signature)
{
    if (!read_shown(in, &signature->name, WRIT_BOOK_PERSON_BYTES_MAX) ||
        !read_shown(in, &signature->email, WRIT_BOOK_PERSON_BYTES_MAX)) {
        return false;
    }
    signature->at_seconds = writ_get_int(in);
    int64_t offset = writ_get_int(in);
    signature->offset_minutes = (int32_t)offset;
    return signature->at_seconds >= 0 && signature->at_seconds <= seconds_max &&
           offset >= -OFFSET_MINUTES_MAX && offset <= OFFSET_MINUTES_MAX;
}

uint8_t book_message_kind(WritReader *in)
{
    return writ_get_u8(in);
}

bool book_message_get_id(WritReader *in, WritCommitId *id)
{
    return read_id(in, id) && writ_reader_done(in);
}

bool book_message_get_file(WritReader *in, WritBookFile *file)
{
    file->path = writ_get_text(in);
    uint8_t mode = writ_get_u8(in);
    file->mode = mode == WRIT_FILE_EXECUTABLE ? WRIT_FILE_EXECUTABLE : WRIT_FILE_PLAIN;
    file->bytes = writ_get_text(in);
    return (mode == WRIT_FILE_EXECUTABLE || mode == WRIT_FILE_PLAIN) &&
           file->bytes.length <= WRIT_BOOK_FILE_BYTES_MAX && writ_reader_done(in);
}

bool book_message_get_commit(WritReader *in, WritCommit *commit, uint32_t *file_count)
{
    bool read = read_id(in, &commit->id) && read_signature(in, &commit->author) &&
                read_signature(in, &commit->committer) &&
                read_shown(in, &commit->subject, WRIT_BOOK_SUBJECT_BYTES_MAX);
    *file_count = writ_get_u32(in);
    return read && *file_count <= WRIT_BOOK_ENTRIES_MAX && writ_reader_done(in);
}

bool book_message_get_creation(WritReader *in, Creation *creation)
{
    bool read = read_signature(in, &creation->author) &&
                read_shown(in, &creation->subject, WRIT_BOOK_SUBJECT_BYTES_MAX);
    creation->mask = writ_get_u32(in);
    creation->file_count = writ_get_u32(in);
    return read && creation->mask <= MASK_MAX && creation->file_count <= WRIT_BOOK_ENTRIES_MAX &&
           writ_reader_done(in);
}

static void copy_printable(char out[WRIT_ERROR_BYTES], WritText text)
{
    size_t length = text.length < WRIT_ERROR_BYTES - 1 ? text.length : WRIT_ERROR_BYTES - 1;
    for (size_t i = 0; i < length; i++) {
        out[i] = text.data[i] >= 0x20 && text.data[i] < 0x7f ? text.data[i] : '?';
    }
    out[length] = '\0';
}

bool book_message_get_failed(WritReader *in, WritError *error)
{
    uint8_t status = writ_get_u8(in);
    WritText text = writ_get_text(in), hint = writ_get_text(in);
    if (status == WRIT_OK || status > WRIT_NO_MEMORY || text.length == 0 || !writ_reader_done(in)) {
        return false;
    }
    writ_fail(error, (WritStatus)status, "%s", "");
    copy_printable(error->text, text);
    copy_printable(error->hint, hint);
    return true;
}
