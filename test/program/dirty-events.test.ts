/** Events as they come from systems that make mistakes: each has an outcome that says what is wrong, and nothing is taken silently. */

import { collectFacts, summarize } from 'tierwise/facts'
import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { definePoints, earnPoints, openPoints } from 'tierwise/points'
import { explainBalance, goalSeek, whatIf } from 'tierwise/preview'
import {
  type AccountState,
  type Applied,
  advanceProgram,
  applyEvent,
  applyMany,
  defineProgram,
  type ProgramDefinition,
  type ProgramEvent,
  quote,
  readStanding,
  replayProgram,
} from 'tierwise/program'
import { describe, expect, test } from 'vitest'

const rules = {
  kind: 'program',
  format: 1,
  id: 'shop',
  timeZone: 'UTC',
  currency: 'EUR',
  lateness: { n: 2, unit: 'day' },
  currencies: { points: {} },
  measures: { spend: { from: 'purchase', aggregate: 'sum' } },
  tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'spend', gte: '1000' } }],
  earn: [{ id: 'base', on: 'purchase', to: 'points', rate: '1', round: 'down' }],
  redeem: [{ id: 'spend', on: 'redeem', from: 'points', amount: 'points' }],
  reverse: [{ id: 'refund', on: 'refund', of: ['purchase'], part: 'amount' }],
}
const shop = defineProgram(rules)
const at = '2026-03-02T12:00:00Z'
const order = { id: 'o1', customerId: 'ann', type: 'purchase', at: '2026-03-01T12:00:00Z', amount: '100.00' }
const bought = applyEvent(shop, undefined, order).state

/** Anything at all may arrive. */
function give(definition: ProgramDefinition, state: AccountState | undefined, event: unknown): Applied {
  return applyEvent(definition, state, event as ProgramEvent)
}

/** The sentence of the one outcome, in both languages. */
function said({ outcomes }: Pick<Applied, 'outcomes'>, i = 0): [string, string] {
  const { reason } = outcomes[i]
  return [sentences([reason], en)[0], sentences([reason], zhCN)[0]]
}

