import { describe, expect, test } from 'vitest'
import {
  adjustPoints,
  advancePoints,
  convertPoints,
  definePoints,
  earnPoints,
  expirePoints,
  holdPoints,
  ledgerLiability,
  type Moved,
  movePoints,
  openPoints,
  type PointsState,
  readPoints,
  redeemPoints,
  releasePoints,
  replayPoints,
  reversePoints,
  safeDefinePoints,
  totalPoints,
  transferPoints,
} from '../../src/points/index.js'

const club = definePoints({
  kind: 'points',
  format: 1,
  id: 'club',
  timeZone: 'Europe/Berlin',
  lateness: { n: 7, unit: 'day' },
  currencies: {
    points: { lots: { until: { plus: { n: 12, unit: 'month' }, align: 'monthEnd' } } },
    credit: { scale: 2, short: 'stop' },
    miles: { idle: { after: { n: 18, unit: 'month' } }, floor: -500, consume: 'soonestEnd' },
  },
  convert: [{ id: 'to-credit', from: 'points', step: 100, to: 'credit', give: '1.50' }],
})

const start = openPoints(club, 'a')

/** Moves one after another; every one must be applied. */
function through(state: PointsState, ...verbs: ((state: PointsState) => Moved)[]): PointsState {
  return verbs.reduce((at, verb) => {
    const { state: next, outcomes } = verb(at)
    expect(outcomes.map(({ outcome, reason }) => [outcome, reason.code])).toEqual([['applied', 'points.move.applied']])
    return next
  }, state)
}
const earn =
  (id: string, at: string, amount: string | number, more = {}) =>
  (state: PointsState) =>
    earnPoints(club, state, { id, at, currency: 'points', amount, ...more })
const redeem = (id: string, at: string, amount: string | number) => (state: PointsState) =>
  redeemPoints(club, state, { id, at, currency: 'points', amount })
const reverse =
  (id: string, at: string, of: string, more = {}) =>
  (state: PointsState) =>
    reversePoints(club, state, { id, at, of, ...more })
const points = (state: PointsState, until?: Parameters<typeof readPoints>[2]) => readPoints(club, state, until).currencies.points
const refusal = ({ outcomes: [{ refusal: class_, outcome }] }: Moved) => class_ ?? outcome

describe('lots', () => {
  // Earned on 15 Jan 2026: 12 months on is 15 Jan 2027, whose month ends on the 31st. Earned on 10 Mar 2026: 31 Mar 2027.
  const two = through(start, earn('o1', '2026-01-15T12:00:00Z', 100), earn('o2', '2026-03-10T12:00:00Z', 50))

  test('end on the last day the currency says, without a job', () => {
    expect(points(two).lots).toEqual([
      { earned: '2026-01-15', left: '100', until: '2027-01-31' },
      { earned: '2026-03-10', left: '50', until: '2027-03-31' },
    ])
    expect(points(two, { asOf: '2027-01-31' })).toMatchObject({ balance: '150', expiresOn: '2027-01-31' })
    expect(points(two, { asOf: '2027-02-01' })).toMatchObject({ balance: '50', expiresOn: '2027-03-31' })
    expect(points(two, { asOf: '2030-01-01' }).totals).toEqual({ earned: 150, spent: 0, expired: 150, reversed: 0, pending: 0, active: 0 })
  })

  test('an ended lot cannot be redeemed although nobody advanced the account', () => {
    // 100 ended on 31 Jan 2027; 50 are left.
    const { outcomes, state } = redeem('r', '2027-02-01T00:00:00+01:00', 60)(two)
    expect(outcomes[0]).toMatchObject({ outcome: 'refused', refusal: 'insufficient-balance', reason: { params: { missing: '10' } } })
    expect(points(state).balance).toBe('50')
  })

  test('the oldest is used first', () => {
    expect(points(through(two, redeem('r', '2026-04-01T12:00:00Z', 120))).lots).toEqual([
      { earned: '2026-03-10', left: '30', until: '2027-03-31' },
    ])
  })

  test('or the one that ends soonest', () => {
    let state = start
    for (const [id, until] of [
      ['a', '2027-12-31'],
      ['b', '2026-12-31'],
    ] as const)
      state = earnPoints(club, state, { id, at: '2026-01-15T12:00:00Z', currency: 'miles', amount: 10, until }).state
    state = redeemPoints(club, state, { id: 'r', at: '2026-02-01T12:00:00Z', currency: 'miles', amount: 4 }).state
    expect(readPoints(club, state).currencies.miles.lots.map(({ until, left }) => [until, left])).toEqual([
      ['2026-12-31', '6'],
      ['2027-12-31', '10'],
    ])
  })

  test('wait for their first usable day', () => {
    const later = through(start, earn('o1', '2026-01-15T12:00:00Z', 100, { usableFrom: '2026-02-01' }))
    expect(points(later)).toMatchObject({ balance: '100', usable: '0' })
    expect(refusal(redeem('r', '2026-01-31T12:00:00Z', 1)(later))).toBe('not-yet-usable')
    expect(points(through(later, redeem('r', '2026-02-01T12:00:00Z', 40))).balance).toBe('60')
  })

  test('an idle balance ends as a whole, and activity puts that off', () => {
    const mile = (id: string, at: string, amount: number) => (state: PointsState) =>
      earnPoints(club, state, { id, at, currency: 'miles', amount })
    const state = through(start, mile('a', '2026-01-15T12:00:00Z', 10), mile('b', '2026-07-15T12:00:00Z', 5))
    const miles = (asOf: string) => readPoints(club, state, { asOf }).currencies.miles
    // 18 months after 15 Jul 2026: through 15 Jan 2028.
    expect(miles('2028-01-15')).toMatchObject({ balance: '15', expiresOn: '2028-01-15' })
    expect(miles('2028-01-16')).toMatchObject({ balance: '0', totals: { expired: 15 } })
  })
})

