/** Tier, score, stage and points as meta data of WooCommerce customers, one customer a call. */

import type { Scalar } from '../core/reason.js'
import { formatInstant } from '../core/time/instant.js'
import { changesOf, type FieldTarget, type WriteOptions } from './changes.js'
import { idOf, isRecord, recordsOf } from './record.js'
import type { WritePlan, WriteRequest } from './write.js'

/**
 * Our rows → one request per customer. `current` are customers with their `meta_data`; a key that is there keeps its id, so that none comes twice.
 * Guests have no record to write to: rows whose id is no number are issues.
 *
 * @source WooCommerce REST API v3, Customers (general knowledge, not re-read)
 */
export function toWooCommerce(rows: Iterable<object>, options: WriteOptions): WritePlan {
  const meta = metaById(options.current)
  const { changes, unchanged, issues } = changesOf(rows, options, {
    encode,
    currentOf: (id, name) => (meta?.has(id) ? (meta.get(id)?.get(name)?.value ?? null) : undefined),
  })
  const members = changes.filter(({ customerId }) => /^\d+$/.test(customerId))
  const guests = changes.filter(({ customerId }) => !/^\d+$/.test(customerId))
  const requests = members.map(
    ({ customerId, fields }): WriteRequest => ({
      method: 'PUT',
      path: `/wp-json/wc/v3/customers/${customerId}`,
      body: {
        meta_data: fields.map(({ name, to }) => {
          const id = meta?.get(customerId)?.get(name)?.id
          return { ...(id === undefined ? {} : { id }), key: name, value: to ?? '' }
        }),
      },
      customerIds: [customerId],
    }),
  )
  return {
    requests,
    changes: members,
    unchanged,
    issues: [
      ...issues,
      ...guests.map(({ customerId }) => ({
        code: 'crm.write.guest',
        outcome: 'warning' as const,
        params: { customerId },
        source: 'write',
      })),
    ],
  }
}

function encode(value: Scalar, { as }: FieldTarget): Scalar {
  return as === 'instant' ? formatInstant(value as number) : String(value)
}

function metaById(current: unknown): Map<string, Map<string, { id?: number; value: unknown }>> | undefined {
  if (current === undefined) return undefined
  const found = new Map<string, Map<string, { id?: number; value: unknown }>>()
  for (const record of recordsOf(
    current,
    () => undefined,
    () => {},
  )) {
    const id = record && idOf(record.id)
    if (!record || typeof id !== 'object') continue
    const own = new Map<string, { id?: number; value: unknown }>()
    for (const item of Array.isArray(record.meta_data) ? record.meta_data : [])
      if (isRecord(item) && typeof item.key === 'string')
        own.set(item.key, { ...(typeof item.id === 'number' ? { id: item.id } : {}), value: item.value })
    found.set(id.id, own)
  }
  return found
}
