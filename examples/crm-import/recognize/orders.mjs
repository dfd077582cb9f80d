/** A file of orders: its lines, its refunds, what in it is no purchase. */
import { multiplied } from './assign.mjs'
import { nameScore } from './fields.mjs'
import { CANCELLED, HEADINGS, plain, words } from './headings.mjs'
import { part } from './part.mjs'
import { numberOf } from './values.mjs'

/** A column called State is of states of orders where at least one of them is known to be no purchase; else of California and Kentucky. */
function isStatus(column) {
  return nameScore(column, HEADINGS.region) < 60 || [...column.look.distinct].some(isCancelled)
}

/** Whether an order in this state is no purchase. */
export function isCancelled(status) {
  if (!cancelled.has(status)) cancelled.set(status, words(CANCELLED).includes(plain(status)) || BEGINNINGS.test(status.trim()))
  return cancelled.get(status)
}

/** `Cancelled by customer`, `Payment failed: card declined`, `已取消（缺货）`. Not `partially refunded`, which is a purchase. */
const BEGINNINGS =
  /^(?:cancel(?:l?ed|lation)?\b|void|fail|declin|reject|unpaid|not paid|await\w* payment|pending|payment (?:failed|pending|declined|error|cancel|expired|void|reject)|refunded\b|abandon|draft|storniert|annul|キャンセル|已取消|取消|交易关闭|已关闭|待付款|未付款|等待买家付款|等待付款|支付失败|付款失败|作废|已作废|已退款|退款成功)/i

const cancelled = new Map()

export function orderParts(found, refundFields, file, columns) {
  // A column named "price" beside a quantity is the price of one.
  const order =
    !found.amount.of && found.quantity && /price$|单价/.test(found.amount.plain) ? { ...found, ...multiplied(columns, found) } : found
  const shape = lineShape(order, file)
  const parts = [
    part('order', order, {
      ...shape,
      ...(order.amount.of ? { product: order.amount.of.map(({ heading }) => heading) } : {}),
      ...(order.status && isStatus(order.status) ? { status: order.status.heading } : {}),
      ...(negativesAreRefunds(order, file) ? { negative: true } : {}),
    }),
  ]
  const refund = columns.find(
    (column) => nameScore(column, HEADINGS.refundAmount) >= 80 && column.look.numbers > 0.7 && column.heading !== order.amount.heading,
  )
  if (refund && order.id) {
    const { at } = refundFields
    const ownDate = at && nameScore(at, HEADINGS.refundedAt) >= 70
    const fields = { order: order.id, at: ownDate ? at : order.at, amount: refund }
    parts.push(part('refund', fields, { ifAmount: true, status: parts[0].status }))
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
export function lineShape({ id, customer, amount, product, category, quantity, line }, file) {
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
  const repeats =
    !amount.of &&
    lines.length >= 3 &&
    lines.every((rows) => new Set(rows.map((cells) => cells[at(amount)])).size === 1) &&
    new Set(lines.map(([cells]) => cells[at(amount)])).size > 1
  return { lines: true, ...(repeats ? { totalRepeats: true } : {}) }
}

function isOneToOne(file, a, b) {
  const [i, j] = [a, b].map(({ heading }) => file.headings.indexOf(heading))
  const seen = new Map()
  return file.samples.every((cells) => (seen.get(cells[i]) ?? seen.set(cells[i], cells[j]).get(cells[i])) === cells[j])
}
