# Writes OUT, a C source with the bytes of each of FILES below FOLDER, as NAME_files of
# cli/embedded.h: cmake -DOUT=… -P embed.cmake
set(arrays "")
set(entries "")
set(number 0)
foreach(file IN LISTS FILES)
  file(READ ${FOLDER}/${file} bytes HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  # git would heed a .gitignore in our own tree.
  string(REGEX REPLACE "^git(ignore|attributes)$" ".git\\1" name ${file})
  string(APPEND arrays "static const char file_${number}[] = {${bytes}0};\n")
  string(APPEND entries "    {{\"${name}\", sizeof \"${name}\" - 1},\n"
                        "     {file_${number}, sizeof file_${number} - 1}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT} "#include \"cli/embedded.h\"\n\n${arrays}\n"
                  "const EmbeddedFile ${NAME}_files[] = {\n${entries}};\n"
                  "const unsigned ${NAME}_file_count = ${number};\n")
