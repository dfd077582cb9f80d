/** The vendor's customers as they are now, asked for one field at a time. Of several records of one customer the later lies over the earlier. */

import { field, recordsOf, type Unwrap, type VendorRecord } from './record.js'

/** `undefined` where the customer is not known, `null` where the field is empty. */
export type CurrentOf = (customerId: string, name: string) => unknown

/** @param read the customer's id and fields, or undefined for a record that is none */
export function currentReader(
  current: unknown,
  unwrap: Unwrap,
  read: (record: VendorRecord) => { readonly id: string; readonly fields: VendorRecord } | undefined,
): CurrentOf {
  const known = new Map<string, VendorRecord>()
  for (const record of recordsOf(current, unwrap, () => {})) {
    const found = record && read(record)
    if (found) known.set(found.id, { ...known.get(found.id), ...found.fields })
  }
  return (id, name) => {
    const fields = known.get(id)
    return fields === undefined ? undefined : (field(fields, name) ?? null)
  }
}
