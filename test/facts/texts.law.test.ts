import fc from 'fast-check'
import { readFacts } from 'tierwise/facts'
import { expect, test } from 'vitest'
import { plainInstant, readIso } from '../../src/core/time/instant.js'
import { cases } from '../support/cases.js'

/** An ISO instant, whole or with one letter changed, dropped or put in. */
const nearlyIso: fc.Arbitrary<string> = fc
  .tuple(
    fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
    fc.boolean(),
    fc.constantFrom('as it is', 'change', 'drop', 'insert'),
    fc.nat(24),
    fc.constantFrom('0', '3', '9', '-', ':', 'T', 'Z', ' ', '.', '/', '٣', '\u200b'),
  )
  .map(([date, withMs, what, at, letter]) => {
    const iso = date.toISOString()
    const text = withMs ? iso : `${iso.slice(0, 19)}Z`
    if (what === 'as it is') return text
    return text.slice(0, at) + (what === 'drop' ? '' : letter) + text.slice(what === 'insert' ? at : at + 1)
  })

test('an instant read digit by digit is that of the pattern, or none', () => {
  let met = 0
  fc.assert(
    fc.property(nearlyIso, (text) => {
      const plain = plainInstant(text)
      if (Number.isNaN(plain)) return
      met++
      expect(readIso(text)).toEqual({ instant: plain })
    }),
    { numRuns: cases(3000) },
  )
  expect(met).toBeGreaterThan(cases(3000) / 5)
  expect(plainInstant('2024-02-29T23:59:59.999Z')).toBe(Date.UTC(2024, 1, 29, 23, 59, 59, 999))
  for (const text of ['2023-02-29T00:00:00Z', '2024-01-01T24:00:00Z', '2024-13-01T00:00:00Z', '2024-01-01T00:00:60Z'])
    expect(plainInstant(text)).toBeNaN()
})

const plainId = fc.string({ unit: fc.constantFrom('a', 'b', '7', '_', '-'), minLength: 1, maxLength: 3 })
const dirtyId = fc.oneof(
  plainId,
  plainId.map((id) => ` ${id}`),
  plainId.map((id) => `${id}\u200b`),
  fc.constantFrom('客户', '', ' ', '1.23457E+15', 'ａ'),
  fc.constant(null),
  fc.constant(7),
)

test('customers are told apart by the text that is left when blanks are dropped, in the same order whatever the rows were', () => {
  fc.assert(
    fc.property(fc.array(dirtyId, { maxLength: 60 }), (ids) => {
      const rows = ids.map((customer, i) => ({ customer, at: new Date(Date.UTC(2024, 0, 1, 0, i)).toISOString(), amount: 1 }))
      const { facts, issues } = readFacts(rows, {
        order: { customer: 'customer', at: 'at', amount: 'amount' },
        currency: 'CNY',
        timeZone: 'UTC',
      })
      const known = ids.map((id) => (id === null ? '' : String(id).replace(/^[\s\u200b]+|[\s\u200b]+$/g, '')))
      const used = known.filter((id) => id !== '' && !id.includes('+'))
      expect(Array.from(facts.columns.customer, (code) => facts.customers.ids[code])).toEqual(used)
      expect(new Set(facts.customers.ids)).toEqual(new Set(used))
      expect(issues.filter(({ outcome }) => outcome === 'error').length).toBe(known.length - used.length)
    }),
    { numRuns: cases(300) },
  )
})

test('thousands of customers stand in the order of their letters', () => {
  // Three beginnings that differ after more letters than a number can hold, so that ties are met too.
  const ids = Array.from(
    { length: 5000 },
    (_, i) => `customer-${'xyz'[i % 3]}-${'long-'.repeat(i % 4)}${(i * 7919) % 5000}${i % 11 === 0 ? '客' : ''}`,
  )
  const rows = ids.map((customer) => ({ customer, at: '2024-03-05T12:00:00Z', amount: 1 }))
  const { facts } = readFacts(rows, { order: { customer: 'customer', at: 'at', amount: 'amount' }, currency: 'CNY', timeZone: 'UTC' })
  expect(facts.customers.ids).toEqual([...new Set(ids)].sort()) // Array.sort goes by code units
})

test('a few customers stand in the order of their letters, be two alike for long or letters beyond ASCII', () => {
  const ids = ['z', 'longer-b', 'longer-a', '客a', '户z', '客z', '户a', 'é', 'a客', 'a户b', 'a', '户', 'ÿ', 'þ', '\u0100a', '\u00ffb']
  const rows = ids.map((customer) => ({ customer, at: '2024-03-05T12:00:00Z', amount: 1 }))
  const { facts } = readFacts(rows, { order: { customer: 'customer', at: 'at', amount: 'amount' }, currency: 'CNY', timeZone: 'UTC' })
  expect(facts.customers.ids).toEqual([...ids].sort())
})

test('customers whose ids have one hash are told apart', () => {
  // Found by search: these pairs have equal 32-bit hashes, as one in four thousand million pairs has.
  const ids = ['69yrag', 'brq9sa', '1a19dps', '1dejzvu', '69yrag', 'brq9sa']
  const rows = ids.map((customer, i) => ({ customer, at: `2024-03-0${i + 1}T12:00:00Z`, amount: 1 }))
  const { facts } = readFacts(rows, { order: { customer: 'customer', at: 'at', amount: 'amount' }, currency: 'CNY', timeZone: 'UTC' })
  expect(Array.from(facts.columns.customer, (code) => facts.customers.ids[code])).toEqual(ids)
})
