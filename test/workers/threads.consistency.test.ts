import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collectFacts, type Fact, readFacts, summarize } from '../../src/facts/index.js'
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

const DAY = 86_400_000
const START = Date.UTC(2024, 0, 1)
const order = { customer: 'id', at: { column: 'at', epoch: 'ms' }, amount: { column: 'cents', unit: 'minor' } } as const
const count = 60_000

/** Sparse ids in an order that has no pattern for the ranges. */
function factsOf({ shared = false, timeZone = 'UTC' }) {
  const buffer = (bytes: number): ArrayBuffer =>
    shared ? (new SharedArrayBuffer(bytes) as unknown as ArrayBuffer) : new ArrayBuffer(bytes)
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

const bits = (table: { readonly columns: object }) =>
  Object.entries(table.columns).map(([name, column]) => [
    name,
    ArrayBuffer.isView(column)
      ? Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString('base64')
      : JSON.stringify(column),
  ])

describe('a summary in threads has the bits of one without', () => {
  test.each([
    ['of columns that are copied', () => factsOf({})],
    ['of columns in shared memory', () => factsOf({ shared: true })],
    ['in a zone whose clocks change', () => factsOf({ timeZone: 'America/New_York' })],
    ['with refunds, costs, discounts and a prospect', mixed],
    ['of no facts', () => collectFacts([], { timeZone: 'UTC', currency: 'EUR' })],
  ])('%s', async (_, facts) => {
    for (const options of [{ asOf: '2025-06-01' }, { asOf: '2024-03-01', countBy: 'week', refundsAt: 'refund' }] as const)
      expect(bits(await summarizeInThreads(threads, facts(), options))).toEqual(bits(summarize(facts(), options)))
  })
})

test('progress reaches the number of purchases', async () => {
  const seen: { done: number; total: number }[] = []
  await summarizeInThreads(threads, factsOf({}), { asOf: '2025-06-01', onProgress: (progress) => seen.push(progress) })
  expect(seen.map(({ done }) => done)).toEqual([30_000, 60_000])
  expect(seen.at(-1)).toEqual({ done: count, total: count })
})

test('an aborted signal refuses the answer with its reason, and the threads go on serving', async () => {
  const controller = new AbortController()
  const answer = summarizeInThreads(threads, factsOf({}), {
    asOf: '2025-06-01',
    signal: controller.signal,
    onProgress: () => controller.abort(new Error('closed the page')),
  })
  await expect(answer).rejects.toThrow('closed the page')
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
