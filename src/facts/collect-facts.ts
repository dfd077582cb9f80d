/** Records → columns: the way in for facts that are already facts (one customer inside a request, a test). Host rows come in through `readFacts`. */

import { compareIds } from '../core/id-order.js'
import { type DictionaryColumn, dictionary } from '../core/table.js'
import type { ZoneTable } from '../core/time/zone.js'
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

/** Columns in time order; ties in the order of type, id, then input. Takes the records at their word: nothing is checked or deduplicated. */
export function collectFacts(records: Iterable<Fact>, options: CollectOptions): Facts {
  const sorted = [...records].sort((a, b) => a.at - b.at || byText(a.type, b.type) || byText(a.id, b.id))
  const listed = options.customers ?? []
  const ids = [...new Set([...sorted.map((fact) => fact.customerId), ...listed.map((customer) => customer.id)])].sort(compareIds)
  const codes = new Map(ids.map((id, code) => [id, code]))
  const attributes = new Map(listed.map((customer) => [customer.id, customer.attributes]))
  const column = <K extends 'id' | 'refersTo' | 'lines' | 'attributes'>(key: K): (Fact[K] | undefined)[] | undefined =>
    sorted.some((fact) => fact[key] !== undefined) ? sorted.map((fact) => fact[key]) : undefined
  const [id, refersTo, lines, given] = [column('id'), column('refersTo'), column('lines'), column('attributes')]
  const channel: DictionaryColumn = dictionary(
    sorted.map((fact) => fact.channel),
    sorted.length,
  )
  return {
    kind: 'facts',
    format: 1,
    timeZone: options.timeZone,
    ...(options.zones ? { zones: options.zones } : {}),
    currency: options.currency ?? sorted.find((fact) => fact.currency !== undefined)?.currency ?? 'XXX',
    length: sorted.length,
    columns: {
      customer: Int32Array.from(sorted, (fact) => codes.get(fact.customerId) as number),
      type: dictionary(
        sorted.map((fact) => fact.type),
        sorted.length,
      ),
      at: Float64Array.from(sorted, (fact) => fact.at),
      amountMinor: Float64Array.from(sorted, (fact) => fact.amountMinor ?? Number.NaN),
      ...(id ? { id } : {}),
      ...(channel.values.length > 0 ? { channel } : {}),
      ...(refersTo ? { refersTo } : {}),
      ...(lines ? { lines } : {}),
      ...(given ? { attributes: given } : {}),
    },
    customers: {
      ids,
      ...(listed.some((customer) => customer.attributes) ? { attributes: ids.map((customer) => attributes.get(customer)) } : {}),
    },
  }
}

function byText(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0
}
