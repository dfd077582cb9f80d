/** Refunds: what a purchase gave goes back at its own rates, once, and leaves nothing behind. */

import {
  type AccountState,
  advanceProgram,
  applyEvent,
  defineProgram,
  type ProgramDefinition,
  type ProgramEvent,
  readStanding,
} from 'tierwise/program'
import { describe, expect, test } from 'vitest'

const base = {
  kind: 'program',
  format: 1,
  id: 'shop',
  timeZone: 'UTC',
  currency: 'USD',
  currencies: { points: {} },
  earn: [{ id: 'base', on: 'purchase', to: 'points', round: 'down' }],
  redeem: [{ id: 'spend', on: 'redeem', from: 'points', amount: 'points', value: { times: ['redeemed', '0.01'] } }],
  reverse: [
    { id: 'refund', on: 'refund', of: ['purchase'], part: 'amount' },
    { id: 'cancel', on: 'cancel', of: ['purchase', 'redeem'], giveBack: true },
  ],
}
const tiers = {
  measures: { spend: { from: 'purchase', aggregate: 'sum', window: { fixed: 'year' } } },
  tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'spend', gte: '100' } }],
  grant: { until: { endOf: { fixed: 'year' }, ahead: 1 } },
}

/** `2026-03-01 purchase o1 100` and so on: day, type, own id or the id it refers to, amount or points. */
function event(line: string): ProgramEvent {
  const [day, type, id, figure] = line.split(' ')
  const common = { customerId: 'ann', type, at: `${day}T12:00:00Z` }
  if (type === 'purchase') return { ...common, id, amount: figure }
  if (type === 'redeem') return { ...common, id, points: figure }
  return { ...common, id: `${type} of ${id} on ${day}`, refersTo: id, ...(figure === undefined ? {} : { amount: figure }) }
}

function lived(definition: ProgramDefinition, lines: readonly string[], from?: AccountState): AccountState {
  let state = from
  for (const line of lines) {
    const applied = applyEvent(definition, state, event(line))
    expect(applied.outcomes, line).toMatchObject([{ outcome: 'applied' }])
    state = applied.state
  }
  return state as AccountState
}

function refuses(definition: ProgramDefinition, state: AccountState, line: string, refusal: string): AccountState {
  const applied = applyEvent(definition, state, event(line))
  expect(applied.outcomes, line).toMatchObject([{ outcome: 'refused', refusal }])
  expect(applied.entries).toEqual([])
  return applied.state
}

function balance(definition: ProgramDefinition, state: AccountState): string {
  return readStanding(definition, state).balances.points
}

describe('three clawbacks × three answers of the tier', () => {
  // 120 spent on 1 March make gold at once; the 120 points post on 15 March, 70 of them are redeemed on the 20th; all is refunded on the 25th.
  const story = ['2026-03-01 purchase o1 120', '2026-03-20 redeem r1 70', '2026-03-25 refund o1 120']
  const clawbacks = { pendingOnly: '50', stop: '0', debt: '-70' } // 120 − 70; nothing left to take more from; 120 − 70 − 120
  const answers = {
    keep: ['gold', '2027-12-31', 'gold'],
    withdraw: ['base', null, 'base'],
    grace: ['gold', '2026-04-24', 'base'], // one month from 25 March, the day before
  } as const

  for (const [short, expected] of Object.entries(clawbacks))
    for (const [answer, [tier, until, later]] of Object.entries(answers))
      test(`${short} and ${answer}`, () => {
        const status = answer === 'grace' ? { grace: { n: 1, unit: 'month' } } : answer
        const definition = defineProgram({
          ...base,
          ...tiers,
          earn: [{ ...base.earn[0], posts: { after: { n: 14, unit: 'day' } } }],
          reverse: [{ ...base.reverse[0], short, status }],
        })
        const state = lived(definition, story)
        expect(readStanding(definition, state)).toMatchObject({
          tier,
          tierValidUntil: until,
          balances: { points: expected },
          metrics: { spend: '0' },
        })
        const before = advanceProgram(definition, state, { asOf: '2026-04-24' }).state
        expect(readStanding(definition, before).tier).toBe(tier)
        const after = advanceProgram(definition, state, { asOf: '2026-04-25' }).state
        expect(readStanding(definition, after).tier).toBe(later)
      })

  for (const short of Object.keys(clawbacks))
    test(`${short} takes all of what is still pending`, () => {
      const definition = defineProgram({
        ...base,
        earn: [{ ...base.earn[0], posts: { after: { n: 14, unit: 'day' } } }],
        reverse: [{ ...base.reverse[0], short }],
      })
      const state = lived(definition, ['2026-03-01 purchase o1 120', '2026-03-10 refund o1 120'])
      expect(readStanding(definition, advanceProgram(definition, state, { asOf: '2026-04-01' }).state)).toMatchObject({
        balances: { points: '0' },
        pending: {},
      })
    })
})

