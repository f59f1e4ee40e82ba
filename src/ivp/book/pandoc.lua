-- Many conversions in one Pandoc process: starting Pandoc costs more than reading a chapter.
-- Standard input: a JSON list of jobs; standard output: a JSON list of results, in that order.

-- A text to one document per format; the book's own filters may differ between formats.
local function read(job)
  local parsed = pandoc.read(job.text, 'markdown')
  return pandoc.List(job.formats):map(function(format)
    local doc = parsed
    for _, filter in ipairs(job.filters) do
      doc = pandoc.utils.run_lua_filter(doc, filter, setmetatable({FORMAT = format}, {__index = _G}))
    end
    return pandoc.write(doc, 'json')
  end)
end

local function write(job)
  local doc = pandoc.read(job.ast, 'json')
  if job.bibliography then
    doc.meta.bibliography = pandoc.List(job.bibliography)
    doc.meta.csl = job.csl
    doc.meta.lang = job.lang
    doc.meta['reference-section-title'] = 'Referenties'
    doc = pandoc.utils.citeproc(doc):walk {
      Header = function(head)
        -- A section of the chapter, not a chapter of its own.
        if head.identifier == 'bibliography' then head.level = 2; return head end
      end
    }
  end
  return pandoc.write(doc, job.to, {section_divs = true, wrap_text = 'none'})
end

local results = {}
for i, job in ipairs(pandoc.json.decode(io.read('a'), false)) do
  results[i] = job.text and read(job) or write(job)
end
io.write(pandoc.json.encode(pandoc.List(results)))
