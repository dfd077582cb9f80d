/** A shop of four customers and the standard its owner wrote: the case of docs/nine-criteria.md. */

import type { Mapping } from '../../src/facts/mapping.js'

type Order = {
  id: string
  customer: string
  at: string
  amount: string
  discount: string
  payment: string
  product: string
  category: string
}

const order = (
  id: string,
  customer: string,
  at: string,
  amount: number,
  category: string,
  product: string,
  payment: string,
  discount = 0,
): Order => ({
  id,
  customer,
  at,
  amount: String(amount),
  discount: String(discount),
  payment,
  product,
  category,
})
const event = (customer: string, type: string, day: string) => ({ customer, type, at: `${day} 10:00` })

export const SHOP_ROWS = {
  customer: [
    { id: 'S1', name: 'Chen Yu', region: 'Hangzhou' },
    { id: 'S2', name: 'Li Na', region: 'Shanghai' },
    { id: 'S3', name: 'Wang Fang', region: 'Ningbo' },
    { id: 'S4', name: 'Zhao Lei', region: 'Suzhou' },
  ],
  order: [
    ...['2026-01-03', '2026-02-02', '2026-03-04', '2026-04-03', '2026-05-03', '2026-06-02'].map((day, i) =>
      order(`1${i}`, 'S1', `${day} 20:00`, 400, 'tea', 'Longjing', 'wallet'),
    ),
    order('20', 'S2', '2026-01-05 12:00', 220, 'coffee', 'beans', 'card', 20),
    order('21', 'S2', '2026-02-14 12:00', 220, 'coffee', 'drip bags', 'wallet'),
    order('22', 'S2', '2026-03-26 12:00', 220, 'coffee', 'beans', 'card', 20),
    order('23', 'S2', '2026-05-05 12:00', 220, 'coffee', 'drip bags', 'wallet'),
    order('30', 'S3', '2026-06-18 09:00', 90, 'cups', 'gaiwan', 'card'),
  ],
  refund: [{ id: 'r1', order: '21', at: '2026-02-20 09:00', amount: '80' }],
  interaction: [
    ...['2026-01-10', '2026-02-10', '2026-03-10', '2026-04-10', '2026-05-10', '2026-06-10', '2026-06-11'].map((day) =>
      event('S1', 'visit', day),
    ),
    event('S1', 'inquiry', '2026-01-02'),
    event('S1', 'ticket', '2026-03-06'),
    event('S1', 'ticket', '2026-05-06'),
    event('S1', 'referral', '2026-04-20'),
    event('S2', 'visit', '2026-01-04'),
    event('S2', 'visit', '2026-03-25'),
    event('S2', 'wish', '2026-03-25'),
    event('S3', 'ticket', '2026-06-20'),
    event('S4', 'visit', '2026-06-20'),
  ],
  enroll: [{ customer: 'S1', at: '2026-01-03 20:05' }],
}

export const SHOP_MAPPING: Mapping = {
  customer: { id: 'id', attributes: { name: 'name', region: 'region' } },
  order: {
    id: 'id',
    customer: 'customer',
    at: 'at',
    amount: 'amount',
    product: 'product',
    category: 'category',
    attributes: { payment: 'payment', discountMinor: { column: 'discount', as: 'amount' } },
  },
  refund: { id: 'id', order: 'order', at: 'at', amount: 'amount' },
  interaction: { customer: 'customer', type: 'type', at: 'at' },
  enroll: { customer: 'customer', at: 'at' },
  currency: 'CNY',
  timeZone: 'Asia/Shanghai',
}

const bands = (medium: number, high: number) => [
  { lt: medium, points: 0, level: 'low' },
  { gte: medium, lt: high, points: 50, level: 'medium' },
  { gte: high, points: 100, level: 'high' },
]

export const SHOP_STANDARD = {
  id: 'online-shop',
  scorecard: {
    id: 'online-shop',
    total: '100',
    criteria: [
      { id: 'amount', weight: '25', bands: bands(500, 2000) },
      { id: 'frequency', weight: '20', bands: bands(3, 6) },
      {
        id: 'cycle',
        weight: '10',
        missing: { points: 0 },
        bands: [
          { lte: 30, points: 100, level: 'high' },
          { gt: 30, lte: 90, points: 50, level: 'medium' },
          { gt: 90, points: 0, level: 'low' },
        ],
      },
      { id: 'productPreference', weight: '5', bands: bands(0.5, 0.8) },
      { id: 'serviceNeed', weight: '5', bands: bands(0.25, 0.75) },
      { id: 'personalizationNeed', weight: '5', bands: bands(0.25, 0.75) },
      { id: 'purchaseBehavior', weight: '5', bands: bands(0.5, 0.8) },
      { id: 'interactionBehavior', weight: '10', bands: bands(2, 6) },
      { id: 'loyaltyBehavior', weight: '15', bands: bands(0.3, 0.6) },
    ],
    levels: [{ id: 'low' }, { id: 'medium', gte: '40' }, { id: 'high', gte: '70' }],
    margin: '5',
  },
}
