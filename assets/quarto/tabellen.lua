-- A pipe table's column widths come from the length of its dashes, which nobody means:
-- let the renderer find the widths. The embedded renderer does the same.
function Table(tbl)
  for i, colspec in ipairs(tbl.colspecs) do
    tbl.colspecs[i] = {colspec[1], nil}
  end
  return tbl
end
