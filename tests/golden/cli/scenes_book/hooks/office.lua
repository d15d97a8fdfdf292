-- Computes only: it runs in its child also while a scenario is tried.
function days_left(input)
  return "counted", {days = decimal.subtract(input.whole, input.taken)}
end

function book(input)
  return "booked"
end
