/** What a file is and which of its columns is what, from its headings and its values. */
import { Problem } from '../problem.mjs'
import { contradicts, fits, KINDS, listsOf, nameScore } from './fields.mjs'
import { CANCELLED, HEADINGS, plain, TYPES, tokens, words } from './headings.mjs'
import { currencyIn, dateStyle, hasDecimalComma, lookAt, numberOf, offsetOf } from './values.mjs'

/** A field taken from values alone, with no help from its heading, scores this. */
const BY_VALUES = 10

/**
 * @param file from `openCsv`
 * @param said what `--map` said: `[{ kind?, field, heading }]`
 * @returns one part per kind of row in the file: `{ kind, fields: { field: heading }, … }`, and what was noticed
 * @throws Problem `recognize.nothing` when no kind fits
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
  if (parts.length === 0) throw new Problem('recognize.nothing', { path: file.path, headings: file.headings.join(', ') })
  const used = new Set(parts.flatMap(({ fields, product }) => [...Object.values(fields), ...(product ?? [])]))
  return { parts, unused: file.headings.filter((heading) => !used.has(heading)) }
}

function partsOf(columns, file, said) {
  const saidKind = said.find(({ kind }) => kind)?.kind
  const assign = (kind) => assigned(columns, kind, said)
  const strong = (lists) => columns.some((column) => lists.some((list) => nameScore(column, HEADINGS[list]) >= 70))
  const candidates = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, assign(kind)]))
  const has = (kind) => KINDS[kind].needs.every((field) => candidates[kind][field])
  const order = candidates.order.amount ? candidates.order : { ...candidates.order, ...multiplied(columns, candidates.order) }
  const isOrder = Boolean(order.customer && order.at && order.amount)
  const typeColumn = candidates.interaction.type
  const types = typeColumn ? typesIn(typeColumn) : undefined

  const kindOf = () => {
    if (saidKind) return saidKind
    if (has('interaction') && types.known > 0.5) return types.purchase && candidates.order.amount ? 'mixed' : 'interaction'
    if (has('refund') && strong(['refund', 'refundedAt', 'refundAmount']) && !(isOrder && candidates.order.at !== candidates.refund.at))
      return 'refund'
    if (
      has('answer') &&
      !isOrderById(order, isOrder) &&
      ((candidates.answer.survey && candidates.answer.score) || strong(['nps', 'csat', 'ces']))
    )
      return 'answer'
    if (has('feedback') && !isOrderById(order, isOrder) && strong(['topic', 'complaint', 'solvedAt'])) return 'feedback'
    if (has('link') && !isOrder && strong(['alias'])) return 'link'
    if (isOrder && order.amount.score > BY_VALUES) return 'order'
    if (has('interaction') && nameScore(typeColumn, HEADINGS.type) >= 70 && !strong(['amount'])) return 'interaction'
    if (has('customer') && isOnePerCustomer(candidates.customer) && Object.keys(candidates.customer).length > 2) return 'customer'
    if (has('enroll') && strong(['enrolledAt'])) return 'enroll'
    if (isOrder) return 'order'
    if (has('enroll') && strong(['joinedOn'])) return 'enroll'
    return undefined
  }
  const kind = kindOf()
  if (kind === undefined) return []
  if (kind === 'mixed') return mixedParts(candidates, types, file, columns)
  if (kind === 'order') return orderParts(order, candidates, file, columns)
  if (!has(kind)) return []
  if (kind === 'answer') return answerParts(candidates.answer)
  return [part(kind, candidates[kind], kind === 'interaction' ? { types: types.words } : {})]
}

/** An order file may well have a rating or a reason in it; what makes it one is an order id beside the amount. */
function isOrderById(order, isOrder) {
  return isOrder && order.id !== undefined
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

/** Every field of a kind its column: the best pairs first, each column once. */
function assigned(columns, kind, said) {
  const { needs, uses } = KINDS[kind]
  const pairs = []
  const taken = new Map()
  for (const { kind: saidKind, field, heading } of said) {
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
  const used = new Set([...taken.values()].map(({ heading }) => heading))
  for (const { field, column, score } of pairs.sort((a, b) => b.score - a.score)) {
    if (taken.has(field) || used.has(column.heading)) continue
    taken.set(field, { ...column, score })
    used.add(column.heading)
  }
  return Object.fromEntries(taken)
}

/** A column of an order file whose heading says nothing, by what stands in it. */
function byValues(kind, field, { look }) {
  if (kind !== 'order' || look.filled < 0.5) return 0
  if (field === 'at') return look.dates > 0.9 ? BY_VALUES : 0
  if (field === 'amount')
    return look.fractions > 0.3 ? BY_VALUES : look.numbers > 0.9 && look.uniqueness > 0.02 && look.inRange(0, 1e7) > 0.9 ? BY_VALUES / 3 : 0
  if (field === 'customer')
    return look.dates < 0.1 && look.fractions < 0.05 && look.distinct.size > 1 && look.uniqueness < 0.95 ? BY_VALUES / 2 : 0
  return 0
}

/** Files of order lines often have a price each and a quantity instead of an amount. */
function multiplied(columns, order) {
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

function orderParts(found, candidates, file, columns) {
  // A column named "price" beside a quantity is the price of one.
  const order =
    !found.amount.of && found.quantity && /price$|单价/.test(found.amount.plain) ? { ...found, ...multiplied(columns, found) } : found
  const shape = lineShape(order, file)
  const cancelled = order.status ? [...order.status.look.distinct].filter((word) => words(CANCELLED).includes(plain(word))) : []
  const parts = [
    part('order', order, {
      ...shape,
      ...(order.amount.of ? { product: order.amount.of.map(({ heading }) => heading) } : {}),
      ...(cancelled.length > 0 ? { without: { heading: order.status.heading, words: cancelled } } : {}),
      ...(negativesAreRefunds(order, file) ? { negative: true } : {}),
    }),
  ]
  const refund = columns.find(
    (column) => nameScore(column, HEADINGS.refundAmount) >= 80 && column.look.numbers > 0.7 && column.heading !== order.amount.heading,
  )
  if (refund && order.id) {
    const { at } = candidates.refund
    const ownDate = at && nameScore(at, HEADINGS.refundedAt) >= 70
    const fields = { order: order.id, at: ownDate ? at : order.at, amount: refund }
    parts.push(part('refund', fields, { ifAmount: true, without: parts[0].without }))
  }
  const name = columns.find((column) => nameScore(column, HEADINGS.name) >= 80)
  if (name && name.heading !== order.customer.heading && isOneToOne(file, order.customer, name))
    parts.push(part('customer', { customer: order.customer, name }))
  return parts
}

/** A negative row takes something back from an order when it carries that order's id; alone it is only a wrong amount. */
function negativesAreRefunds({ id, amount }, file) {
  if (!id) return false
  const at = (column) => file.headings.indexOf(column.heading)
  const factors = (amount.of ?? [amount]).map(at)
  const isNegative = (cells) => factors.some((i) => numberOf(cells[i].trim()) < 0)
  const positive = new Set(file.samples.filter((cells) => !isNegative(cells)).map((cells) => cells[at(id)]))
  const negative = file.samples.filter(isNegative)
  return negative.length > 0 && negative.filter((cells) => positive.has(cells[at(id)])).length * 2 >= negative.length
}

/** Whether rows that share an order id are its lines, and whether their amounts add up or repeat the order's total. */
function lineShape({ id, customer, amount, product, category, quantity, line }, file) {
  if (!id) return {}
  const at = (column) => file.headings.indexOf(column.heading)
  const groups = new Map()
  for (const cells of file.samples) {
    const key = cells[at(id)]
    if (key.trim() === '') continue
    if (groups.has(key)) groups.get(key).push(cells)
    else groups.set(key, [cells])
  }
  const several = [...groups.values()].filter(
    (rows) => new Set(rows.map(String)).size > 1 && new Set(rows.map((cells) => cells[at(customer)])).size === 1,
  )
  const telling = [product, category, quantity, line].filter(Boolean)
  const lines = several.filter((rows) => telling.some((column) => new Set(rows.map((cells) => cells[at(column)])).size > 1))
  if (lines.length < Math.max(2, groups.size * 0.05)) return {}
  const repeats = !amount.of && lines.length >= 5 && lines.every((rows) => new Set(rows.map((cells) => cells[at(amount)])).size === 1)
  return { lines: true, ...(repeats ? { totalRepeats: true } : {}) }
}

/** One file of many kinds of events: purchases, refunds and the rest, told apart by a column. */
function mixedParts({ order, refund, interaction, enroll }, types, file, columns) {
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

function typesIn({ look }) {
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

function isOnePerCustomer({ customer }) {
  return customer.look.uniqueness > 0.97
}

function isOneToOne(file, a, b) {
  const [i, j] = [a, b].map(({ heading }) => file.headings.indexOf(heading))
  const seen = new Map()
  return file.samples.every((cells) => (seen.get(cells[i]) ?? seen.set(cells[i], cells[j]).get(cells[i])) === cells[j])
}

function part(kind, found, more = {}) {
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
    places: amount ? Math.max(0, ...amount.look.values.map(placesOf)) : 0,
    minor: amount ? /cents$|minor$|pence$/.test(amount.plain) || /[(（]分[)）]/.test(amount.heading) : false,
    ...more,
  }
}

function majority(values) {
  const counts = new Map()
  for (const value of values) counts.set(value.toUpperCase(), (counts.get(value.toUpperCase()) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

function placesOf(value) {
  return Number.isNaN(numberOf(value)) ? 0 : (/[.,](\d+)\D*$/.exec(value)?.[1].length ?? 0)
}
