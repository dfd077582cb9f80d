/** Tier, score, stage and points as 纷享销客 updates: one record a call, workflows off, only what differs. */

import { UsageError } from '../core/errors.js'
import { parseDate } from '../core/time/civil.js'
import { startOfDay, zoneOf } from '../core/time/zone.js'
import { changesOf, type WriteOptions } from './changes.js'
import { currentReader } from './current.js'
import { fxiaokePage } from './from-fxiaoke.js'
import { field, idOf, isRecord } from './record.js'
import { sameForAll, type WriteOutcome, type WritePlan, type WriteRequest } from './write.js'

export interface ToFxiaokeOptions extends WriteOptions {
  /** `'AccountObj'`, or a custom object ending in `__c`. */
  readonly object: string
  /** IANA zone of the tenant: a `day` is written as its midnight there. */
  readonly timeZone: string
  /** Default false for both: the API's own default is to run them. */
  readonly triggerWorkFlow?: boolean
  readonly triggerApprovalFlow?: boolean
}

/**
 * Our rows → requests for 纷享销客. Numbers go out as text, instants as epoch milliseconds, selects as option codes (`options`).
 *
 * @throws UsageError `crm.module.name` for an object name that is none, `tierwise.zone.unknown`
 * @source Fxiaoke OpenAPI V2, data/update; read 2026-11-22
 */
export function toFxiaoke(rows: Iterable<object>, options: ToFxiaokeOptions): WritePlan {
  const { object, timeZone, triggerWorkFlow = false, triggerApprovalFlow = false } = options
  const zone = zoneOf(timeZone)
  if (!/^\w+$/.test(object)) throw new UsageError('crm.module.name', { module: object })
  const { changes, unchanged, issues } = changesOf(rows, options, {
    encode: (value, { as }) => {
      if (as === 'day') return startOfDay(zone, parseDate(value as string))
      return typeof value === 'number' && as !== 'instant' ? String(value) : value
    },
    currentOf: currentReader(options.current, fxiaokePage, (record) => {
      const id = idOf(field(record, '_id'))
      return typeof id === 'object' ? { id: id.id, fields: record } : undefined
    }),
  })
  const path = object.endsWith('__c') ? '/cgi/crm/custom/v2/data/update' : '/cgi/crm/v2/data/update'
  const requests = changes.map(
    ({ customerId, fields }): WriteRequest => ({
      method: 'POST',
      path,
      body: {
        triggerWorkFlow,
        triggerApprovalFlow,
        data: {
          object_data: {
            _id: customerId,
            dataObjectApiName: object,
            ...Object.fromEntries(fields.map(({ name, to }) => [name, to])),
          },
        },
      },
      customerIds: [customerId],
    }),
  )
  return { requests, changes, unchanged, issues }
}

/** Busy, rate and quota codes: the same call may pass later. */
const RETRY = new Set(['-1', '14001', '30002', '30004'])

/** What became of a request: failures come with HTTP 200 and an `errorCode`. */
export function fxiaokeOutcomes(request: WriteRequest, response: unknown): WriteOutcome[] {
  const code = isRecord(response) ? response.errorCode : undefined
  if (typeof code !== 'number' && typeof code !== 'string') return sameForAll(request, { outcome: 'unknown', code: null, retry: true })
  return Number(code) === 0
    ? sameForAll(request, { outcome: 'written', code: String(code), retry: false })
    : sameForAll(request, { outcome: 'refused', code: String(code), retry: RETRY.has(String(code)) })
}
