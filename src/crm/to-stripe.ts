/** Tier, score, stage and points as metadata of Stripe customers: few, prefixed keys, all text. */

import type { Issue, Scalar } from '../core/reason.js'
import { formatInstant } from '../core/time/instant.js'
import { changesOf, type FieldTarget, type WriteFields, type WriteOptions } from './changes.js'
import { currentReader } from './current.js'
import { stripeList } from './from-stripe.js'
import { idOf, isRecord, noteTo } from './record.js'
import type { WritePlan, WriteRequest } from './write.js'

/** Stripe's own limits. */
const KEY_LENGTH_MAX = 40
const VALUE_LENGTH_MAX = 500

/**
 * Our rows → one request per customer. An update merges; empty text removes a key. `current` are customers with their `metadata`.
 * A key that Stripe would refuse is an issue, and its field is left out.
 *
 * @source Stripe API reference, Metadata; read 2026-11-22
 */
export function toStripe(rows: Iterable<object>, options: WriteOptions): WritePlan {
  const refused: Issue[] = []
  const fields = writable(options.fields, refused)
  const { changes, unchanged, issues } = changesOf(
    rows,
    { ...options, fields },
    {
      encode,
      currentOf: currentReader(options.current, stripeList, (record) => {
        const id = idOf(record.id)
        return typeof id === 'object' ? { id: id.id, fields: isRecord(record.metadata) ? record.metadata : {} } : undefined
      }),
    },
  )
  const requests = changes.map(
    ({ customerId, fields }): WriteRequest => ({
      method: 'POST',
      path: `/v1/customers/${encodeURIComponent(customerId)}`,
      body: { metadata: Object.fromEntries(fields.map(({ name, to }) => [name, to ?? ''])) },
      customerIds: [customerId],
    }),
  )
  return { requests, changes, unchanged, issues: [...refused, ...issues] }
}

function encode(value: Scalar, { as }: FieldTarget): Scalar {
  return as === 'instant' ? formatInstant(value as number) : String(value)
}

function writable(fields: WriteFields, refused: Issue[]): WriteFields {
  const note = noteTo(refused, 'write')
  return Object.fromEntries(
    Object.entries(fields).flatMap(([column, entry]) => {
      const target = typeof entry === 'string' ? { name: entry } : entry
      if (target.name.length <= KEY_LENGTH_MAX && !/[[\]]/.test(target.name)) return [[column, { lengthMax: VALUE_LENGTH_MAX, ...target }]]
      note('crm.write.field-refused', 'error', undefined, { field: target.name, column })
      return []
    }),
  )
}