describe('an event that cannot be read is invalid, says what to write, and leaves the state as it was', () => {
  const dirty: readonly (readonly [string, object, string, string, RegExp])[] = [
    ['no amount', { amount: undefined }, 'missing', 'amount', /has no amount/],
    ['an amount of null', { amount: null }, 'missing', 'amount', /has no amount/],
    ['an amount under another name', { amount: undefined, total: '20.00' }, 'missing', 'amount', /has no amount/],
    ['an amount below zero', { amount: '-20.00' }, 'negative', 'amount', /below zero/],
    ['minor units below zero', { amount: undefined, amountMinor: -1 }, 'negative', 'amount', /below zero/],
    ['an amount that is a truth value', { amount: true }, 'unreadable', 'amount', /write decimal text/],
    ['an amount that is an object', { amount: { value: 20 } }, 'unreadable', 'amount', /write decimal text/],
    ['an amount in words', { amount: 'twenty' }, 'unreadable', 'amount', /write decimal text/],
    ['minor units with a fraction', { amount: undefined, amountMinor: 20.5 }, 'not-whole', 'amountMinor', /whole number/],
    ['minor units as text', { amount: undefined, amountMinor: '2000' }, 'not-whole', 'amountMinor', /whole number/],
    ['an amount beside minor units that say another', { amountMinor: 20 }, 'disagrees', 'amount', /disagree \(20\.00 \/ 20\); write one/],
    ['an amount in words beside minor units', { amount: 'twenty', amountMinor: 2000 }, 'unreadable', 'amount', /write decimal text/],
    ['seconds', { at: 1_772_452_800 }, 'seconds', 'at', /“1772452800”, .* seconds\? Write milliseconds/],
    ['three decimal places', { amount: '20.005' }, 'too-precise', 'amount', /more decimal places/],
    ['another currency', { currency: 'USD' }, 'currency-mismatch', 'currency', /another currency \(USD\)/],
    ['another currency beside the amount', { amount: 'US$20' }, 'currency-mismatch', 'currency', /another currency \(USD\)/],
    ['a Date', { at: new Date(0) }, 'date-object', 'at', /write at\.toISOString\(\)/],
    ['a time without an offset', { at: '2026-03-02T12:00:00' }, 'no-offset', 'at', /“2026-03-02T12:00:00”, .* add an offset/],
    ['a date for a time', { at: '2026-03-02' }, 'no-offset', 'at', /“2026-03-02”, .* add an offset/],
    ['a time of another style', { at: '02/03/2026 12:00' }, 'unreadable', 'at', /“02\/03\/2026 12:00”; write ISO text/],
    ['no time', { at: undefined }, 'missing', 'at', /has no at; write when/],
    ['no id', { id: undefined }, 'missing', 'id', /has no id; give each one/],
    ['an empty id', { id: '' }, 'missing', 'id', /has no id/],
    ['a number for an id', { id: 7 }, 'not-text', 'id', /id is of type number; write it as text/],
    ['a number for a customer', { customerId: 7 }, 'not-text', 'customerId', /customerId is of type number/],
    ['no type', { type: undefined }, 'missing', 'type', /has no type/],
    ['a type that is a list', { type: ['purchase'] }, 'not-text', 'type', /type is of type list/],
    ['lines that are text', { lines: 'tea' }, 'not-list', 'lines', /write a list/],
    ['attributes that are a list', { attributes: ['tea'] }, 'not-object', 'attributes', /no object/],
    ['a refund of nothing named', { type: 'refund', amount: '5' }, 'missing', 'refersTo', /has no refersTo/],
    [
      'a refund with a number for its order',
      { type: 'refund', amount: '5', refersTo: 1 },
      'not-text',
      'refersTo',
      /refersTo is of type number/,
    ],
    [
      'a refund below zero',
      { type: 'refund', amount: '-5', refersTo: 'o1' },
      'negative',
      'amount',
      /names the order, with an amount above zero/,
    ],
  ]
  test.each(dirty)('%s', (_, change, problem, field, text) => {
    const event = { id: 'x', customerId: 'ann', type: 'purchase', at, amount: '20.00', ...change }
    const applied = give(shop, bought, event)
    expect(applied).toMatchObject({ entries: [], effects: [], reasons: [] })
    expect(applied.state).toBe(bought)
    expect(applied.outcomes).toMatchObject([{ outcome: 'invalid', reason: { code: 'program.event.invalid', params: { problem, field } } }])
    const [english, chinese] = said(applied)
    expect(english).toMatch(text)
    expect(chinese).toMatch(/[一-鿿]/)
    // Mended, it may come again under its id; a replay and a batch refuse the same one.
    expect(give(shop, bought, { ...order, id: 'x', at }).outcomes[0].outcome).toBe('applied')
    const replayed = replayProgram(shop, [order, event as unknown as ProgramEvent])
    expect(replayed.outcomes).toEqual(applied.outcomes)
    expect(replayed.state).toEqual(bought)
    expect(applyMany(shop, [order, event as unknown as ProgramEvent]).table.columns.refused).toContain(1)
  })

  test('but a rule that reads the currency, and one that goes by something else, take such events', () => {
    const euros = { by: 'currency', table: { USD: '0.9' }, else: '1' }
    const open = defineProgram({ ...rules, earn: [{ ...rules.earn[0], rate: euros }] })
    expect(readStanding(open, give(open, undefined, { ...order, currency: 'USD' }).state).balances.points).toBe('90')
    // Visits count without an amount.
    const visits = defineProgram({ ...rules, measures: { ...rules.measures, visits: { from: 'purchase', aggregate: 'count' } } })
    expect(give(visits, undefined, { ...order, amount: undefined }).outcomes[0].outcome).toBe('applied')
    // So do rules for some of them only, a sum with another part, and a value with one in its place.
    const noAmount = { ...order, amount: undefined }
    for (const [earn, more, points] of [
      [{ where: { field: 'channel', eq: 'app' } }, {}, '0'],
      [{ value: { plus: ['amount', 'nights'] } }, { nights: '3' }, '3'],
      [{ value: { field: 'amount', else: '10' } }, {}, '10'],
    ] as const) {
      const some = defineProgram({ ...rules, measures: undefined, tiers: undefined, earn: [{ ...rules.earn[0], ...earn }] })
      const applied = give(some, undefined, { ...noAmount, ...more })
      expect(applied.outcomes[0].outcome).toBe('applied')
      expect(readStanding(some, applied.state).balances.points ?? '0').toBe(points)
    }
    // A debt is a balance below zero, and no rule earns on it.
    const bank = defineProgram({ ...rules, measures: { ...rules.measures, debt: { from: 'statement', aggregate: 'latest' } } })
    expect(give(bank, bank === shop ? bought : undefined, { ...order, type: 'statement', amount: '-20' }).outcomes[0].reason.code).toBe(
      'program.event.applied',
    )
  })
})

