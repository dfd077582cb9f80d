/** What a basket costs, earns and may spend; buying it gives exactly the quoted figures. */

import {
  type AccountState,
  advanceProgram,
  applyEvent,
  type Basket,
  defineProgram,
  type ProgramEvent,
  quote,
  readStanding,
} from 'tierwise/program'
import { describe, expect, it } from 'vitest'

const program = defineProgram({
  kind: 'program',
  format: 1,
  id: 'shop',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  measures: { spend: { from: 'purchase', aggregate: 'sum' } },
  benefits: [
    { name: 'summer', percentOff: '20', where: { field: 'category', eq: 'garden' }, when: { calendar: 'month', in: [6, 7, 8] } },
    { name: '10 off every 100', amountOff: '10', per: '100', bestOf: 'steps' },
    { name: '15 off every 150', amountOff: '15', per: '150', bestOf: 'steps' },
    { name: 'bag', gift: 'cotton bag', from: '80' },
  ],
  tiers: [
    { id: 'base' },
    {
      id: 'gold',
      enter: { measure: 'spend', gte: '500' },
      benefits: ['a warm welcome', { name: 'gold price', percentOff: '5' }, { name: 'free delivery', freeShipping: true, from: '50' }],
    },
  ],
  currencies: { points: {} },
  earn: [{ id: 'base', on: 'purchase', to: 'points', byTier: { gold: '2' }, round: 'down' }],
  redeem: [
    { id: 'pay', on: 'redeem', from: 'points', amount: 'points', step: '100', minimum: '200', value: { times: ['redeemed', '0.01'] } },
  ],
  reverse: [{ id: 'refund', on: 'refund', of: ['purchase'], part: 'amount' }],
  vouchers: {
    welcome: {
      issue: { on: 'enroll' },
      until: { plus: { n: '30', unit: 'day' }, last: 'sameDate' },
      gives: { name: 'welcome', amountOff: '10', from: '40' },
    },
    half: {
      issue: { on: 'birthday', count: '2' },
      until: { endOf: { fixed: 'month' } },
      gives: { name: 'half', percentOff: '50', alone: true, most: '60' },
    },
  },
})

const play = (events: readonly ProgramEvent[]): AccountState => {
  let state: AccountState | undefined
  for (const event of events) {
    const applied = applyEvent(program, state, event)
    expect(applied.outcomes[0].outcome).toBe('applied')
    state = applied.state
  }
  return state as AccountState
}
const joined = { id: 'j', customerId: 'anna', type: 'enroll', at: '2026-05-01T09:00:00+02:00' }
const bought = { id: 'o1', type: 'purchase', at: '2026-05-02T09:00:00+02:00', amount: '600' }

