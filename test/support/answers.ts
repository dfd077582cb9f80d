/** Whatever reads or writes a time, a hash or an amount, as one JSON value: the same wherever it is computed. */

import { readFacts, rows, summarize } from 'tierwise/facts'
import { sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { fitRfm, scoreRfm } from 'tierwise/rfm'
import { minorUnits } from '../../src/core/decimal/amount.js'
import { hashOf } from '../../src/core/hash.js'
import { momentOf } from '../../src/core/time/as-of.js'
import { formatDate, parseDate } from '../../src/core/time/civil.js'
import { formatInstant, parseInstant } from '../../src/core/time/instant.js'
import { startOfUnit } from '../../src/core/time/length.js'
import { timeReader } from '../../src/core/time/read-time.js'
import { instantAt, startOfDay, zoneOf, zoneTable } from '../../src/core/time/zone.js'

const WRITTEN = [
  '2026-03-08',
  '2026-03-08T02:30',
  '2026-03-08 02:30:15.5',
  '2026-03-08T02:30:00Z',
  '2026-03-08T02:30:00+05:30',
  '2026/3/8',
  '2026/3/8 2:30',
  '2026年3月8日',
  '2026年3月8日 2时30分',
  '20260308',
  '8 Mar 2026',
  new Date(Date.UTC(2026, 2, 8, 6, 30)),
  Date.UTC(2026, 2, 8, 6, 30),
]
const PATTERNS = [
  ['dd/MM/yyyy HH:mm', '08/03/2026 02:30'],
  ['dd/MM/yyyy', '08/03/2026'],
  ['MMM d, yyyy h:mm a', 'Mar 8, 2026 2:30 AM'],
  ['yyyy-MM-dd HH:mm xxx', '2026-03-08 02:30 -07:00'],
] as const
const IN = ['UTC', 'Asia/Shanghai', 'America/New_York', 'America/Sao_Paulo', 'Australia/Lord_Howe']

const orders = WRITTEN.flatMap((at, i) =>
  [0, 1, 2].map((k) => ({
    id: `${i}-${k}`,
    customer: `c${(i * 7 + k) % 5}`,
    at: k === 0 ? at : `2026-0${k + 1}-2${i % 9} 0${i % 10}:15`,
    amount: (i + 1) * (k + 1),
  })),
)

/** The zone the machine itself stands in: the one thing that may differ. */
export function machineOffset(): number {
  return new Date(Date.UTC(2026, 0, 15)).getTimezoneOffset()
}

export function answers(): Readonly<Record<string, unknown>> {
  return {
    read: IN.map((name) => WRITTEN.map((value) => timeReader(zoneOf(name))(value))),
    patterns: IN.map((name) => PATTERNS.map(([format, text]) => timeReader(zoneOf(name), { format })(text))),
    days: IN.map((name) => [
      formatInstant(startOfDay(zoneOf(name), parseDate('2018-11-04'))),
      instantAt(zoneOf(name), parseDate('2026-03-08'), 9_000_000),
      momentOf('2026-03-08', zoneOf(name)),
    ]),
    tables: IN.map((name) => zoneTable(name, parseInstant('2018-01-01T00:00:00Z'), parseInstant('2027-01-01T00:00:00Z')).from),
    weeks: formatDate(startOfUnit(parseDate('2026-03-08'), 'week')),
    hash: hashOf({ name: 'Zoë 客户 😀', rate: '0.10', list: [1, 1e21, -0, 0.1, 5e-324] }),
    amounts: ['¥1,234.50', '1.234,50 €', '(12.00)', '１２３．４５', '12元'].map((text) => minorUnits(text, 'major', 'CNY')),
    base: IN.map((timeZone) => {
      const { facts, issues } = readFacts(orders, {
        order: { id: 'id', customer: 'customer', at: 'at', amount: 'amount' },
        currency: 'CNY',
        timeZone,
      })
      const customers = summarize(facts, { asOf: '2026-03-31', period: 'month' })
      const model = fitRfm(customers, { bins: 3 })
      return { issues: sentences(issues, zhCN), customers: [...rows(customers)], model, scores: [...rows(scoreRfm(model, customers))] }
    }),
  }
}