describe('a hold', () => {
  const held = (more: object) =>
    holdPoints(club, start, { id: 'h', at: '2026-01-15T12:00:00Z', currency: 'points', amount: 80, ...more }).state

  test('is pending, and posts on its day with an end counted from there', () => {
    const state = held({ on: '2026-02-14' })
    expect(points(state)).toMatchObject({ balance: '0', pending: '80', totals: { earned: 80, pending: 80, active: 0 } })
    expect(points(state, { asOf: '2026-02-13' }).pending).toBe('80')
    expect(points(state, { asOf: '2026-02-14' })).toMatchObject({
      balance: '80',
      pending: '0',
      lots: [{ earned: '2026-02-14', left: '80', until: '2027-02-28' }],
    })
  })

  test('is released by hand, once', () => {
    const state = through(held({ by: '2026-03-01' }), (s) => releasePoints(club, s, { id: 'x', at: '2026-01-20T12:00:00Z', of: 'h' }))
    expect(points(state).lots).toEqual([{ earned: '2026-01-20', left: '80', until: '2027-01-31' }])
    expect(refusal(releasePoints(club, state, { id: 'y', at: '2026-01-21T12:00:00Z', of: 'h' }))).toBe('nothing-held')
  })

  test('is cancelled after the last day it waits, or by a reversal', () => {
    const waits = held({ by: '2026-03-01' })
    expect(points(waits, { asOf: '2026-03-01' }).pending).toBe('80')
    expect(points(waits, { asOf: '2026-03-02' }).totals).toEqual({ earned: 80, spent: 0, expired: 0, reversed: 80, pending: 0, active: 0 })
    const part = reverse('x', '2026-01-20T12:00:00Z', 'h', { amount: 30 })(waits)
    expect(points(part.state)).toMatchObject({ pending: '50', totals: { reversed: 30 } })
    expect(part.entries).toMatchObject([{ kind: 'cancel', units: -30 }])
  })
})

