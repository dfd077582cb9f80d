/**
 * A file of orders read in chunks of 100,000 → the summary of every customer. Pushed into partials that drop ids, a chunk is forgotten once it is
 * read; at once, all of it is in memory. The larger file has the same customers on the same days, with eight times the orders.
 */
import { closeSync, openSync, readSync } from 'node:fs'
import { prepare as prepareOrders } from './rfm.mjs'

const AS_OF = Date.UTC(2025, 0, 1)
const CHUNK = 100_000
const MAPPING = {
  order: { customer: 'id', at: { column: 'at', epoch: 'ms' }, amount: { column: 'cents', unit: 'minor' } },
  currency: 'CNY',
  timeZone: 'UTC',
}

export const base = 'at once'
export const sizes = {
  '100k orders / 10k customers': { orders: 100_000, customers: 10_000, times: 1, quick: true, warm: 1, runs: 3 },
  '800k orders / 10k customers': { orders: 100_000, customers: 10_000, times: 8, quick: true, warm: 1, runs: 3 },
}

export const prepare = prepareOrders

export function load(size, folder) {
  return { ...size, folder }
}

export const variants = {
  'at once': async (file) => {
    const { readFacts, summarize } = await import('tierwise/facts')
    return () => {
      const columns = {
        id: new Int32Array(file.orders * file.times),
        at: new Float64Array(file.orders * file.times),
        cents: new Float64Array(file.orders * file.times),
      }
      let length = 0
      for (const chunk of chunksOf(file)) {
        for (const name of Object.keys(columns)) columns[name].set(chunk.columns[name], length)
        length += chunk.length
      }
      return summarize(readFacts({ length, columns }, MAPPING).facts, { asOf: AS_OF })
    }
  },
  'pushed in chunks': async (file) => {
    const { addFacts, emptyPartials, finish, readFacts } = await import('tierwise/facts')
    return () => {
      const partials = emptyPartials(MAPPING, { ids: 'drop' })
      for (const chunk of chunksOf(file)) addFacts(partials, readFacts(chunk, MAPPING).facts)
      return finish(partials, { asOf: AS_OF })
    }
  },
}

/** What the pushed file takes: JSON of its partials. */
export async function notes(size, folder) {
  const { addFacts, emptyPartials, readFacts } = await import('tierwise/facts')
  const partials = emptyPartials(MAPPING, { ids: 'drop' })
  for (const chunk of chunksOf({ ...size, folder })) addFacts(partials, readFacts(chunk, MAPPING).facts)
  const days = partials.customers.reduce((sum, customer) => sum + customer.days.length / 10, 0)
  const bytes = Buffer.byteLength(JSON.stringify(partials))
  return [
    `pushed ${size.orders * size.times} orders: ${days} customer-days, ${(bytes / 1e6).toFixed(1)} MB of JSON, ${(bytes / days).toFixed(0)} bytes each`,
  ]
}

export function check({ length, columns: { recencyDays, orders, revenueMinor, frequency } }) {
  const sums = [0, 0, 0, 0]
  for (let i = 0; i < length; i++) {
    sums[0] += recencyDays[i] * ((i % 7) + 1)
    sums[1] += orders[i] * ((i % 7) + 1)
    sums[2] += revenueMinor[i]
    sums[3] += frequency[i] * ((i % 5) + 1)
  }
  return [length, ...sums].join(' ')
}

/** Each order `times` in a row, so that the file stays in the order of time. */
function* chunksOf({ orders, times, folder }) {
  const files = { id: Int32Array, at: Float64Array, cents: Float64Array }
  const open = Object.fromEntries(Object.keys(files).map((name) => [name, openSync(`${folder}/rfm-${orders}.${name}`)]))
  const rows = CHUNK / times
  for (let from = 0; from < orders; from += rows) {
    const columns = {}
    const read = Math.min(rows, orders - from)
    for (const [name, Column] of Object.entries(files)) {
      const once = new Column(read)
      const bytes = new Uint8Array(once.buffer)
      readSync(open[name], bytes, 0, bytes.length, from * Column.BYTES_PER_ELEMENT)
      columns[name] = Column.from({ length: read * times }, (_, i) => once[Math.floor(i / times)])
    }
    yield { length: read * times, columns }
  }
  for (const file of Object.values(open)) closeSync(file)
}
