/** One kind of row in a file: its fields, and how their values are written. */
import { BY_VALUES } from './assign.mjs'
import { codeOf, currencyIn, dateStyle, hasDecimalComma, offsetOf } from './values.mjs'

export function part(kind, found, more = {}) {
  const fields = Object.fromEntries(
    Object.entries(found)
      .filter(([field, column]) => column && !(field === 'status'))
      .map(([field, column]) => [field, column.heading]),
  )
  const guessed = Object.entries(found)
    .filter(([, column]) => column && column.score <= BY_VALUES)
    .map(([field]) => field)
  const { amount, at, currency } = found
  return {
    kind,
    fields,
    guessed,
    times: Object.fromEntries(
      ['at', 'from', 'until', 'answered', 'solved', 'joinedOn']
        .filter((field) => found[field])
        .map((field) => [field, dateStyle(found[field].look, found[field].heading)]),
    ),
    offset: at && offsetOf(at.look),
    currency: currency ? majority(currency.look.values) : amount && currencyIn(amount.look, amount.heading),
    decimalComma: amount ? hasDecimalComma(amount.look) : false,
    minor: amount ? /cents$|minor$|pence$/.test(amount.plain) || /[(（]分[)）]/.test(amount.heading) : false,
    ...more,
  }
}

function majority(values) {
  const counts = new Map()
  for (const value of values) counts.set(value.toUpperCase(), (counts.get(value.toUpperCase()) ?? 0) + 1)
  return codeOf([...counts].sort((a, b) => b[1] - a[1])[0]?.[0])
}
