-- A box as a folder of files. It is jammed while there is a file of that name.

local function check()
  if files.box.exists("jammed") then
    error("the box is jammed")
  end
end

function put(input, call)
  check()
  files.box.write("parcel." .. input.number, call.id)
  return "put", {shelf = "A1"}
end

function take(input, call)
  check()
  if files.box.remove("parcel." .. input.number) then
    return "taken", {}
  end
  return "nothing_there", {}
end
