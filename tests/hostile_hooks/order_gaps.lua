-- expect: returned done {"lengths":
function hook(input, call)
    local out = {}
    for seed = 1, 200 do
        local t = {}
        local x = seed
        local function roll(n)
            x = (x * 1103515245 + 12345) % 2147483648
            return x // 65536 % n + 1
        end
        for i = 1, 60 do
            local way = roll(3)
            if way == 1 then
                t["k" .. roll(20)] = i
            elseif way == 2 then
                t["k" .. roll(20)] = nil
            else
                t[roll(12)] = roll(4) > 1 and i or nil
            end
        end
        out[#out + 1] = #t
    end
    return "done", {lengths = table.concat(out, ",")}
end
