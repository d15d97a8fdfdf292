-- An outside system. "posted.NUMBER.CALL" is a posting. A file "silent.NUMBER" makes it post and
-- not answer, "stuck.NUMBER" makes taking back fail.

local function safe(text)
  return (text:lower():gsub("[^a-z0-9-]", "-"))
end

local function write_and_answer(input, call)
  files.erp.write("posted." .. input.number .. "." .. safe(call.id), "number: " .. input.number .. "\n")
  if files.erp.exists("silent." .. input.number) then
    error("no answer")
  end
  return "added", {receipt = call.id}
end

note = write_and_answer
post = write_and_answer

function take_back(input, call)
  if files.erp.exists("stuck." .. input.number) then
    error("it cannot be taken back")
  end
  local found = "nothing_there"
  local prefix = "posted." .. input.number .. "."
  for _, name in ipairs(files.erp.list()) do
    if name:sub(1, #prefix) == prefix then
      files.erp.remove(name)
      found = "taken_back"
    end
  end
  return found
end