describe('quote', () => {
  it('prices, applies benefits in their order and line by line', () => {
    const state = play([joined, bought])
    const lines = [
      { category: 'garden', amountMinor: 10_000 },
      { category: 'books', amountMinor: 5_000 },
    ]
    const basket = { lines, shippingMinor: 490 }
    const may = quote(program, state, basket, { at: '2026-05-10T10:00:00Z' })
    // May: 150.00. Steps: 10 off every 100 → 10; 15 off every 150 → 15: the better. 135.00; gold 5 % → 6.75; 128.25. Free delivery from 50.
    expect(may).toMatchObject({
      tier: 'gold',
      listMinor: 15_000,
      priceMinor: 12_825,
      shippingMinor: 0,
      totalMinor: 12_825,
      gifts: ['cotton bag'],
    })
    expect(may.event.customerId).toBe('anna') // the account's own, so that the event can be sent as it is
    expect(may.benefits.map(({ name, offMinor }) => [name, offMinor])).toEqual([
      ['15 off every 150', 1_500],
      ['bag', 0],
      ['gold price', 675],
      ['free delivery', 490],
    ])
    // 15.00 split 2 : 1 → 10.00 and 5.00: 90.00 and 45.00; 6.75 split 2 : 1 → 4.50 and 2.25.
    expect(may.linesMinor).toEqual([8_550, 4_275])
    // Gold earns 2 for each euro of 128.25: 256.50, rounded down.
    expect(may.earn.map(({ units }) => units)).toEqual([256])
    const june = quote(program, state, basket, { at: '2026-06-10T10:00:00Z' })
    // June: garden 20 % off → 80.00 + 50.00 = 130.00; steps of 100 → 10 (the other takes nothing): 120.00; gold 6.00: 114.00.
    expect(june).toMatchObject({ priceMinor: 11_400 })
  })

  it('says what could be redeemed, in steps and above the minimum', () => {
    const poor = play([joined, { ...bought, amount: '199' }])
    expect(quote(program, poor, { amount: '10' }, { at: '2026-05-10T10:00:00Z' }).spend).toEqual([])
    const rich = play([joined, bought])
    // 600 points: six steps of 100, worth 6.00.
    expect(quote(program, rich, { amount: '10' }, { at: '2026-05-10T10:00:00Z' }).spend).toEqual([
      { rule: 'pay', currency: 'points', most: '600', value: '6' },
    ])
  })

  it('lists the vouchers a basket may use and what each would take off alone', () => {
    const state = play([joined, { id: 'b', type: 'birthday', at: '2026-05-03T09:00:00+02:00' }])
    const { vouchers } = quote(program, state, { amount: '45' }, { at: '2026-05-10T10:00:00Z' })
    expect(vouchers).toEqual([
      { id: 'j/welcome/0', voucher: 'welcome', until: '2026-05-31', offMinor: 1_000 },
      { id: 'b/half/0', voucher: 'half', until: '2026-05-31', offMinor: 2_250 },
      { id: 'b/half/1', voucher: 'half', until: '2026-05-31', offMinor: 2_250 },
    ])
    expect(quote(program, state, { amount: '39.99' }, { at: '2026-05-10T10:00:00Z' }).vouchers[0].offMinor).toBe(0)
  })

  it('lets what goes alone win only when it is cheaper', () => {
    const state = play([joined, bought, { id: 'b', type: 'birthday', at: '2026-05-03T09:00:00+02:00' }])
    const asked = (amount: string) => quote(program, state, { amount, vouchers: ['b/half/0'] }, { at: '2026-05-10T10:00:00Z' })
    // 100: together 10 off, then 5 % of 90 = 4.50 → 85.50; alone 50 % → 50.00.
    expect(asked('100')).toMatchObject({ priceMinor: 5_000, benefits: [{ source: 'voucher', voucher: 'b/half/0', offMinor: 5_000 }] })
    // 1000: together 10 × 10 = 100 (6 × 15 = 90) → 900, 5 % → 855; alone at most 60 → 940.
    expect(asked('1000')).toMatchObject({ priceMinor: 85_500 })
  })

  it('uses a voucher once, lets it lapse, and gives it back with a full refund', () => {
    const state = play([joined])
    const { event, totalMinor } = quote(program, state, { amount: '50', vouchers: ['j/welcome/0'] }, { at: '2026-05-10T10:00:00Z' })
    expect(totalMinor).toBe(4_000)
    const used = applyEvent(program, state, { ...event, id: 'o9' } as ProgramEvent)
    expect(used.effects).toMatchObject([{ type: 'voucher.used', id: 'j/welcome/0' }])
    const again = applyEvent(program, used.state, { ...event, id: 'o10', at: '2026-05-11T10:00:00Z' } as ProgramEvent)
    expect(again.outcomes[0]).toMatchObject({ outcome: 'refused', refusal: 'voucher-unknown' })
    const part = applyEvent(program, used.state, { id: 'r1', type: 'refund', refersTo: 'o9', at: '2026-05-12T10:00:00Z', amount: '15' })
    expect(part.state.books.vouchers).toEqual([])
    const whole = applyEvent(program, part.state, { id: 'r2', type: 'refund', refersTo: 'o9', at: '2026-05-13T10:00:00Z', amount: '25' })
    expect(whole.state.books.vouchers).toEqual(state.books.vouchers)
    expect(readStanding(program, whole.state).balances).toEqual({ points: '0' })
    // 1 May and 30 days: good on 31 May, gone on 1 June, whether or not the refund came after.
    expect(advanceProgram(program, whole.state, { asOf: '2026-05-31' }).state.books.vouchers).toHaveLength(1)
    const lapsed = advanceProgram(program, whole.state, { asOf: '2026-06-01' })
    expect(lapsed.state.books.vouchers).toEqual([])
    expect(lapsed.effects).toMatchObject([{ type: 'voucher.ended', id: 'j/welcome/0' }])
    const tooLate = applyEvent(program, used.state, { id: 'r3', type: 'refund', refersTo: 'o9', at: '2026-06-02T10:00:00Z', amount: '40' })
    expect(tooLate.state.books.vouchers).toEqual([])
  })

  it('changes nothing, and buying gives exactly its figures', () => {
    const state = play([joined, bought, { id: 'b', type: 'birthday', at: '2026-05-03T09:00:00+02:00' }])
    const frozen = JSON.stringify(state)
    let seed = 7
    const next = (n: number): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      return seed % n
    }
    for (let round = 0; round < 200; round++) {
      const count = next(4)
      const lines = Array.from({ length: count }, () => ({ category: ['garden', 'books'][next(2)], amountMinor: next(40_000) }))
      const basket: Basket = {
        ...(count === 0 ? { amountMinor: next(40_000) } : { lines }),
        shippingMinor: next(900),
        vouchers: [[], ['j/welcome/0'], ['b/half/0'], ['j/welcome/0', 'b/half/1']][next(4)],
      }
      const at = Date.UTC(2026, 4 + next(2), 4 + next(26), next(24))
      // A voucher that has ended meanwhile is refused by both.
      const quoted = quote(program, state, basket, { at })
      const { state: after, entries, outcomes } = applyEvent(program, state, { ...quoted.event, id: 'o' } as ProgramEvent)
      expect(outcomes[0].outcome).toBe(quoted.refusal === undefined ? 'applied' : 'refused')
      expect(entries.filter(({ cause }) => cause === 'o').map(({ id: _, cause: __, ...entry }) => entry)).toEqual(quoted.earn)
      expect(quoted.linesMinor.reduce((sum, amount) => sum + amount, 0)).toBe(quoted.priceMinor)
      expect(quoted.benefits.reduce((sum, { offMinor }) => sum + offMinor, 0)).toBe(
        quoted.listMinor + (basket.shippingMinor ?? 0) - quoted.totalMinor,
      )
      expect(Math.min(...quoted.linesMinor, quoted.shippingMinor)).toBeGreaterThanOrEqual(0)
      if (quoted.refusal === undefined)
        expect(Math.round(100 * Number(readStanding(program, after).metrics.spend))).toBe(60_000 + quoted.priceMinor)
    }
    expect(JSON.stringify(state)).toBe(frozen)
  })

  it('refuses to look back', () => {
    expect(() => quote(program, play([bought]), { amount: '1' }, { at: '2026-05-01T00:00:00Z' })).toThrow('quote-before')
    expect(() => quote(program, undefined, { lines: [{ amountMinor: -1 }] }, { at: '2026-05-01T00:00:00Z' })).toThrow('basket')
  })
})