describe('a reversal', () => {
  const bought = through(start, earn('o1', '2026-01-15T12:00:00Z', 100), earn('o2', '2026-01-16T12:00:00Z', 40))

  test('takes back what that move gave, and no more than it gave', () => {
    const state = through(bought, reverse('x', '2026-01-20T12:00:00Z', 'o2', { amount: 15 }))
    expect(points(state).lots.map(({ left }) => left)).toEqual(['100', '25'])
    expect(refusal(reverse('y', '2026-01-21T12:00:00Z', 'o2', { amount: 26 })(state))).toBe('too-much')
    const none = through(state, reverse('z', '2026-01-21T12:00:00Z', 'o2'))
    expect(points(none).lots.map(({ left }) => left)).toEqual(['100'])
    expect(refusal(reverse('w', '2026-01-22T12:00:00Z', 'o2')(none))).toBe('already-reversed')
    expect(points(none).totals).toEqual({ earned: 140, spent: 0, expired: 0, reversed: 40, pending: 0, active: 100 })
  })

  test('of spent points leaves a debt that later points pay, stops at the floor, or takes pending points only', () => {
    const spent = through(bought, redeem('r', '2026-01-20T12:00:00Z', 120))
    const owed = through(spent, reverse('x', '2026-01-21T12:00:00Z', 'o1'))
    // 140 − 120 = 20 left, 100 asked back: 80 owed.
    expect(points(owed)).toMatchObject({ balance: '-80', usable: '0' })
    expect(points(through(owed, earn('o3', '2026-01-22T12:00:00Z', 100)))).toMatchObject({ balance: '20', usable: '20' })
    expect(points(through(spent, reverse('x', '2026-01-21T12:00:00Z', 'o1', { short: 'stop' })))).toMatchObject({ balance: '0' })
    expect(points(through(spent, reverse('x', '2026-01-21T12:00:00Z', 'o1', { short: 'pendingOnly' })))).toMatchObject({ balance: '20' })
  })

  test('of a redemption brings points home with their own ends, the last used first', () => {
    const spent = through(bought, redeem('r', '2026-02-20T12:00:00Z', 120))
    const some = through(spent, reverse('x', '2026-02-21T12:00:00Z', 'r', { amount: 30 }))
    expect(points(some).lots.map(({ earned, left }) => [earned, left])).toEqual([
      ['2026-01-15', '10'],
      ['2026-01-16', '40'],
    ])
    const all = through(some, reverse('y', '2026-02-22T12:00:00Z', 'r'))
    expect(points(all).lots).toEqual(points(bought).lots)
    expect(points(all).totals).toEqual(points(bought).totals)
  })

  test('of a redemption does not revive what has ended meanwhile', () => {
    const spent = through(bought, redeem('r', '2026-02-20T12:00:00Z', 120))
    const late = through(spent, reverse('x', '2027-02-01T12:00:00Z', 'r'))
    expect(points(late)).toMatchObject({ balance: '0', totals: { earned: 140, spent: 120, expired: 20 } })
  })

  test('of a conversion undoes both sides', () => {
    const turned = through(bought, (s) => convertPoints(club, s, { id: 'c', at: '2026-02-01T12:00:00Z', conversion: 'to-credit' }))
    expect(readPoints(club, turned).currencies).toMatchObject({ points: { balance: '40' }, credit: { balance: '1.5' } })
    const back = readPoints(club, through(turned, reverse('x', '2026-02-02T12:00:00Z', 'c'))).currencies
    expect(back).toMatchObject({ points: { balance: '140', lots: points(bought).lots }, credit: { balance: '0' } })
  })

  test('of what is not known asks for the history; of a transfer is refused', () => {
    expect(reverse('x', '2026-02-02T12:00:00Z', 'nothing')(bought).outcomes[0].outcome).toBe('needs-history')
    const sent = movePoints(club, bought, { type: 'send', id: 's', at: '2026-02-01T12:00:00Z', currency: 'points', amount: 10 }).state
    expect(refusal(reverse('x', '2026-02-02T12:00:00Z', 's')(sent))).toBe('not-reversible')
  })
})

