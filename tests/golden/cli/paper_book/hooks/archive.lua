function archive(input)
    files.archive.write(input.paper.hash:sub(1, 12), input.paper.name .. " " .. input.paper.size)
    return "done", { filed = input.paper }
end
