/** Writing back from rows and answers of any kind: a plan with coded issues, never a crash. */

import {
  fxiaokeOutcomes,
  shopifyOutcomes,
  toFxiaoke,
  toShopify,
  toStripe,
  toWooCommerce,
  toZoho,
  type WritePlan,
  zohoOutcomes,
} from 'tierwise/crm'
import { en, sentences } from 'tierwise/messages'
import { expect, test } from 'vitest'

const JUNK: readonly unknown[] = [
  undefined,
  null,
  '',
  [],
  {},
  [null],
  [[]],
  true,
  0,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e21,
  Number.MAX_SAFE_INTEGER + 2,
  'abc',
  '__proto__',
  'x'.repeat(5000),
  [1, 2],
  { data: null },
  { data: [null, 1, 'x', { id: null }, { id: {} }] },
  { a: { b: {} } },
]
const fields = { tier: 'tier' }
const WRITERS: Readonly<Record<string, (rows: readonly object[], current: unknown) => WritePlan>> = {
  'Zoho CRM': (rows, current) =>
    toZoho(rows, { module: 'Contacts', fields: { ...fields, score: { name: 'Score', as: 'number' } }, current }),
  纷享销客: (rows, current) => toFxiaoke(rows, { object: 'AccountObj', timeZone: 'Asia/Shanghai', fields, current }),
  Shopify: (rows, current) => toShopify(rows, { namespace: 'tierwise', fields, current } as never), // what the API takes besides has no part in this
  Stripe: (rows, current) => toStripe(rows, { fields, current } as never),
  WooCommerce: (rows, current) => toWooCommerce(rows, { fields, current } as never),
}

test.each(Object.entries(WRITERS))('%s: values, customers and answers of any kind', (_, write) => {
  for (const value of JUNK)
    for (const current of JUNK) {
      const { issues, requests } = write(
        [
          { customerId: '1', tier: value, score: value },
          { customerId: value, tier: 'gold', score: 1 },
        ],
        current,
      )
      expect(() => JSON.stringify(requests)).not.toThrow()
      for (const said of sentences(issues, en)) expect(said).not.toMatch(/undefined|\[object|crm\./)
    }
})

test('answers to what was sent', () => {
  const [sent] = toZoho([{ customerId: '1', tier: 'gold' }], { module: 'Contacts', fields, current: [] }).requests
  for (const answer of JUNK)
    for (const outcomes of [zohoOutcomes, fxiaokeOutcomes, shopifyOutcomes])
      expect(() => outcomes(sent as never, answer as never)).not.toThrow()
})
