/** A log of events: purchases, refunds and the rest in one file, told apart by a column. */
import { plain, TYPES, words } from './headings.mjs'
import { lineShape } from './orders.mjs'
import { part } from './part.mjs'

export function mixedParts({ order, refund, interaction, enroll }, types, file, columns) {
  const { heading } = interaction.type
  const of = (...kinds) => [...interaction.type.look.distinct].filter((word) => kinds.includes(types.words[word] ?? word))
  const rest = [...interaction.type.look.distinct].filter((word) => !['purchase', 'refund', 'enroll'].includes(types.words[word] ?? word))
  const rowsOf = (type) => file.samples.filter((cells) => of(type).includes(cells[file.headings.indexOf(heading)].trim()))
  const isFilled = (column, type) => column && rowsOf(type).every((cells) => cells[file.headings.indexOf(column.heading)].trim() !== '')
  const id = [order.id, interaction.id].find((column) => isFilled(column, 'purchase'))
  const parts = [part('order', { ...order, id }, { where: { heading, words: of('purchase') }, ...lineShape({ ...order, id }, file) })]
  const related = columns.find(({ plain: name }) => /^(refersto|related|original|parent|orderref|关联|原订单)/.test(name))
  const ofOrder = [related, order.id, refund.order].find((column) => column && column !== id && isFilled(column, 'refund')) ?? id
  if (of('refund').length > 0 && ofOrder)
    parts.push(
      part(
        'refund',
        { order: ofOrder, customer: undefined, amount: order.amount, at: order.at, id: ofOrder === id ? undefined : id },
        { where: { heading, words: of('refund') } },
      ),
    )
  if (of('enroll').length > 0)
    parts.push(part('enroll', { customer: order.customer, at: enroll.at ?? order.at }, { where: { heading, words: of('enroll') } }))
  if (rest.length > 0) parts.push(part('interaction', interaction, { types: types.words, where: { heading, words: rest } }))
  return parts
}

/** What the words of a column of types mean: `{ words: { 工单: 'ticket' }, known: share of rows whose word is known, purchase: whether one is a purchase }`. */
export function typesIn({ look }) {
  const found = {}
  let known = 0
  for (const word of look.distinct) {
    const type = Object.keys(TYPES).find((name) => words(TYPES[name]).includes(plain(word)))
    if (type) found[word] = type
  }
  for (const word of look.values) if (found[word]) known++
  const meant = new Set(Object.values(found))
  return { words: found, known: known / Math.max(1, look.values.length), purchase: meant.has('purchase') }
}
