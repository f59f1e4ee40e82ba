-- Column widths for the PDF, for both renderers. Pandoc takes widths from the length of the dashes
-- in a pipe table; a number, a date or a long word does not shrink to fit those. So: a table that
-- fits keeps its natural widths; in a wider one every column gets its longest word, and columns
-- with more text share what is left. Browsers find good widths by themselves.

local LINE = 100 -- characters of table text on a line of the page
local PADDING = 3.2 -- the space between two columns, in characters
local BREAKABLE = 16 -- longer words can be hyphenated, unless there is a digit in them

local function longest_word(text)
  local longest = 0
  for word in text:gmatch('%S+') do
    local length = utf8.len(word) or #word
    if not word:find('%d') then length = math.min(length, BREAKABLE) end
    longest = math.max(longest, length)
  end
  return longest
end

local function rows(tbl)
  local all = pandoc.List {}
  all:extend(tbl.head.rows)
  for _, body in ipairs(tbl.bodies) do all:extend(body.body) end
  return all
end

local function widths(tbl)
  local natural, needed = {}, {}
  for i = 1, #tbl.colspecs do natural[i], needed[i] = 0, 0 end
  for _, row in ipairs(rows(tbl)) do
    local i = 1
    for _, cell in ipairs(row.cells) do
      if cell.col_span == 1 and natural[i] then
        local text = pandoc.utils.stringify(cell.contents)
        natural[i] = math.max(natural[i], utf8.len(text) or #text)
        needed[i] = math.max(needed[i], longest_word(text))
      end
      i = i + cell.col_span
    end
  end
  local total, spare, given = 0, LINE, {}
  for i = 1, #natural do
    total = total + natural[i] + PADDING
    given[i] = needed[i] + PADDING
    spare = spare - given[i]
  end
  if total <= LINE then return nil end
  local function room(i) return math.max(natural[i] + PADDING - given[i], 0) end
  -- The square root keeps one very long text from starving the others.
  while spare > 0.5 do
    local wish = 0
    for i = 1, #natural do wish = wish + math.sqrt(room(i)) end
    if wish < 0.01 then break end
    local portion = spare / wish
    for i = 1, #natural do
      local share = math.min(room(i), portion * math.sqrt(room(i)))
      given[i], spare = given[i] + share, spare - share
    end
  end
  local sum = 0
  for i = 1, #given do sum = sum + given[i] end
  for i = 1, #given do given[i] = given[i] / sum end
  return given
end

function Table(tbl)
  local found = not FORMAT:match('html') and widths(tbl) or {}
  for i, colspec in ipairs(tbl.colspecs) do
    tbl.colspecs[i] = {colspec[1], found[i]}
  end
  return tbl
end
