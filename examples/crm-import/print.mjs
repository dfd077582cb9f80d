/** What the terminal shows. */
import { rows } from 'tierwise/facts'
import { sentence } from 'tierwise/messages'
import { columnName, isObserved, preferenceName, segmentName, tierName } from './labels.mjs'
import { figures } from './numbers.mjs'
import { reasonOf, saidOf } from './report/ahead.mjs'
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

export function printTiers({ totals, summary, tiers }, words) {
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
  return [
    title(`${words.titles.tiers} (${words.ahead.methods[tiers.method]})`),
    ...methodNotes(tiers, words),
    textTable(columns, cells),
  ].join('\n')
}

/** What is to be said of groups that were found: how far they are groups at all, and what each one is. */
export function methodNotes({ refused, clusters }, words) {
  if (refused) return [`  ${words.sentence(sentence(refused, words.catalogue))}`]
  if (!clusters) return []
  const { model, tiers } = clusters
  const [{ silhouette, stability }] = model.choice
  return [
    `  ${words.ahead.clusters.quality(silhouette.toFixed(2), stability.toFixed(2))}`,
    ...model.warnings.map((warning) => `  ${words.sentence(sentence(warning, words.catalogue))}`),
    ...tiers.map(({ id, tier }) => {
      const { profile } = model.clusters.find((cluster) => cluster.id === id)
      const of = profile.map(({ code, params }) => words.ahead.clusters.profile(code.split('.').at(-1), params.column))
      return `  ${words.ahead.clusters.tier(tierName(words, tier), of.length > 0 ? words.list(of) : words.ahead.clusters.average)}`
    }),
  ]
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

export function printValue({ value, warnings, summary }, words) {
  const n = figures(words.locale, summary.currency)
  const say = words.ahead
  const { columns } = value
  const sum = (column) => Array.from(column).reduce((all, each) => all + (Number.isNaN(each) ? 0 : each), 0)
  const lines = [title(say.titles.value)]
  if (!value.refused) {
    lines.push(`  ${reasonOf(value, words, n)}`)
    lines.push(
      `  ${say.sum({
        value: columns.clv && n.shortMajor(sum(columns.clv)),
        orders: n.count(sum(columns.expectedPurchases)),
        alive: n.count(value.alive),
        customers: n.count(value.customers),
        horizon: value.horizon,
      })}`,
    )
  }
  for (const text of saidOf({ ...value, columnsHaveValue: columns?.clv !== undefined }, warnings, words, n)) lines.push(`  ${text}`)
  return lines.join('\n')
}

/** The customers worth the most from now on, and those most to worry about. */
export function printAhead(analysis, words) {
  const { best, worried, value, warnings, actions, stages, table, ranges, summary } = analysis
  const n = figures(words.locale, summary.currency)
  const say = words.ahead
  const stageOf = ({ codes, values }, i) => say.stages[values[codes[i]]]
  const blocks = []
  if (best.length > 0) {
    const columns = [
      { title: say.customer },
      { title: say.head.value, right: true },
      ...(ranges.size > 0 ? [{ title: say.head.range, right: true }] : []),
      { title: say.head.pAlive, right: true },
      { title: say.head.next },
      { title: say.head.stage },
    ]
    const cells = best.map((i) => [
      table.columns.customerId[i],
      n.major(value.columns.clv[i]),
      ...(ranges.size > 0 ? [ranges.has(i) ? `${n.shortMajor(ranges.get(i).low)} – ${n.shortMajor(ranges.get(i).high)}` : '–'] : []),
      n.chance(value.columns.pAlive[i]),
      value.nextOrder[i] ?? say.unlikely,
      stageOf(stages.table.columns.stage, i),
    ])
    blocks.push(`${title(say.best.title)}\n${textTable(columns, cells)}`)
  }
  if (!warnings.refused) {
    const warned = warnings.counts.slice(0, -1).reduce((sum, { customers }) => sum + customers, 0)
    const counts = warnings.counts.map(({ level, customers }) => `${say.levels[level]} ${n.count(customers)}`)
    const lines = [
      title(say.titles.warnings),
      `  ${say.warned(n.count(warned), n.count(value.customers ?? summary.length))}`,
      `  ${words.list(counts)}`,
    ]
    const columns = [
      { title: say.customer },
      { title: say.head.level },
      { title: say.head.overdue },
      ...(value.columns?.clv ? [{ title: say.head.risk, right: true }] : []),
      { title: say.head.action },
      { title: say.worry.reason },
    ]
    const cells = worried.map((i) => [
      table.columns.customerId[i],
      say.levels[warnings.level.values[warnings.level.codes[i]]],
      warnings.rhythm.columns.overdueOn[i] ?? '–',
      ...(value.columns?.clv ? [n.major(actions.valueAtRisk[i])] : []),
      say.actionName(actions.next[i]?.action),
      sentence(warnings.reasonsOf(i)[0], words.catalogue),
    ])
    if (cells.length > 0) lines.push(textTable(columns, cells))
    blocks.push(lines.join('\n'))
  }
  return blocks.join('\n')
}

export function printStages({ stages, actions, summary }, words) {
  const n = figures(words.locale, summary.currency)
  const say = words.ahead
  const next = actions.counts.map(({ action, customers }) => `${say.actionName(action)} ${n.count(customers)}`)
  return [
    title(say.titles.stages),
    `  ${words.list(stages.rows.map(({ stage, customers }) => `${say.stages[stage]} ${n.count(customers)}`))}`,
    `  ${few(next, words, 8)}`,
  ].join('\n')
}

export function printImpact(impact, currency, words) {
  const n = figures(words.locale, currency)
  const say = words.ahead.impact
  const { moves, members, unchanged, losers, benefits, liability, points } = impact
  const other = members - moves.up - moves.down - unchanged
  const costs = [
    ...(benefits === undefined ? [] : [`${say.kpi.benefits}: ${n.signedMajor(Number(benefits))}`]),
    ...Object.entries(points).map(([name, sum]) => `${say.kpi.points(name)}: ${n.signed(sum)}`),
    ...(liability === undefined ? [] : [say.kpi.worth(n.signedMajor(Number(liability)))]),
  ]
  return [
    title(words.ahead.titles.impact),
    `  ${say.lead(impact.before.id, impact.after.id, impact.asOf)}`,
    `  ${say.printed({ members: n.count(members), up: n.count(moves.up), down: n.count(moves.down), points: n.count(other), unchanged: n.count(unchanged) })}`,
    ...(costs.length > 0 ? [`  ${costs.join('; ')}`] : []),
    ...losers
      .slice(0, 5)
      .map(
        ({ reasons: [first], points: changes }) =>
          `  · ${[sentence(first, words.catalogue), ...Object.entries(changes).map(([name, text]) => `${name} ${n.signed(Number(text))}`)].join('; ')}`,
      ),
  ].join('\n')
}

export function printWritten(paths, words) {
  return [title(words.titles.written), ...paths.map((path) => `  ${path}`)].join('\n')
}
