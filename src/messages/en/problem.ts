import type { Reason } from '../../core/reason.js'

/** What is wrong with a field of an event or a move, and what to write instead. */
export function problemEn({ params }: Reason): string {
  const { problem, given } = params
  const field = params.field === '' ? 'it' : String(params.field)
  const is = given === undefined ? `${field} cannot be read` : `${field} is “${given}”`
  switch (problem) {
    case 'missing':
      return MISSING[field] ?? `it has no ${field}`
    case 'date-object':
      return `${field} is a Date object; write ${field}.toISOString() or epoch milliseconds`
    case 'no-offset':
      return `${is}, which names no instant; add an offset, such as 2026-03-01T12:00:00+08:00, or write epoch milliseconds`
    case 'seconds':
      return `${is}, which is between 1970 and 1973 in milliseconds: seconds? Write milliseconds (seconds × 1000); a true date of those years is written as ISO text`
    case 'unreadable':
      if (field === 'at') return `${is}; write ISO text with an offset, such as 2026-03-01T12:00:00Z, or epoch milliseconds`
      return field === 'amount' ? 'amount is no amount; write decimal text such as "12.50"' : `${field} cannot be read`
    case 'not-text':
      return `${field} is of type ${given}; write it as text`
    case 'not-list':
      return `${field} is of type ${given}; write a list`
    case 'not-object':
    case 'not-an-object':
      return `${field} is no object`
    case 'not-whole':
      return `${field} is not a whole number of minor units`
    case 'not-finite':
      return `${field} is no finite number`
    case 'too-precise':
    case 'too-fine':
      return `${field} has more decimal places than its currency keeps`
    case 'unsafe':
      return `${field} is too large to be kept exactly`
    case 'unknown-currency':
      return 'its currency is no code of ISO 4217'
    case 'currency-mismatch':
      return `its amount is in another currency (${given ?? field}) than the program, and no rule says what that is worth`
    case 'disagrees':
      return `amount and amountMinor disagree (${given}); write one of them`
    case 'negative':
      return `${field} is below zero; what comes back is an event of its own that names the order, with an amount above zero`
    case 'not-above-zero':
      return `${field} has to be above zero`
    case 'unknown':
      return given === undefined ? `${field} is not known here` : `${field} “${given}” is not known here`
    default:
      return `${field} is no plain JSON (${problem})`
  }
}

const MISSING: Readonly<Record<string, string>> = {
  id: 'it has no id; give each one of its own, so that the same delivered twice counts once',
  at: 'it has no at; write when it happened, such as 2026-03-01T12:00:00Z',
  amount: 'it has no amount, and all that this program does with such events goes by it',
}
