/** The slider, the table and the row agree: random ladders, measures and terms, every threshold moved about. */

import { type ImpactMove, ladderImpact, prepareThresholds, thresholdImpact } from 'tierwise/portfolio'
import { defineTiers, evaluateTier, type LadderDefinition } from 'tierwise/tiers'
import { expect, it } from 'vitest'
import { ascendingDoubles } from '../../../src/core/math/ascending-doubles.js'
import { row } from '../../../src/core/table.js'
import { cases } from '../../support/cases.js'

let seed = 20260930
const random = (): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}
const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]
const maybe = (part: object): object => (random() < 0.5 ? part : {})
const DAY = 86_400_000
const ASOF = Date.UTC(2026, 5, 15)
const asOf = '2026-06-15'
const TIERS = ['t0', 't1', 't2', 't3']
const VALUES = [Number.NaN, -1, -0, 0, 0.5, 1, 1.5, 2, 2.5, 3, Number.POSITIVE_INFINITY]

/** A ladder with holes for the numbers that `a` is compared with. */
function randomConfig(): { config: object; holes: number } {
  let holes = 0
  const slid = () => ({ measure: 'a', [pick(['gte', 'gt', 'lt', 'lte', 'eq'])]: `#${holes++}` })
  const other = () =>
    pick<() => object>([
      () => ({ measure: 'b', [pick(['gte', 'lt'])]: String(pick([0, 1, 2])) }),
      () => ({ measure: 'a', gt: { measure: 'b' } }),
      () => ({ field: 'level', eq: pick(['vip', 'staff']) }),
      () => ({ field: 'a', exists: true }),
      () => ({ measure: 'a', in: ['1', '2'] }),
      () => ({ flag: 'b' }),
    ])()
  const leaf = () => (random() < 0.6 ? slid() : other())
  const condition = (): object =>
    pick<() => object>([
      leaf,
      leaf,
      () => ({ all: [leaf(), leaf()] }),
      () => ({ any: [leaf(), leaf()] }),
      () => ({ not: leaf() }),
      () => ({ atLeast: 2, of: [leaf(), leaf(), leaf()] }),
    ])()
  const config = {
    kind: 'ladder',
    format: 1,
    id: 'random',
    tiers: TIERS.map((id, rank) =>
      rank === 0 ? { id } : { id, enter: condition(), ...maybe({ keep: condition() }), ...maybe({ requires: pick(['previous', 't1']) }) },
    ),
    grant: { until: pick<unknown>(['never', { plus: { n: 6, unit: 'month' }, last: 'dayBefore' }, { endOf: { fixed: 'year' } }]) },
    review: {
      else: { to: pick(['earned', 'oneDown', 'base']) },
      ...maybe({ grace: { n: 2, unit: 'month' } }),
      ...maybe({ until: { plus: { n: 1, unit: 'month' }, last: 'dayBefore' } }),
    },
    ...maybe({ lifetime: [{ tier: 't1', when: slid() }] }),
  }
  return { config, holes }
}

const filled = (config: object, numbers: readonly number[]): LadderDefinition =>
  defineTiers(JSON.parse(JSON.stringify(config).replace(/"#(\d+)"/g, (_, i) => JSON.stringify(String(numbers[Number(i)])))))

function randomBase(length: number) {
  const measures = {
    length,
    columns: {
      customerId: Array.from({ length }, (_, i) => `c${i}`),
      a: Float64Array.from({ length }, () => pick(VALUES)),
      b: Float64Array.from({ length }, () => pick([Number.NaN, 0, 1, 2])),
      level: { codes: Int8Array.from({ length }, () => pick([-1, 0, 1])), values: ['vip', 'staff'] },
    },
  }
  const ends = [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    ASOF,
    ASOF - DAY,
    ASOF - 40 * DAY,
    ASOF - 90 * DAY,
    Date.UTC(2026, 6, 14),
    Date.UTC(2026, 11, 14),
  ]
  const current = {
    tier: { codes: Int8Array.from({ length }, () => pick([-1, 0, 1, 2, 3])), values: TIERS },
    until: Float64Array.from({ length }, () => pick(ends)),
  }
  return { measures, current: random() < 0.8 ? current : undefined }
}

