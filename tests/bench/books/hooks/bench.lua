-- A hook of about eight kilobytes, of which a call uses little: what a connector looks like.

local function field_1(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_2(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_3(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_4(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_5(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_6(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_7(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_8(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_9(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_10(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_11(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_12(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_13(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_14(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_15(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_16(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_17(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_18(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_19(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_20(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_21(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_22(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_23(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_24(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_25(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_26(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_27(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_28(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_29(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_30(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_31(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_32(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_33(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_34(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_35(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_36(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_37(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_38(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_39(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_40(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_41(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_42(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_43(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_44(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_45(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_46(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local function field_47(record, name, otherwise)
  local value = record[name]
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

function add(input, call)
  return "added", {count = decimal.add(field_1(input, "count", "0"), "1")}
end
