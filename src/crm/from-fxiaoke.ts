/** 纷享销客 (Fxiaoke, ShareCRM) open API V2: objects in their envelopes. Amounts come as text in yuan, times as epoch milliseconds. */

import { type RecordsOptions, recordPreset, type SourceRecords } from './from-records.js'
import type { CrmPreset } from './preset.js'
import { field, isEmpty, isRecord, type Unwrap } from './record.js'

export type FxiaokeOptions = Omit<RecordsOptions, 'id' | 'changed'>

/**
 * 纷享销客 objects → rows and mapping for `readFacts`.
 *
 * @param records object → responses, pages or records: `{ SalesOrderObj: pages, AccountObj: pages }`. Failures come with HTTP 200 and an `errorCode`.
 * @source Fxiaoke OpenAPI V2, data/query; read 2026-11-22
 */
export function fromFxiaoke(records: SourceRecords, options: FxiaokeOptions): CrmPreset {
  return recordPreset(records, { ...options, id: '_id', changed: 'last_modified_time' }, fxiaokePage)
}

/** `{ errorCode, data: { dataList } }`; some reference pages draw `data` as one bare record. */
export const fxiaokePage: Unwrap = (value) => {
  const code = field(value, 'errorCode')
  if (!isEmpty(code) && Number(code) !== 0) return { failed: String(code) }
  const data = field(value, 'data')
  if (Array.isArray(data)) return data
  if (isRecord(data)) {
    const list = field(data, 'dataList')
    return Array.isArray(list) ? list : Object.hasOwn(data, '_id') ? [data] : []
  }
  const list = field(value, 'dataList')
  if (Array.isArray(list)) return list
  return code === undefined ? undefined : []
}
