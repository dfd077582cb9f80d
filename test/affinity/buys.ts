import type { Told } from '../support/facts.js'

/** Purchases as `buys('ann', '2026-01-05 tea mugs', '2026-01-06 tea')`: a day and what was in the basket, each word category and product alike. */
export function buys(customerId: string, ...baskets: string[]): Told[] {
  return baskets.map((basket) => {
    const [day, ...words] = basket.split(' ')
    return {
      id: `${customerId} ${basket}`,
      customerId,
      type: 'purchase',
      at: `${day}T12:00:00Z`,
      amountMinor: 1000,
      lines: words.map((word) => ({ category: word, product: word })),
    }
  })
}
