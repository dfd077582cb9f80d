import { readFileSync } from 'node:fs'
import { readFacts } from '../../src/facts/read-facts.js'

/** The own reference set's orders and refunds as facts: 600 customers, 2024-01-01 … 2025-06-30. */
export function ownFacts() {
  const rowsOf = (name: string): Record<string, string>[] => {
    const [head, ...lines] = readFileSync(new URL(`../fixtures/own/${name}.csv`, import.meta.url), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','))
    return lines.map((cells) => Object.fromEntries(head.map((column, i) => [column, cells[i]])))
  }
  return readFacts(
    { order: rowsOf('orders'), refund: rowsOf('refunds') },
    {
      order: { id: 'order_id', customer: 'customer_id', at: 'ordered_at', amount: 'amount', category: 'category', channel: 'channel' },
      refund: { id: 'refund_id', order: 'order_id', at: 'refunded_at', amount: 'amount' },
      currency: 'EUR',
      timeZone: 'UTC',
    },
  )
}