describe('other moves', () => {
  const bought = through(start, earn('o1', '2026-01-15T12:00:00Z', 250))

  test('a redemption stays above the floor, which may lie below zero', () => {
    const miles = (id: string, amount: number) => redeemPoints(club, bought, { id, at: '2026-02-01T12:00:00Z', currency: 'miles', amount })
    expect(readPoints(club, miles('a', 500).state).currencies.miles.balance).toBe('-500')
    expect(refusal(miles('a', 501))).toBe('insufficient-balance')
  })

  test('an adjustment goes in or out', () => {
    const adjust = (id: string, amount: string) => (s: PointsState) =>
      adjustPoints(club, s, { id, at: '2026-02-01T12:00:00Z', currency: 'points', amount, rule: 'service' })
    const state = through(bought, adjust('a', '-100'), adjust('b', '30'))
    expect(points(state)).toMatchObject({ balance: '180', totals: { earned: 280, spent: 100 } })
  })

  test('a balance can be ended before its time', () => {
    const ended = expirePoints(club, bought, { id: 'e', at: '2026-02-01T12:00:00Z', currency: 'points', rule: 'account-closed' })
    expect(ended.entries).toMatchObject([{ kind: 'forfeit', units: -250, rule: 'account-closed' }])
    expect(points(ended.state).totals).toMatchObject({ expired: 250, active: 0 })
  })

  test('a conversion takes whole steps, all of them or those asked for', () => {
    const convert = (amount?: number) =>
      convertPoints(club, bought, {
        id: 'c',
        at: '2026-02-01T12:00:00Z',
        conversion: 'to-credit',
        ...(amount === undefined ? {} : { amount }),
      })
    expect(readPoints(club, convert().state).currencies).toMatchObject({ points: { balance: '50' }, credit: { balance: '3' } })
    expect(readPoints(club, convert(100).state).currencies).toMatchObject({ points: { balance: '150' }, credit: { balance: '1.5' } })
    expect(refusal(convert(150))).toBe('not-a-multiple')
    expect(refusal(convert(300))).toBe('insufficient-balance')
    expect(refusal(convertPoints(club, start, { id: 'c', at: '2026-02-01T12:00:00Z', conversion: 'to-credit' }))).toBe('too-little')
  })

  test('a transfer moves lots, with their dates or without, both halves or none', () => {
    const other = openPoints(club, 'b')
    const move = { id: 't', at: '2026-02-10T12:00:00Z', currency: 'points', amount: 200 }
    const fresh = transferPoints(club, { from: bought, to: other }, move)
    expect([points(fresh.from.state).balance, points(fresh.to.state).lots]).toEqual([
      '50',
      [{ earned: '2026-02-10', left: '200', until: '2027-02-28' }],
    ])
    const dated = transferPoints(club, { from: bought, to: other }, { ...move, keepsDates: true })
    expect(points(dated.to.state).lots).toEqual([{ earned: '2026-01-15', left: '200', until: '2027-01-31' }])
    const short = transferPoints(club, { from: bought, to: other }, { ...move, amount: 251 })
    expect([refusal(short.from), short.to.state]).toEqual(['insufficient-balance', other])
    const again = transferPoints(club, { from: fresh.from.state, to: other }, move)
    expect([refusal(again.from), points(again.to.state).balance]).toEqual(['duplicate', '200'])
  })
})

describe('delivery', () => {
  const bought = through(start, earn('o1', '2026-01-15T12:00:00Z', 100))

  test('the same move twice counts once, with other content not at all', () => {
    expect(refusal(earn('o1', '2026-01-15T12:00:00Z', 100)(bought))).toBe('duplicate')
    expect(refusal(earn('o1', '2026-01-15T12:00:00Z', '100.0')(bought))).toBe('duplicate')
    expect(refusal(earn('o1', '2026-01-15T12:00:00Z', 101)(bought))).toBe('conflict')
    const later = through(bought, earn('o2', '2026-06-15T12:00:00Z', 1))
    expect(refusal(earn('o1', '2026-01-15T12:00:00Z', 100)(later))).toBe('duplicate')
  })

  test('a late move is put in its place: entries are compensated, and what changed is named', () => {
    // Redeemed on the 12th before the 50 of the 10th were known: refused, then applied.
    const asked = redeem('r', '2026-01-17T12:00:00Z', 120)(bought)
    expect(refusal(asked)).toBe('insufficient-balance')
    const late = earn('o0', '2026-01-16T12:00:00Z', 50)(asked.state)
    expect(late.outcomes[0]).toMatchObject({ outcome: 'applied', late: true })
    expect(late.entries.map(({ kind, units }) => [kind, units])).toEqual([
      ['earn', 50],
      ['redeem', -120],
    ])
    expect(late.reasons.map(({ code, params }) => [code, params.was, params.is])).toEqual([
      ['points.balance.corrected', '100', '30'],
      ['points.outcome.corrected', 'insufficient-balance', 'applied'],
    ])
  })

  test('older than the lateness asks for the history, and a replay puts it right', () => {
    const later = through(bought, earn('o2', '2026-03-01T12:00:00Z', 10))
    const early = { type: 'earn', id: 'o0', at: '2026-01-10T12:00:00Z', currency: 'points', amount: 5 } as const
    expect(movePoints(club, later, early).outcomes[0]).toMatchObject({ outcome: 'needs-history', from: '2026-01-10T12:00:00.000Z' })
    const moves = [
      { type: 'earn', id: 'o2', at: '2026-03-01T12:00:00Z', currency: 'points', amount: 10 },
      { type: 'earn', id: 'o1', at: '2026-01-15T12:00:00Z', currency: 'points', amount: 100 },
      early,
    ] as const
    expect(points(replayPoints(club, moves, { account: 'a' }).state)).toMatchObject({ balance: '115' })
  })

  test.each([
    [null, '', 'not-an-object'],
    [{ at: 0, currency: 'points', amount: 1 }, 'id', 'missing'],
    [{ id: 'x', currency: 'points', amount: 1 }, 'at', 'missing'],
    [{ id: 'x', at: '2026-01-01', currency: 'points', amount: 1 }, 'at', 'no-offset'],
    [{ id: 'x', at: new Date(0), currency: 'points', amount: 1 }, 'at', 'date-object'],
    [{ id: 'x', at: 0, currency: 'gems', amount: 1 }, 'currency', 'unknown'],
    [{ id: 'x', at: 0, currency: '__proto__', amount: 1 }, 'currency', 'unknown'],
    [{ id: 'x', at: 0, currency: 'points' }, 'amount', 'missing'],
    [{ id: 'x', at: 0, currency: 'points', amount: '1.5' }, 'amount', 'too-fine'],
    [{ id: 'x', at: 0, currency: 'points', amount: -1 }, 'amount', 'not-above-zero'],
    [{ id: 'x', at: 0, currency: 'points', amount: Number.NaN }, 'amount', 'unreadable'],
    [{ id: 'x', at: 0, currency: 'points', amount: 1, untill: '2026-01-01' }, 'untill', 'unknown'],
    [{ id: 'x', at: 0, currency: 'points', amount: 1, until: '2026-02-30' }, 'until', 'unreadable'],
  ])('what cannot be read changes nothing: %j', (move, field, problem) => {
    const { state, outcomes } = earnPoints(club, start, move as never)
    expect(state).toBe(start)
    expect(outcomes[0]).toMatchObject({ outcome: 'invalid', reason: { code: 'points.move.invalid', params: { field, problem } } })
  })

  test('a sum beyond exact counting is refused, not rounded', () => {
    const most = through(start, earn('a', '2026-01-15T12:00:00Z', Number.MAX_SAFE_INTEGER))
    expect(refusal(earn('b', '2026-01-15T12:00:01Z', 1)(most))).toBe('too-large')
    expect(points(most).balance).toBe('9007199254740991')
  })
})