describe('what only looks wrong is taken', () => {
  test('an amount beside minor units that say the same', () => {
    for (const amount of ['20', '20.00', 20, 20.0]) {
      const applied = give(shop, bought, { id: 'x', customerId: 'ann', type: 'purchase', at, amount, amountMinor: 2000 })
      expect(applied.state.books).toEqual(
        give(shop, bought, { id: 'x', customerId: 'ann', type: 'purchase', at, amount: '20' }).state.books,
      )
    }
  })

  test('a date of 1971 as text, through every verb', () => {
    const early = { ...order, at: '1971-05-01T12:00:00Z' }
    const { state, outcomes } = give(shop, undefined, early)
    expect(outcomes[0].reason.code).toBe('program.event.applied')
    expect(replayProgram(shop, [early]).state).toEqual(state)
    expect(advanceProgram(shop, state, { at: '1971-06-01T00:00:00Z' }).state.asOf).toBe('1971-06-01T00:00:00.001Z')
    const [goal] = goalSeek(shop, state, { asOf: '1971-06-01' })
    expect(goal.missing).toEqual([{ measure: 'spend', amountMinor: 900_00 }])
    expect(whatIf(shop, state, goal.events, { asOf: '1971-06-01' }).tier?.to).toBe('gold')
    expect(explainBalance(shop, state, { asOf: '1971-05-02', currency: 'points' }).actual).toBe('100')
  })
})

describe('seconds for milliseconds', () => {
  test('are told from 3 March 1973 on, as seconds; before, and as milliseconds from that day on, a number is what it is', () => {
    const outcomes = [99_999_999, 100_000_000, 99_999_999_999, 100_000_000_000].map(
      (instant) => give(shop, undefined, { ...order, at: instant }).outcomes[0].outcome,
    )
    expect(outcomes).toEqual(['applied', 'invalid', 'invalid', 'applied'])
  })

  const seconds = Date.parse(at) / 1000

  test('as asOf are the caller’s bug, with the hint', () => {
    for (const call of [
      () => advanceProgram(shop, bought, { at: seconds }),
      () => advanceProgram(shop, bought, { asOf: seconds }),
      () => goalSeek(shop, bought, { asOf: seconds }),
      () => quote(shop, bought, { amountMinor: 100 }, { at: seconds }),
      () => summarize(collectFacts([], { timeZone: 'UTC' }), { asOf: seconds }),
    ])
      expect(call).toThrow(/as-of\.unreadable.*not seconds/)
  })

  test('in records and columns are refused', () => {
    expect(() => collectFacts([{ customerId: 'ann', type: 'purchase', at: seconds }], { timeZone: 'UTC' })).toThrow(
      /facts\.record\.at.*not seconds/,
    )
    const columns = { from: Int32Array.of(0, 1), types: ['purchase'], type: Uint8Array.of(0), at: Float64Array.of(seconds) }
    expect(() => applyMany(shop, columns)).toThrow(/program\.batch.*seconds/)
  })

  test('in a move of points are invalid', () => {
    const ledger = definePoints({ kind: 'points', format: 1, id: 'p', timeZone: 'UTC', currencies: { points: {} } })
    const moved = earnPoints(ledger, openPoints(ledger, 'ann'), { id: 'm', at: seconds, currency: 'points', amount: '1' })
    expect(moved.outcomes[0]).toMatchObject({ outcome: 'invalid', reason: { params: { problem: 'seconds', field: 'at' } } })
    expect(sentences([moved.outcomes[0].reason], en)[0]).toMatch(/seconds\?/)
  })
})

