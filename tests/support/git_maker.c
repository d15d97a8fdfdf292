#include "support/git_maker.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

static void full_path(char path[512], const Maker *maker, const char *below)
{
    int length = snprintf(path, 512, "%s/%s", maker->root, below);
    assert(length > 0 && length < 512);
}

static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int result = mkdir(path, 0777);
        assert(result == 0 || errno == EEXIST);
        *slash = '/';
    }
}

void maker_begin(Maker *maker)
{
    (void)git_libgit2_init();
    (void)strcpy(maker->root, "/tmp/writ_book_XXXXXX");
    char *made = mkdtemp(maker->root);
    assert(made != NULL);
    (void)snprintf(maker->book, sizeof maker->book, "%s/book", maker->root);
    maker_write_string(maker, "book/.git/HEAD", "ref: refs/heads/main\n");
    maker_write_string(
        maker, "book/.git/config",
        "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n");
    char path[512];
    static const char *const folders[] = {"book/.git/objects/pack/", "book/.git/objects/info/",
                                          "book/.git/refs/heads/", "book/.git/refs/tags/"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        full_path(path, maker, folders[i]);
        make_folders(path);
    }
}

static int remove_entry(const char *path, const struct stat *found, int kind, struct FTW *where)
{
    (void)found;
    (void)kind;
    (void)where;
    return remove(path);
}

void maker_end(Maker *maker)
{
    int result = nftw(maker->root, remove_entry, 32, FTW_DEPTH | FTW_PHYS);
    assert(result == 0);
    (void)git_libgit2_shutdown();
}

void maker_write(const Maker *maker, const char *path, WritText bytes)
{
    char full[512];
    full_path(full, maker, path);
    make_folders(full);
    int file = open(full, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    assert(file >= 0);
    ssize_t written = bytes.length == 0 ? 0 : write(file, bytes.data, bytes.length);
    assert(written == (ssize_t)bytes.length);
    (void)close(file);
}

void maker_write_string(const Maker *maker, const char *path, const char *string)
{
    maker_write(maker, path, writ_text(string));
}

void maker_link(const Maker *maker, const char *path, const char *target)
{
    char full[512];
    full_path(full, maker, path);
    make_folders(full);
    (void)remove(full);
    int result = symlink(target, full);
    assert(result == 0);
}

void maker_remove(const Maker *maker, const char *path)
{
    char full[512];
    full_path(full, maker, path);
    int result = remove(full);
    assert(result == 0);
}

MakerId maker_id(const char *type, WritText content)
{
    git_oid id;
    int result = git_odb_hash(&id, content.data, content.length, git_object_string2type(type));
    assert(result == 0);
    MakerId made;
    (void)git_oid_tostr(made.hex, sizeof made.hex, &id);
    return made;
}

void maker_loose_path(char path[80], MakerId id)
{
    (void)snprintf(path, 80, "book/.git/objects/%.2s/%s", id.hex, id.hex + 2);
}

void maker_loose_file(const Maker *maker, MakerId id, WritText file)
{
    char path[80];
    maker_loose_path(path, id);
    maker_write(maker, path, file);
}

static void deflate_onto(WritBuffer *out, WritText text)
{
    uLongf length = compressBound((uLong)text.length);
    writ_buffer_reserve(out, length);
    int result = compress2((Bytef *)out->data + out->length, &length, (const Bytef *)text.data,
                           (uLong)text.length, Z_BEST_SPEED);
    assert(result == Z_OK);
    out->length += length;
}

void maker_loose(const Maker *maker, MakerId id, WritText inflated)
{
    WritBuffer file = {0};
    deflate_onto(&file, inflated);
    maker_loose_file(maker, id, writ_buffer_text(&file));
    writ_buffer_dispose(&file);
}

MakerId maker_object(const Maker *maker, const char *type, WritText content)
{
    WritBuffer inflated = {0};
    writ_buffer_format(&inflated, "%s %zu", type, content.length);
    writ_buffer_add_byte(&inflated, '\0');
    writ_buffer_add(&inflated, content);
    MakerId id = maker_id(type, content);
    maker_loose(maker, id, writ_buffer_text(&inflated));
    writ_buffer_dispose(&inflated);
    return id;
}

MakerId maker_blob(const Maker *maker, const char *content)
{
    return maker_object(maker, "blob", writ_text(content));
}

static void add_raw_id(WritBuffer *out, MakerId id)
{
    git_oid raw;
    int result = git_oid_fromstr(&raw, id.hex);
    assert(result == 0);
    writ_buffer_add(out, (WritText){(const char *)raw.id, GIT_OID_RAWSZ});
}

MakerId maker_tree(const Maker *maker, const MakerEntry *entries, size_t count)
{
    WritBuffer tree = {0};
    for (size_t i = 0; i < count; i++) {
        writ_buffer_format(&tree, "%s %s", entries[i].mode, entries[i].name);
        writ_buffer_add_byte(&tree, '\0');
        add_raw_id(&tree, entries[i].id);
    }
    MakerId id = maker_object(maker, "tree", writ_buffer_text(&tree));
    writ_buffer_dispose(&tree);
    return id;
}

MakerId maker_one_file(const Maker *maker, const char *name, const char *content)
{
    return maker_tree(maker, &(MakerEntry){"100644", name, maker_blob(maker, content)}, 1);
}

void maker_set_main(const Maker *maker, MakerId commit)
{
    char line[48];
    (void)snprintf(line, sizeof line, "%s\n", commit.hex);
    maker_write_string(maker, "book/.git/refs/heads/main", line);
}

MakerId maker_commit(const Maker *maker, MakerId tree)
{
    WritBuffer commit = {0};
    writ_buffer_format(&commit,
                       "tree %s\n"
                       "author \xc3\x89lodie Caron <elodie@example.com> 1772000000 +0100\n"
                       "committer Hugo Bernard <hugo@example.com> 1772000060 -0330\n\n"
                       "sales: first procedure\n\nAnd more about it.\n",
                       tree.hex);
    MakerId id = maker_object(maker, "commit", writ_buffer_text(&commit));
    writ_buffer_dispose(&commit);
    maker_set_main(maker, id);
    return id;
}

// --- Packs ----------------------------------------------------------------------------------

static void add_u32(WritBuffer *out, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        writ_buffer_add_byte(out, (char)(unsigned char)(value >> shift));
    }
}

