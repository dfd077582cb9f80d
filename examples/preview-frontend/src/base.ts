/** The customers: a made-up shop, one's own CSV, or a million for the slider. All of it stays in this page. */

import Papa from 'papaparse'
import { type Facts, factAt, measureFacts, readFacts, rowsByCustomer } from 'tierwise/facts'
import type { ProgramEvent } from 'tierwise/program'
import { simulateShop } from 'tierwise/simulate'
import { MEASURES } from './rules'

export interface Base {
  readonly source: 'sample' | 'csv' | 'million'
  readonly name: string
  readonly asOf: string
  readonly timeZone: string
  readonly currency: string
  readonly measures: {
    readonly length: number
    readonly columns: { readonly customerId: readonly string[]; readonly spend: Float64Array; readonly orders: Float64Array }
  }
  /** Rows that could not be used. */
  readonly skipped: number
  readonly facts?: Facts
  /** What one customer did, for the member view. */
  history(row: number): ProgramEvent[]
}

const TIME_ZONE = 'Asia/Shanghai'
const CURRENCY = 'CNY'

export function sampleBase(): Base {
  const span = { from: '2024-07-01', to: '2026-06-30' }
  const shop = simulateShop({ seed: 20260630, customers: 1200, ...span, timeZone: TIME_ZONE, currency: CURRENCY })
  const { facts } = readFacts({ order: shop.rows.order }, {
    order: shop.mapping.order,
    timeZone: TIME_ZONE,
    currency: CURRENCY,
  } as typeof shop.mapping)
  return factsBase('sample', 'sample', facts, span.to, 0)
}

export interface Csv {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly Record<string, string>[]
}

export async function readCsv(file: File): Promise<Csv> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const { data, meta } = Papa.parse<Record<string, string>>(textOf(bytes), { header: true, skipEmptyLines: 'greedy' })
  return { name: file.name, columns: meta.fields ?? [], rows: data }
}

/** UTF-8, UTF-16 by its mark, else GB18030: what spreadsheets in China save. */
function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

export interface CsvColumns {
  readonly customer: string
  readonly at: string
  readonly amount: string
}

const GUESSES: Readonly<Record<keyof CsvColumns, RegExp>> = {
  customer: /customer|member|client|buyer|contact|account|客户|会员|买家|顾客/i,
  at: /date|time|created|placed|ordered|日期|时间/i,
  amount: /amount|total|price|paid|revenue|value|spend|金额|实付|总价|合计/i,
}

/** By the words of the header; '' where nothing fits. */
export function guessColumns({ columns }: Csv): CsvColumns {
  const taken = new Set<string>()
  const guess = (key: keyof CsvColumns): string => {
    const found = columns.find((name) => !taken.has(name) && GUESSES[key].test(name)) ?? ''
    taken.add(found)
    return found
  }
  return { at: guess('at'), amount: guess('amount'), customer: guess('customer') }
}

/** @returns undefined where no row could be used */
export function csvBase(csv: Csv, { customer, at, amount }: CsvColumns): Base | undefined {
  const { facts } = readFacts(
    { order: csv.rows as Record<string, string>[] },
    { order: { customer, at, amount }, timeZone: TIME_ZONE, currency: CURRENCY },
  )
  if (facts.length === 0) return undefined
  let last = Number.NEGATIVE_INFINITY
  for (let i = 0; i < facts.length; i++) last = Math.max(last, factAt(facts, i).at)
  const asOf = new Intl.DateTimeFormat('en-CA', { timeZone: TIME_ZONE }).format(last)
  return factsBase('csv', csv.name, facts, asOf, csv.rows.length - facts.length)
}

function factsBase(source: 'sample' | 'csv', name: string, facts: Facts, asOf: string, skipped: number): Base {
  const measures = measureFacts(facts, MEASURES, { asOf })
  const { starts, rows } = rowsByCustomer(facts)
  return {
    source,
    name,
    asOf,
    timeZone: facts.timeZone,
    currency: facts.currency,
    measures,
    skipped,
    facts,
    history: (row) =>
      Array.from(rows.subarray(starts[row], starts[row + 1]), (i): ProgramEvent => {
        const { customerId, type, at, amountMinor, currency } = factAt(facts, i)
        return { id: `row-${i}`, customerId, type, at, amountMinor, currency }
      }),
  }
}

/** A million customers from a seed, to see the slider hold still. Their orders are spread evenly over the year. */
export function millionBase(length = 1_000_000): Base {
  let seed = 7
  const uniform = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return (seed + 0.5) / 2 ** 32
  }
  const spend = new Float64Array(length)
  const orders = new Float64Array(length)
  const customerId = new Array<string>(length)
  for (let i = 0; i < length; i++) {
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
    spend[i] = Math.round(100 * Math.exp(6.6 + 1.2 * normal)) / 100
    orders[i] = 1 + Math.floor(spend[i] / (120 + 700 * uniform()))
    customerId[i] = `M${String(i + 1).padStart(7, '0')}`
  }
  const asOf = '2026-06-30'
  const end = Date.parse('2026-06-30T04:00:00Z')
  return {
    source: 'million',
    name: 'million',
    asOf,
    timeZone: TIME_ZONE,
    currency: CURRENCY,
    measures: { length, columns: { customerId, spend, orders } },
    skipped: 0,
    history: (row) => {
      const count = orders[row]
      const cents = Math.round(spend[row] * 100)
      const each = Math.floor(cents / count)
      return Array.from({ length: count }, (_, k) => ({
        id: `${customerId[row]}-${k}`,
        customerId: customerId[row],
        type: 'purchase',
        at: end - Math.floor((k * 360) / count) * 86_400_000,
        amountMinor: k === 0 ? cents - each * (count - 1) : each,
        currency: CURRENCY,
      }))
    },
  }
}
