import { readFacts, summarize } from 'tierwise/facts'
import { simulateShop } from 'tierwise/simulate'
import { describe, expect, it } from 'vitest'

const OPTIONS = { seed: 7, customers: 400, from: '2025-01-01', to: '2025-12-31', timeZone: 'Asia/Shanghai', currency: 'CNY' } as const
const shop = simulateShop(OPTIONS)

describe('simulateShop', () => {
  it('gives the same rows for the same options, others for another seed', () => {
    expect(simulateShop(OPTIONS)).toEqual(shop)
    expect(simulateShop({ ...OPTIONS, seed: 8 }).rows.order).not.toEqual(shop.rows.order)
  })

  it('is read by its own mapping without an issue, and every kind is there', () => {
    const { facts, issues } = readFacts(shop.rows, shop.mapping)
    expect(issues.filter(({ outcome }) => outcome !== 'info')).toEqual([])
    expect(new Set(facts.columns.type.values)).toEqual(
      new Set('purchase refund visit view click ticket review referral training feedback answer enroll'.split(' ')),
    )
    expect(facts.customers.ids.length).toBe(400)
  })

  it('keeps the first customers as they are when there are more', () => {
    const { rows } = simulateShop({ ...OPTIONS, customers: 500 })
    expect(rows.customer.slice(0, 400)).toEqual(shop.rows.customer)
    const amounts = (orders: typeof rows.order) => orders.filter(({ customerId }) => customerId === 'C00001').map(({ amount }) => amount)
    expect(amounts(rows.order)).toEqual(amounts(shop.rows.order))
  })

  it('has lines that sum to their order, to the cent, and refunds within it', () => {
    const cents = (text: string) => Math.round(Number(text) * 100)
    const left = new Map<string, number>()
    for (const { orderId, amount, lines } of shop.rows.order) {
      expect(lines.reduce((sum, line) => sum + cents(line.amount), 0)).toBe(cents(amount))
      left.set(orderId, cents(amount))
    }
    for (const { orderId, amount } of shop.rows.refund) {
      left.set(orderId, (left.get(orderId) as number) - cents(amount))
      expect(left.get(orderId)).toBeGreaterThanOrEqual(0)
    }
  })

  it('stays within its days by the clock of its zone', () => {
    const times = (Object.values(shop.rows) as readonly object[][]).flatMap((rows) =>
      rows.flatMap((row) => Object.entries(row).filter(([key, value]) => /at$/i.test(key) && value)),
    )
    for (const [, time] of times) expect(String(time)).toMatch(/^2025-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/)
    expect(times.length).toBeGreaterThan(2000)
  })

  it('looks alive: one-time buyers and regulars, prospects, few refunds, a season', () => {
    const { facts } = readFacts(shop.rows, shop.mapping)
    const { frequency, orders, refundedMinor, revenueMinor } = summarize(facts, { asOf: '2025-12-31' }).columns
    const share = (values: ArrayLike<number>, of: (value: number) => boolean) => Array.from(values).filter(of).length / values.length
    expect(share(frequency, Number.isNaN)).toBeGreaterThan(0.02)
    expect(share(frequency, (x) => x === 0)).toBeGreaterThan(0.15)
    expect(share(frequency, (x) => x >= 5)).toBeGreaterThan(0.1)
    const total = (values: Float64Array) => values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0)
    expect(total(refundedMinor) / total(revenueMinor)).toBeGreaterThan(0.005)
    expect(total(refundedMinor) / total(revenueMinor)).toBeLessThan(0.1)
    const sorted = Array.from(orders)
      .filter((n) => n > 0)
      .sort((a, b) => b - a)
    const top = sorted.slice(0, Math.ceil(sorted.length / 5)).reduce((a, b) => a + b, 0)
    expect(top / total(orders)).toBeGreaterThan(0.4)
  })

  it('writes amounts in the places of the currency, and times in the offset of the zone', () => {
    const yen = simulateShop({ ...OPTIONS, customers: 20, currency: 'JPY', timeZone: 'America/New_York' })
    expect(yen.rows.order.every(({ amount }) => /^\d+$/.test(amount))).toBe(true)
    expect(new Set(yen.rows.order.map(({ orderedAt }) => orderedAt.slice(19)))).toEqual(new Set(['-05:00', '-04:00']))
  })

  it.each([
    ['seed', { seed: 0.5 }],
    ['customers', { customers: -1 }],
    ['from', { from: '2025-02-30' }],
    ['to', { to: '2024-12-31' }],
    ['currency', { currency: 'ABC' }],
  ])('refuses a bad %s', (option, change) => {
    expect(() => simulateShop({ ...OPTIONS, ...change })).toThrow(
      expect.objectContaining({ code: 'tierwise.usage', problem: 'simulate.shop.option', params: { option } }),
    )
  })

  it('is empty without customers', () => {
    expect(Object.values(simulateShop({ ...OPTIONS, customers: 0 }).rows).flat()).toEqual([])
  })
})