test('liability is that of the ledger at the same instant', () => {
  const a = through(start, earn('o1', '2026-01-15T12:00:00Z', 6_000), redeem('r', '2026-02-01T12:00:00Z', 1_500))
  const b = holdPoints(club, openPoints(club, 'b'), {
    id: 'h',
    at: '2026-03-01T12:00:00Z',
    currency: 'points',
    amount: 500,
    on: '2026-04-01',
  }).state
  const totals = totalPoints(club, [a, b], { asOf: '2026-03-31' }).points
  expect(totals).toEqual({ earned: 6_500, spent: 1_500, expired: 0, reversed: 0, pending: 500, active: 4_500 })
  // 5,000 outstanding, 5 % never redeemed: 4,750 at 1 cent a point.
  expect(ledgerLiability(totals, { worth: { minor: 1, units: 1 }, breakagePerTenThousand: 500 }).liabilityMinor).toBe(4_750)
  // A year later a's 4,500 have ended (31 Jan 2027) and b's 500 are active.
  expect(totalPoints(club, [a, b], { asOf: '2027-02-01' }).points).toMatchObject({ expired: 4_500, active: 500, pending: 0 })
})

test('a definition says everything that is wrong with it', () => {
  const wrong = safeDefinePoints({
    kind: 'points',
    format: 1,
    id: 'x',
    timeZone: 'UTC',
    currencies: { a: { floor: '0.5', idle: { after: { n: 1, unit: 'year' }, convert: 'c' } }, b: {} },
    convert: [
      { id: 'c', from: 'b', step: '0', to: 'b', give: 1 },
      { id: 'c', from: 'z', step: 1, to: 'b', give: '0.1' },
    ],
  })
  expect(wrong.success ? [] : wrong.error.issues.map(({ code, path }) => [code, path?.join('.')])).toEqual([
    ['points.conversion.circular', 'convert.0.to'],
    ['points.amount.not-positive', 'convert.0.step'],
    ['points.conversion.twice', 'convert.1.id'],
    ['points.currency.unknown', 'convert.1.from'],
    ['points.amount.places', 'convert.1.give'],
    ['points.amount.places', 'currencies.a.floor'],
    ['points.conversion.unknown', 'currencies.a.idle.convert'],
  ])
})

test('a state of other currencies is not taken', () => {
  const other = definePoints({ kind: 'points', format: 1, id: 'other', timeZone: 'UTC', currencies: { points: {} } })
  expect(() => advancePoints(other, start, { asOf: '2026-01-01' })).toThrow(/other-definition/)
})
