/** The files the command leaves behind. */
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { csvLines } from 'tierwise/portfolio'
import { customerTable } from './customers.mjs'
import { impactTable } from './impact/csv.mjs'
import { impactPage, reportPage } from './report/page.mjs'

/** @returns the paths written */
export function writeFiles(dir, analysis, report, words) {
  makeDirectory(dir)
  const tiers = join(dir, 'customer-tiers.csv')
  writeLines(tiers, csvLines(customerTable(analysis, words), { labels: labelsOf(words) }))
  const page = join(dir, 'report.html')
  writeFileSync(page, reportPage(report))
  return [tiers, page]
}

/** @returns the paths written */
export function writeImpact(dir, impact, { currency, timeZone, lang }, words) {
  const moves = join(dir, 'rule-impact.csv')
  writeLines(moves, csvLines(impactTable(impact, words), { labels: labelsOf(words) }))
  const page = join(dir, 'impact.html')
  writeFileSync(page, impactPage(impact, { currency, timeZone, lang }))
  return [moves, page]
}

/** One level after the other: where a directory cannot be made and says it is not there (/proc), `recursive` tries forever. */
export function makeDirectory(dir) {
  if (existsSync(dir)) return
  makeDirectory(dirname(dir))
  mkdirSync(dir)
}

/** The library's words, and this command's own for the columns it adds. */
function labelsOf(words) {
  const own = Object.entries(words.ahead.columns).map(([name, say]) => [`portfolio.column.${name}`, ({ params }) => say(params.currency)])
  return { ...words.catalogue, ...Object.fromEntries(own) }
}

/** Line by line: the table of a million customers is no longer than one string may be, but not by much. */
function writeLines(path, lines) {
  const fd = openSync(path, 'w')
  try {
    let piece = '\ufeff' // so that Excel reads Chinese
    for (const line of lines) {
      piece += `${line}\r\n`
      if (piece.length > 1 << 20) {
        writeSync(fd, piece)
        piece = ''
      }
    }
    writeSync(fd, piece)
  } finally {
    closeSync(fd)
  }
}
