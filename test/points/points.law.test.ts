/** Laws of a ledger by itself, on random currencies and histories. The naive ledger below shares nothing with src but types. */

import fc from 'fast-check'
import {
  advancePoints,
  definePoints,
  type Entry,
  movePoints,
  openPoints,
  type PointsDefinition,
  type PointsMove,
  type PointsState,
  readPoints,
  replayPoints,
  reversePoints,
} from 'tierwise/points'
import { expect, test } from 'vitest'
import { seedOf } from '../program/random/seed.js'
import { cases } from '../support/cases.js'

const DAY = 86_400_000
const FIRST = Date.UTC(2026, 0, 1)
const SPAN = 400

interface Case {
  readonly definition: PointsDefinition
  readonly moves: readonly PointsMove[]
}

const definitionOf = fc
  .record({
    timeZone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Shanghai', 'Australia/Sydney'),
    until: fc.constantFrom(
      'never' as const,
      { plus: { n: 90, unit: 'day' as const }, last: 'dayBefore' as const },
      { plus: { n: 3, unit: 'month' as const }, align: 'monthEnd' as const },
      { endOf: { fixed: 'quarter' as const }, ahead: 1 },
    ),
    consume: fc.constantFrom('oldest' as const, 'soonestEnd' as const),
    short: fc.constantFrom('debt' as const, 'stop' as const),
    floor: fc.constantFrom(0, -50),
    idle: fc.boolean(),
  })
  .map(({ timeZone, until, consume, short, floor, idle }) =>
    definePoints({
      kind: 'points',
      format: 1,
      id: 'random',
      timeZone,
      lateness: { n: 2, unit: 'year' },
      reversible: { n: 3, unit: 'year' },
      currencies: {
        p: { lots: { until }, consume, short, floor, ...(idle ? { idle: { after: { n: 4, unit: 'month' }, convert: 'c' } } : {}) },
        q: { scale: 2 },
      },
      convert: [{ id: 'c', from: 'p', step: 40, to: 'q', give: '0.25' }],
    }),
  )

const movesOf = fc
  .array(
    fc.record({
      kind: fc.constantFrom(
        'earn',
        'earn',
        'earn',
        'hold',
        'release',
        'redeem',
        'redeem',
        'adjust',
        'convert',
        'reverse',
        'reverse',
        'reverse',
        'expire',
      ),
      day: fc.integer({ min: 0, max: SPAN }),
      // On the hour: midnight in one of the zones is a common hour here.
      hour: fc.integer({ min: 0, max: 23 }),
      amount: fc.integer({ min: 1, max: 120 }),
      of: fc.nat(30),
      part: fc.boolean(),
    }),
    { minLength: 4, maxLength: 25 },
  )
  .map((drawn) =>
    drawn.map(({ kind, day, hour, amount, of, part }, i): PointsMove => {
      const base = { id: `m${i}`, at: FIRST + day * DAY + hour * 3_600_000 }
      // A reversal or a release follows some other move within two months, mostly one it can undo.
      const t = of % drawn.length
      const target = `m${t}`
      const after = { ...base, at: FIRST + drawn[t].day * DAY + drawn[t].hour * 3_600_000 + (amount % 60) * DAY + 1 }
      switch (kind) {
        case 'hold':
          return part
            ? { ...base, type: 'hold', currency: 'p', amount, on: dateOf(base.at + 20 * DAY) }
            : { ...base, type: 'hold', currency: 'p', amount, by: dateOf(base.at + 30 * DAY) }
        case 'release':
          return { ...after, type: 'release', of: target }
        case 'adjust':
          return { ...base, type: 'adjust', currency: 'p', amount: part ? -amount : amount }
        case 'convert':
          return { ...base, type: 'convert', conversion: 'c' }
        case 'reverse':
          return { ...after, type: 'reverse', of: target, ...(part ? { amount: Math.ceil(amount / 4) } : {}) }
        case 'expire':
          return amount < 20 ? { ...base, type: 'expire', currency: 'p' } : { ...base, type: 'earn', currency: 'p', amount }
        default:
          return { ...base, type: kind as 'earn' | 'redeem', currency: 'p', amount }
      }
    }),
  )

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

const inTime = (moves: readonly PointsMove[]): PointsMove[] =>
  moves.slice().sort((a, b) => Number(a.at) - Number(b.at) || (a.id < b.id ? -1 : 1))
const END = { at: FIRST + (SPAN + 300) * DAY }

