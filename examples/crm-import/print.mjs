/** What the terminal shows. */
import { rows } from 'tierwise/facts'
import { sentence } from 'tierwise/messages'
import { columnName, isObserved, preferenceName, segmentName, tierName } from './labels.mjs'
import { figures } from './numbers.mjs'
import { textTable } from './terminal.mjs'

const title = (text) => `\n${text}`

export function printFiles(opened, notes, words) {
  const lines = [title(words.titles.files)]
  let guessed = false
  for (const { file, parts, unused } of opened) {
    const kinds = words.list([...new Set(parts.map(({ kind }) => words.kinds[kind]))])
    lines.push(`  ${file.name}: ${kinds} (${file.encoding}, ${words.delimiters[file.delimiter] ?? file.delimiter})`)
    if (!file.hasHeadings) lines.push(`    ${words.noHeadings}`)
    for (const part of parts) {
      const pairs = Object.entries(part.fields).map(([field, heading]) => {
        const unsure = part.guessed.includes(field)
        guessed ||= unsure
        const name = words.fields[field] ?? field
        return `${unsure ? words.guessed(name) : name} ← ${heading}`
      })
      lines.push(`    ${pairs.join('   ')}`)
    }
    if (unused.length > 0) lines.push(`    ${words.unused(few(unused, words))}`)
  }
  if (guessed) lines.push(`    ${words.guessNote}`)
  return [...lines, title(words.titles.assumed), ...notes.map((note) => `  · ${note}`)].join('\n')
}

/** A list that stays on a line or two. */
export function few(items, words, count = 16) {
  return items.length <= count ? words.list(items) : words.listAnd(words.list(items.slice(0, count)), items.length - count)
}

export function printQuality({ report, dropped, places, seconds }, words) {
  const n = figures(words.locale, 'XXX')
  const lines = [title(words.titles.quality)]
  for (const { source, rows: all, used, skipped } of report.sources)
    lines.push(
      `  ${words.quality.counts({ kind: words.kinds[source] ?? source, rows: n.count(all), used: n.count(used), skipped: n.count(skipped) })}`,
    )
  for (const { count, outcome, examples } of report.counts) {
    const [example] = examples.map((issue) => issueText(issue, places, words))
    lines.push(`  ${words.quality.counted(n.count(count), words.quality.outcome[outcome] ?? outcome, example ?? '')}`)
  }
  for (const { count, file, row, problem } of droppedCounts(dropped))
    lines.push(
      `  ${words.quality.counted(n.count(count), words.quality.outcome.error, words.quality.row(file, row, words.quality[problem]))}`,
    )
  if (report.counts.length === 0 && dropped.length === 0) lines.push(`  ${words.quality.fine}`)
  const total = report.sources.reduce((sum, { rows: all }) => sum + all, 0)
  lines.push(`  ${words.quality.time({ rows: n.count(total), seconds: n.decimal(seconds) })}`)
  return lines.join('\n')
}

/** Rows that never became a record, by problem, each with its first place. */
export function droppedCounts(dropped) {
  const counts = new Map()
  for (const each of dropped)
    counts.set(each.problem, { ...each, ...counts.get(each.problem), count: (counts.get(each.problem)?.count ?? 0) + 1 })
  return [...counts.values()]
}

/** An issue in words, with the row it has in the spreadsheet. */
export function issueText(issue, places, words) {
  const place = places[issue.source]
  if (issue.row === undefined || !place) return sentence(issue, words.catalogue)
  const { file, row } = place(issue.row)
  const params = Object.fromEntries(
    Object.entries(issue.params).map(([key, value]) => [key, key.endsWith('Row') && typeof value === 'number' ? place(value).row : value]),
  )
  return words.quality.inFile(file, sentence({ ...issue, row, params }, words.catalogue))
}

export function printSegments({ segments, summary }, words) {
  if (!segments) return ''
  const n = figures(words.locale, summary.currency)
  const columns = ['segment', 'customers', 'share', 'orders', 'revenue', 'revenueShare', 'averageOrder'].map((key, i) => ({
    title: words.segment[key],
    right: i > 0,
  }))
  const cells = Array.from(rows(segments), (each) => [
    segmentName(words, each.segment),
    n.count(each.customers),
    n.percent(each.customerShare),
    n.count(each.orders),
    n.money(each.revenue),
    n.percent(each.revenueShare),
    n.money(each.averageOrder),
  ])
  return `${title(words.titles.segments)}\n${textTable(columns, cells)}`
}

export function printTiers({ totals, summary }, words) {
  const n = figures(words.locale, summary.currency)
  const columns = [
    { title: columnName(words, 'tier') },
    ...['customers', 'share', 'revenue', 'revenueShare', 'median'].map((key) => ({ title: words.tier[key], right: true })),
  ]
  const cells = Array.from(rows(totals), (each) => [
    tierName(words, each.tier),
    n.count(each.customers),
    n.percent(each.customerShare),
    n.money(each.revenueMinor),
    n.percent(each.revenueShare),
    n.money(each.medianMinor),
  ])
  return `${title(words.titles.tiers)}\n${textTable(columns, cells)}`
}

const TOP = 10

export function printTop({ table, top }, words) {
  const n = figures(words.locale, table.currency)
  const shown = [
    ['customerId', (row) => row.customerId],
    ...(table.columns.name ? [['name', (row) => row.name ?? '']] : []),
    ['tier', (row) => tierName(words, row.tier)],
    ['score', (row) => n.decimal(row.score), true],
    ['amountMinor', (row) => n.money(row.amountMinor), true],
    ['frequency', (row) => n.count(row.frequency), true],
    ['cycleDays', (row) => n.decimal(row.cycleDays), true],
    ...(top.some(({ productPreference: word }) => isObserved(word))
      ? [['productPreference', (row) => preferenceName(words, row.productPreference)]]
      : []),
    ['segment', (row) => segmentName(words, row.segment)],
  ]
  const columns = shown.map(([name, , right]) => ({ title: columnName(words, name, table.currency), right }))
  return `${title(words.titles.top)}\n${textTable(
    columns,
    top.slice(0, TOP).map((row) => shown.map(([, text]) => text(row))),
  )}`
}

export function printWritten(paths, words) {
  return [title(words.titles.written), ...paths.map((path) => `  ${path}`)].join('\n')
}
