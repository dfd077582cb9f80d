/** Small bases drawn from a seed, as facts for the library and as tables for the engines: ties, refunds of every kind, nulls, leap days, zone edges, customers without anything. */

import { collectFacts, type Fact, type Facts } from '../../src/facts/index.js'
import type { FactSource, FactTable } from '../../src/sql/index.js'
import type { TestTable, Value } from './engines.js'

/** Mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export interface Draw {
  next(): number
  int(low: number, high: number): number
  pick<T>(items: readonly T[]): T
  chance(p: number): boolean
}

export function drawer(seed: number): Draw {
  const next = seeded(seed)
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return { next, int, pick: (items) => items[int(0, items.length - 1)], chance: (p) => next() < p }
}

/** Zones with two changes a year, a half-hour change, a lost day, a midnight change, clocks that go back past midnight, none. */
export const ZONES = [
  'UTC',
  'Asia/Shanghai',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  '+05:45',
  'Africa/Casablanca',
]

/** Days around which something happens to calendars: leap days, month ends, years, changes of clocks. */
const EDGES = [
  '2010-11-07',
  '2011-12-30',
  '2015-10-18',
  '2016-02-29',
  '2018-02-17',
  '2019-12-31',
  '2020-02-29',
  '2020-03-31',
  '2021-03-14',
  '2021-11-07',
  '2022-01-31',
  '2023-02-28',
  '2024-02-29',
  '2024-04-06',
]

export interface World {
  readonly facts: Facts
  readonly tables: readonly TestTable[]
  readonly source: FactSource
  readonly asOf: string | number
  readonly counts: { readonly ties: number; readonly refunds: number; readonly late: number }
}

const HOSTILE = ['orders', 'tw_facts', 'a"b', "it's; DROP TABLE x --", 'Größe 表', 'select', 'x* --', 'back\\slash`']

export function world(seed: number): World {
  const draw = drawer(seed)
  const timeZone = draw.pick(ZONES)
  const edge = draw.pick(EDGES)
  const base = Date.parse(`${edge}T00:00:00Z`)
  const hour = 3_600_000
  const instant = (): number => {
    const near = base + draw.int(-30, 30) * hour + draw.pick([0, 0, 1, -1, 1_800_000])
    return draw.chance(0.5) ? near : base - draw.int(0, 900) * 24 * hour + draw.int(0, 23) * hour
  }
  const facts: Fact[] = []
  const customers = draw.int(1, 12)
  const ids = Array.from({ length: customers }, (_, c) => draw.pick([`c${c}`, String(c + 7), `客${c}`, `o'${c}`]))
  let orders = 0
  let ties = 0
  let refunds = 0
  for (const customerId of new Set(ids)) {
    let last = instant()
    for (let n = draw.int(0, 6); n > 0; n--) {
      const at = draw.chance(0.15) ? last : instant()
      if (at === last) ties++
      last = at
      const type = draw.pick(['purchase', 'purchase', 'purchase', 'sale', 'visit', 'enroll'])
      const id = draw.pick([`p${orders}`, String(orders), `P${orders}é`])
      orders++
      const isOrder = type === 'purchase' || type === 'sale'
      const amountMinor = isOrder
        ? draw.chance(0.06)
          ? undefined
          : draw.pick([0, 100, 100, 999, 12_345, 500_000, draw.int(1, 20_000)])
        : undefined
      const attributes: Record<string, string | number | boolean> = {}
      if (draw.chance(0.5)) attributes.nights = draw.int(-2, 5)
      if (draw.chance(0.5)) attributes.rating = (draw.int(0, 1000) / 100).toFixed(2)
      if (draw.chance(0.6)) attributes.vip = draw.chance(0.5)
      if (draw.chance(0.6)) attributes.kind = draw.pick(['tea', 'Tee', '茶', '12', '12.0', "x' OR 1=1", ''])
      if (isOrder && draw.chance(0.3)) attributes.discountMinor = draw.int(0, 2) * 50
      const costMinor = draw.chance(0.3) ? draw.int(0, 400) : undefined
      if (costMinor !== undefined) attributes.costMinor = costMinor // also of orders: a sale is an interaction to whoever counts purchases only
      const channel = draw.pick([undefined, 'web', 'app', 'shop'])
      facts.push({
        id,
        customerId,
        type,
        at,
        ...(amountMinor === undefined ? {} : { amountMinor, currency: 'CNY' }),
        ...(channel === undefined ? {} : { channel }),
        ...(isOrder && costMinor !== undefined ? { lines: [{ costMinor }] } : {}),
        ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
      })
      if (!isOrder || amountMinor === undefined) continue
      for (let k = draw.chance(0.45) ? draw.int(1, 4) : 0; k > 0; k--) {
        const amount = draw.pick([undefined, amountMinor, Math.floor(amountMinor / 2), amountMinor + 1, 0, draw.int(0, amountMinor)])
        facts.push({
          id: draw.pick([`r${orders}-${k}`, String(1000 + orders * 10 + k)]),
          customerId,
          type: 'refund',
          at: draw.chance(0.3) ? at : instant(),
          ...(amount === undefined ? {} : { amountMinor: amount, currency: 'CNY' }),
          refersTo: draw.chance(0.05) ? 'nobody' : id,
        })
        refunds++
      }
    }
  }
  const listed = Array.from({ length: draw.int(0, 2) }, (_, k) => ({ id: `only listed ${k}` }))
  const collected = collectFacts(facts, { timeZone, currency: 'CNY', ...(listed.length > 0 ? { customers: listed } : {}) })
  const asOf = draw.chance(0.5) ? draw.pick(EDGES) : base + draw.int(-40, 2000) * hour
  const late = facts.filter(({ at }) => at >= (typeof asOf === 'number' ? asOf : Date.parse(`${asOf}T00:00:00Z`))).length
  return { facts: collected, asOf, counts: { ties, refunds, late }, ...tablesOf(draw, facts, listed, timeZone) }
}

