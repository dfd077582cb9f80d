/**
 * A file of 200 MB, made up in a temporary folder and streamed. `npm test` runs a twentieth of it; the whole is
 * `TIERWISE_CASES=20 npx vitest run test/examples/crm-import/large.test.ts`.
 */

import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { cases } from '../../support/cases.js'

const start = fileURLToPath(new URL('../../../scripts/start.mjs', import.meta.url))
const DAY = 86_400_000

/** A number to 0 … 1 without a pattern. */
function scattered(n: number): number {
  let hash = Math.imul(n + 1, 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/**
 * Orders of `customers` customers over 1,000 days: each comes on a day of their own, stays for a while of their own, and some buy far more often than
 * others, so that there is something for the models to find. The file has at least `size` bytes.
 */
function writeOrders(path: string, size: number, customers: number): number {
  const fd = openSync(path, 'w')
  let piece = 'order_id,customer_id,order_date,amount,category,note\n'
  let bytes = 0
  let rows = 0
  while (bytes < size) {
    const customer = rows < customers ? rows : Math.floor(customers * scattered(3 * rows) ** 2)
    const came = 900 * scattered(customer)
    const stayed = (1000 - came) * scattered(customer + 1e9) ** 0.5
    const day = Math.floor(came + (rows < customers ? 0 : stayed * scattered(3 * rows + 1)))
    const date = new Date(Date.parse('2023-01-01') + day * DAY).toISOString().slice(0, 10)
    const amount = (5 + 200 * scattered(3 * rows + 2) * scattered(customer + 2e9)).toFixed(2)
    piece += `o${rows},c${customer},${date},${amount},cat${rows % 12},a remark that nobody reads ${rows}\n`
    rows++
    if (piece.length > 1 << 20) {
      bytes += writeSync(fd, piece)
      piece = ''
    }
  }
  writeSync(fd, piece)
  closeSync(fd)
  return rows
}

it('a large file ends well within the memory of a small machine', { timeout: 1_800_000 }, () => {
  const cwd = mkdtempSync(join(tmpdir(), 'crm-import-large-'))
  try {
    const megabytes = Math.min(200, cases(10))
    const customers = megabytes < 200 ? 300 * megabytes : 150_000
    const rows = writeOrders(join(cwd, 'orders.csv'), megabytes * 1e6, customers)
    // The heap may take 1 GB and twice the file's rows; the whole file as text would not fit beside them.
    const heap = 1024 + 15 * megabytes
    const ran = spawnSync(process.execPath, [`--max-old-space-size=${heap}`, start, 'orders.csv'], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: `--max-old-space-size=${heap}` },
      maxBuffer: 1e8,
    })
    if (megabytes > 20) expect(ran.stderr).toMatch(/Reading orders\.csv: \d+ % of \d+ MB\n/)
    expect([ran.status, ran.stderr.replace(/Reading orders\.csv: \d+ % of \d+ MB\n|.+(?:: \d+ %| …)\n/g, '')]).toEqual([0, ''])
    expect(ran.stdout).toContain(`orders: ${rows.toLocaleString('en')} rows, ${rows.toLocaleString('en')} used, 0 skipped`)
    const table = readFileSync(join(cwd, 'out/customer-tiers.csv'), 'utf8')
    expect(table.split('\r\n').length).toBe(customers + 2) // heading, and the end of the last line
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
})
