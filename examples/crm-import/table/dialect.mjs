/** How a CSV is written: its delimiter, what stands above the headings, and where the records begin. */
import Papa from 'papaparse'

const DELIMITERS = [',', ';', '\t', '|']
/** Columns set apart by blanks, as statisticians' files are: only where every line agrees. */
export const BLANKS = ' '

/**
 * @param text the beginning of the file
 * @returns `undefined` when no line has two cells or more under any delimiter and there is not even one heading
 */
export function dialectOf(text) {
  const declared = /^sep=(.)\r?\n/i.exec(text) // Excel's own way to say it
  const skippedLine = declared ? 1 : 0
  const body = declared ? text.slice(declared[0].length) : text
  const delimiter = declared?.[1] ?? bestDelimiter(body)
  const lines = delimiter === BLANKS ? preview(spaced(body), '\t') : preview(body, delimiter)
  const width = commonWidth(lines)
  const heading = Math.max(
    0,
    lines.findIndex((cells) => filled(cells) >= Math.max(1, Math.ceil(width * 0.6))),
  )
  const first = lines[heading] ?? []
  const hasHeadings = !first.some(looksLikeData)
  return { delimiter, width, skip: skippedLine + heading, hasHeadings, first }
}

function bestDelimiter(text) {
  let best = ','
  let bestScore = 0
  for (const delimiter of DELIMITERS) {
    const lines = preview(text, delimiter).filter((cells) => filled(cells) > 0)
    const width = commonWidth(lines)
    if (width < 2) continue
    const agreeing = lines.filter((cells) => cells.length === width).length / lines.length
    const score = agreeing * (1 + Math.log2(width))
    if (score > bestScore + 1e-9) {
      best = delimiter
      bestScore = score
    }
  }
  return bestScore > 0 || !isSpaced(text) ? best : BLANKS
}

function isSpaced(text) {
  const lines = preview(spaced(text), '\t').filter((cells) => filled(cells) > 0)
  const width = commonWidth(lines)
  return width > 2 && lines.filter((cells) => cells.length === width).length > lines.length * 0.95
}

/** Runs of blanks as tabs. */
export function spaced(text) {
  return text.replace(/^ +| +$/gm, '').replace(/ +/g, '\t')
}

function preview(text, delimiter) {
  // The last line may be cut off.
  const { data } = Papa.parse(text, { delimiter, preview: 200 })
  return data.length > 2 && data.length < 200 ? data.slice(0, -1) : data
}

function commonWidth(lines) {
  const counts = new Map()
  for (const cells of lines) if (filled(cells) > 0) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  let width = 0
  let most = 0
  for (const [cells, count] of counts) if (count > most || (count === most && cells > width)) [width, most] = [cells, count]
  return width
}

export function filled(cells) {
  let count = 0
  for (const cell of cells) if (cell.trim() !== '') count++
  return count
}

/** A heading is a word; a first line with an amount or a date in it is already data. */
function looksLikeData(cell) {
  const text = cell.trim()
  return /^[-+]?[\d.,]+$/.test(text) || /^\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}/.test(text)
}
