// Writes what editors need into a folder that has the rest: editors_gen FOLDER
#include <stdio.h>

#include "editors/textmate.h"
#include "editors/vim.h"

typedef void Writing(WritBuffer *out);

static bool write_file(const char *folder, const char *name, Writing *write)
{
    WritBuffer path = {0};
    WritBuffer out = {0};
    writ_buffer_format(&path, "%s/%s", folder, name);
    write(&out);
    FILE *file = fopen(writ_buffer_string(&path), "wb");
    bool written = file != NULL && fwrite(out.data, 1, out.length, file) == out.length;
    written = file != NULL && fclose(file) == 0 && written;
    if (!written) {
        perror(writ_buffer_string(&path));
    }
    writ_buffer_dispose(&out);
    writ_buffer_dispose(&path);
    return written;
}

int main(int count, char **words)
{
    if (count != 2) {
        (void)fprintf(stderr, "editors_gen FOLDER\n");
        return 2;
    }
    bool written =
        write_file(words[1], "vim/syntax/writ.vim", vim_write_syntax) &&
        write_file(words[1], "vscode/syntaxes/writ.tmLanguage.json", textmate_write_grammar);
    return written ? 0 : 3;
}
