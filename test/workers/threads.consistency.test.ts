import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { collectFacts, type Fact, newSummaryWorkspace, readFacts, summarize } from '../../src/facts/index.js'
import { startThreads, stopThreads, summarizeInThreads, type Threads } from '../../src/workers/index.js'

mkdirSync('out', { recursive: true })
const folder = mkdtempSync('out/threads-')
const thread = resolve(join(folder, 'thread.mjs'))
let threads: Threads
beforeAll(async () => {
  await build({
    entryPoints: ['src/workers/thread.ts'],
    outfile: thread,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  })
  threads = await startThreads({ count: 2, start: () => new Worker(thread) })
})
afterAll(() => {
  stopThreads(threads)
  rmSync(folder, { recursive: true })
})

afterEach(() => vi.unstubAllGlobals())

const DAY = 86_400_000
/** Also where a test takes it away from the rest. */
const Shared = SharedArrayBuffer
const START = Date.UTC(2024, 0, 1)
const order = { customer: 'id', at: { column: 'at', epoch: 'ms' }, amount: { column: 'cents', unit: 'minor' } } as const
const count = 60_000

/** Sparse ids in an order that has no pattern for the ranges. */
function factsOf({ shared = false, timeZone = 'UTC' }) {
  const buffer = (bytes: number): ArrayBuffer => (shared ? (new Shared(bytes) as unknown as ArrayBuffer) : new ArrayBuffer(bytes))
  const columns = {
    id: new Int32Array(buffer(4 * count)).map((_, i) => Math.imul(((i * 7919) % 9001) + 1, 0x9e3779b1) >>> 1),
    at: new Float64Array(buffer(8 * count)),
    cents: new Float64Array(buffer(8 * count)),
  }
  const id = new Int32Array(buffer(4 * count))
  id.set(columns.id)
  for (let i = 0; i < count; i++) {
    columns.at[i] = START + Math.floor((i * 400 * DAY) / count)
    columns.cents[i] = (i * 104_729) % 10_000
  }
  return readFacts({ length: count, columns: { ...columns, id } }, { order, currency: 'EUR', timeZone }).facts
}

/** The hours around the moment at which the clocks of St. John's went back past midnight. */
function returning() {
  const columns = { id: new Int32Array(count), at: new Float64Array(count), cents: new Float64Array(count) }
  for (let i = 0; i < count; i++) {
    columns.id[i] = Math.imul(((i * 7919) % 9001) + 1, 0x9e3779b1) >>> 1
    columns.at[i] = Date.parse('2010-11-07T00:31:00Z') + Math.floor((i * 4 * 3_600_000) / count)
    columns.cents[i] = (i * 104_729) % 10_000
  }
  return readFacts({ length: count, columns }, { order, currency: 'CAD', timeZone: 'America/St_Johns' }).facts
}

/** Refunds, costs and a discount beside purchases, ids that are texts, one customer without a purchase. */
function mixed() {
  const facts: Fact[] = []
  for (let i = 0; i < 500; i++) {
    const customerId = `c${i % 37}`
    const at = START + i * 6 * 3_600_000
    facts.push({
      id: `o${i}`,
      customerId,
      type: 'purchase',
      at,
      amountMinor: 1000 + i,
      lines: [{ costMinor: i }],
      attributes: { discountMinor: i % 3 },
    })
    if (i % 5 === 0) facts.push({ id: `r${i}`, customerId, type: 'refund', at: at + 1, amountMinor: 100, refersTo: `o${i}` })
  }
  facts.push({ customerId: 'visitor', type: 'visit', at: START, attributes: { costMinor: 5 } })
  return collectFacts(facts, { timeZone: 'America/New_York', currency: 'EUR' })
}

/** Ids in two far clusters: nine tenths of 400,000 rows lie in one bin of the range. */
function crowded() {
  const length = 400_000
  const columns = {
    id: Int32Array.from({ length }, (_, i) => (i % 10 === 0 ? 2_000_000_000 + ((i * 31) % 5003) : (i * 17) % 4999)),
    at: Float64Array.from({ length }, (_, i) => START + i * 1000),
    cents: Float64Array.from({ length }, (_, i) => (i * 7) % 1000),
  }
  return readFacts({ length, columns }, { order, currency: 'EUR', timeZone: 'UTC' }).facts
}

const bits = (table: { readonly columns: object }) =>
  Object.entries(table.columns).map(([name, column]) => [
    name,
    ArrayBuffer.isView(column)
      ? Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString('base64')
      : JSON.stringify(column),
  ])

const BASES = [
  ['of columns that are copied', () => factsOf({})],
  ['of columns in shared memory', () => factsOf({ shared: true })],
  ['in a zone whose clocks change', () => factsOf({ timeZone: 'America/New_York' })],
  ['of a day that comes back', returning],
  ['with refunds, costs, discounts and a prospect', mixed],
  ['of numbers that crowd in a corner of their range', crowded],
  ['of no facts', () => collectFacts([], { timeZone: 'UTC', currency: 'EUR' })],
] as const

