-- The shop as a folder of files, systems/shop in the book: one file is one order.
--
-- A call may be made again after a failure, always with the same id. The order is named after the
-- request, so that the second call finds what the first one did and orders nothing twice.

function place_order(input, call)
  local name = "order." .. input.number:lower():gsub("[^a-z0-9]", "-")
  if not files.shop.exists(name) then
    files.shop.write(name, "item: " .. input.item .. "\namount: " .. input.amount .. "\ncall: " .. call.id .. "\n")
  end
  return "placed", {order_number = name}
end
