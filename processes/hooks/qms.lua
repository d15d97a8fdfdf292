-- The quality system as a folder of files: one file is one fact, and a fact is written once.
--
--   complaint.NUMBER       product, cause and date
--   action.PRODUCT.CAUSE   a corrective action and the number of complaints that led to it

local function fields(text)
  local found = {}
  for line in (text .. "\n"):gmatch("([^\n]*)\n") do
    local key, value = line:match("^(%w+): (.*)$")
    if key then
      found[key] = value
    end
  end
  return found
end

local function file_name(kind, text)
  return kind .. "." .. text:lower():gsub("[^a-z0-9]", "-")
end

-- Dates are written year first, so that their order is that of their texts.
function note_complaint(input, call)
  local name = file_name("complaint", input.number)
  if not files.qms.read(name) then
    files.qms.write(name, "product: " .. input.product .. "\ncause: " .. input.cause ..
      "\ndate: " .. input.noted_on .. "\n")
  end
  local similar = 0
  for _, other in ipairs(files.qms.list()) do
    if other:sub(1, 10) == "complaint." then
      local fact = fields(files.qms.read(other))
      if fact.product == input.product and fact.cause == input.cause and fact.date >= input.not_before then
        similar = similar + 1
      end
    end
  end
  return "noted", {similar = tostring(similar)}
end

function open_investigation(input, call)
  local name = file_name("action", input.product .. "." .. input.cause)
  local known = files.qms.read(name)
  if known and fields(known).call ~= call.id then
    return "already_open", {reference = name}
  end
  if not known then
    files.qms.write(name, "cases: " .. input.cases .. "\ncall: " .. call.id .. "\n")
  end
  return "opened", {reference = name}
end
