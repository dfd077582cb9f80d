/** What a file is and which of its columns is what, from its headings and its values. */
import { listed, Problem } from '../problem.mjs'
import { assigned, BY_VALUES, multiplied } from './assign.mjs'
import { eventParts, knownTypes } from './events.mjs'
import { contradicts, KINDS, nameScore } from './fields.mjs'
import { HEADINGS, plain, tokens, words } from './headings.mjs'
import { orderParts } from './orders.mjs'
import { part } from './part.mjs'
import { lookAt } from './values.mjs'

/**
 * @param file from `openTable`
 * @param said what `--map` said: `[{ kind?, field, heading }]`
 * @returns one part per kind of row in the file: `{ kind, fields: { field: heading }, … }`, and the headings nobody needs
 * @throws Problem `recognize.nothing` when no kind fits, `map.values` and `map.unused` for what `--map` cannot mean
 */
export function recognize(file, said = []) {
  const columns = file.headings.map((heading, i) => ({
    heading,
    plain: plain(heading),
    parts: tokens(heading),
    look: lookAt(file.samples.map((cells) => cells[i])),
    isKnown: Object.values(HEADINGS).some((list) => words(list).includes(plain(heading))),
  }))
  const mine = said.filter(({ heading }) => file.headings.includes(heading))
  for (const { field, heading } of mine) {
    if (contradicts(field, columns.find((column) => column.heading === heading).look)) throw new Problem('map.values', { heading, field })
  }
  const parts = partsOf(columns, file, mine)
  if (parts.length === 0) throw new Problem('recognize.nothing', { path: file.path, headings: listed(file.headings) })
  const used = new Set(parts.flatMap(({ fields, product }) => [...Object.values(fields), ...(product ?? [])]))
  const idle = mine.find(({ heading }) => !used.has(heading))
  if (idle) throw new Problem('map.unused', { ...idle, path: file.path, part: parts[0].kind })
  return { parts, unused: file.headings.filter((heading) => !used.has(heading)) }
}

function partsOf(columns, file, said) {
  const found = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, assigned(columns, kind, said)]))
  if (!found.order.amount) Object.assign(found.order, multiplied(columns, found.order))
  const kind = said.find((each) => each.kind)?.kind ?? kindOf(found, columns)
  if (kind === undefined || !isComplete(kind, found)) return []
  if (kind === 'interaction') return eventParts(found, file, columns)
  if (kind === 'order') return orderParts(found.order, found.refund, file, columns)
  if (kind === 'answer') return answerParts(found.answer)
  return [part(kind, found[kind])]
}

/** The first kind that fits: those with words of their own before those that any file with a customer and a date could be. */
function kindOf(found, columns) {
  const { order, refund, answer, interaction, customer } = found
  const has = (kind) => isComplete(kind, found)
  const speaksOf = (...lists) => columns.some((column) => lists.some((list) => nameScore(column, HEADINGS[list]) >= 70))
  // An order file may well have a rating or a reason in it; what makes it one is an order id beside an amount.
  const isOrder = has('order')
  const isOrderById = isOrder && order.id !== undefined
  const isRefund =
    has('refund') &&
    speaksOf('refund', 'refundedAt', 'refundAmount') &&
    !(isOrder && order.amount.heading !== refund.amount?.heading && nameScore(order.at, HEADINGS.refundedAt) < 70)
  const isSurvey = has('answer') && ((answer.survey && answer.score) || speaksOf('nps', 'csat', 'ces'))

  if (has('interaction') && knownTypes(interaction.type) > 0.5) return 'interaction'
  if (isRefund) return 'refund'
  if (isSurvey && !isOrderById) return 'answer'
  if (has('feedback') && !isOrderById && speaksOf('topic', 'complaint', 'solvedAt')) return 'feedback'
  if (has('link') && !isOrder && speaksOf('alias')) return 'link'
  if (isOrder && order.amount.score > BY_VALUES) return 'order'
  if (has('interaction') && nameScore(interaction.type, HEADINGS.type) >= 70 && !speaksOf('amount')) return 'interaction'
  if (has('enroll') && speaksOf('enrolledAt')) return 'enroll'
  if (has('customer') && customer.customer.look.uniqueness > 0.97 && Object.keys(customer).length > 1) return 'customer'
  if (isOrder) return 'order'
  return has('enroll') && speaksOf('joinedOn') ? 'enroll' : undefined
}

function isComplete(kind, found) {
  return KINDS[kind].needs.every((field) => found[kind][field])
}

/** One answer per row, or one row per customer with a column for each survey. */
function answerParts({ nps, csat, ces, survey, score, id, ...rest }) {
  if (survey && score) return [part('answer', { ...rest, id, survey, score })]
  const columns = Object.entries({ nps, csat, ces }).filter(([, column]) => column)
  return columns.map(([name, column]) =>
    part(
      'answer',
      { ...rest, score: column, survey: { ...column, heading: 'survey', score: 100 }, ...(columns.length === 1 ? { id } : {}) },
      { constants: { survey: name }, ifScore: true },
    ),
  )
}