describe('an event that is applied and does less than it seems to says so', () => {
  test.each(['Purchase', 'purchse', 'page-view'])('a type no rule asks for: %s', (type) => {
    const applied = give(shop, bought, { ...order, id: 'x', at, type })
    expect(applied.outcomes).toMatchObject([
      { outcome: 'applied', reason: { code: 'program.event.unheard', outcome: 'applied', params: { type } } },
    ])
    const [english, chinese] = said(applied)
    expect(english).toContain(`no rule of this program asks for “${type}”, only for opening, enroll, purchase, redeem, refund`)
    expect(chinese).toContain(`没有规则涉及“${type}”`)
    expect(readStanding(shop, applied.state).balances.points).toBe('100')
    expect(replayProgram(shop, [order, { ...order, id: 'x', at, type }]).outcomes).toEqual(applied.outcomes)
  })

  test('a first event that does not say whose it is', () => {
    const { customerId: _, ...nameless } = order
    const applied = give(shop, undefined, nameless)
    expect(said(applied)[0]).toMatch(/^event o1 was applied, but it does not say whose it is; write a customerId/)
    expect(replayProgram(shop, [nameless]).outcomes).toEqual(applied.outcomes)
    expect(replayProgram(shop, [nameless], { account: 'ann' }).outcomes).toEqual([])
    // The next one names the account; then it knows whose events are its own.
    const known = give(shop, applied.state, { ...order, id: 'o2', at })
    expect(known.state.account).toBe('ann')
    expect(known.outcomes[0].reason.code).toBe('program.event.applied')
    expect(give(shop, known.state, { ...nameless, id: 'o3', at }).outcomes[0].reason.code).toBe('program.event.applied')
    expect(give(shop, known.state, { ...order, id: 'o3', customerId: 'bob', at }).outcomes[0].refusal).toBe('other-account')
  })

  test('a rule that finds no value on what others count', () => {
    const visits = defineProgram({ ...rules, measures: { visits: { from: 'purchase', aggregate: 'count' } }, tiers: undefined })
    const applied = give(visits, undefined, { ...order, amount: undefined })
    expect(said(applied)).toEqual([
      'event o1 was applied without what rule base pays for, so that rule gave nothing',
      '事件 o1 已生效，但缺少规则 base 所依据的数值，该规则未发放',
    ])
  })

  test('a refund of zero', () => {
    const applied = give(shop, bought, { id: 'r', type: 'refund', at, amount: '0', refersTo: 'o1' })
    expect(applied.outcomes).toMatchObject([{ outcome: 'applied', reason: { code: 'program.reversal.nothing' } }])
    expect(readStanding(shop, applied.state).balances.points).toBe('100')
  })
})