// Three bits of type and a size, four bits of it first, then seven a byte.
static void add_entry_head(WritBuffer *out, const MakerPacked *entry)
{
    size_t size = entry->size;
    unsigned char byte = (unsigned char)((unsigned)entry->type << 4 | (size & 15));
    size >>= 4;
    while (size > 0) {
        writ_buffer_add_byte(out, (char)(unsigned char)(byte | 0x80));
        byte = (unsigned char)(size & 0x7f);
        size >>= 7;
    }
    writ_buffer_add_byte(out, (char)byte);
    if (entry->type == MAKER_REF_DELTA) {
        add_raw_id(out, entry->base);
    }
}

// The checksums at the end of pack and index only have to agree: any bytes will do.
static void add_checksum(WritBuffer *out)
{
    writ_buffer_add(out, writ_text("twenty checksum byte"));
}

static int compare_ids(const void *a, const void *b)
{
    return strcmp((*(const MakerPacked *const *)a)->id.hex,
                  (*(const MakerPacked *const *)b)->id.hex);
}

static void add_index(WritBuffer *out, const MakerPacked *entries, size_t count,
                      const uint32_t *offsets)
{
    const MakerPacked *sorted[64];
    assert(count <= 64);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &entries[i];
    }
    qsort(sorted, count, sizeof sorted[0], compare_ids);
    writ_buffer_add(out, (WritText){"\377tOc", 4});
    add_u32(out, 2);
    for (unsigned first = 0; first < 256; first++) {
        uint32_t below = 0;
        for (size_t i = 0; i < count; i++) {
            char byte[3] = {sorted[i]->id.hex[0], sorted[i]->id.hex[1], '\0'};
            below += strtoul(byte, NULL, 16) <= first;
        }
        add_u32(out, below);
    }
    for (size_t i = 0; i < count; i++) {
        add_raw_id(out, sorted[i]->id);
    }
    for (size_t i = 0; i < count; i++) {
        add_u32(out, 0); // CRC-32, which only repacking looks at.
    }
    for (size_t i = 0; i < count; i++) {
        add_u32(out, offsets[sorted[i] - entries]);
    }
    add_checksum(out);
    add_checksum(out);
}

void maker_pack(const Maker *maker, const MakerPacked *entries, size_t count)
{
    WritBuffer pack = {0}, index = {0};
    uint32_t offsets[64];
    assert(count <= 64);
    writ_buffer_add_string(&pack, "PACK");
    add_u32(&pack, 2);
    add_u32(&pack, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        offsets[i] = (uint32_t)pack.length;
        add_entry_head(&pack, &entries[i]);
        deflate_onto(&pack, entries[i].content);
    }
    add_checksum(&pack);
    add_index(&index, entries, count, offsets);
    maker_write(maker, "book/.git/objects/pack/pack-1.pack", writ_buffer_text(&pack));
    maker_write(maker, "book/.git/objects/pack/pack-1.idx", writ_buffer_text(&index));
    writ_buffer_dispose(&pack);
    writ_buffer_dispose(&index);
}

static void add_delta_size(WritBuffer *out, size_t size)
{
    while (size >= 0x80) {
        writ_buffer_add_byte(out, (char)(unsigned char)(size | 0x80));
        size >>= 7;
    }
    writ_buffer_add_byte(out, (char)size);
}

void maker_delta(WritBuffer *out, const MakerDelta *delta)
{
    assert(delta->copy_size > 0 && delta->copy_size < 1 << 24);
    add_delta_size(out, delta->base_size);
    add_delta_size(out, delta->result_size);
    for (size_t i = 0; i < delta->copies; i++) {
        // Copy from offset 0, with three bytes of size.
        writ_buffer_add_byte(out, (char)(unsigned char)(0x80 | 0x10 | 0x20 | 0x40));
        writ_buffer_add_byte(out, (char)(unsigned char)delta->copy_size);
        writ_buffer_add_byte(out, (char)(unsigned char)(delta->copy_size >> 8));
        writ_buffer_add_byte(out, (char)(unsigned char)(delta->copy_size >> 16));
    }
}
