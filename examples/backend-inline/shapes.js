/** What goes in and out, as JSON Schema: requests are held to it, and it is the OpenAPI description. */
const id = { type: 'string', minLength: 1, maxLength: 200 }
const instant = { type: 'string', format: 'date-time', description: 'ISO 8601 with an offset: 2026-03-02T12:30:00+08:00' }
const money = { type: 'string', pattern: '^\\d{1,12}(\\.\\d{1,4})?$', description: 'Major units as decimal text: 1080.50' }
const points = { type: 'string', pattern: '^\\d{1,12}$' }

const object = (properties, required = Object.keys(properties)) => ({ type: 'object', properties, required, additionalProperties: false })

export const order = object({ id, customerId: id, at: instant, amount: money, channel: { type: 'string', maxLength: 60 } }, [
  'id',
  'customerId',
  'at',
  'amount',
])
export const refund = object({ id, customerId: id, orderId: id, amount: money }, ['id', 'customerId', 'orderId'])
export const redemption = object({ id, customerId: id, stars: points })
export const basket = object(
  {
    at: instant,
    amount: money,
    lines: {
      type: 'array',
      maxItems: 200,
      items: object({ amountMinor: { type: 'integer', minimum: 0 }, category: { type: 'string' } }, ['amountMinor']),
    },
    shippingMinor: { type: 'integer', minimum: 0 },
  },
  ['at'],
)
export const supposed = object({
  events: {
    type: 'array',
    minItems: 1,
    maxItems: 20,
    items: object({ type: { enum: ['purchase', 'redeem'] }, at: instant, amount: money, stars: points }, ['type', 'at']),
  },
})
export const member = object({ id })

export const answer = { type: 'object', additionalProperties: true }
export const accepted = {
  200: { description: 'Delivered before: the answer of that time.', ...answer },
  201: { description: 'Applied.', ...answer },
  401: { description: 'Not signed.', ...answer },
  409: { description: 'This id was used with other content.', ...answer },
  422: { description: 'Refused (kept, with the reason) or unreadable (not kept).', ...answer },
  503: { description: 'Too many at once for this member; send it again.', ...answer },
}
