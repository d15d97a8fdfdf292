function pay(input) return "paid", { number = input.number } end
