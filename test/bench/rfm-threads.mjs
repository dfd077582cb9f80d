/**
 * The orders of `rfm` in shared memory → the summary of every customer, on one thread and over several. What counts is the wall clock, on a machine
 * with nothing else to do; processor time shows what the sharing costs.
 */
import { load as loadOrders, prepare } from './rfm.mjs'

export { prepare }

const AS_OF = Date.UTC(2025, 0, 1)
export const base = 'one thread'
export const sizes = {
  '10M orders / 1M customers': {
    orders: 10_000_000,
    customers: 1_000_000,
    warm: 2,
    runs: 5,
    goals: [{ goal: 'threads', variant: 'two threads', of: 'one thread', atMost: 1 / 1.7, figure: 'wall' }],
  },
}

export const growth = {
  variants: ['one thread', 'two threads'],
  sizes: {
    '1.25M orders': { orders: 1_250_000, customers: 125_000, warm: 2, runs: 3 },
    '2.5M orders': { orders: 2_500_000, customers: 250_000, warm: 2, runs: 3 },
    '5M orders': { orders: 5_000_000, customers: 500_000, warm: 1, runs: 3 },
    '10M orders': { orders: 10_000_000, customers: 1_000_000, warm: 1, runs: 3 },
  },
}

export async function load(size, folder) {
  const { readFacts } = await import('tierwise/facts')
  const { id, at, cents, length } = loadOrders(size, folder)
  const columns = Object.fromEntries(Object.entries({ id, at, cents }).map(([name, column]) => [name, shared(column)]))
  const order = { customer: 'id', at: { column: 'at', epoch: 'ms' }, amount: { column: 'cents', unit: 'minor' } }
  return readFacts({ length, columns }, { order, currency: 'CNY', timeZone: 'UTC' }).facts
}

export const variants = {
  'one thread': async (loaded) => {
    const { newSummaryWorkspace, summarize } = await import('tierwise/facts')
    const facts = await loaded
    const workspace = newSummaryWorkspace()
    return () => summarize(facts, { asOf: AS_OF, workspace })
  },
  'two threads': async (loaded) => {
    const { Worker } = await import('node:worker_threads')
    const { newSummaryWorkspace } = await import('tierwise/facts')
    const { startThreads, summarizeInThreads } = await import('tierwise/workers')
    const facts = await loaded
    const start = () => new Worker(new URL(import.meta.resolve('tierwise/workers/thread')))
    const threads = await startThreads({ count: 2, start })
    const workspace = newSummaryWorkspace()
    return () => summarizeInThreads(threads, facts, { asOf: AS_OF, workspace })
  },
}

export function check({ length, columns: { recencyDays, orders, revenueMinor } }) {
  const sums = [0, 0, 0]
  for (let i = 0; i < length; i++) {
    sums[0] += recencyDays[i] * ((i % 7) + 1)
    sums[1] += orders[i] * ((i % 7) + 1)
    sums[2] += revenueMinor[i]
  }
  return [length, ...sums].join(' ')
}

function shared(column) {
  const copy = new column.constructor(new SharedArrayBuffer(column.byteLength))
  copy.set(column)
  return copy
}
