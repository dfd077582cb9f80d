import type { Issue, Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

/** What a preset leaves aside or doubts in a vendor's records, and what cannot be written back. */
export const crmEn: Catalogue = {
  'crm.response.failed': (r) => `${place(r)}the answer is a refusal (${r.params.problem}); it holds no records`,
  'crm.source.empty': (r) => `${place(r)}no records came`,
  'crm.source.unused': (r) => `${place(r)}not used: the options name other sources`,
  'crm.field.missing': (r) => `${place(r)}no record has a field “${r.params.field}”; was it renamed?`,
  'crm.record.not-an-object': (r) => `${place(r)}not a record (skipped)`,
  'crm.record.not-counted': (r) =>
    `${place(r)}${r.params.id ?? 'the record'} does not count: “${r.params.field}” is ${r.params.value === null ? 'empty' : `“${r.params.value}”`}`,
  'crm.record.repeated': (r) => `${place(r)}${r.params.id} came again in row ${r.params.otherRow}; one version counts, the latest`,
  'crm.id.missing': (r) => `${place(r)}no id in “${r.params.field}” (skipped)`,
  'crm.id.unsafe': (r) => `${place(r)}the id in “${r.params.field}” came as a number and has lost digits; read ids as text (skipped)`,
  'crm.rate.unreadable': (r) =>
    `${place(r)}“${r.params.field}” is no rate for ${r.params.currency}; the amount stays in ${r.params.currency}`,
  'crm.amount.unreadable': (r) =>
    `${place(r)}“${r.params.field}” of ${r.params.id ?? 'a record without an id'} is no amount as this source writes them (skipped)`,
  'crm.refund.of-uncounted': (r) => `${place(r)}a refund of ${r.params.order}, which does not count (skipped)`,
  'crm.refund.not-counted': (r) => `${place(r)}a refund of ${r.params.order} of which no money has gone back (skipped)`,
  'crm.refund.no-sale': (r) => `${place(r)}refund ${r.params.id} is of ${r.params.order}, which is not among the sales`,
  'crm.refund.undated': (r) => `${place(r)}the refund of ${r.params.order} has no date of its own; the day of the sale is taken`,
  'crm.refund.amount-unknown': (r) => `${place(r)}${r.params.order} was refunded, how much is not said (nothing is deducted)`,
  'crm.write.customer-missing': (r) => `${place(r)}no customer id in “${r.params.column}” (not written)`,
  'crm.write.repeated': (r) => `${place(r)}customer ${r.params.customerId} is there twice (the first row is written)`,
  'crm.write.not-scalar': (r) => `${place(r)}“${r.params.column}” is a list or a record; “${r.params.field}” takes one value (not written)`,
  'crm.write.not-number': (r) => `${place(r)}“${r.params.column}” is not the number that “${r.params.field}” takes (not written)`,
  'crm.write.not-flag': (r) => `${place(r)}“${r.params.column}” is not the yes or no that “${r.params.field}” takes (not written)`,
  'crm.write.not-instant': (r) => `${place(r)}“${r.params.column}” is not the time that “${r.params.field}” takes (not written)`,
  'crm.write.not-day': (r) => `${place(r)}“${r.params.column}” is not the date that “${r.params.field}” takes (not written)`,
  'crm.write.option-unknown': (r) => `${place(r)}“${r.params.field}” has no option for the value of “${r.params.column}” (not written)`,
  'crm.write.too-long': (r) => `${place(r)}“${r.params.column}” is longer than “${r.params.field}” takes (not written)`,
  'crm.write.field-refused': (r) => `${place(r)}“${r.params.field}” is no name that the API takes; “${r.params.column}” is not written`,
  'crm.write.guest': (r) => `${place(r)}${r.params.customerId} is a guest without a record to write to`,
}

function place(reason: Reason): string {
  const { source, row } = reason as Issue
  const name = source === 'write' ? 'Write-back' : source
  if (name === undefined) return ''
  return row === undefined ? `${name}: ` : `${name} row ${row}: `
}