describe('partial refunds', () => {
  const definition = defineProgram(base)

  test('75 of 100 leave 25 points', () => {
    expect(balance(definition, lived(definition, ['2026-03-01 purchase o1 100', '2026-03-02 refund o1 75']))).toBe('25')
  })

  test('three that add up to the whole take exactly the whole', () => {
    const tenth = defineProgram({ ...base, earn: [{ ...base.earn[0], rate: '0.1' }] })
    const steps = ['2026-03-01 purchase o1 100', '2026-03-02 refund o1 33.33', '2026-03-03 refund o1 33.33', '2026-03-04 refund o1 33.34']
    // 10 points; a third of them is 3.33 → 3, two thirds 6.66 → 6, all of them 10.
    expect([1, 2, 3, 4].map((n) => balance(tenth, lived(tenth, steps.slice(0, n))))).toEqual(['10', '7', '4', '0'])
  })

  test('counted by the rest: what is left of the order earns as if it had been the order', () => {
    const rest = defineProgram({ ...base, earn: [{ ...base.earn[0], rate: '0.1' }], reverse: [{ ...base.reverse[0], rounds: 'rest' }] })
    // 66.67 left earn 6.667 → 6; 33.34 left earn 3.334 → 3.
    const steps = ['2026-03-01 purchase o1 100', '2026-03-02 refund o1 33.33', '2026-03-03 refund o1 33.33']
    expect([2, 3].map((n) => balance(rest, lived(rest, steps.slice(0, n))))).toEqual(['6', '3'])
  })

  test('more than was paid is refused, and so is what is above the rest', () => {
    let state = lived(definition, ['2026-03-01 purchase o1 100', '2026-03-01 purchase o2 40'])
    state = refuses(definition, state, '2026-03-02 refund o1 150', 'above-order')
    expect(balance(definition, state)).toBe('140')
    state = lived(definition, ['2026-03-03 refund o1 90'], state)
    state = refuses(definition, state, '2026-03-04 refund o1 11', 'above-order')
    expect(balance(definition, state)).toBe('50') // 140 − 90
  })

  test('take back at the rate the order earned at, not at the rate of today', () => {
    const faster = defineProgram({ ...base, ...tiers, earn: [{ ...base.earn[0], byTier: { gold: '3' } }] })
    // 90 at 1; 20 more make gold (110); refunding the 90 takes 90, not 270: 20 are left.
    const state = lived(faster, ['2026-03-01 purchase o1 90', '2026-03-02 purchase o2 20', '2026-03-03 refund o1 90'])
    expect(balance(faster, state)).toBe('20')
  })
})