describe('somebody else’s event', () => {
  test('is refused by an account of one, and not kept', () => {
    const applied = give(shop, bought, { ...order, id: 'o2', customerId: 'bob', at })
    expect(applied.outcomes).toMatchObject([
      { outcome: 'refused', refusal: 'other-account', reason: { code: 'program.event.other-account' } },
    ])
    expect(applied.state).toBe(bought)
    const replayed = replayProgram(shop, [{ ...order, id: 'o2', customerId: 'bob', at }, order])
    expect(replayed.outcomes).toEqual(applied.outcomes)
    expect(replayed.state).toEqual(bought)
  })

  test('belongs to nobody in an account of several, until they join', () => {
    const family = defineProgram({ ...rules, members: { join: 'join', leave: 'leave' } })
    const state = give(family, undefined, order).state
    expect(give(family, state, { ...order, id: 'o2', customerId: 'bob', at }).outcomes[0]).toMatchObject({ refusal: 'not-a-member' })
    const joined = give(family, state, { id: 'j', customerId: 'bob', type: 'join', at }).state
    expect(give(family, joined, { ...order, id: 'o2', customerId: 'bob', at: '2026-03-03T12:00:00Z' }).outcomes[0].outcome).toBe('applied')
  })
})

describe('a refund', () => {
  const refund = (id: string, amount: string, more: object = {}): object => ({ id, type: 'refund', at, amount, refersTo: 'o1', ...more })
  const points = (applied: Applied): string => readStanding(shop, applied.state).balances.points

  test('in parts that come to the order exactly leaves nothing of it; a cent more is refused with what is left', () => {
    let applied = give(shop, bought, refund('r1', '33.33'))
    applied = give(shop, applied.state, refund('r2', '66.66'))
    // 100.00 − 33.33 − 66.66 = 0.01
    const above = give(shop, applied.state, refund('r3', '0.02'))
    expect(above.outcomes).toMatchObject([
      {
        outcome: 'refused',
        refusal: 'above-order',
        reason: { code: 'program.reversal.above', params: { asked: '0.02', left: '0.01', order: 'o1' } },
      },
    ])
    expect(said(above)).toEqual([
      'refund: 0.02 is more than the 0.01 left of o1 (above-order)',
      'refund：0.02 超过 o1 剩余的 0.01（above-order）',
    ])
    expect(points(above)).toBe(points(applied))
    const last = give(shop, above.state, refund('r4', '0.01'))
    expect(last.outcomes[0].reason.code).toBe('program.event.applied')
    expect(points(last)).toBe('0')
    expect(readStanding(shop, last.state).metrics.spend).toBe('0')
  })

  test('above its order is refused as a whole', () => {
    const above = give(shop, bought, refund('r', '100.01'))
    expect(above.outcomes).toMatchObject([{ refusal: 'above-order', reason: { params: { asked: '100.01', left: '100' } } }])
    expect(points(above)).toBe('100')
  })

  test('of the whole, a second time, is refused', () => {
    const whole = give(shop, bought, refund('r1', '100'))
    expect(points(whole)).toBe('0')
    for (const again of [refund('r2', '100'), refund('r2', '0.01'), { ...refund('r2', '1'), amount: undefined }]) {
      const applied = give(shop, whole.state, again)
      expect(applied.outcomes).toMatchObject([
        { outcome: 'refused', refusal: 'already-reversed', reason: { code: 'program.reversal.done' } },
      ])
      expect(points(applied)).toBe('0')
    }
  })

  test('of an order that cost nothing is possible once', () => {
    const free = give(shop, undefined, { ...order, amount: '0' }).state
    const once = give(shop, free, refund('r1', '0'))
    expect(once.outcomes[0].reason.code).toBe('program.event.applied')
    expect(give(shop, once.state, refund('r2', '0')).outcomes[0]).toMatchObject({ refusal: 'already-reversed' })
    expect(give(shop, free, refund('r3', '0.01')).outcomes[0]).toMatchObject({ refusal: 'above-order' })
  })

  test('of an unknown order needs the history; a replay of all of it says that there is none', () => {
    const unknown = refund('r', '5', { refersTo: 'o9' })
    const applied = give(shop, bought, unknown)
    expect(applied.outcomes).toMatchObject([
      { outcome: 'needs-history', reason: { code: 'program.reversal.unknown', params: { order: 'o9' } } },
    ])
    const replayed = replayProgram(shop, [order, unknown as ProgramEvent])
    expect(replayed.outcomes).toMatchObject([
      { fact: 'r', outcome: 'refused', refusal: 'unknown-order', reason: { code: 'program.reversal.nowhere', params: { order: 'o9' } } },
    ])
    expect(said(replayed)[0]).toBe('refund: the history has no o9 that could be reversed (unknown-order)')
    // From a snapshot it may still be older than that.
    expect(replayProgram(shop, [unknown as ProgramEvent], { from: bought }).outcomes).toMatchObject([{ outcome: 'needs-history' }])
  })

  test('that earns as well, and names no order, is refused where it runs', () => {
    const both = defineProgram({ ...rules, awards: [], flags: { returned: { on: 'refund' } } })
    const state = give(both, undefined, order).state
    const applied = give(both, state, { ...refund('r', '5'), refersTo: undefined })
    expect(applied.outcomes).toMatchObject([
      { refusal: 'missing-link', reason: { code: 'program.reversal.unlinked', params: { field: 'refersTo' } } },
    ])
  })

  test('of orders that share a number is spread over them, and no more than all of them', () => {
    const shared = defineProgram({ ...rules, reverse: [{ ...rules.reverse[0], link: { shared: 'cart' } }] })
    const a = give(shared, undefined, { ...order, amount: '30', cart: 'c' })
    const b = give(shared, a.state, { ...order, id: 'o2', amount: '70', cart: 'c' })
    const most = give(shared, b.state, { id: 'r', type: 'refund', at, amount: '50', cart: 'c' })
    expect(readStanding(shared, most.state).balances.points).toBe('50')
    const above = give(shared, most.state, { id: 's', type: 'refund', at, amount: '51', cart: 'c' })
    expect(above.outcomes).toMatchObject([{ refusal: 'above-order', reason: { params: { left: '50' } } }])
  })

  test('names its order in the field of the rule, as text or as a number', () => {
    const numbered = defineProgram({ ...rules, reverse: [{ ...rules.reverse[0], link: 'number' }] })
    const state = give(numbered, undefined, { ...order, id: '7' }).state
    for (const number of ['7', 7]) {
      const applied = give(numbered, state, { id: 'r', type: 'refund', at, amount: '40', number })
      expect(applied.outcomes[0].reason.code).toBe('program.event.applied')
      expect(readStanding(numbered, applied.state).balances.points).toBe('60')
    }
    expect(give(numbered, state, { id: 'r', type: 'refund', at, amount: '40' }).outcomes[0].reason.params).toMatchObject({
      problem: 'missing',
      field: 'number',
    })
  })

  test('that one of two rules finds no order in is refused by that rule, and one that neither does is invalid', () => {
    const two = defineProgram({ ...rules, reverse: [rules.reverse[0], { ...rules.reverse[0], id: 'by cart', link: { shared: 'cart' } }] })
    const state = give(two, undefined, { ...order, cart: 'c' }).state
    expect(give(two, state, refund('r', '5')).outcomes).toMatchObject([
      { refusal: 'missing-link', reason: { params: { rule: 'by cart', field: 'cart' } } },
    ])
    expect(give(two, state, refund('r', '5', { refersTo: undefined })).outcomes).toMatchObject([
      { outcome: 'invalid', reason: { params: { problem: 'missing', field: 'refersTo' } } },
    ])
  })

  test('is shared by two rules that each take their own', () => {
    const two = defineProgram({
      ...rules,
      reverse: [
        { ...rules.reverse[0], take: ['points'] },
        { ...rules.reverse[0], id: 'uncount', take: ['spend'] },
      ],
    })
    const state = give(two, undefined, order).state
    const half = give(two, state, refund('r1', '40'))
    expect(readStanding(two, half.state)).toMatchObject({ balances: { points: '60' }, metrics: { spend: '60' } })
    const whole = give(two, half.state, refund('r2', '60'))
    expect(readStanding(two, whole.state)).toMatchObject({ balances: { points: '0' }, metrics: { spend: '0' } })
    expect(give(two, whole.state, refund('r3', '1')).outcomes[0]).toMatchObject({ refusal: 'already-reversed' })
  })

  test('in any order of arrival comes to the same', () => {
    const late = { ...order, id: 'o1' }
    const events = [late, refund('r1', '60'), refund('r2', '60', { at: '2026-03-02T13:00:00Z' })] as ProgramEvent[]
    const inOrder = events.reduce((state: AccountState | undefined, event) => applyEvent(shop, state, event).state, undefined)
    const turned = [events[2], events[0], events[1]].reduce(
      (state: AccountState | undefined, event) => applyEvent(shop, state, { ...event, customerId: 'ann' }).state,
      undefined,
    )
    expect(readStanding(shop, turned as AccountState)).toEqual(readStanding(shop, inOrder as AccountState))
    expect(readStanding(shop, inOrder as AccountState).balances.points).toBe('40')
  })
})

