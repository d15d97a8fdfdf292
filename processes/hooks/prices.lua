-- The price authorities and the price list as folders of files: one file is one fact.
--
--   authority: submission.ITEM.DATE   market, price and the call that submitted it
--   erp:       prices.MEETING         the day of the meeting whose prices were loaded

local function file_name(kind, text)
  return kind .. "." .. text:lower():gsub("[^a-z0-9]", "-")
end

local function submission(input)
  return file_name("submission", input.item_number .. "." .. input.effective_on)
end

function submit(input, call)
  local name = submission(input)
  if not files.authority.exists(name) then
    files.authority.write(name, "market: " .. input.market .. "\nprice: " .. input.price .. " " ..
      input.price_currency .. "\ncall: " .. call.id .. "\n")
  end
  return "received", {number = name}
end

function withdraw(input, call)
  if files.authority.remove(submission(input)) then
    return "withdrawn", {}
  end
  return "nothing_to_withdraw", {}
end

function load(input, call)
  files.erp.write(file_name("prices", input.meeting.number), "held_on: " .. input.meeting.held_on .. "\n")
  return "loaded", {}
end
