-- What a hook may do wrong, by the number of the job.

local function grow()
  local all = {}
  while true do
    all[#all + 1] = ("x"):rep(100000)
  end
end

local function deep(n)
  return 1 + deep(n + 1)
end

local ways = {
  loops = function()
    while true do
      pcall(function() while true do end end)
    end
  end,
  eats = grow,
  raises = function() error("the connector is broken") end,
  recurses = function() return "added", {count = deep(1)} end,
  unknown = function() return "no such outcome", {count = "1"} end,
  missing = function() return "added" end,
  wrong = function() return "added", {count = {}} end,
  extra = function() return "added", {count = "1", more = "2"} end,
  digits = function() return "added", {count = ("9"):rep(40)} end,
  number = function() return 42 end,
  nothing = function() end,
}

function misbehave(input, call)
  local way = ways[input.number]
  if way then
    return way()
  end
  return "added", {count = "1"}
end

function note(input, call)
  files.erp.write("note." .. call.id:lower():gsub("[^a-z0-9-]", "-"), "number: " .. input.number .. "\n")
  return "added", {count = "1"}
end
