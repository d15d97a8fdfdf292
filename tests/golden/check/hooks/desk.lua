-- What the hooks of these books run.
function look_up(input)
  return "found", {}
end

function book(input)
  return "booked", {}
end

function give_back(input)
  return "given_back", {}
end
