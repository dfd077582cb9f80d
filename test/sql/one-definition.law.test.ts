/** One definition, the same answers: random definitions over random bases, the library against every engine, row by row. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { summarize } from '../../src/facts/index.js'
import { eightTypes, safeFitRfm, scoreRfm, standardSegments } from '../../src/rfm/index.js'
import { toSql } from '../../src/sql/index.js'
import { cases } from '../support/cases.js'
import { clickhouse, duckdb, type Engine, postgres } from './engines.js'
import { sameRows } from './same-answers.js'
import { type Draw, drawer, type World, world } from './worlds.js'

const engines: Engine[] = []
beforeAll(async () => {
  const third = await clickhouse()
  engines.push(await duckdb(), await postgres(), ...(third ? [third] : []))
  if (!third) console.log('not run here: ClickHouse (chdb is not installed; TIERWISE_CHDB names a folder that has it)')
}, 120_000)
afterAll(async () => {
  for (const engine of engines) await engine.close()
})

const met = { cases: 0, ties: 0, refunds: 0, late: 0 }

/** `cases` definitions in all, a few per base. */
async function overWorlds(
  total: number,
  perWorld: number,
  seed: number,
  ask: (draw: Draw, base: World, engine: Engine, k: number) => Promise<void>,
): Promise<void> {
  for (let w = 0; w * perWorld < total; w++) {
    const base = world(seed + w)
    for (const engine of engines) await engine.load(base.tables)
    for (let k = 0; k < perWorld; k++) {
      met.cases++
      if (base.counts.ties > 0) met.ties++
      if (base.counts.refunds > 0) met.refunds++
      if (base.counts.late > 0) met.late++
      for (const engine of engines) await ask(drawer(seed * 7919 + w * 31 + k), base, engine, k)
    }
  }
}

const FIGURES = [
  'status',
  'frequency',
  'recency',
  'age',
  'monetary',
  'orders',
  'revenueMinor',
  'refundedMinor',
  'contributionMinor',
  'firstAt',
  'lastAt',
  'recencyDays',
  'tenureDays',
  'meanGapDays',
  'gapDeviationDays',
  'discountShare',
] as const

describe('one definition, the same answers', () => {
  test('customer summaries', { timeout: 600_000 }, async () => {
    await overWorlds(cases(400), 5, 1, async (draw, base, engine) => {
      const recipe = {
        period: draw.pick(['day', 'week', 'month', 'quarter', 'year'] as const),
        countBy: draw.pick(['order', 'day', 'week', 'month'] as const),
        refundsAt: draw.pick(['order', 'refund'] as const),
        purchases: draw.pick([['purchase'], ['purchase', 'sale'], ['sale']]),
      }
      const figures = draw.chance(0.3) ? FIGURES.filter(() => draw.chance(0.3)) : FIGURES
      const wanted = summarize(base.facts, { ...recipe, asOf: base.asOf })
      const statement = toSql({ kind: 'summary', ...recipe, figures }, { dialect: engine.dialect, source: base.source, asOf: base.asOf })
      expect(statement.lossless).toBe(true)
      const rows = await run(engine, statement, () => JSON.stringify(recipe))
      sameRows(
        rows,
        wanted,
        figures,
        base.facts.customers.ids,
        [],
        () => `${engine.dialect} ${JSON.stringify({ recipe, asOf: base.asOf, zone: base.facts.timeZone })}`,
      )
    })
  })

  test('RFM: cut points and scores', { timeout: 600_000 }, async () => {
    await overWorlds(cases(400), 5, 5000, async (draw, base, engine) => {
      const table = summarize(base.facts, { asOf: base.asOf, period: 'week' })
      const bins = draw.int(2, 6)
      const measures = draw.pick([
        ['r', 'f', 'm'],
        ['f', 'r'],
        [{ id: 'g', missing: 'lowest' as const }, 'm'],
        [{ id: 'r', cutPoints: [30, 90] }, 'f', { id: "it's", column: 'contributionMinor', better: 'low' as const, weight: '0.5' }],
        ['l', { id: 'd', missing: 'lowest' as const }],
      ])
      const options = {
        bins,
        measures,
        method: draw.pick(['quantile', 'quantile', 'r-rfm'] as const),
        binning: draw.pick(['independent', 'independent', 'nested'] as const),
      }
      const fit = safeFitRfm(table, options)
      if (!fit.success) return
      const model = fit.data
      const about = { dialect: engine.dialect, source: base.source, asOf: base.asOf, summary: { period: 'week' as const } }
      const context = () => `${engine.dialect} ${JSON.stringify(options)}`
      if (options.binning === 'independent') {
        const cuts = await run(engine, toSql({ kind: 'rfm-fit', ...options }, about), context)
        for (const { id, cutPoints } of model.measures)
          expect(
            cuts
              .filter(({ measure }) => measure === id)
              .sort((a, b) => Number(a.cut) - Number(b.cut))
              .map(({ value }) => value),
            context(),
          ).toEqual(cutPoints)
      }
      const fits = { r: bins, f: bins } as Record<string, number>
      const segments =
        measures.length === 3 && measures[0] === 'r'
          ? bins === 5
            ? standardSegments
            : bins === 2
              ? eightTypes
              : {
                  kind: 'rfm-segments' as const,
                  format: 1 as const,
                  id: 'x',
                  bins: fits,
                  rest: draw.pick([null, 'rest; --']),
                  segments: [
                    { id: `"top'`, where: { r: [2, bins] as const } },
                    { id: '重要', where: { f: [1, 1] as const } },
                  ],
                }
          : undefined
      const wanted = scoreRfm(model, table, segments ? { segments: Object.freeze(segments) } : {})
      const columns = [...model.measures.map(({ id }) => id), 'score', 'cell', 'unscored', ...(segments ? ['segment'] : [])]
      const asked = options.binning === 'independent' && draw.chance(0.5) ? { kind: 'rfm-fit' as const, score: true, ...options } : model
      const rows = await run(engine, toSql(asked, { ...about, ...(segments ? { segments: Object.freeze(segments) } : {}) }), context)
      sameRows(rows, wanted, columns, base.facts.customers.ids, [], context)
    })
  })
})

async function run(engine: Engine, statement: ReturnType<typeof toSql>, context: () => string) {
  try {
    return await engine.run(statement)
  } catch (error) {
    throw new Error(`${engine.dialect}: ${String(error)}\n${context()}\n${statement.text}\n${JSON.stringify(statement.params)}`)
  }
}

test('the cases met what they were drawn for', () => {
  console.log(
    `${met.cases} cases on ${engines.length} engines; with ties ${met.ties}, refunds ${met.refunds}, facts after asOf ${met.late}`,
  )
  for (const count of [met.ties, met.refunds, met.late]) expect(count).toBeGreaterThan(0.05 * met.cases)
})
