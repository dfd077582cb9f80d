import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { command } from './command.js'

/** Other people's data sets stand beside the clone, if at all; our own are committed. */
const SHARED = '../shared/reference'
const own = [resolve('test/fixtures/own'), resolve(SHARED, 'own')].find((folder) => existsSync(join(folder, 'orders.csv')))

const cases: readonly [name: string, files: readonly string[], rows: string, fields: readonly string[], asOf: string][] = [
  [
    'CDNOW transactions',
    [`${SHARED}/data/cdnow_sample_transactions.csv`],
    'orders: 6,919 rows, 6,919 used, 0 skipped',
    ['customer ← customer_id', 'time ← date', 'amount ← amount', 'quantity ← cds'],
    '1998-06-30',
  ],
  [
    'the R package’s orders',
    [`${SHARED}/data/rfm_orders.csv`],
    'orders: 4,906 rows, 4,906 used, 0 skipped',
    ['customer ← customer_id', 'time ← order_date', 'amount ← revenue'],
    '2006-12-30',
  ],
  [
    'our own orders and refunds',
    own ? [join(own, 'orders.csv'), join(own, 'refunds.csv')] : [`${SHARED}/own/orders.csv`],
    'orders: 2,395 rows, 2,395 used, 0 skipped',
    ['customer ← customer_id', 'time ← ordered_at', 'amount ← amount', 'id ← order_id', 'order ← order_id', 'time ← refunded_at'],
    '2025-06-30',
  ],
]

describe('real input, without a flag', () => {
  for (const [name, files, rows, fields, asOf] of cases) {
    const missing = files.find((path) => !existsSync(path))
    if (missing) console.log(`${name}: not run here, there is no ${missing}`)
    it(name, { skip: missing !== undefined }, async () => {
      using ran = await command(
        {},
        files.map((path) => resolve(path)),
      )
      expect(ran.err).toBe('')
      expect(ran.code).toBe(0)
      expect(ran.out).toContain(rows)
      for (const field of fields) expect(ran.out).toContain(field)
      expect(ran.out).toContain(`as of ${asOf}, the last date in the files`)
      const shares = [
        ...ran.out.slice(ran.out.indexOf('Segments'), ran.out.indexOf('Tiers')).matchAll(/^ {2}\S.*? {2,}[\d,]+ +([\d.]+)%/gm),
      ]
      expect(shares.length).toBeGreaterThanOrEqual(11)
      for (const [line, share] of shares) expect(Number(share), line).toBeLessThanOrEqual(60)
      const report = readFileSync(join(ran.cwd, 'out/report.html'), 'utf8')
      expect(report).not.toMatch(/>[^<]*(?:NaN|undefined|Infinity)[^<]*</)
    })
  }
})