const day = (ms: number): string | null | undefined =>
  Number.isNaN(ms) ? undefined : ms === Number.POSITIVE_INFINITY ? null : new Date(ms).toISOString().slice(0, 10)

it('agrees with the table and with one customer at a time, to the last count', () => {
  const met: Partial<Record<ImpactMove, number>> = {}
  for (let run = 0; run < cases(400); run++) {
    const { config, holes } = randomConfig()
    const numbers = () => Array.from({ length: holes }, () => pick([-1, 0, 0.5, 1, 2, 2.25, 3]))
    const before =
      random() < 0.5
        ? filled(config, numbers())
        : filled(
            randomConfig().config,
            [...Array(20)].map(() => pick([0, 1, 2])),
          )
    const after = filled(config, numbers())
    const { measures, current } = randomBase(pick([1, 7, 60]))
    const options = { asOf, benefitCost: { t1: '0.1', t2: '0.25', t3: '7' }, ...(current && { current }) }
    const subjects = prepareThresholds(before, after, measures, { ...options, measure: 'a' })
    for (let move = 0; move < 3; move++) {
      const next = move === 0 ? after : filled(config, numbers())
      const table = ladderImpact(before, next, measures, options)
      const { answers: _, losers, winners, ...slid } = thresholdImpact(subjects, next, { listMax: 1000 })
      const { answers: __, losers: allLosers, winners: allWinners, ...whole } = table
      expect(slid).toEqual(whole)
      expect([...losers.columns.row].sort()).toEqual([...allLosers.columns.row].sort())
      expect([...winners.columns.row].sort()).toEqual([...allWinners.columns.row].sort())

      // One customer at a time, by the verb for one.
      const matrix: Record<string, Record<string, number>> = {}
      const lost: number[] = []
      for (const from of TIERS) matrix[from] = Object.fromEntries(TIERS.map((to) => [to, 0]))
      for (let i = 0; i < measures.length; i++) {
        const held = current && current.tier.codes[i] >= 0 ? TIERS[current.tier.codes[i]] : undefined
        const until = current && day(current.until[i])
        const now = held === undefined ? {} : { current: { tier: held, ...(until === undefined ? {} : { until }) } }
        const [was, is] = [before, next].map((ladder) => evaluateTier(ladder, row(measures, i), { asOf, ...now }))
        matrix[was.tier][is.tier]++
        const fell = TIERS.indexOf(is.tier) < TIERS.indexOf(was.tier)
        if (fell || (is.tier === was.tier && (is.until ?? '9999') < (was.until ?? '9999'))) lost.push(i)
      }
      expect(slid.matrix).toEqual(matrix)
      expect([...allLosers.columns.row]).toEqual(lost)
      for (const [kind, count] of Object.entries(slid.moves)) met[kind as ImpactMove] = (met[kind as ImpactMove] ?? 0) + count
    }
  }
  console.log(`moves met: ${JSON.stringify(met)}`)
  for (const move of ['up', 'down', 'sooner', 'later', 'same'] as const) expect(met[move] ?? 0).toBeGreaterThan(100)
})

it('orders doubles as a comparison sort does, equal ones as they came, NaN last', () => {
  for (const length of [0, 1, 2, 5000]) {
    const values = Float64Array.from({ length }, () =>
      pick([...VALUES, -1e300, 1e300, 5e-324, Number.NEGATIVE_INFINITY, random(), -random()]),
    )
    const expected = Array.from(values.keys()).sort((x, y) => {
      const [a, b] = [values[x], values[y]]
      if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || x - y
      return (a < b ? -1 : a > b ? 1 : 0) || x - y
    })
    expect([...ascendingDoubles(values)]).toEqual(expected)
  }
})
