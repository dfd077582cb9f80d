/**
 * RFM as `rfm`, of orders whose customers and times are texts, as JSON, CSV files and database drivers give them: fifteen letters and digits an id,
 * `2024-03-05T12:34:56.789Z`, every row with a string of its own. The ceiling packs the ids' bytes into words and reads the times by hand.
 */
import { stringId } from './ceilings/w1-rfm/gen.mjs'
import { isoMs } from './ceilings/w1-rfm/iso.mjs'
import { aggStringChunk } from './ceilings/w1-rfm/kernel.mjs'
import { AS_OF, check, inDays, load as loadOrders, naive, prepare, throughFacts } from './rfm.mjs'

export { check, prepare }

export const base = 'ceiling'
const goals = [
  { goal: 'G2', variant: 'tierwise, figures asked', of: 'ceiling', atMost: 1.2 },
  { goal: 'G2', variant: 'tierwise, figures asked', of: 'naive', atMost: 1 / 5 },
]
export const sizes = {
  '100k orders / 10k customers': { orders: 100_000, customers: 10_000, quick: true, warm: 10, runs: 10, goals },
  '1.25M orders / 125k customers': { orders: 1_250_000, customers: 125_000, warm: 1, runs: 3, goals },
}
export const growth = {
  variants: ['ceiling', 'tierwise, figures asked'],
  sizes: {
    '312k orders': { orders: 312_500, customers: 31_250, warm: 2, runs: 3 },
    '625k orders': { orders: 625_000, customers: 62_500, warm: 2, runs: 3 },
    '1.25M orders': { orders: 1_250_000, customers: 125_000, warm: 1, runs: 3 },
    '2.5M orders': { orders: 2_500_000, customers: 250_000, warm: 1, runs: 3 },
  },
}

export const variants = {
  ceiling:
    ({ id, at, cents, length }) =>
    () => {
      const times = new Float64Array(length)
      for (let i = 0; i < length; i++) times[i] = isoMs(at[i])
      return inDays(aggStringChunk(id, times, cents))
    },
  tierwise: (loaded) => throughFacts(loaded, { asOf: AS_OF }, { customer: 'id', at: 'at', amount: { column: 'cents', unit: 'minor' } }),
  'tierwise, figures asked': (loaded) =>
    throughFacts(
      loaded,
      { asOf: AS_OF, figures: ['orders', 'revenueMinor', 'firstAt', 'lastAt', 'recencyDays'] },
      { customer: 'id', at: 'at', amount: { column: 'cents', unit: 'minor' } },
    ),
  naive: ({ id, at, cents, length }) => {
    const orders = Array.from({ length }, (_, i) => ({ customerId: id[i], at: at[i], amount: cents[i] }))
    return () => naive(orders.map(({ customerId, at: text, amount }) => ({ customerId, date: new Date(text).getTime(), amount })))
  },
}

/** Every row has strings of its own: nobody shares them between the rows of a file. */
export function load(size, folder) {
  const { dense, at, cents, length } = loadOrders(size, folder)
  const own = (text) => Buffer.from(text, 'latin1').latin1Slice()
  return {
    length,
    id: Array.from(dense, (c) => own(stringId(c))),
    at: Array.from(at, (instant) => own(new Date(instant).toISOString())),
    cents,
  }
}
