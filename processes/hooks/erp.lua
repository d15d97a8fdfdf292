-- The company's ERP as a folder of files: one file is one fact, and a fact is written once.
--
--   customer.NUMBER        "active" or "blocked"
--   receipt.ANYTHING       item and quantity of goods that came in
--   reserved.ORDER.LINE    item, quantity and the call that reserved it
--   shipment.CALL          order, line, item and quantity of goods that left
--   invoice.ORDER          customer and amount
--
-- What is on hand is worked out from these facts every time. So a call that is repeated after a
-- failure finds its own fact and answers as it did before, and nothing can get out of balance.

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

local function each_fact(kind, visit)
  local prefix = kind .. "."
  for _, name in ipairs(files.erp.list()) do
    if name:sub(1, #prefix) == prefix then
      visit(fields(files.erp.read(name)))
    end
  end
end

local function reservation_name(order, position)
  return file_name("reserved", order .. "." .. position)
end

local function total(kind, wanted)
  local sum = "0 pcs"
  each_fact(kind, function(fact)
    for key, value in pairs(wanted) do
      if fact[key] ~= value then
        return
      end
    end
    sum = decimal.add(sum, fact.quantity)
  end)
  return sum
end

local function least(a, b)
  if decimal.compare(a, b) <= 0 then
    return a
  end
  return b
end

-- What a line has reserved and not yet shipped.
local function held_for(order, position, reserved)
  local shipped = total("shipment", {order = order, line = position})
  local held = decimal.subtract(reserved, shipped)
  if decimal.compare(held, "0 pcs") < 0 then
    return "0 pcs"
  end
  return held
end

-- What is on hand and held for nobody.
local function free(item)
  local rest = decimal.subtract(total("receipt", {item = item}), total("shipment", {item = item}))
  each_fact("reserved", function(fact)
    if fact.item == item then
      rest = decimal.subtract(rest, held_for(fact.order, fact.line, fact.quantity))
    end
  end)
  return rest
end

function validate_order(input, call)
  local state = files.erp.read(file_name("customer", input.order.customer.number))
  if state == nil then
    return "incomplete"
  end
  if fields(state).state == "blocked" then
    return "blocked_customer"
  end
  return "complete"
end

function reserve_stock(input, call)
  local name = reservation_name(input.order_number, input.position)
  local before = files.erp.read(name)
  local quantity
  if before and fields(before).call == call.id then
    quantity = fields(before).quantity
  else
    quantity = least(input.quantity, free(input.item))
    if decimal.compare(quantity, "0 pcs") <= 0 then
      return "refused", {quantity = "0 pcs"}
    end
    files.erp.write(name, "order: " .. input.order_number .. "\nline: " .. input.position .. "\nitem: " .. input.item
      .. "\nquantity: " .. quantity .. "\ncall: " .. call.id .. "\n")
  end
  if decimal.compare(quantity, input.quantity) < 0 then
    return "short", {quantity = quantity}
  end
  return "reserved", {quantity = quantity}
end

function release_stock(input, call)
  local name = reservation_name(input.order_number, input.position)
  if not files.erp.exists(name) then
    return "nothing_to_release"
  end
  files.erp.remove(name)
  return "released"
end

-- The warehouse ships what the line holds, and what is free beside it.
function ship(input, call)
  local name = file_name("shipment", call.id)
  local before = files.erp.read(name)
  if before then
    return "shipped", {quantity = fields(before).quantity, tracking = fields(before).tracking}
  end
  local reservation = files.erp.read(reservation_name(input.order_number, input.position))
  local held = "0 pcs"
  if reservation then
    held = held_for(input.order_number, input.position, fields(reservation).quantity)
  end
  local quantity = least(input.quantity, decimal.add(held, free(input.item)))
  if decimal.compare(quantity, "0 pcs") <= 0 then
    return "nothing_ready", {quantity = "0 pcs", tracking = ""}
  end
  local tracking = "CV-" .. input.order_number .. "-" .. input.position .. "-" .. #files.erp.list()
  files.erp.write(name, "order: " .. input.order_number .. "\nline: " .. input.position .. "\nitem: " .. input.item
    .. "\nquantity: " .. quantity .. "\ntracking: " .. tracking .. "\n")
  return "shipped", {quantity = quantity, tracking = tracking}
end

function invoice(input, call)
  local order = input.order
  local name = file_name("invoice", order.number)
  if not files.erp.exists(name) then
    files.erp.write(name, "order: " .. order.number .. "\ncustomer: " .. order.customer.number
      .. "\namount: " .. order.total .. "\n")
  end
  return "posted", {invoice_number = "INV-" .. order.number}
end

function credit_note(input, call)
  local name = file_name("invoice", input.order.number)
  if not files.erp.exists(name) then
    return "nothing_to_reverse"
  end
  files.erp.remove(name)
  return "posted"
end