/** What the laws met, so that none passes by never being put to the test. */
const met = new Map<string, number>()
let ran = 0
function see(entries: readonly Entry[], late = false): void {
  for (const kind of new Set(entries.map((entry) => entry.kind))) met.set(kind, (met.get(kind) ?? 0) + 1)
  if (late) met.set('late', (met.get('late') ?? 0) + 1)
}

function law(name: string, seed: number, runs: number, check: (one: Case, shuffle: readonly number[]) => void): void {
  test(name, () => {
    met.clear()
    ran = 0
    fc.assert(
      fc.property(definitionOf, movesOf, fc.array(fc.nat(), { minLength: 60, maxLength: 60 }), (definition, moves, shuffle) => {
        ran++
        check({ definition, moves }, shuffle)
      }),
      { numRuns: cases(runs), seed: seedOf(seed) },
    )
    const shares = [...met].sort().map(([kind, count]) => `${kind} ${Math.round((count / ran) * 100)} %`)
    console.log(`law: ${name} · seed ${seedOf(seed)} · ${ran} ledgers · ${shares.join(', ')}`)
    for (const kind of ['earn', 'hold', 'release', 'redeem', 'expire', 'reverse', 'restore', 'convert'])
      expect({ kind, isMet: (met.get(kind) ?? 0) >= ran * 0.05 }).toEqual({ kind, isMet: true })
  })
}

law(
  'earned = active + pending + spent + expired + reversed, and every figure is the sum of its entries',
  20_261,
  300,
  ({ definition, moves }) => {
    let state = openPoints(definition, 'a')
    const sums = new Map<string, number>()
    const all: Entry[] = []
    for (const move of inTime(moves)) {
      const moved = movePoints(definition, state, move)
      state = moved.state
      all.push(...moved.entries)
      for (const { kind, currency, units } of moved.entries) {
        // A hold is pending until it is released or cancelled; everything else moves the balance.
        const add = (name: string, n: number) => sums.set(`${currency} ${name}`, (sums.get(`${currency} ${name}`) ?? 0) + n)
        if (kind === 'hold') add('pending', units)
        else if (kind === 'release') {
          add('pending', -units)
          add('balance', units)
        } else if (kind === 'cancel') add('pending', units)
        else add('balance', units)
      }
      const { currencies } = readPoints(definition, state)
      for (const [id, { totals, lots }] of Object.entries(currencies)) {
        const { earned, active, pending, spent, expired, reversed } = totals
        expect(active + pending + spent + expired + reversed).toBe(earned)
        expect([active, pending]).toEqual([sums.get(`${id} balance`) ?? 0, sums.get(`${id} pending`) ?? 0])
        const { debt } = state.books.purses[id] ?? { debt: 0 }
        expect(Math.round(lots.reduce((sum, { left }) => sum + Number(left), 0) * (id === 'q' ? 100 : 1)) - debt).toBe(active)
        expect(lots.every(({ left }) => Number(left) > 0)).toBe(true)
      }
      const [{ outcome }] = moved.outcomes
      if (move.type === 'redeem' && outcome === 'applied')
        expect(currencies.p.totals.active).toBeGreaterThanOrEqual(Number(definition.currencies.p.floor))
    }
    see(all)
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  },
)

law('any order and any duplication give the same state, which is that of a replay', 20_262, 200, ({ definition, moves }, shuffle) => {
  const right = replayPoints(definition, moves, { account: 'a', ...END })
  let state = openPoints(definition, 'a')
  const order = moves.map((move, i) => ({ move, key: shuffle[i] })).sort((a, b) => a.key - b.key)
  const issued: Entry[] = []
  let late = false
  for (const { move, key } of order) {
    const moved = movePoints(definition, state, move)
    issued.push(...moved.entries)
    late ||= moved.outcomes[0].late === true
    state = key % 2 === 0 ? movePoints(definition, moved.state, move).state : moved.state
  }
  const last = advancePoints(definition, state, END)
  issued.push(...last.entries)
  see(issued, late)
  expect(last.state).toEqual(right.state)
  expect(new Set(issued.map(({ id }) => id)).size).toBe(issued.length)
  // What was issued, corrections included, comes to the same as what a replay issues.
  const net = (entries: readonly Entry[]): [string, number][] =>
    [
      ...entries.reduce(
        (sums, { kind, currency, units }) => sums.set(`${currency} ${kind}`, (sums.get(`${currency} ${kind}`) ?? 0) + units),
        new Map<string, number>(),
      ),
    ]
      .filter(([, sum]) => sum !== 0)
      .sort()
  expect(net(issued)).toEqual(net(right.entries))
})

