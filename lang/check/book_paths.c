#include "check/book_paths.h"

#include <string.h>

bool check_ends_in(WritText path, const char *ending)
{
    size_t length = strlen(ending);
    return path.length > length && memcmp(path.data + path.length - length, ending, length) == 0;
}

// A part between two "/" that names a file or folder: not "", ".", "..".
static bool is_path_part(WritText part)
{
    return part.length > 0 && !writ_text_is(part, ".") && !writ_text_is(part, "..") &&
           memchr(part.data, '\\', part.length) == NULL;
}

bool check_is_book_path(WritText path, size_t bytes_max)
{
    if (path.length > bytes_max) {
        return false;
    }
    size_t start = 0;
    for (size_t i = 0; i <= path.length; i++) {
        if (i == path.length || path.data[i] == '/') {
            if (!is_path_part((WritText){path.data + start, i - start})) {
                return false;
            }
            start = i + 1;
        }
    }
    return true;
}

bool check_is_in_folder(WritText path, const char *folder)
{
    size_t length = path.length;
    while (length > 0 && path.data[length - 1] != '/') {
        length--;
    }
    if (length == 0) {
        return false;
    }
    WritText above = {path.data, length - 1};
    size_t start = above.length;
    while (start > 0 && above.data[start - 1] != '/') {
        start--;
    }
    return writ_text_is((WritText){above.data + start, above.length - start}, folder);
}
