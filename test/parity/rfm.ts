/** The figures the R package rfm publishes for its sample data, re-derived elsewhere (rfm.json), and the 1,800 scores of our own log. */

import { readFileSync } from 'node:fs'
import { readFacts, summarize } from '../../src/facts/index.js'
import {
  defineSegments,
  driftRfm,
  fitRfm,
  lintSegments,
  type RfmModel,
  type RfmScores,
  type RfmSegments,
  rfmGrid,
  scoreRfm,
  segmentSummary,
} from '../../src/rfm/index.js'
import { fixtureRows, referenceRows } from '../support/csv.js'
import type { Figure } from './figure.js'

const fixture = <T>(path: string): T => JSON.parse(readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8'))

export function* figures(): Generator<Figure> {
  const reference = fixture<Reference>('reference/rfm.json')
  const readme = segmentTable('readme', reference.segmentTableReadme.rows)
  const caseStudy = segmentTable('case study', reference.segmentTableCaseStudy.rows)
  yield* lintFigures(reference, readme, caseStudy)
  yield* ownFigures()
  yield* sampleFigures(reference, readme, caseStudy)
}

function segmentTable(id: string, rows: SegmentRows): RfmSegments {
  const segments = rows.map(([name, r, f, m]) => ({ id: name, where: { r, f, m } }))
  return defineSegments({ id, bins: { r: 5, f: 5, m: 5 }, segments, rest: 'Others' })
}

type SegmentRows = [string, [number, number], [number, number], [number, number]][]

/** What is read of rfm.json. */
interface Reference {
  readonly asOf: string
  readonly rows: number
  readonly customers: number
  readonly lowerEdges: Readonly<Record<string, readonly number[]>>
  readonly upperEnd: Readonly<Record<string, number>>
  readonly scoreCounts1to5: Readonly<Record<string, readonly number[]>>
  readonly cellsOccupiedOf125: number
  readonly segmentTableReadme: {
    readonly rows: SegmentRows
    readonly outcome: Readonly<Record<string, number[]>>
    readonly lint: { readonly cellsMatchingMoreThanOne: number; readonly cellsMatchingNone: number }
  }
  readonly segmentTableCaseStudy: {
    readonly rows: SegmentRows
    readonly outcomeCustomers: Readonly<Record<string, number>>
    readonly championsOrdersRevenue: readonly [number, number]
    readonly lint: { readonly cellsMatchingNone: number; readonly neverAssignable: readonly string[] }
  }
  readonly tieDefect: {
    readonly customersWhoseOrderCountStraddlesTwoScoresUnderRankBinning: number
    readonly valuesSplit: readonly number[]
  }
  readonly drift: Readonly<Record<string, readonly number[]>>
  readonly tieRuleLessOrEqualInsteadOfPlusOne: Readonly<Record<string, number>>
  readonly nestedBinning: { readonly cellsOccupiedOf125: number; readonly orderCountsWithDifferentFAcrossR: string }
}

interface OwnReference {
  readonly asOf: string
  readonly edges: Readonly<Record<string, readonly number[]>>
  readonly scoreCounts1to5: Readonly<Record<string, readonly number[]>>
  readonly cellsOccupiedOf125: number
}

function* lintFigures(reference: Reference, readme: RfmSegments, caseStudy: RfmSegments): Generator<Figure> {
  const cells = (table: RfmSegments, code: string) =>
    Number(lintSegments(table).find((finding) => finding.code === code)?.params.cells ?? 0)
  const dead = (table: RfmSegments) =>
    lintSegments(table)
      .filter(({ code }) => code === 'rfm.segments.shadowed')
      .map(({ params }) => params.segment)
      .join(', ')
  const figure = exact('rfm.json, lint')
  const { segmentTableReadme: a, segmentTableCaseStudy: b } = reference
  yield figure('readme table: cells in more than one segment', a.lint.cellsMatchingMoreThanOne, () => cells(readme, 'rfm.segments.overlap'))
  yield figure('readme table: cells in none', a.lint.cellsMatchingNone, () => cells(readme, 'rfm.segments.uncovered'))
  yield figure('readme table: segments never assigned', '', () => dead(readme))
  yield figure('case study: cells in none', b.lint.cellsMatchingNone, () => cells(caseStudy, 'rfm.segments.uncovered'))
  yield figure('case study: segments never assigned', b.lint.neverAssignable.join(', '), () => dead(caseStudy))
}

function* ownFigures(): Generator<Figure> {
  const own = fixture<OwnReference>('own/rfm.json')
  const { facts } = readFacts(fixtureRows('own/orders.csv'), {
    order: { id: 'order_id', customer: 'customer_id', at: 'ordered_at', amount: 'amount' },
    currency: 'XXX',
    timeZone: 'UTC',
  })
  const customers = summarize(facts, { asOf: own.asOf })
  const model = fitRfm(customers)
  const scores = scoreRfm(model, customers)
  const figure = exact('own/rfm.json')
  const names = { r: 'recency_days', f: 'frequency', m: 'monetary' } as const
  const countNames = { r: 'recency', f: 'frequency', m: 'monetary' } as const
  for (const { id, cutPoints, counts } of model.measures) {
    const key = id as 'r' | 'f' | 'm'
    const unit = key === 'm' ? 100 : 1
    for (let k = 0; k < 4; k++) {
      // an edge of money in cents against one in yuan: one rounding either way
      yield {
        ...figure(`own ${names[key]} edge ${k + 1}`, own.edges[names[key]][k], () => cutPoints[k] / unit),
        tolerance: 2 ** -51,
        relative: true,
      }
    }
    for (let s = 0; s < 5; s++)
      yield figure(
        `own ${countNames[key]} score ${s + 1}: customers`,
        own.scoreCounts1to5[countNames[key]][s],
        () => counts?.[s] ?? Number.NaN,
      )
  }
  yield figure('own cells occupied of 125', own.cellsOccupiedOf125, () => new Set(scores.columns.cell.codes).size)
  const index = new Map(customers.columns.customerId.map((id, i) => [id, i]))
  const perCustomer = exact('own/rfm_scores.csv')
  for (const row of fixtureRows('own/rfm_scores.csv')) {
    const i = index.get(row.customer_id) as number
    for (const id of ['r', 'f', 'm']) {
      yield perCustomer(`own ${row.customer_id} ${id}`, Number(row[`${id}_score`]), () => (scores.columns[id] as Float64Array)[i])
    }
  }
}

function* sampleFigures(reference: Reference, readme: RfmSegments, caseStudy: RfmSegments): Generator<Figure> {
  const rows = referenceRows('rfm_orders.csv')
  if (!rows) {
    yield { ...exact('rfm.json')('R rfm sample data', reference.customers, () => Number.NaN), needs: 'reference-data' }
    return
  }
  for (const figure of computedFigures(reference, readme, caseStudy, rows)) yield { ...figure, needs: 'reference-data' }
}

function* computedFigures(
  reference: Reference,
  readme: RfmSegments,
  caseStudy: RfmSegments,
  rows: Record<string, string>[],
): Generator<Figure> {
  const figure = exact('rfm.json')
  const { facts } = readFacts(rows, {
    order: { customer: 'customer_id', at: 'order_date', amount: 'revenue' },
    currency: 'XXX',
    timeZone: 'UTC',
  })
  /** R's "plus 1" is one of the money unit, so money stands in whole units as there. */
  const tableAt = (asOf: string) => {
    const summary = summarize(facts, { asOf })
    return { ...summary, columns: { ...summary.columns, revenue: summary.columns.revenueMinor.map((minor) => minor / 100) } }
  }
  const customers = tableAt(reference.asOf)
  const measures = ['r', 'f', { id: 'm', column: 'revenue' }]
  const asR = fitRfm(customers, { method: 'r-rfm', measures })
  const scores = scoreRfm(asR, customers)
  yield figure('rows', reference.rows, () => facts.length)
  yield figure('customers', reference.customers, () => customers.length)

  const names = { r: 'recencyDays', f: 'frequency', m: 'monetary' } as const
  const countNames = { r: 'recency', f: 'frequency', m: 'monetary' } as const
  for (const { id, cutPoints, counts, range } of asR.measures) {
    const key = id as 'r' | 'f' | 'm'
    const edges = [range?.[0] ?? Number.NaN, ...cutPoints]
    for (let k = 0; k < 5; k++)
      yield {
        ...figure(`${names[key]} lower edge ${k + 1}`, reference.lowerEdges[names[key]][k], () => edges[k]),
        tolerance: 2 ** -51,
        relative: true,
      }
    yield figure(`${names[key]} upper end`, reference.upperEnd[names[key]], () => (range?.[1] ?? Number.NaN) + 1)
    for (let s = 0; s < 5; s++)
      yield figure(
        `${countNames[key]} score ${s + 1}: customers`,
        reference.scoreCounts1to5[countNames[key]][s],
        () => counts?.[s] ?? Number.NaN,
      )
  }
  yield figure('cells occupied of 125', reference.cellsOccupiedOf125, () => cellsOccupied(scores))

  yield* outcomeFigures('readme', asR, customers, readme, reference.segmentTableReadme.outcome)
  // the average orders as the package's readme prints them: three digits, the last one of which is not always rounded
  const averages = {
    Champions: 100,
    'Potential Loyalist': 92.6,
    'Loyal Customers': 95.8,
    Promising: 152,
    'New Customers': 87.6,
    "Can't Lose Them": 118,
    'At Risk': 103,
    'Need Attention': 80,
    'About To Sleep': 82.9,
    Lost: 89.9,
  }
  const summary = segmentSummary(scoreRfm(asR, customers, { segments: readme }), customers, { revenue: 'revenue' })
  for (const [name, published] of Object.entries(averages)) {
    const s = summary.columns.segment.values.indexOf(name)
    yield {
      ...exact('R package rfm, readme')(`readme table: ${name} average order`, published, () => summary.columns.averageOrder[s]),
      tolerance: published < 100 ? 0.1 : 1,
    }
  }
  const { outcomeCustomers, championsOrdersRevenue } = reference.segmentTableCaseStudy
  yield* outcomeFigures(
    'case study',
    asR,
    customers,
    caseStudy,
    Object.fromEntries(
      Object.entries(outcomeCustomers).map(([name, count]) => [name, [count, ...(name === 'Champions' ? championsOrdersRevenue : [])]]),
    ),
  )
  yield exact('R package rfm, tests')('sum of the heat map’s means', 12633.71, () => {
    const { meanValue } = rfmGrid(scores, customers, { value: 'revenue' }).columns
    return Number(meanValue.reduce((sum, mean) => sum + (mean || 0), 0).toFixed(2))
  })

  const quantile = fitRfm(customers, { measures })
  const tieSafe = scoreRfm(quantile, customers)
  const differing = (a: RfmScores, b: RfmScores, id: string): number =>
    (a.columns[id] as Float64Array).filter((score, i) => score !== (b.columns[id] as Float64Array)[i]).length
  for (const key of ['r', 'f', 'm'] as const) {
    const published = reference.tieRuleLessOrEqualInsteadOfPlusOne[`${countNames[key]}ScoresDiffering`]
    yield figure(`${countNames[key]} scores that the two tie rules tell apart`, published, () => differing(scores, tieSafe, key))
  }
  const edges = { r: [115, 181, 297, 482], f: [4, 5, 6, 8], m: [256, 382, 506, 666] }
  const custom = fitRfm(customers, {
    method: 'r-rfm',
    measures: [
      { id: 'r', cutPoints: edges.r },
      { id: 'f', cutPoints: edges.f },
      { id: 'm', column: 'revenue', cutPoints: edges.m },
    ],
  })
  const byEdges = scoreRfm(custom, customers)
  const documented = exact('R package rfm, custom thresholds; differences recomputed elsewhere')
  for (const [key, published] of [
    ['r', 1],
    ['f', 0],
    ['m', 1],
  ] as const)
    yield documented(`custom edges: ${countNames[key]} scores differing from the fit`, published, () => differing(scores, byEdges, key))
  yield documented('custom edges: segments differing from the fit', 1, () => {
    const fitted = scoreRfm(asR, customers, { segments: readme }).columns.segment?.codes ?? []
    const given = scoreRfm(custom, customers, { segments: readme }).columns.segment?.codes ?? []
    return Array.from(fitted).filter((code, i) => code !== given[i]).length
  })

  const nested = scoreRfm(fitRfm(customers, { measures, binning: 'nested' }), customers)
  yield figure('nested: cells occupied of 125', reference.nestedBinning.cellsOccupiedOf125, () => cellsOccupied(nested))
  yield figure('nested: order counts with several F', reference.nestedBinning.orderCountsWithDifferentFAcrossR, () => {
    const scoresOf = new Map<number, Set<number>>()
    customers.columns.orders.forEach((orders, i) => {
      scoresOf.set(orders, (scoresOf.get(orders) ?? new Set()).add((nested.columns.f as Float64Array)[i]))
    })
    return `${[...scoresOf.values()].filter((found) => found.size > 1).length} of ${scoresOf.size}`
  })
  const byRank = straddling(customers.columns.orders)
  const { customersWhoseOrderCountStraddlesTwoScoresUnderRankBinning: straddled, valuesSplit } = reference.tieDefect
  yield figure('rank binning: customers whose order count straddles two scores', straddled, () => byRank.customers)
  yield figure('rank binning: order counts split', valuesSplit.join(', '), () => byRank.values.join(', '))
  yield figure('tie-safe binning: order counts that straddle two scores', 0, () => {
    const pairs = new Set(Array.from(customers.columns.orders, (orders, i) => `${orders} ${(tieSafe.columns.f as Float64Array)[i]}`))
    return pairs.size - new Set(customers.columns.orders).size
  })

  const { asOfPlusDays, ...drift } = reference.drift
  for (let d = 0; d < asOfPlusDays.length; d++) {
    const day = new Date(Date.parse(reference.asOf) + asOfPlusDays[d] * 86_400_000).toISOString().slice(0, 10)
    const {
      measures: [recency],
      segments,
    } = driftRfm(quantile, tableAt(day), { before: customers, segments: readme })
    yield figure(
      `+${asOfPlusDays[d]} days, refitted: recency scores changed`,
      drift.recencyScoresChangedIfRefitted[d],
      () => recency.changed?.refitted ?? -1,
    )
    yield figure(
      `+${asOfPlusDays[d]} days, frozen: recency scores changed`,
      drift.recencyScoresChangedIfFrozen[d],
      () => recency.changed?.frozen ?? -1,
    )
    yield figure(
      `+${asOfPlusDays[d]} days, frozen: segments changed`,
      drift.segmentsChangedIfFrozen[d],
      () => segments?.changed?.frozen ?? -1,
    )
  }
}

/** `outcome`: segment → [customers, orders?, revenue?] */
function* outcomeFigures(
  name: string,
  model: RfmModel,
  customers: Parameters<typeof fitRfm>[0],
  table: RfmSegments,
  outcome: Record<string, number[]>,
): Generator<Figure> {
  const { columns } = segmentSummary(scoreRfm(model, customers, { segments: table }), customers, { revenue: 'revenue' })
  for (const [segment, published] of Object.entries(outcome)) {
    const s = columns.segment.values.indexOf(segment)
    const ours = [columns.customers[s], columns.orders[s], columns.revenue[s]]
    for (let k = 0; k < published.length; k++)
      yield exact('rfm.json')(`${name} table: ${segment} ${['customers', 'orders', 'revenue'][k]}`, published[k], () => ours[k])
  }
}

function cellsOccupied(scores: RfmScores): number {
  return new Set(scores.columns.cell.codes).size
}

/** What `ntile` does: five equal groups by rank, whoever comes first. */
function straddling(orders: Float64Array): { customers: number; values: number[] } {
  const ranked = Array.from(orders.keys()).sort((a, b) => orders[a] - orders[b] || a - b)
  const groups = new Map<number, Set<number>>()
  ranked.forEach((i, rank) => {
    groups.set(orders[i], (groups.get(orders[i]) ?? new Set()).add(Math.floor((rank * 5) / ranked.length)))
  })
  const values = [...groups].filter(([, found]) => found.size > 1).map(([value]) => value)
  return { customers: orders.filter((value) => values.includes(value)).length, values }
}

function exact(source: string): (id: string, published: number | string, ours: () => number | string) => Figure {
  return (id, published, ours) => ({ id: `rfm ${id}`, source, published, ours, tolerance: 0 })
}
