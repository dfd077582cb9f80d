/** Records → columns: the way in for facts that are already facts (one customer inside a request, a partition, a test). Host rows come in through `readFacts`. */

import type { ZoneTable } from '../core/time/zone.js'
import { assemble } from './assemble.js'
import { type Batch, newDictionary } from './batch.js'
import { checkRecord } from './check-record.js'
import type { AttributeValue, Fact } from './fact.js'
import type { Facts } from './facts.js'

export interface CollectOptions {
  /** IANA zone in which days are counted. */
  readonly timeZone: string
  /** ISO 4217. Default: that of the first record that has one, else `'XXX'`. */
  readonly currency?: string
  readonly zones?: readonly ZoneTable[]
  /** Customers to list beside those with facts. */
  readonly customers?: readonly { readonly id: string; readonly attributes?: Readonly<Record<string, AttributeValue>> }[]
}

/**
 * Columns in time order, as `readFacts` makes them. Takes the records at their word: nothing is deduplicated or matched.
 * @throws UsageError `facts.record.amount` for a fractional amount or a refund below 0 (a refund of 12 is 1200, not −1200), `facts.record.at`
 */
export function collectFacts(records: Iterable<Fact>, options: CollectOptions): Facts {
  const facts = [...records]
  const customers = newDictionary()
  const types = newDictionary()
  const some = <K extends keyof Fact>(key: K): (Fact[K] | undefined)[] | undefined =>
    facts.some((fact) => fact[key] !== undefined) ? facts.map((fact) => fact[key]) : undefined
  const batch: Batch = {
    kind: 'event',
    length: facts.length,
    struck: new Uint8Array(facts.length),
    customer: new Int32Array(facts.length),
    type: new Int32Array(facts.length),
    at: new Float64Array(facts.length),
    amountMinor: new Float64Array(facts.length),
  }
  facts.forEach((fact, i) => {
    checkRecord(fact)
    const { customerId, type, at, amountMinor } = fact
    batch.customer[i] = customers.code(customerId)
    batch.type[i] = types.code(type)
    batch.at[i] = at
    batch.amountMinor[i] = amountMinor ?? Number.NaN
  })
  for (const key of ['id', 'channel', 'refersTo', 'lines', 'attributes'] as const) Object.assign(batch, { [key]: some(key) })
  const attributes = new Map(options.customers?.map(({ id, attributes: given }) => [customers.code(id), { ...given }]))
  return assemble([batch], customers, types, attributes.size > 0 ? attributes : undefined, {
    timeZone: options.timeZone,
    currency: options.currency ?? facts.find((fact) => fact.currency !== undefined)?.currency ?? 'XXX',
    ...(options.zones ? { zones: options.zones } : {}),
  })
}