describe('1,000 times bought and refunded', () => {
  const definition = defineProgram({
    ...base,
    ...tiers,
    measures: {
      ...tiers.measures,
      orders: { from: 'purchase', aggregate: 'count' },
      shops: { from: 'purchase', value: 'shop', aggregate: 'distinct' },
    },
    earn: [
      { ...base.earn[0], cap: { max: '130', per: { fixed: 'year' } } },
      {
        id: 'first',
        on: 'purchase',
        to: 'points',
        value: { min: ['amount', '50'] },
        upTo: { max: '60', per: { fixed: 'year' } },
        round: 'down',
      },
    ],
    awards: [{ id: 'mark', measure: 'spend', crosses: ['100'], give: '25', to: 'points' }],
  })
  const loops = 1000
  let state: AccountState | undefined
  for (let i = 0; i < loops; i++) {
    const at = Date.parse('2026-03-01T00:00:00Z') + i * 3_600_000
    state = applyEvent(definition, state, { id: `o${i}`, customerId: 'ann', type: 'purchase', at, amount: '120.50', shop: 'a' }).state
    state = applyEvent(definition, state, {
      id: `r${i}`,
      customerId: 'ann',
      type: 'refund',
      at: at + 60_000,
      refersTo: `o${i}`,
      amount: '120.50',
    }).state
  }
  const looped = state as AccountState

  test('leave no points and no progress', () => {
    expect(readStanding(definition, looped)).toMatchObject({
      tier: 'base',
      balances: { points: '0' },
      metrics: { spend: '0', orders: '0', shops: '0' },
      lots: [],
      next: { tier: 'gold', paths: [{ spend: '100' }] },
    })
  })

  test('leave all room under caps, and the award still to be won', () => {
    // 120.50 → 120 under the cap of 130, 50 under the room of 60, and 25 for crossing 100.
    const next = applyEvent(definition, looped, {
      id: 'kept',
      customerId: 'ann',
      type: 'purchase',
      at: '2026-06-01T00:00:00Z',
      amount: '120.50',
    })
    expect(next.entries.map(({ rule, units }) => [rule, units])).toEqual([
      ['base', 120],
      ['first', 50],
      ['mark', 25],
    ])
  })

  test('leave no debt and no lot', () => {
    expect(looped.books.purses.points).toMatchObject({ lots: [], holds: [], debt: 0, spent: 0, expired: 0 })
  })
})

describe('an award for reaching 100', () => {
  const rule = { id: 'mark', measure: 'spend', crosses: ['100'], give: '25', to: 'points' }
  const definition = defineProgram({ ...base, measures: tiers.measures, awards: [rule] })

  test('goes back when a part of the order is refunded and the rest no longer reaches it', () => {
    const state = lived(definition, ['2026-03-01 purchase o1 120', '2026-03-02 refund o1 50'])
    expect(balance(definition, state)).toBe('70') // 120 − 50, and no award
    expect(balance(definition, lived(definition, ['2026-03-03 purchase o2 40'], state))).toBe('135') // 70 + 40 + 25: won again
  })

  test('stays while the other orders still reach it', () => {
    const state = lived(definition, ['2026-03-01 purchase o1 120', '2026-03-02 purchase o2 110', '2026-03-03 refund o1 120'])
    expect(balance(definition, state)).toBe('135') // 110 + 25
  })

  test('is given once in a rolling window, not on each of its days', () => {
    const rolling = defineProgram({
      ...base,
      measures: { spend: { from: 'purchase', aggregate: 'sum', window: { rolling: { n: 90, unit: 'day' } } } },
      awards: [rule],
    })
    const state = lived(rolling, ['2026-03-01 purchase o1 120', '2026-03-02 purchase o2 1', '2026-03-03 purchase o3 1'])
    expect(balance(rolling, state)).toBe('147') // 120 + 1 + 1 + 25
  })
})

test('a status decided before an order does not rest on it', () => {
  const definition = defineProgram({
    ...base,
    ...tiers,
    measures: { spend: { from: 'purchase', aggregate: 'sum', window: { rolling: { n: 90, unit: 'day' } } } },
    grant: { until: 'never' },
  })
  // Gold for good on 1 January by 100; by June they are out of the window. 120 more are bought and sent back: gold is still what it was.
  const state = lived(definition, ['2026-01-01 purchase o1 100', '2026-06-01 purchase o2 120', '2026-06-02 refund o2 120'])
  expect(readStanding(definition, state)).toMatchObject({ tier: 'gold', metrics: { spend: '0' } })
})

