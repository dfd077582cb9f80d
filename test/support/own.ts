import { readFacts } from '../../src/facts/read-facts.js'
import { fixtureRows } from './csv.js'

/** The own reference set's orders and refunds as facts: 600 customers, 2024-01-01 … 2025-06-30. */
export function ownFacts() {
  return readFacts(
    { order: fixtureRows('own/orders.csv'), refund: fixtureRows('own/refunds.csv') },
    {
      order: { id: 'order_id', customer: 'customer_id', at: 'ordered_at', amount: 'amount', category: 'category', channel: 'channel' },
      refund: { id: 'refund_id', order: 'order_id', at: 'refunded_at', amount: 'amount' },
      currency: 'EUR',
      timeZone: 'UTC',
    },
  )
}
