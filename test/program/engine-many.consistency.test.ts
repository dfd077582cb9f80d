/** Many accounts at once come to the same figures as each alone, on the fast way and on the long one. */

import {
  applyMany,
  defineProgram,
  type EventColumns,
  eventsOf,
  newWorkspace,
  type ProgramDefinition,
  readStanding,
  replayProgram,
} from 'tierwise/program'
import { describe, expect, it } from 'vitest'

const DAY = 86_400_000

function random(seed: number): (n: number) => number {
  let state = seed
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * n)
  }
}

function batch(accounts: number, seed: number, negative: boolean): EventColumns {
  const next = random(seed)
  const from = new Int32Array(accounts + 1)
  for (let i = 0; i < accounts; i++) from[i + 1] = from[i] + next(30)
  const n = from[accounts]
  const at = new Float64Array(n)
  const type = new Uint8Array(n)
  const amountMinor = new Float64Array(n)
  const points = new Float64Array(n)
  for (let i = 0; i < accounts; i++) {
    let now = Date.UTC(2024, 0, 1) + next(60 * DAY)
    for (let k = from[i]; k < from[i + 1]; k++) {
      now += next(3) === 0 ? 0 : next(60 * DAY)
      at[k] = now
      type[k] = next(4)
      amountMinor[k] = next(20) === 0 ? Number.NaN : next(50_000) - (negative && next(10) === 0 ? 60_000 : 0)
      points[k] = next(20) === 0 ? Number.NaN : next(400)
    }
  }
  return { from, types: ['purchase', 'redeem', 'visit', 'bonus'], type, at, amountMinor, attributes: { points } }
}

const simple = (more: object = {}, currency: object = {}): ProgramDefinition =>
  defineProgram({
    kind: 'program',
    format: 1,
    id: 'p',
    timeZone: 'UTC',
    currency: 'EUR',
    currencies: { points: { lots: { until: { plus: { n: '6', unit: 'month' }, last: 'dayBefore' } }, ...currency } },
    earn: [
      { id: 'base', on: 'purchase', to: 'points', rate: '1.5', round: 'halfUp' },
      { id: 'bonus', on: 'bonus', to: 'points', value: 'points' },
    ],
    redeem: [{ id: 'pay', on: 'redeem', from: 'points', amount: 'points' }],
    ...more,
  })

const programs: Readonly<Record<string, ProgramDefinition>> = {
  'the fast way': simple(),
  'tenths, an own zone, ends with the year': simple(
    { timeZone: 'America/New_York' },
    { scale: 1, lots: { until: { endOf: { fixed: 'year' } } } },
  ),
  'no rounding: what is inexact is refused': simple({ earn: [{ id: 'base', on: 'purchase', to: 'points' }] }, { lots: { until: 'never' } }),
  'the long way: tiers, caps and awards': simple({
    measures: { spend: { from: 'purchase', aggregate: 'sum' } },
    tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'spend', gte: '900' } }],
    awards: [{ id: 'thousand', to: 'points', give: '50', measure: 'spend', crosses: { every: '1000' } }],
    earn: [
      { id: 'base', on: 'purchase', to: 'points', byTier: { gold: '2' }, round: 'down', cap: { max: '600', per: { fixed: 'month' } } },
    ],
  }),
}

describe.each(Object.entries(programs))('%s', (_, program) => {
  it.each([
    ['plain', 1, false],
    ['with penalties', 2, true],
  ] as const)('%s', (_, seed, negative) => {
    const columns = batch(60, seed, negative)
    const workspace = newWorkspace()
    for (const at of [undefined, Date.UTC(2027, 5, 1)]) {
      const { table } = applyMany(program, columns, at === undefined ? { workspace } : { workspace, at })
      for (let i = 0; i < table.length; i++) {
        const events = eventsOf(columns, i)
        if (events.length === 0) continue
        const { state } = replayProgram(program, events, at === undefined ? {} : { at })
        const purse = state.books.purses.points ?? { earned: 0, spent: 0, expired: 0, reversed: 0 }
        const got = Object.fromEntries(
          ['earned', 'spent', 'expired', 'reversed'].map((name) => [name, (table.columns[`${name}.points`] as Float64Array)[i]]),
        )
        expect({ account: i, ...got }).toEqual({
          account: i,
          earned: purse.earned,
          spent: purse.spent,
          expired: purse.expired,
          reversed: purse.reversed,
        })
        const scale = program.currencies?.points.scale ?? 0
        expect((table.columns['balance.points'] as Float64Array)[i] / 10 ** scale).toBeCloseTo(
          Number(readStanding(program, state).balances.points),
          6,
        )
      }
    }
  })
})

describe('a batch', () => {
  it('may be events in any order, with duplicates', () => {
    const columns = batch(20, 3, false)
    const events = Array.from({ length: 20 }, (_, i) => eventsOf(columns, i)).flat()
    const byEvents = applyMany(simple(), [...events, ...events].reverse())
    const byColumns = applyMany(simple(), columns)
    byEvents.accounts?.forEach((account, i) => {
      for (const name of ['balance.points', 'expired.points', 'refused'])
        expect((byEvents.table.columns[name] as Float64Array)[i]).toBe((byColumns.table.columns[name] as Float64Array)[Number(account)])
    })
  })

  it('is refused when its columns do not fit together', () => {
    const columns = batch(3, 4, false)
    expect(() => applyMany(simple(), { ...columns, at: columns.at.slice(1) })).toThrow('tierwise.program.batch')
    expect(() => applyMany(simple(), { ...columns, types: ['purchase'] })).toThrow('tierwise.program.batch')
    expect(() => applyMany(simple(), { ...columns, at: columns.at.map((at) => -at) })).toThrow('tierwise.program.batch')
  })
})
