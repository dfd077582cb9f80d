/** Tier, score, stage and points as Shopify customer metafields: at most 25 a call, each call all or nothing. */

import { UsageError } from '../core/errors.js'
import type { Scalar } from '../core/reason.js'
import { formatInstant } from '../core/time/instant.js'
import { changesOf, type FieldTarget, type WriteChange, type WriteOptions } from './changes.js'
import { currentReader } from './current.js'
import { pageOf } from './from-shopify.js'
import { isRecord, textOf, type VendorRecord } from './record.js'
import { sameForAll, type WriteOutcome, type WritePlan, type WriteRequest } from './write.js'

export interface ToShopifyOptions extends WriteOptions {
  /** Of the metafields; a field's `name` is its key. */
  readonly namespace: string
  /** Field name → metafield type. Default `single_line_text_field`, for numbers `number_decimal`, for instants `date_time`. */
  readonly types?: Readonly<Record<string, string>>
}

/** The most that `metafieldsSet` takes. */
const METAFIELDS_MAX = 25

const MUTATION =
  'mutation ($metafields: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $metafields) { metafields { key } userErrors { field message code } } }'

/**
 * Our rows → `metafieldsSet` requests. A value cannot be emptied by this call, so `empty: 'clear'` writes nothing for an absent value.
 * `current` are customers with their `metafields`.
 *
 * @throws UsageError `crm.write.fields-max` for more than 25 fields: a customer's are written together
 * @source Shopify Admin GraphQL, metafieldsSet; read 2026-11-22
 */
export function toShopify(rows: Iterable<object>, options: ToShopifyOptions): WritePlan {
  const { namespace, types = {} } = options
  const count = Object.keys(options.fields).length
  if (count > METAFIELDS_MAX) throw new UsageError('crm.write.fields-max', { fields: count, max: METAFIELDS_MAX })
  const customerNow = currentReader(options.current, pageOf('customers'), (record) => {
    const id = textOf(record.id)
    return id === null ? undefined : { id: bareId(id), fields: ownMetafields(record, namespace) }
  })
  const { changes, unchanged, issues } = changesOf(
    rows,
    { ...options, empty: 'skip' },
    { encode, currentOf: (id, name) => customerNow(bareId(id), name) },
  )
  const targets = new Map(
    Object.values(options.fields).map((target) => (typeof target === 'string' ? [target, { name: target }] : [target.name, target])) as [
      string,
      FieldTarget,
    ][],
  )
  const requests = packed(changes).map(
    (batch): WriteRequest => ({
      method: 'POST',
      path: 'graphql.json',
      body: {
        query: MUTATION,
        variables: {
          metafields: batch.flatMap(({ customerId, fields }) =>
            fields.map(({ name, to }) => ({
              ownerId: ownerId(customerId),
              namespace,
              key: name,
              type: types[name] ?? defaultType(targets.get(name)),
              value: String(to),
            })),
          ),
        },
      },
      customerIds: batch.map(({ customerId }) => customerId),
    }),
  )
  return { requests, changes, unchanged, issues }
}

function encode(value: Scalar, { as }: FieldTarget): Scalar {
  return as === 'instant' ? formatInstant(value as number) : String(value)
}

function defaultType(target: FieldTarget | undefined): string {
  return target?.as === 'number'
    ? 'number_decimal'
    : target?.as === 'instant'
      ? 'date_time'
      : target?.as === 'flag'
        ? 'boolean'
        : 'single_line_text_field'
}

/** Whole customers, as many as fit: a call is all or nothing. */
function packed(changes: readonly WriteChange[]): WriteChange[][] {
  const found: WriteChange[][] = []
  let room = 0
  for (const change of changes) {
    if (change.fields.length > room) {
      found.push([])
      room = METAFIELDS_MAX
    }
    found[found.length - 1].push(change)
    room -= change.fields.length
  }
  return found
}

function ownerId(customerId: string): string {
  return `gid://shopify/Customer/${bareId(customerId)}`
}

/** `7` and `gid://shopify/Customer/7` are one customer. */
function bareId(id: string): string {
  return id.replace(/^gid:\/\/shopify\/Customer\//, '')
}

function ownMetafields(record: VendorRecord, namespace: string): VendorRecord {
  const { metafields } = record
  const list = isRecord(metafields) ? metafields.nodes : metafields
  const own = Array.isArray(list) ? list.filter(isRecord).filter((item) => item.namespace === namespace) : []
  return Object.fromEntries(own.map(({ key, value }) => [String(key), value]))
}

/** What became of a request: HTTP 200 may carry `userErrors`, and then nothing of it was written. */
export function shopifyOutcomes(request: WriteRequest, response: unknown): WriteOutcome[] {
  const data = isRecord(response) && isRecord(response.data) ? response.data.metafieldsSet : undefined
  if (!isRecord(data) || !Array.isArray(data.userErrors)) return sameForAll(request, { outcome: 'unknown', code: null, retry: true })
  const [first] = data.userErrors
  if (first === undefined) return sameForAll(request, { outcome: 'written', code: null, retry: false })
  return sameForAll(request, { outcome: 'refused', code: isRecord(first) ? textOf(first.code) : null, retry: false })
}