test('a value may be called by the field it is made of', () => {
  const doubled = defineProgram({ ...rules, values: { amount: { times: ['amount', '2'] } }, earn: [{ ...rules.earn[0], value: 'amount' }] })
  expect(give(doubled, undefined, order).outcomes[0].outcome).toBe('applied')
  expect(give(doubled, undefined, { ...order, amount: undefined }).outcomes[0]).toMatchObject({ outcome: 'invalid' })
})

test('a bare amount is one under any name, and a value called so is not', () => {
  const dollars = { ...order, currency: 'USD', fx: '0.9' }
  const earnBy = (values: object, value: string): ProgramDefinition =>
    defineProgram({ ...rules, measures: {}, tiers: undefined, values, earn: [{ ...rules.earn[0], value }] })
  const renamed = earnBy({ spent: 'amount', counted: 'spent' }, 'counted')
  expect(give(renamed, undefined, dollars).outcomes[0]).toMatchObject({ reason: { params: { problem: 'currency-mismatch' } } })
  const exchanged = earnBy({ amount: { times: ['amount', 'fx'] } }, 'amount')
  expect(readStanding(exchanged, give(exchanged, undefined, dollars).state).balances.points).toBe('90')
})

test('a moment that is none says what was given and what to write', () => {
  const ask = (moment: unknown): string => {
    try {
      advanceProgram(shop, bought, { at: moment as string })
      return 'nothing'
    } catch (error) {
      return String((error as Error).message)
    }
  }
  expect(ask(new Date(0))).toMatch(/a Date object.*toISOString/)
  expect(ask('2026-03-02T12:00:00')).toMatch(/2026-03-02T12:00:00.*with its offset/)
  expect(ask(undefined)).toMatch(/undefined.*a date YYYY-MM-DD/)
  expect(ask('yesterday')).toMatch(/"yesterday".*a date YYYY-MM-DD/)
})

describe('a state', () => {
  test('that a database gives as null is that of a new account', () => {
    const none = JSON.parse('null')
    expect(applyEvent(shop, none, order)).toEqual(applyEvent(shop, undefined, order))
  })

  test('that no verb gave is refused with what to pass', () => {
    for (const other of ['{}', '{"definition":null}', '{"definition":{"id":"shop"}}', '{"account":"ann","books":{}}', '[]', '1'])
      for (const ask of [
        (state: AccountState) => applyEvent(shop, state, order),
        (state: AccountState) => advanceProgram(shop, state, { at }),
        (state: AccountState) => readStanding(shop, state),
      ])
        expect(() => ask(JSON.parse(other)), other).toThrow(/tierwise\.program\.not-a-state.*state of the last call/)
  })
})
