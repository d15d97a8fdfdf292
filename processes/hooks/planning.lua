-- The planning system as a folder of files: one file is one fact.
--
--   baseline.MONTH.REGION  the statistical baseline of a region, a quantity
--   released.MONTH         what was released to MRP, and by which call

local regions = {"north", "south", "export"}

local function month_before(month)
  local year, number = month:match("^(%d+)-(%d+)$")
  if number == "01" then
    return string.format("%04d-12", tonumber(year) - 1)
  end
  return string.format("%s-%02d", year, tonumber(number) - 1)
end

local function baseline(month)
  local plans = {}
  for _, region in ipairs(regions) do
    local quantity = files.planning.read("baseline." .. month .. "." .. region)
    if not quantity then
      return nil
    end
    plans[#plans + 1] = {region = region, baseline = quantity:match("^[^\n]*")}
  end
  return plans
end

function statistical_forecast(input, call)
  local plans = baseline(input.month)
  if plans then
    return "ready", {plans = plans}
  end
  return "last_month", {plans = baseline(month_before(input.month)) or {}}
end

function release(input, call)
  files.planning.write("released." .. input.month, "supply: " .. input.supply .. "\ncall: " .. call.id .. "\n")
  return "released", {}
end
