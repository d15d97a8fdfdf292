// A loose object is a file named after its id that holds one zlib stream:
//
//     objects/1f/0c…38 digits     inflates to  "blob 12\0" and 12 bytes
#include "book/child/loose.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "book/regular.h"

enum {
    HEADER_BYTES_MAX = 32,  // "commit 4294967295" and its NUL, with room.
    HEAD_FILE_BYTES = 4096, // Enough compressed bytes to inflate a header from.
    FILE_BYTES_MAX = LOOSE_OBJECT_BYTES_MAX + (LOOSE_OBJECT_BYTES_MAX >> 8) + HEAD_FILE_BYTES,
};

typedef struct Backend {
    git_odb_backend parent; // First: libgit2 knows only this.
    int objects;
} Backend;

typedef struct Header {
    git_object_t type;
    size_t size;
    size_t length; // Of the header itself, its NUL included.
} Header;

static int fail(const char *sentence)
{
    (void)git_error_set_str(GIT_ERROR_ODB, sentence);
    return GIT_ERROR;
}

static int open_object(int *descriptor, const git_odb_backend *backend, const git_oid *id)
{
    char hex[GIT_OID_HEXSZ + 1], path[GIT_OID_HEXSZ + 2];
    (void)git_oid_tostr(hex, sizeof hex, id);
    (void)snprintf(path, sizeof path, "%.2s/%s", hex, hex + 2);
    WritError error;
    WritStatus status =
        regular_open(descriptor, ((const Backend *)backend)->objects, path, S_IFREG, &error);
    if (status == WRIT_NOT_FOUND) {
        (void)git_error_set_str(GIT_ERROR_ODB, "no such loose object");
        return GIT_ENOTFOUND;
    }
    return status == WRIT_OK ? 0 : fail(error.text);
}

// "type size": the type's word, one space, the shortest decimal number.
static bool parse_header(Header *header, const char *bytes, size_t length)
{
    const char *end = memchr(bytes, '\0', length);
    const char *space = end == NULL ? NULL : memchr(bytes, ' ', (size_t)(end - bytes));
    if (space == NULL || space + 1 == end || (space[1] == '0' && space + 2 != end)) {
        return false;
    }
    char word[HEADER_BYTES_MAX];
    (void)snprintf(word, sizeof word, "%.*s", (int)(space - bytes), bytes);
    header->type = git_object_string2type(word);
    if (!git_object_typeisloose(header->type)) {
        return false;
    }
    header->size = 0;
    for (const char *at = space + 1; at < end; at++) {
        // Ten digits fit a size_t; a longer number does not fit the header's bytes anyway.
        if (*at < '0' || *at > '9' || end - space > 11) {
            return false;
        }
        header->size = header->size * 10 + (size_t)(*at - '0');
    }
    header->length = (size_t)(end - bytes) + 1;
    return true;
}

// Inflates up to `out_bytes` from the front of `stream`, whose input is set. Returns how many came.
static size_t inflate_some(z_stream *stream, int *result, unsigned char *out, size_t out_bytes)
{
    stream->next_out = out;
    stream->avail_out = (uInt)out_bytes;
    *result = inflate(stream, Z_SYNC_FLUSH);
    return out_bytes - stream->avail_out;
}

static bool begin_inflating(z_stream *stream, WritText file)
{
    *stream = (z_stream){.next_in = (Bytef *)(uintptr_t)file.data, .avail_in = (uInt)file.length};
    return inflateInit(stream) == Z_OK;
}

static int inflate_header(Header *header, WritText file)
{
    z_stream stream;
    if (!begin_inflating(&stream, file)) {
        return fail("out of memory");
    }
    unsigned char front[HEADER_BYTES_MAX];
    int result;
    size_t got = inflate_some(&stream, &result, front, sizeof front);
    (void)inflateEnd(&stream);
    if ((result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) ||
        !parse_header(header, (const char *)front, got)) {
        return fail("its loose file does not begin as an object");
    }
    return 0;
}

