/** Zoho CRM v8: REST records in their envelopes, bulk-read CSV rows. Field names are the host's to say; tenants rename them. */

import { type RecordRate, type RecordsOptions, recordPreset, type SourceRecords } from './from-records.js'
import type { CrmPreset } from './preset.js'
import { field, type Unwrap } from './record.js'

export interface ZohoOptions extends Omit<RecordsOptions, 'exchange' | 'currencyField' | 'id' | 'changed'> {
  /**
   * Which way `Exchange_Rate` goes. Zoho's pages that were read do not say, so there is no default: without it, records in another currency
   * need dated `rates`.
   */
  readonly exchangeRate?: RecordRate['direction']
}

/**
 * Zoho CRM modules → rows and mapping for `readFacts`.
 *
 * @param records module → responses, pages or records: `{ Deals: pages, Contacts: pages }`. A missing body (HTTP 204) is an empty page.
 * @source Zoho CRM REST API v8, Get Records and Bulk Read; read 2026-11-22
 */
export function fromZoho(records: SourceRecords, options: ZohoOptions): CrmPreset {
  const { exchangeRate, ...rest } = options
  return recordPreset(
    records,
    {
      ...rest,
      id: 'id',
      changed: 'Modified_Time',
      currencyField: 'Currency',
      ...(exchangeRate && { exchange: { currency: 'Currency', rate: 'Exchange_Rate', direction: exchangeRate } }),
    },
    zohoPage,
  )
}

/** `{ data: […], info }` is a page; `{ status: 'error', code }` a refusal. */
export const zohoPage: Unwrap = (value) => {
  const data = field(value, 'data')
  if (Array.isArray(data)) return data
  return value.status === 'error' && typeof value.code === 'string' ? { failed: value.code } : undefined
}