test('what a floor below zero lent is owed, and given back as points of that day', () => {
  const definition = defineProgram({ ...base, currencies: { points: { floor: '-50' } } })
  const owing = lived(definition, ['2026-03-01 purchase o1 100', '2026-03-02 redeem r1 130'])
  expect(owing.books.purses.points).toMatchObject({ lots: [], debt: 30 })
  expect(balance(definition, owing)).toBe('-30')
  expect(applyEvent(definition, owing, event('2026-03-03 redeem r2 21')).outcomes[0].outcome).toBe('refused') // −51 would be below −50
  expect(readStanding(definition, lived(definition, ['2026-03-03 purchase o2 40'], owing)).lots).toMatchObject([{ left: '10' }])
  expect(readStanding(definition, lived(definition, ['2026-03-04 cancel r1'], owing)).lots).toMatchObject([
    { earned: '2026-03-01', left: '100' },
  ])
})

describe('complaints about other systems, as dated sequences', () => {
  const definition = defineProgram(base)
  const loose = defineProgram({ ...base, reverse: base.reverse.map((rule) => ({ ...rule, short: 'stop' })) })

  test('Odoo PR 257854: a refunded order keeps no points', () => {
    expect(balance(definition, lived(definition, ['2026-04-01 purchase o1 80', '2026-04-02 refund o1 80']))).toBe('0')
  })

  test('Odoo PR 212922, PR 221928: a refund takes points once, however often it is delivered', () => {
    const state = lived(definition, ['2026-04-01 purchase o1 80', '2026-04-01 purchase o2 30', '2026-04-02 refund o1 80'])
    const again = applyEvent(definition, state, event('2026-04-02 refund o1 80'))
    expect(again.outcomes[0].outcome).toBe('duplicate')
    expect(balance(definition, again.state)).toBe('30')
    // Another refund of what has been refunded takes nothing either.
    expect(balance(definition, refuses(definition, state, '2026-04-03 cancel o1', 'already-reversed'))).toBe('30')
  })

  test('Odoo PR 177312: a refund is no purchase and earns nothing', () => {
    const state = lived(definition, ['2026-04-01 purchase o1 80'])
    expect(applyEvent(definition, state, event('2026-04-02 refund o1 50')).entries.map(({ kind, units }) => [kind, units])).toEqual([
      ['reverse', -50],
    ])
  })

  test('ERPNext #32951: a return takes its points', () => {
    expect(balance(definition, lived(definition, ['2026-04-01 purchase o1 196', '2026-04-05 refund o1 96']))).toBe('100')
  })

  test('ERPNext PR 30242: a return of an order that points had paid gives the points back and takes those it earned', () => {
    // 500 earned, 200 redeemed on order 2, which earns 300; cancelling redemption and order leaves 500.
    const state = lived(definition, [
      '2026-04-01 purchase o1 500',
      '2026-04-10 redeem r2 200',
      '2026-04-10 purchase o2 300',
      '2026-04-15 cancel o2',
      '2026-04-15 cancel r2',
    ])
    expect(balance(definition, state)).toBe('500')
  })

  test('nopCommerce #576: order 1 is returned after its points paid order 2', () => {
    const story = ['2026-04-01 purchase o1 100', '2026-04-05 redeem r2 100', '2026-04-10 refund o1 100']
    expect(balance(definition, lived(definition, story))).toBe('-100') // a debt …
    expect(balance(definition, lived(definition, [...story, '2026-04-20 purchase o3 130']))).toBe('30') // … earned back first
    expect(balance(loose, lived(loose, story))).toBe('0') // or forgotten, where the program says so
    const owing = lived(definition, [...story, '2026-04-20 purchase o3 90'])
    expect(applyEvent(definition, owing, event('2026-04-21 redeem r4 5')).outcomes[0]).toMatchObject({
      outcome: 'refused',
      refusal: 'insufficient-balance',
    })
  })

  test('nopCommerce #576: where points wait until returns are over, order 1 cannot pay order 2', () => {
    const waiting = defineProgram({ ...base, earn: [{ ...base.earn[0], posts: { after: { n: 14, unit: 'day' } } }] })
    const state = lived(waiting, ['2026-04-01 purchase o1 100'])
    expect(applyEvent(waiting, state, event('2026-04-05 redeem r2 100')).outcomes[0]).toMatchObject({ outcome: 'refused' })
    expect(applyEvent(waiting, state, event('2026-04-15 redeem r2 100')).outcomes[0]).toMatchObject({ outcome: 'applied' })
  })

  test('nopCommerce #5595: cancelling and then refunding the same order counts once', () => {
    const state = lived(definition, ['2026-04-01 purchase o1 50', '2026-04-02 purchase o2 70', '2026-04-03 cancel o2'])
    expect(balance(definition, refuses(definition, state, '2026-04-04 refund o2 70', 'already-reversed'))).toBe('50')
  })

  test('Spree #8: returned points are those that were redeemed, to the unit', () => {
    const state = lived(definition, [
      '2026-04-01 purchase o1 100',
      '2026-04-02 redeem r1 33',
      '2026-04-03 redeem r2 34',
      '2026-04-04 cancel r1',
    ])
    expect(balance(definition, state)).toBe('66') // 100 − 34
  })

  test('Magento #951: redeemed points come back as points with their own last days, not as money', () => {
    const dated = defineProgram({
      ...base,
      currencies: { points: { lots: { until: { plus: { n: '1', unit: 'month' }, last: 'dayBefore' } } } },
    })
    // 40 usable through 30 April, 60 through 9 May; 70 redeemed take all of the first and 30 of the second.
    const state = lived(dated, ['2026-04-01 purchase o1 40', '2026-04-10 purchase o2 60', '2026-04-12 redeem r1 70'])
    const back = applyEvent(dated, state, event('2026-04-20 cancel r1'))
    expect(back.entries.map(({ kind, units }) => [kind, units])).toEqual([
      ['restore', 40],
      ['restore', 30],
    ])
    expect(readStanding(dated, back.state).lots).toEqual([
      { currency: 'points', earned: '2026-04-01', left: '40', until: '2026-04-30' },
      { currency: 'points', earned: '2026-04-10', left: '60', until: '2026-05-09' },
    ])
    // Cancelled on 5 May, the 40 have ended in the meantime and stay ended.
    expect(readStanding(dated, lived(dated, ['2026-05-05 cancel r1'], state)).balances.points).toBe('60')
  })

  test('Magento #761: cancelling again and again returns points once', () => {
    let state = lived(definition, ['2026-04-01 purchase o1 100', '2026-04-02 redeem r1 60', '2026-04-03 cancel r1'])
    state = refuses(definition, state, '2026-04-04 cancel r1', 'already-reversed')
    state = refuses(definition, state, '2026-04-05 cancel r1', 'already-reversed')
    expect(balance(definition, state)).toBe('100')
  })

  test('FloCafe #720: voided lines earn nothing', () => {
    const lines = defineProgram({
      ...base,
      earn: [{ ...base.earn[0], value: { sum: 'lines', of: 'price', where: { not: { field: 'voided', eq: true } } } }],
    })
    const bill = {
      id: 'o1',
      customerId: 'ann',
      type: 'purchase',
      at: '2026-04-01T12:00:00Z',
      amount: '30',
      lines: [{ price: '18' }, { price: '12', voided: true }],
    }
    expect(balance(lines, applyEvent(lines, undefined, bill).state)).toBe('18')
  })

  test('FloCafe #78: what has ended takes its debits with it', () => {
    const dated = defineProgram({
      ...base,
      currencies: { points: { lots: { until: { plus: { n: '30', unit: 'day' }, last: 'dayBefore' } } } },
    })
    // 100 earned on 1 April, 80 of them spent, 50 earned on 20 April: on 1 May 20 end and 50 are left, not 50 − 80.
    const state = lived(dated, ['2026-04-01 purchase o1 100', '2026-04-10 redeem r1 80', '2026-04-20 purchase o2 50'])
    expect(readStanding(dated, advanceProgram(dated, state, { asOf: '2026-04-30' }).state).balances.points).toBe('70')
    expect(readStanding(dated, advanceProgram(dated, state, { asOf: '2026-05-01' }).state)).toMatchObject({
      balances: { points: '50' },
      expired: { points: '20' },
    })
  })

  test('POSpire PR 75: a redemption is no spend', () => {
    const tiered = defineProgram({ ...base, ...tiers })
    const state = lived(tiered, ['2026-04-01 purchase o1 90', '2026-04-02 redeem r1 90'])
    expect(readStanding(tiered, state)).toMatchObject({ tier: 'base', metrics: { spend: '90' } })
  })

  test('Open Loyalty #131: tiers follow what was earned, not what is left', () => {
    const earned = defineProgram({
      ...base,
      measures: { earned: { earned: 'points' } },
      tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'earned', gte: '100' } }],
    })
    const state = lived(earned, ['2026-04-01 purchase o1 60', '2026-04-02 redeem r1 60', '2026-04-03 purchase o2 40'])
    expect(readStanding(earned, state)).toMatchObject({ tier: 'gold', balances: { points: '40' } })
  })

  test('ERPNext #33550: the rate is that of the tier held: 196,000 give 196', () => {
    const ladder = defineProgram({
      ...base,
      measures: { spend: { from: 'purchase', aggregate: 'sum' } },
      tiers: [{ id: 'one' }, { id: 'two', enter: { measure: 'spend', gte: '200000' } }],
      earn: [{ ...base.earn[0], per: { byTier: { one: '1000', two: '900' } } }],
    })
    expect(balance(ladder, lived(ladder, ['2026-04-01 purchase o1 196000']))).toBe('196')
  })

  test('ERPNext #22167: nobody below the minimum of a tier gets it', () => {
    const tiered = defineProgram({ ...base, ...tiers })
    expect(readStanding(tiered, lived(tiered, ['2026-04-01 purchase o1 99.99'])).tier).toBe('base')
    expect(readStanding(tiered, lived(tiered, ['2026-04-01 purchase o1 100'])).tier).toBe('gold')
  })

  test('Cara #6033: one multiplier, whichever way the account is computed', () => {
    const double = defineProgram({ ...base, ...tiers, earn: [{ ...base.earn[0], byTier: { gold: '2' } }] })
    const story = ['2026-04-01 purchase o1 100', '2026-04-02 purchase o2 10']
    const state = lived(double, story)
    expect(balance(double, state)).toBe('120') // 100 at 1, 10 at 2
    expect(readStanding(double, advanceProgram(double, state, { asOf: '2026-04-30' }).state).balances.points).toBe('120')
  })

  test('compressor #1476, Nova-Rewards #190: an order pays once, and points are spent once', () => {
    const state = lived(definition, ['2026-04-01 purchase o1 50'])
    expect(applyEvent(definition, state, event('2026-04-01 purchase o1 50')).outcomes[0].outcome).toBe('duplicate')
    expect(applyEvent(definition, state, event('2026-04-01 purchase o1 51')).outcomes[0].outcome).toBe('conflict')
    const spent = lived(definition, ['2026-04-02 redeem r1 50'], state)
    expect(applyEvent(definition, spent, event('2026-04-02 redeem r2 50')).outcomes[0]).toMatchObject({
      outcome: 'refused',
      refusal: 'insufficient-balance',
    })
  })
})
