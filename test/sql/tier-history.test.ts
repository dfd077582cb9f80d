/** The tier history in SQL at the edges of its windows, and what it refuses. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Measure } from '../../src/facts/index.js'
import { type FactSource, type TierHistory, toSql } from '../../src/sql/index.js'
import { defineTiers } from '../../src/tiers/index.js'
import { duckdb, type Engine, postgres } from './engines.js'

const engines: Engine[] = []
beforeAll(async () => {
  engines.push(await duckdb(), await postgres())
}, 120_000)
afterAll(async () => {
  for (const engine of engines) await engine.close()
})

const source: FactSource = { table: 'orders', customer: 'who', at: { column: 'ms', as: 'epochMs' }, timeZone: 'UTC', currency: 'CNY' }
const twice = defineTiers({
  kind: 'ladder',
  format: 1,
  id: 'l',
  tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'n', gte: '2' } }],
})

function history(window: Measure['window'], asked: TierHistory, ladder = twice, dialect: Engine['dialect'] = 'duckdb') {
  const measures = { n: { from: 'purchase', aggregate: 'count', ...(window === undefined ? {} : { window }) } } as const
  return toSql(ladder, { dialect, source, asOf: '2026-12-31', measures, history: asked })
}

async function lastTiers(window: Measure['window'], orders: readonly (readonly [customer: string, day: string])[], ladder = twice) {
  const answers = []
  for (const engine of engines) {
    await engine.load([
      {
        name: 'orders',
        columns: [
          { name: 'who', as: 'text' },
          { name: 'ms', as: 'epochMs' },
        ],
        rows: orders.map(([who, day]) => [who, Date.parse(day)]),
      },
    ])
    const rows = await engine.run(history(window, { on: 'purchase' }, ladder, engine.dialect))
    const last = new Map<string, string>()
    for (const { customerId, day, tier } of [...rows].sort((a, b) => (String(a.day) < String(b.day) ? -1 : 1)))
      last.set(String(customerId), `${day} ${tier}`)
    answers.push(Object.fromEntries([...last].sort()))
  }
  expect(answers[1]).toEqual(answers[0])
  return answers[0]
}

describe('rolling windows reach back by the calendar', () => {
  test('twelve months: the same date a year ago is out, the day after it is in', async () => {
    expect(
      await lastTiers({ rolling: { n: 12, unit: 'month' } }, [
        ['same date', '2024-05-10'],
        ['same date', '2025-05-10'],
        ['day after', '2024-05-11'],
        ['day after', '2025-05-10'],
        ['leap day', '2024-02-29'], // after 2024-02-28
        ['leap day', '2025-02-28'],
        ['past leap day', '2024-02-29'], // before 2024-03-02
        ['past leap day', '2025-03-01'],
      ]),
    ).toEqual({
      'day after': '2025-05-10 gold',
      'leap day': '2025-02-28 gold',
      'past leap day': '2025-03-01 base',
      'same date': '2025-05-10 base',
    })
  })

  test('one month from a date that February does not have counts from its last day', async () => {
    expect(
      await lastTiers({ rolling: { n: 1, unit: 'month' } }, [
        ['27', '2025-02-28'], // after 2025-02-27
        ['27', '2025-03-27'],
        ['28', '2025-02-28'], // not after itself
        ['28', '2025-03-28'],
        ['31', '2025-02-28'], // not after the 28th either, to which the 31st is clamped
        ['31', '2025-03-31'],
        ['31 to 1', '2025-03-01'],
        ['31 to 1', '2025-03-31'],
      ]),
    ).toEqual({ '27': '2025-03-27 gold', '28': '2025-03-28 base', '31': '2025-03-31 base', '31 to 1': '2025-03-31 gold' })
  })

  test('thirty days are thirty days, the day itself included', async () => {
    expect(
      await lastTiers({ rolling: { n: 30, unit: 'day' } }, [
        ['29 apart', '2025-05-01'],
        ['29 apart', '2025-05-30'],
        ['30 apart', '2025-05-01'],
        ['30 apart', '2025-05-31'],
      ]),
    ).toEqual({ '29 apart': '2025-05-30 gold', '30 apart': '2025-05-31 base' })
  })

  test('a term holds what was earned, and is over the day after its last', async () => {
    const held = defineTiers({
      kind: 'ladder',
      format: 1,
      id: 'l',
      tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'n', gte: '2' } }],
      grant: { until: { plus: { n: 1, unit: 'month' }, last: 'dayBefore' } },
    })
    // gold on 2025-05-02 until 2025-06-01
    const earned = (who: string) =>
      [
        [who, '2025-05-01'],
        [who, '2025-05-02'],
      ] as const
    expect(
      await lastTiers(
        { rolling: { n: 2, unit: 'day' } },
        [...earned('last day'), ['last day', '2025-06-01'], ...earned('over'), ['over', '2025-06-02']],
        held,
      ),
    ).toEqual({ 'last day': '2025-06-01 gold', over: '2025-06-02 base' })
  })
})

test.each([
  [{ anchored: { n: 1, unit: 'year' }, to: 'enrollment' }],
  [{ rolling: { n: 1, unit: 'year' }, shift: -1 }],
  [{ rolling: { n: 1, unit: 'month' }, whole: true }],
  [{ rolling: { n: 1, unit: 'month' }, first: 'sameDate' }],
] as [Measure['window']][])('a window that no frame of numbers says is NULL and noted: %j', (window) => {
  const { lossless, notes } = history(window, { on: 'purchase' })
  expect(lossless).toBe(false)
  expect(notes.filter(({ outcome }) => outcome === 'refused').map(({ code }) => code)).toEqual(['sql.measure.inexpressible'])
})

test('a history begins at the base, on days that can be read', () => {
  const current = { table: 'held', customer: 'who', tier: 'tier' }
  const measures = { n: { from: 'purchase', aggregate: 'count' } } as const
  const about = { dialect: 'duckdb', source, asOf: '2026-12-31', measures } as const
  expect(() => toSql(twice, { ...about, current, history: { on: 'purchase' } })).toThrow('sql.history.current')
  expect(() => history('lifetime', { every: 'monthEnd', from: 'soon' })).toThrow('tiers.as-of.unreadable')
  expect(() => toSql(twice, { ...about, measures: {}, history: { on: 'purchase' } })).toThrow('sql.figure.unknown')
})
