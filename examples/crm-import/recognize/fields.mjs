/** What each kind of file is made of: the fields it needs, those it can use, and what a value of a field must look like. */
import { words } from './headings.mjs'
import { codeOf } from './values.mjs'

/** In the order they are tried: the first kind whose needs a file meets is what it is. */
export const KINDS = {
  refund: { needs: ['order', 'at'], uses: ['id', 'amount', 'currency', 'channel'] },
  answer: { needs: ['customer', 'at'], uses: ['id', 'survey', 'score', 'nps', 'csat', 'ces', 'channel'] },
  feedback: { needs: ['customer', 'at'], uses: ['id', 'topic', 'complaint', 'answered', 'solved', 'channel'] },
  interaction: { needs: ['customer', 'at', 'type'], uses: ['id', 'channel', 'category', 'product', 'cost', 'refersTo'] },
  order: {
    needs: ['customer', 'at', 'amount'],
    uses: ['id', 'currency', 'channel', 'category', 'product', 'quantity', 'cost', 'payment', 'discount', 'status', 'line'],
  },
  enroll: { needs: ['customer', 'at'], uses: ['id', 'channel'] },
  link: { needs: ['alias', 'customer'], uses: ['from', 'until'] },
  customer: {
    needs: ['customer'],
    uses: ['name', 'region', 'birthYear', 'age', 'ageBand', 'gender', 'incomeBand', 'interests', 'acquisitionChannel', 'joinedOn'],
  },
}

/** Which list of `HEADINGS` names a field in a kind of file, the surest list first; the field's own name where nothing is said. */
const LISTS = {
  refund: { id: ['refund', 'bareId'], at: ['refundedAt', 'at'], amount: ['refundAmount', 'amount'] },
  answer: { id: ['answerId', 'bareId'], at: ['answeredAt', 'at'] },
  feedback: { id: ['feedback', 'interaction', 'bareId'], at: ['openedAt', 'at'], answered: ['answeredAt'], solved: ['solvedAt'] },
  interaction: { id: ['interaction', 'bareId'], refersTo: ['order'] },
  order: { id: ['order', 'bareId'] },
  customer: { customer: ['customer', 'bareId'] },
  enroll: { id: [], at: ['enrolledAt', 'joinedOn', 'at'] },
}

export function listsOf(kind, field) {
  return LISTS[kind]?.[field] ?? [field]
}

/** How well a heading names a field: 100 the surest word, 0 not at all. A heading that is another field's very word is no half match. */
export function nameScore({ plain, parts, isKnown }, list) {
  const known = words(list)
  const exact = known.indexOf(plain)
  if (exact >= 0) return 100 - (30 * exact) / known.length
  const part = isKnown ? undefined : known.find((word) => holds(plain, parts, word))
  return part ? 30 + (20 * part.length) / plain.length : 0
}

/** Chinese words anywhere; others as whole words: there is no count in `AccountBalance`. */
function holds(plain, parts, word) {
  if (/\p{Script=Han}/u.test(word)) return word.length > 1 && plain.includes(word)
  if (word.length < 5) return false
  return parts.some((_, i) => parts.some((__, j) => j >= i && parts.slice(i, j + 1).join('') === word))
}

/** Whether a column's values can be this field at all. */
export function fits(field, look, heading) {
  if (look.values.length === 0) return false
  if (TIMES.has(field)) return look.dates > 0.5 || (look.inRange(9e8, 5e12) > 0.95 && look.integers > 0.95) || isExcelDay(look, heading)
  if (field === 'discount' && look.inRange(0, 1) > 0.99) return false // a rate
  if (MONEY.has(field)) return look.amounts > 0.5 && look.dates < 0.5
  if (field === 'quantity' || field === 'score' || field === 'age') return look.numbers > 0.7
  if (field === 'nps') return look.inRange(0, 10) > 0.9
  if (field === 'csat' || field === 'ces') return look.inRange(0, 10) > 0.9
  if (field === 'birthYear') return look.inRange(1900, 2100) > 0.7
  if (field === 'currency')
    return look.values.filter((value) => /^[A-Za-z]{3}$/.test(value) || codeOf(value)).length > look.values.length * 0.8
  if (WORDS.has(field)) return look.fractions < 0.2 && look.dates < 0.2 && (look.distinct.size <= 60 || look.uniqueness < 0.3)
  if (IDS.has(field)) return look.dates < 0.5 && look.fractions < 0.2
  return look.dates < 0.5
}

/** Whether what `--map` said of a column cannot be meant: not one date under a time, not one number under an amount. */
export function contradicts(field, look) {
  if (TIMES.has(field)) return look.dates === 0 && look.numbers < 0.5
  return MONEY.has(field) && look.amounts === 0 && look.numbers === 0
}

function isExcelDay(look, heading) {
  return /date|time|day|日期|时间/i.test(heading) && look.inRange(20_000, 80_000) > 0.95
}

const TIMES = new Set(['at', 'from', 'until', 'answered', 'solved', 'joinedOn'])
const MONEY = new Set(['amount', 'unitPrice', 'cost', 'discount'])
const WORDS = new Set(['channel', 'payment', 'status', 'type', 'survey', 'gender', 'incomeBand', 'ageBand', 'acquisitionChannel'])
const IDS = new Set(['customer', 'alias', 'order', 'id', 'refersTo', 'line'])