describe.each([
  ['memory that threads share', () => undefined],
  ['no shared memory', () => vi.stubGlobal('SharedArrayBuffer', undefined)],
])('a summary in threads with %s has the bits of one without', (_, stub) => {
  test.each(BASES)('%s', async (_name, facts) => {
    const asked = [
      { asOf: '2025-06-01' },
      { asOf: '2024-03-01', countBy: 'week', refundsAt: 'refund' },
      { asOf: '2025-06-01', figures: ['orders', 'revenueMinor', 'recencyDays'] },
    ] as const
    const expected = asked.map((options) => bits(summarize(facts(), options)))
    stub()
    for (const [i, options] of asked.entries()) expect(bits(await summarizeInThreads(threads, facts(), options))).toEqual(expected[i])
  })
})

test('a workspace serves one summary after the other, on one thread and over several, and two at once', async () => {
  const workspace = newSummaryWorkspace()
  const expected = [factsOf({}), crowded()].map((facts) => bits(summarize(facts, { asOf: '2025-06-01' })))
  for (const [i, facts] of [factsOf({}), crowded(), factsOf({})].entries())
    expect(bits(await summarizeInThreads(threads, facts, { asOf: '2025-06-01', workspace }))).toEqual(expected[i % 2])
  expect(workspace.at.length).toBe(400_000)
  expect(bits(summarize(crowded(), { asOf: '2025-06-01', workspace }))).toEqual(expected[1])
  const both = [factsOf({}), crowded()].map((facts) => summarizeInThreads(threads, facts, { asOf: '2025-06-01', workspace }))
  expect((await Promise.all(both)).map(bits)).toEqual(expected)
})

test('progress rises to all of the work', async () => {
  const seen: { done: number; total: number }[] = []
  await summarizeInThreads(threads, factsOf({}), { asOf: '2025-06-01', onProgress: (progress) => seen.push(progress) })
  expect(seen.length).toBeGreaterThan(8)
  for (let i = 1; i < seen.length; i++) expect(seen[i].done).toBeGreaterThan(seen[i - 1].done)
  expect(seen.at(-1)).toEqual({ done: 5 * count, total: 5 * count }) // range, histogram, placing, numbering, figures
})

test('an aborted signal refuses the answer between two steps, with its reason, and the threads go on serving', async () => {
  let steps = 0
  const controller = new AbortController()
  const answer = summarizeInThreads(threads, factsOf({}), {
    asOf: '2025-06-01',
    signal: controller.signal,
    onProgress: () => {
      if (++steps === 3) controller.abort(new Error('closed the page'))
    },
  })
  await expect(answer).rejects.toThrow('closed the page')
  expect(steps).toBe(3)
  await expect(
    summarizeInThreads(threads, factsOf({}), { asOf: '2025-06-01', signal: AbortSignal.abort(new Error('never')) }),
  ).rejects.toThrow('never')
  expect((await summarizeInThreads(threads, factsOf({}), { asOf: '2025-06-01' })).length).toBe(9001)
})

test('two summaries at once do not mix', async () => {
  const [a, b] = [factsOf({}), mixed()]
  const [one, other] = await Promise.all([a, b].map((facts) => summarizeInThreads(threads, facts, { asOf: '2025-06-01' })))
  expect([bits(one), bits(other)]).toEqual([a, b].map((facts) => bits(summarize(facts, { asOf: '2025-06-01' }))))
})

test('a sum beyond the safe integers is refused as on one thread', async () => {
  const facts = collectFacts(
    [1, 2].map((i): Fact => ({ customerId: 'c', type: 'purchase', at: START + i, amountMinor: Number.MAX_SAFE_INTEGER })),
    { timeZone: 'UTC', currency: 'EUR' },
  )
  await expect(summarizeInThreads(threads, facts, { asOf: '2025-06-01' })).rejects.toThrow('tierwise.decimal.unsafe')
})

describe('threads that cannot be had are a coded answer', () => {
  test('where the host forbids workers', async () => {
    const start = (): never => {
      throw new Error('Refused by Content Security Policy')
    }
    await expect(startThreads({ count: 2, start })).rejects.toThrow(
      'workers.threads.unavailable (problem "Refused by Content Security Policy")',
    )
  })

  test('where the module is not there, or fails', async () => {
    await expect(startThreads({ count: 1, start: () => new Worker('./nowhere.mjs') })).rejects.toThrow('workers.threads.unavailable')
    writeFileSync(join(folder, 'broken.mjs'), 'throw new Error("no")')
    await expect(startThreads({ count: 1, start: () => new Worker(resolve(join(folder, 'broken.mjs'))) })).rejects.toThrow(
      'workers.threads.unavailable',
    )
  })

  test('and stopped ones too', async () => {
    const own = await startThreads({ count: 1, start: () => new Worker(thread) })
    const answer = summarizeInThreads(own, factsOf({}), { asOf: '2025-06-01' })
    stopThreads(own)
    await expect(answer).rejects.toThrow('workers.threads.stopped')
    await expect(summarizeInThreads(own, factsOf({}), { asOf: '2025-06-01' })).rejects.toThrow('workers.threads.stopped')
  })
})
