import type { Issue, Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

/** What can be wrong with a host's rows. */
export const factsEn: Catalogue = {
  'facts.row.not-an-object': (r) => `${row(r)}not a record (skipped)`,
  'facts.row.unclaimed': (r) => `${row(r)}no entry of the mapping chose this row (skipped)`,
  'facts.column.missing': (r) => `${row(r)}there is no column “${r.params.column}”; no row of this source could be used`,
  'facts.customer.missing': (r) => `${row(r)}no customer in “${r.params.column}” (skipped)`,
  'facts.customer.unreadable': (r) => `${row(r)}the customer in “${r.params.column}” is no text or number (skipped)`,
  'facts.customer.conflict': (r) => `${row(r)}another row says something else about this customer’s “${r.params.attribute}” (left empty)`,
  'facts.id.missing': (r) => `${row(r)}no id in “${r.params.column}” (skipped)`,
  'facts.id.unreadable': (r) => `${row(r)}the id in “${r.params.column}” is no text or number (skipped)`,
  'facts.id.rounded': (r) =>
    `${row(r)}the id in “${r.params.column}” was rounded by a spreadsheet and stands for nobody any more; export it as text (skipped)`,
  'facts.id.absent': (r) => `${row(r)}there is no id column: every row counts as its own, and rows that came twice cannot be told`,
  'facts.id.duplicate': (r) => `${row(r)}the same as row ${r.params.firstRow} (counted once)`,
  'facts.id.conflict': (r) => `${row(r)}the same id as row ${r.params.otherRow} with other content (neither is counted)`,
  'facts.at.missing': (r) => `${row(r)}no date in “${r.params.column}” (skipped)`,
  'facts.at.unreadable': (r) => `${row(r)}“${r.params.column}” is not a date (skipped)`,
  'facts.at.ambiguous': (r) => `${row(r)}the date in “${r.params.column}” can be read in two ways; say its format (skipped)`,
  'facts.at.after-as-of': (r) => `${row(r)}after the date of the report (does not count yet)`,
  'facts.amount.missing': (r) => `${row(r)}no amount in “${r.params.column}” (skipped)`,
  'facts.amount.unreadable': (r) => `${row(r)}“${r.params.column}” is not an amount (skipped)`,
  'facts.amount.not-finite': (r) => `${row(r)}the amount in “${r.params.column}” is not finite (skipped)`,
  'facts.amount.negative': (r) => `${row(r)}the amount in “${r.params.column}” is negative (skipped)`,
  'facts.amount.too-precise': (r) => `${row(r)}the amount in “${r.params.column}” has more places than its currency (skipped)`,
  'facts.amount.rounded': (r) => `${row(r)}the amount in “${r.params.column}” was rounded to its currency, as declared`,
  'facts.amount.unsafe': (r) => `${row(r)}the amount in “${r.params.column}” is too large to be exact (skipped)`,
  'facts.currency.mismatch': (r) => `${row(r)}the sign in “${r.params.column}” is not one of ${r.params.currency} (skipped)`,
  'facts.refund.currency-assumed': (r) =>
    `${row(r)}the refunds name no currency, the orders several: the refunds are taken to be in ${r.params.currency}`,
  'facts.currency.unknown': (r) => `${row(r)}the currency of “${r.params.column}” is not in ISO 4217 (skipped)`,
  'facts.rate.missing': (r) => `${row(r)}no exchange rate for ${r.params.currency} on that day (skipped)`,
  'facts.type.missing': (r) => `${row(r)}no type in “${r.params.column}” (skipped)`,
  'facts.refund.order-missing': (r) => `${row(r)}the refund names no order in “${r.params.column}” (skipped)`,
  'facts.refund.no-order': (r) => `${row(r)}the order of this refund is not here (nothing is deducted)`,
  'facts.refund.above-order': (r) => `${row(r)}the refund is larger than what is left of its order (nothing is deducted)`,
  'facts.refund.before-order': (r) => `${row(r)}the refund is dated before its order`,
  'facts.line.quantity': (r) => `${row(r)}the quantity in “${r.params.column}” is not a number (skipped)`,
  'facts.line.unreadable': (r) => `${row(r)}the lines in “${r.params.column}” are not a list (skipped)`,
  'facts.line.duplicate': (r) => `${row(r)}the same order line as row ${r.params.firstRow} (counted once)`,
  'facts.line.amount.unreadable': (r) => `${row(r)}“${r.params.column}” is not an amount (skipped)`,
  'facts.line.amount.not-finite': (r) => `${row(r)}the amount in “${r.params.column}” is not finite (skipped)`,
  'facts.line.amount.too-precise': (r) => `${row(r)}the line amount in “${r.params.column}” has more places than its currency (skipped)`,
  'facts.line.amount.rounded': (r) => `${row(r)}the line amount in “${r.params.column}” was rounded to its currency, as declared`,
  'facts.line.amount.unsafe': (r) => `${row(r)}the line amount in “${r.params.column}” is too large to be exact (skipped)`,
  'facts.attribute.unreadable': (r) => `${row(r)}“${r.params.column}” is not a ${r.params.expected} (left empty)`,
  'facts.answer.survey': (r) => `${row(r)}no survey in “${r.params.column}” (skipped)`,
  'facts.answer.score': (r) => `${row(r)}the score in “${r.params.column}” is not a number (skipped)`,
  'facts.link.id-missing': (r) => `${row(r)}the link lacks one of its two ids (skipped)`,
  'facts.link.at-unreadable': (r) => `${row(r)}the link’s dates cannot be read (skipped)`,
  'facts.link.empty': (r) => `${row(r)}the link ends before it begins (skipped)`,
  'facts.link.cycle': (r) => `${row(r)}the link leads back to itself (skipped)`,
  'facts.link.overlap': (r) => `${row(r)}at one time this id is linked to two customers (skipped)`,
  'facts.partial.conflict': (r) =>
    `Order or refund ${r.params.id} of customer ${r.params.customerId} came with two contents (neither is counted)`,
  'facts.partial.open-refund': (r) =>
    `A refund of customer ${r.params.customerId} waits for its order ${r.params.order} (nothing is deducted yet)`,
}

const SOURCES: Readonly<Record<string, string>> = {
  order: 'Orders',
  refund: 'Refunds',
  interaction: 'Interactions',
  feedback: 'Feedback',
  answer: 'Answers',
  enroll: 'Enrollments',
  event: 'Events',
  customer: 'Customers',
  link: 'Links',
}

function row(reason: Reason): string {
  const { source, row: number } = reason as Issue
  const place = source === undefined ? '' : (SOURCES[source] ?? source)
  const id = reason.params.id === undefined ? '' : ` (${reason.params.id})`
  return number === undefined ? `${place}: ` : `${place} row ${number}${id}: `
}