function tablesOf(
  draw: Draw,
  facts: readonly Fact[],
  listed: readonly { id: string }[],
  timeZone: string,
): { tables: TestTable[]; source: FactSource } {
  const apart = draw.chance(0.5)
  const as = draw.pick(['instant', 'epochMs'] as const)
  const suffix = draw.pick(HOSTILE)
  const columns = [
    { name: 'order id', as: 'text' },
    { name: 'customer"id', as: 'text' },
    { name: 'at', as },
    { name: 'type', as: 'text' },
    { name: 'amount', as: 'integer' },
    { name: 'refers/* to', as: 'text' },
    { name: 'channel', as: 'text' },
    { name: 'cost', as: 'integer' },
    { name: 'discount', as: 'integer' },
    { name: 'nights', as: 'integer' },
    { name: 'rating', as: 'decimal' },
    { name: 'vip', as: 'boolean' },
    { name: 'kind', as: 'text' },
  ] as const
  const row = (fact: Fact): Value[] => {
    const { attributes = {}, lines } = fact
    const own = (name: string): Value => (attributes[name] as Value | undefined) ?? null
    const cost = lines?.[0]?.costMinor ?? own('costMinor')
    return [
      fact.id ?? null,
      fact.customerId,
      fact.at,
      fact.type,
      fact.amountMinor ?? null,
      fact.refersTo ?? null,
      fact.channel ?? null,
      cost,
      own('discountMinor'),
      own('nights'),
      own('rating'),
      own('vip'),
      own('kind'),
    ]
  }
  const table = (name: string, type: FactTable['type']): FactTable => ({
    table: name,
    customer: 'customer"id',
    at: as === 'instant' ? 'at' : { column: 'at', as: 'epochMs' },
    ...(type === undefined ? {} : { type }),
    amountMinor: 'amount',
    id: 'order id',
    refersTo: 'refers/* to',
    channel: 'channel',
    costMinor: 'cost',
    discountMinor: 'discount',
    attributes: {
      nights: { column: 'nights', as: 'integer' },
      rating: { column: 'rating', as: { decimal: 2 } },
      vip: { column: 'vip', as: 'boolean' },
      kind: { column: 'kind', as: 'text' },
    },
  })
  const nobody: Value[] = [null, null, 0, 'purchase', 1, null, null, null, null, null, null, null, null]
  const made = (name: string, chosen: readonly Fact[]): TestTable => ({
    name,
    columns,
    rows: [...chosen.map(row), ...(draw.chance(0.3) ? [nobody] : [])],
  })
  const known = `customers ${suffix}`
  const customers = { name: known, columns: [{ name: 'id', as: 'text' }] as const, rows: [...listed.map(({ id }) => [id]), [null]] }
  const more = listed.length > 0 ? { customers: { table: known, customer: 'id' } } : {}
  if (!apart) {
    return {
      tables: [made(suffix, facts), customers],
      source: { ...table(suffix, { column: 'type' }), timeZone, currency: 'CNY', ...more },
    }
  }
  const purchases = facts.filter(({ type }) => type === 'purchase')
  const refunds = facts.filter(({ type }) => type === 'refund')
  const others = facts.filter(({ type }) => type !== 'purchase' && type !== 'refund')
  return {
    tables: [made(suffix, purchases), made('refunds', refunds), made('others', others), customers],
    source: {
      ...table(suffix, undefined),
      timeZone,
      currency: 'CNY',
      also: [table('refunds', 'refund'), table('others', { column: 'type' })],
      ...more,
    },
  }
}
