/** Tier, score, stage and points as Zoho CRM updates: at most 100 records a call, only what differs. */

import { UsageError } from '../core/errors.js'
import type { Scalar } from '../core/reason.js'
import { formatInstant } from '../core/time/instant.js'
import { changesOf, type FieldTarget, type WriteOptions } from './changes.js'
import { currentReader } from './current.js'
import { zohoPage } from './from-zoho.js'
import { field, flatRecord, idOf, isRecord } from './record.js'
import { batches, sameForAll, type WriteOutcome, type WritePlan, type WriteRequest } from './write.js'

export interface ToZohoOptions extends WriteOptions {
  /** `'Contacts'`, `'Accounts'`, or a custom module's API name. */
  readonly module: string
  /** Where our customer id is not Zoho's record id: the field that holds it, unique in the module. Upserts then go by it. */
  readonly upsertBy?: string
  /** Automations that may run. Default none: a nightly write should not send mail. */
  readonly trigger?: readonly string[]
}

/** The most that the API takes in one call. */
const RECORDS_MAX = 100

/**
 * Our rows → requests for Zoho CRM v8. Only API names are accepted, and Zoho's own segmentation fields are not documented: write your own custom fields.
 *
 * @throws UsageError `crm.module.name` for a module name that is none
 * @source Zoho CRM REST API v8, Update Records and Upsert Records; read 2026-11-22
 */
export function toZoho(rows: Iterable<object>, options: ToZohoOptions): WritePlan {
  const { module, upsertBy, trigger = [] } = options
  if (!/^\w+$/.test(module)) throw new UsageError('crm.module.name', { module })
  const { changes, unchanged, issues } = changesOf(rows, options, {
    encode,
    currentOf: currentReader(options.current, zohoPage, (record) => {
      const id = idOf(field(record, upsertBy ?? 'id') ?? field(record, 'Id'))
      return typeof id === 'object' ? { id: id.id, fields: flatRecord(record) } : undefined
    }),
  })
  const requests = batches(changes, RECORDS_MAX).map(
    (batch): WriteRequest => ({
      method: upsertBy === undefined ? 'PUT' : 'POST',
      path: `/crm/v8/${module}${upsertBy === undefined ? '' : '/upsert'}`,
      body: {
        data: batch.map(({ customerId, fields }) => ({
          [upsertBy ?? 'id']: customerId,
          ...Object.fromEntries(fields.map(({ name, to }) => [name, to])),
        })),
        ...(upsertBy === undefined ? {} : { duplicate_check_fields: [upsertBy] }),
        trigger,
      },
      customerIds: batch.map(({ customerId }) => customerId),
    }),
  )
  return { requests, changes, unchanged, issues }
}

/** Zoho's datetimes have an offset and no milliseconds. */
function encode(value: Scalar, { as }: FieldTarget): Scalar {
  return as === 'instant' ? formatInstant(value as number).replace(/(\.\d+)?Z$/, '+00:00') : value
}

/** Refusals that a later, equal call may pass. */
const RETRY = new Set(['LIMIT_EXCEEDED', 'RECORD_LOCKED', 'INTERNAL_ERROR', 'ALREADY_MODIFIED'])

/**
 * What became of each record of a request: one element of `data` answers one record, in order, and HTTP 207 mixes both.
 * @param response the parsed body
 */
export function zohoOutcomes(request: WriteRequest, response: unknown): WriteOutcome[] {
  const data = isRecord(response) ? response.data : undefined
  if (!Array.isArray(data) || data.length !== request.customerIds.length) {
    const code = isRecord(response) && typeof response.code === 'string' ? response.code : null
    return sameForAll(
      request,
      code === null ? { outcome: 'unknown', code, retry: true } : { outcome: 'refused', code, retry: RETRY.has(code) },
    )
  }
  return request.customerIds.map((customerId, i) => {
    const answer: unknown = data[i]
    const code = isRecord(answer) && typeof answer.code === 'string' ? answer.code : null
    if (code === 'SUCCESS') return { customerId, outcome: 'written', code, retry: false }
    return code === null
      ? { customerId, outcome: 'unknown', code, retry: true }
      : { customerId, outcome: 'refused', code, retry: RETRY.has(code) }
  })
}
