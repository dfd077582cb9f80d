/** A log of events: purchases, refunds and the rest in one file, told apart by a column. */
import { plain, TYPES, tokens, words } from './headings.mjs'
import { lineShape } from './orders.mjs'
import { part } from './part.mjs'

/** The kinds of file whose rows have a type of their own; all others are interactions. */
const KIND_OF = { purchase: 'order', refund: 'refund', enroll: 'enroll' }

export const kindOfType = (word) => KIND_OF[meaningOf(word)] ?? 'interaction'

export function eventParts({ order, refund, interaction }, file, columns) {
  const { type } = interaction
  const cell = (column) => {
    const i = file.headings.indexOf(column.heading)
    return (cells) => cells[i].trim()
  }
  const wordsOf = (kind) => [...type.look.distinct].filter((word) => kindOfType(word) === kind)
  const isFilled = (column, kind) =>
    column && file.samples.filter((cells) => kindOfType(cell(type)(cells)) === kind).every((cells) => cell(column)(cells) !== '')
  const id = [order.id, interaction.id].find((column) => isFilled(column, 'order'))
  const related = columns.find(({ plain: name }) => /^(refersto|related|reference|original|parent|orderref|关联|原订单)/.test(name))
  const ofOrder =
    [related, order.id, refund.order].find((column) => column && column.heading !== id?.heading && isFilled(column, 'refund')) ?? id
  const fields = {
    // Without an amount a purchase in a log is one that some file of orders has, too.
    order: order.amount && { ...order, id },
    refund: order.amount && ofOrder && { order: ofOrder, amount: order.amount, at: order.at, ...(ofOrder === id ? {} : { id }) },
    enroll: { customer: interaction.customer, at: interaction.at },
    interaction,
  }
  const kinds = Object.keys(fields).filter((kind) => wordsOf(kind).length > 0)
  const read = kinds.filter((kind) => fields[kind])
  const leftOut = kinds.filter((kind) => !fields[kind]).flatMap(wordsOf)
  return read.map((kind) =>
    part(kind, fields[kind], {
      typed: { heading: type.heading, words: wordsOf(kind), leftOut, alone: kinds.length === 1 },
      ...(kind === 'order' ? lineShape(fields.order, file) : {}),
    }),
  )
}

/** The share of rows whose type is a word the library knows. */
export function knownTypes({ look: { values } }) {
  return values.filter(meaningOf).length / Math.max(1, values.length)
}

const meanings = new Map()

/** `Payment Refund` is a refund, `Express Checkout Payment` a purchase: a phrase that has the word in it, taking back before giving. */
function moneyOf(phrase) {
  const said = tokens(phrase)
  if (said.length < 2 || said.some((word) => UNDONE.has(word))) return undefined
  return ['refund', 'purchase'].find((type) => words(TYPES[type]).some((word) => said.includes(word)))
}

const UNDONE = new Set([
  'failed',
  'canceled',
  'cancelled',
  'declined',
  'pending',
  'request',
  'requested',
  'reminder',
  'method',
  'not',
  'no',
  'un',
  'view',
  'viewed',
  'page',
  'confirmation',
  'status',
])

/** The library's word for the host's: `工单` → `ticket`; `undefined` for words of the host's own. */
export function meaningOf(word) {
  if (!meanings.has(word)) meanings.set(word, Object.keys(TYPES).find((type) => words(TYPES[type]).includes(plain(word))) ?? moneyOf(word))
  return meanings.get(word)
}
