# Writes OUT, a C source with the bytes of each of FILES below FOLDER: cmake -DOUT=… -P embed.cmake
set(arrays "")
set(entries "")
set(number 0)
foreach(file IN LISTS FILES)
  file(READ ${FOLDER}/${file} bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  # git would heed a .gitignore in our own tree.
  string(REGEX REPLACE "^git(ignore|attributes)$" ".git\\1" name ${file})
  string(APPEND arrays "static const char file_${number}[] = {${bytes}0};\n")
  string(APPEND entries "    {{\"${name}\", sizeof \"${name}\" - 1},\n"
                        "     {file_${number}, sizeof file_${number} - 1}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT} "#include \"cli/example.h\"\n\n${arrays}\n"
                  "const ExampleFile example_files[] = {\n${entries}};\n"
                  "const unsigned example_file_count = ${number};\n")
