-- The credit system as a folder of files: what a customer owes apart from our invoices, and since
-- when. Our own invoices are read where they are posted, in the ERP.
--
--   account.CUSTOMER       owed and overdue

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

function exposure(input, call)
  local account = files.credit.read("account." .. input.customer:lower():gsub("[^a-z0-9]", "-"))
  local owed = "0.00 EUR"
  local overdue = "0"
  if account then
    owed = fields(account).owed
    overdue = fields(account).overdue
  end
  for _, name in ipairs(files.erp.list()) do
    if name:sub(1, 8) == "invoice." then
      local posted = fields(files.erp.read(name))
      if posted.customer == input.customer then
        owed = decimal.add(owed, posted.amount)
      end
    end
  end
  return "known", {exposure = owed, overdue_days = overdue}
end
