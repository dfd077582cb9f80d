/** Which column is which field of one kind of file. */
import { fits, KINDS, listsOf, nameScore } from './fields.mjs'
import { HEADINGS } from './headings.mjs'

/** A field taken from values alone, with no help from its heading, scores this. */
export const BY_VALUES = 10

/** Every field of a kind its column: what `--map` said, then the best pairs first, each column once. */
export function assigned(columns, kind, said) {
  const { needs, uses } = KINDS[kind]
  const pairs = []
  const taken = new Map()
  for (const { kind: saidKind, field: word, heading } of said) {
    const field = kind === 'order' && word === 'order' ? 'id' : word // the id of an order file is an order's
    if ((saidKind === undefined || saidKind === kind) && [...needs, ...uses].includes(field))
      taken.set(field, { ...columns.find((column) => column.heading === heading), score: 1000 })
  }
  for (const field of [...needs, ...uses]) {
    for (const column of columns) {
      if (!fits(field, column.look, column.heading)) continue
      const lists = listsOf(kind, field)
      const score = Math.max(0, ...lists.map((list, i) => nameScore(column, HEADINGS[list]) - 5 * i))
      const guess = needs.includes(field) ? byValues(kind, field, column) : 0
      if (score > 0 || guess > 0) pairs.push({ field, column, score: Math.max(score, guess) })
    }
  }
  if (kind === 'order') passOverRowIds(pairs)
  const used = new Set([...taken.values()].map(({ heading }) => heading))
  for (const { field, column, score } of pairs.sort((a, b) => b.score - a.score)) {
    if (taken.has(field) || used.has(column.heading)) continue
    taken.set(field, { ...column, score })
    used.add(column.heading)
  }
  return Object.fromEntries(taken)
}

/** A customer column with as many values as there are orders numbers those, where another that says it is an id of customers has fewer. */
function passOverRowIds(pairs) {
  const sure = (name) => pairs.filter(({ field, score }) => field === name && score > BY_VALUES)
  const orders = Math.max(...sure('id').map(({ column }) => column.look.distinct.size))
  const customers = sure('customer')
  const isOwnWord = ({ score, column: { parts } }) => score >= 60 && parts.some((part) => ID_WORDS.has(part))
  const repeats = customers.some((pair) => isOwnWord(pair) && pair.column.look.distinct.size < orders)
  if (repeats) for (const pair of customers) if (pair.column.look.distinct.size === orders) pair.score = BY_VALUES / 4
}

const ID_WORDS = new Set(['id', 'no', 'number', 'code', 'key', 'email'])

/** A column of an order file whose heading says nothing, by what stands in it. */
function byValues(kind, field, { look }) {
  if (kind !== 'order' || look.filled < 0.5) return 0
  if (field === 'at') return look.dates > 0.9 ? BY_VALUES : 0
  if (field === 'amount')
    return look.fractions > 0.3
      ? BY_VALUES
      : look.numbers > 0.9 && !isNumbering(look) && look.uniqueness > 0.02 && look.inRange(0, 1e7) > 0.9
        ? BY_VALUES / 3
        : 0
  if (field === 'customer')
    return look.dates < 0.1 && look.fractions < 0.05 && look.distinct.size > 1 && look.uniqueness < 0.95 ? BY_VALUES / 2 : 0
  return 0
}

/** 1, 2, 3 …: rows that are numbered, not paid. */
function isNumbering({ values, uniqueness }) {
  if (uniqueness < 0.98) return false
  const ascending = values.filter((value, i) => i > 0 && Number(value) > Number(values[i - 1])).length
  return ascending > 0.9 * (values.length - 1)
}

/** Files of order lines often have a price each and a quantity instead of an amount. */
export function multiplied(columns, order) {
  const best = (list) =>
    columns
      .map((column) => ({ ...column, score: nameScore(column, HEADINGS[list]) }))
      .filter(({ score, look }) => score >= 60 && look.numbers > 0.7)
      .sort((a, b) => b.score - a.score)[0]
  const price = best('unitPrice')
  const quantity = order.quantity ?? best('quantity')
  return price && quantity
    ? { amount: { ...price, heading: `${price.heading} × ${quantity.heading}`, score: 60, of: [price, quantity] }, quantity }
    : {}
}
