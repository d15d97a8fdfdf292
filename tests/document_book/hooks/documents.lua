-- What `how` says: gives the paper back, or one that nobody has.
function file(input)
    local paper = input.paper
    if input.how == "rename" then
        paper.name = "other.pdf"
    elseif input.how == "resize" then
        paper.size = "1"
    elseif input.how == "invent" then
        paper.hash = string.rep("0", 64)
    elseif input.how == "attach" then
        paper = { file = paper.name }
    end
    return "filed", { paper = paper }
end