// Exactly the header and `header->size` bytes must come out, and nothing may be left in the file.
static int inflate_object(unsigned char *content, const Header *header, WritText file)
{
    z_stream stream;
    if (!begin_inflating(&stream, file)) {
        return fail("out of memory");
    }
    unsigned char front[HEADER_BYTES_MAX], more;
    int result;
    size_t skipped = inflate_some(&stream, &result, front, header->length);
    size_t got = 0;
    if (skipped == header->length && header->size > 0 &&
        (result == Z_OK || result == Z_BUF_ERROR)) {
        got = inflate_some(&stream, &result, content, header->size);
    }
    size_t extra = 0;
    if (result == Z_OK || result == Z_BUF_ERROR) {
        extra = inflate_some(&stream, &result, &more, 1);
    }
    bool whole = skipped == header->length && got == header->size && extra == 0 &&
                 result == Z_STREAM_END && stream.avail_in == 0;
    (void)inflateEnd(&stream);
    return whole ? 0 : fail("its loose file does not hold what its header says");
}

static int read_file(WritBuffer *file, int descriptor, size_t bytes_max)
{
    WritError error;
    WritStatus status = regular_read_open(file, descriptor, "its loose file", bytes_max, &error);
    return status == WRIT_OK ? 0 : fail(error.text);
}

static int read_header(size_t *size, git_object_t *type, git_odb_backend *backend,
                       const git_oid *id)
{
    int descriptor;
    int result = open_object(&descriptor, backend, id);
    if (result != 0) {
        return result;
    }
    char front[HEAD_FILE_BYTES];
    ssize_t got = read(descriptor, front, sizeof front);
    (void)close(descriptor);
    if (got < 0) {
        return fail("its loose file cannot be read");
    }
    Header header;
    result = inflate_header(&header, (WritText){front, (size_t)got});
    if (result == 0) {
        *size = header.size;
        *type = header.type;
    }
    return result;
}

static int read_object(void **content, size_t *size, git_object_t *type, git_odb_backend *backend,
                       const git_oid *id)
{
    int descriptor;
    int result = open_object(&descriptor, backend, id);
    if (result != 0) {
        return result;
    }
    WritBuffer file = {0};
    Header header;
    result = read_file(&file, descriptor, FILE_BYTES_MAX);
    (void)close(descriptor);
    if (result == 0) {
        result = inflate_header(&header, writ_buffer_text(&file));
    }
    if (result == 0 && header.size > LOOSE_OBJECT_BYTES_MAX) {
        result = fail("it is larger than any object that is read");
    }
    if (result == 0) {
        // libgit2 parses objects as texts that end with a NUL.
        unsigned char *bytes = git_odb_backend_data_alloc(backend, header.size + 1);
        if (bytes == NULL) {
            result = fail("out of memory");
        } else if ((result = inflate_object(bytes, &header, writ_buffer_text(&file))) != 0) {
            git_odb_backend_data_free(backend, bytes);
        } else {
            bytes[header.size] = '\0';
            *content = bytes;
            *size = header.size;
            *type = header.type;
        }
    }
    writ_buffer_dispose(&file);
    return result;
}

static int exists(git_odb_backend *backend, const git_oid *id)
{
    int descriptor;
    if (open_object(&descriptor, backend, id) != 0) {
        return 0;
    }
    (void)close(descriptor);
    return 1;
}

static void free_backend(git_odb_backend *backend)
{
    free(backend);
}

int loose_backend_new(git_odb_backend **backend, int objects)
{
    Backend *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return fail("out of memory");
    }
    int result = git_odb_init_backend(&made->parent, GIT_ODB_BACKEND_VERSION);
    assert(result == 0);
    (void)result;
    made->objects = objects;
    made->parent.read = read_object;
    made->parent.read_header = read_header;
    made->parent.exists = exists;
    made->parent.free = free_backend;
    *backend = &made->parent;
    return 0;
}