law('asking once a year equals asking every day, with a JSON round trip after each step', 20_263, 60, ({ definition, moves }) => {
  const once = inTime(moves).reduce((state, move) => movePoints(definition, state, move).state, openPoints(definition, 'a'))
  let daily: PointsState = openPoints(definition, 'a')
  let day = FIRST
  const entries: Entry[] = []
  const at = (moment: number): void => {
    for (; day < moment; day += DAY) {
      const { state, entries: due } = advancePoints(definition, daily, { at: day })
      entries.push(...due)
      daily = state
    }
  }
  for (const move of inTime(moves)) {
    at(Number(move.at))
    const moved = movePoints(definition, daily, move)
    entries.push(...moved.entries)
    daily = JSON.parse(JSON.stringify(moved.state)) as PointsState
  }
  at(END.at)
  see(entries)
  expect(advancePoints(definition, daily, END).state).toEqual(advancePoints(definition, once, END).state)
})

law('earning and reversing it at once restores every figure', 20_264, 200, ({ definition, moves }) => {
  const state = inTime(moves).reduce((at, move) => movePoints(definition, at, move).state, openPoints(definition, 'a'))
  const at = FIRST + (SPAN + 100) * DAY
  const before = advancePoints(definition, state, { at }).state
  const after = reversePoints(definition, movePoints(definition, before, { type: 'earn', id: 'x', at, currency: 'p', amount: 77 }).state, {
    id: 'y',
    at: at + 1,
    of: 'x',
    // What is owed is paid by the 77 and owed again after them: only a debt can give that back.
    short: 'debt',
  })
  expect(after.outcomes[0].outcome).toBe('applied')
  const figures = (one: PointsState) => {
    const { lots, totals, pending, balance } = readPoints(definition, one).currencies.p
    return { lots, pending, balance, spent: totals.spent, expired: totals.expired, net: totals.earned - totals.reversed }
  }
  see(replayPoints(definition, moves, { account: 'a' }).entries)
  expect(figures(after.state)).toEqual(figures(before))
})

/** First in first out with last days, written the slow way. */
class Naive {
  lots: { until: number; left: number }[] = []
  expired = 0
  refused = 0
  until(day: number): void {
    this.expired += this.lots.filter((lot) => lot.until < day).reduce((sum, { left }) => sum + left, 0)
    this.lots = this.lots.filter((lot) => lot.until >= day)
  }
  redeem(amount: number): void {
    if (this.lots.reduce((sum, { left }) => sum + left, 0) < amount) {
      this.refused++
      return
    }
    for (let left = amount; left > 0; ) {
      const part = Math.min(left, this.lots[0].left)
      this.lots[0].left -= part
      left -= part
      if (this.lots[0].left === 0) this.lots.shift()
    }
  }
}

test('earning, spending and ending come to what a naive ledger says', () => {
  const definition = definePoints({
    kind: 'points',
    format: 1,
    id: 'plain',
    timeZone: 'UTC',
    currencies: { p: { lots: { until: { plus: { n: 90, unit: 'day' }, last: 'dayBefore' } } } },
  })
  fc.assert(
    fc.property(
      fc.array(fc.record({ day: fc.nat(500), amount: fc.integer({ min: 1, max: 100 }), earns: fc.boolean() }), { maxLength: 60 }),
      (drawn) => {
        const naive = new Naive()
        let state = openPoints(definition, 'a')
        let refused = 0
        drawn
          .slice()
          .sort((a, b) => a.day - b.day)
          .forEach(({ day, amount, earns }, i) => {
            naive.until(day)
            if (earns) naive.lots.push({ until: day + 89, left: amount })
            else naive.redeem(amount)
            const moved = movePoints(definition, state, {
              type: earns ? 'earn' : 'redeem',
              id: `m${i}`,
              at: FIRST + day * DAY,
              currency: 'p',
              amount,
            })
            state = moved.state
            if (moved.outcomes[0].outcome === 'refused') refused++
            const { balance, totals } = readPoints(definition, state).currencies.p
            expect([Number(balance), totals.expired, refused]).toEqual([
              naive.lots.reduce((sum, { left }) => sum + left, 0),
              naive.expired,
              naive.refused,
            ])
          })
      },
    ),
    { numRuns: cases(300), seed: seedOf(20_265) },
  )
})
