/** Threads where the library lives: required by a CommonJS program, and in a page that may share memory and one that may not. */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const hasBrowser = existsSync(CHROMIUM)
if (!hasBrowser) console.log(`Threads are not run in a browser here: there is no ${CHROMIUM}.`)

mkdirSync('out', { recursive: true })
const folder = mkdtempSync('out/hosts-')
afterAll(() => rmSync(folder, { recursive: true }))

/** 40,000 orders of 6,000 customers, summarized on one thread and over two; what is told is whether all columns have the same bits. */
const compared = `
import { readFacts, summarize } from './src/facts/index.js'
import { startThreads, stopThreads, summarizeInThreads } from './src/workers/index.js'
export async function compare(start) {
  const length = 40_000
  const columns = { id: new Int32Array(length), at: new Float64Array(length), cents: new Float64Array(length) }
  for (let i = 0; i < length; i++) {
    columns.id[i] = Math.imul(((i * 7919) % 6000) + 1, 0x9e3779b1) >>> 1
    columns.at[i] = Date.UTC(2024, 0, 1) + i * 600_000
    columns.cents[i] = (i * 104_729) % 10_000
  }
  const order = { customer: 'id', at: { column: 'at', epoch: 'ms' }, amount: { column: 'cents', unit: 'minor' } }
  const { facts } = readFacts({ length, columns }, { order, currency: 'EUR', timeZone: 'Europe/Berlin' })
  const alone = summarize(facts, { asOf: '2025-01-01' })
  const threads = await startThreads({ count: 2, start })
  const table = await summarizeInThreads(threads, facts, { asOf: '2025-01-01' })
  stopThreads(threads)
  const names = Object.keys(alone.columns).filter((name) => alone.columns[name] instanceof Float64Array)
  const same = names.every((name) => alone.columns[name].every((value, i) => Object.is(value, table.columns[name][i])))
  return {
    customers: table.length,
    columns: names.length,
    same: same && String(alone.columns.customerId) === String(table.columns.customerId),
    shared: typeof SharedArrayBuffer !== 'undefined' && table.columns.orders.buffer instanceof SharedArrayBuffer,
  }
}`

async function bundle(format: 'cjs' | 'esm', platform: 'node' | 'browser', extension: string): Promise<{ main: string; thread: string }> {
  const common = { bundle: true, format, platform, logLevel: 'silent' } as const
  const main = resolve(join(folder, `main.${extension}`))
  const thread = resolve(join(folder, `thread.${extension}`))
  await build({ ...common, stdin: { contents: compared, resolveDir: resolve('.') }, outfile: main })
  await build({ ...common, entryPoints: ['src/workers/thread.ts'], outfile: thread })
  return { main, thread }
}

const answer = { customers: 6000, columns: 15, same: true }

test('a CommonJS program has them', async () => {
  const { main, thread } = await bundle('cjs', 'node', 'cjs')
  const program = resolve(join(folder, 'program.cjs'))
  writeFileSync(
    program,
    `const { Worker } = require('node:worker_threads')
require(${JSON.stringify(main)}).compare(() => new Worker(${JSON.stringify(thread)})).then((told) => console.log(JSON.stringify(told)))`,
  )
  const { stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8', timeout: 60_000 })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual({ ...answer, shared: true })
})

describe.skipIf(!hasBrowser)('Chromium', () => {
  let browser: Browser
  let server: Server
  beforeAll(async () => {
    const { main, thread } = await bundle('esm', 'browser', 'js')
    const { readFile } = await import('node:fs/promises')
    server = createServer(async (request, response) => {
      const isolated = request.url?.includes('isolated')
      response.setHeader('content-security-policy', "default-src 'self'")
      if (isolated || request.headers.referer?.includes('isolated')) {
        response.setHeader('cross-origin-opener-policy', 'same-origin')
        response.setHeader('cross-origin-embedder-policy', 'require-corp')
      }
      const file = request.url === '/main.js' ? main : request.url === '/thread.js' ? thread : undefined
      response.setHeader('content-type', file ? 'text/javascript' : 'text/html')
      response.end(file ? await readFile(file) : '<!doctype html><title>threads</title>')
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  test.each([
    ['shares memory where the page is isolated', 'isolated', true],
    ['sends columns where it is not', 'plain', false],
  ])(
    '%s, with the same bits',
    async (_, path, shared) => {
      const page = await browser.newPage()
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`)
      const told = await page.evaluate(
        `import('/main.js').then(({ compare }) => compare(() => new Worker('/thread.js', { type: 'module' })))`,
      )
      expect(told).toEqual({ ...answer, shared })
      await page.close()
    },
    60_000,
  )
})
