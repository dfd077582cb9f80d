/** Random earning and redeeming through the engine, beside a BigInt that adds what the event said and knows nothing of the engine. */

import { type AccountState, applyEvent, defineProgram, readStanding } from 'tierwise/program'

export interface SumsReport {
  readonly operations: number
  readonly refused: number
  /** Accounts whose balance was not the integer expected, with both. */
  readonly differences: readonly string[]
}

/** One unit of points per cent and a scale of 2, so that 123.45 earns 123.45 points. */
const definition = defineProgram({
  kind: 'program',
  format: 1,
  id: 'sums',
  timeZone: 'UTC',
  currency: 'USD',
  reversible: { n: 0, unit: 'day' },
  currencies: { points: { scale: 2 } },
  earn: [{ id: 'base', on: 'purchase', to: 'points', rate: '1' }],
  redeem: [{ id: 'spend', on: 'redeem', from: 'points', amount: 'points' }],
})

/** Each account lives through a thousand operations. */
const PER_ACCOUNT = 1000

export function sums(operations: number, seed: number): SumsReport {
  const differences: string[] = []
  let random = seed >>> 0 || 1
  const next = (): number => {
    // xorshift32
    random ^= random << 13
    random ^= random >>> 17
    random ^= random << 5
    random >>>= 0
    return random
  }
  let refused = 0
  let done = 0
  for (let account = 0; done < operations; account++) {
    let state: AccountState | undefined
    let expected = 0n
    const customerId = `c${account}`
    for (let i = 0; i < PER_ACCOUNT && done < operations; i++, done++) {
      const isPurchase = next() % 5 < 3
      const size = next() % 7
      // From a cent to ten million, and every now and then a redemption of all there is.
      const cents = !isPurchase && size === 0 && expected > 0n ? Number(expected) : (next() % 10 ** (size + 3)) + 1
      const at = 1_456_000_000_000 + i * 60_000
      const text = decimal(cents)
      const event = isPurchase
        ? { id: `${i}`, customerId, type: 'purchase', at, amount: text }
        : { id: `${i}`, customerId, type: 'redeem', at, points: text }
      const applied = applyEvent(definition, state, event)
      state = applied.state
      const may = isPurchase || BigInt(cents) <= expected
      const does = applied.outcomes[0].outcome === 'applied'
      if (may !== does)
        differences.push(`${customerId} operation ${i}: ${does ? 'applied' : 'refused'} ${event.type} ${text} at ${expected}`)
      if (may) expected += isPurchase ? BigInt(cents) : -BigInt(cents)
      else refused++
    }
    const got = state === undefined ? '0' : readStanding(definition, state).balances.points
    if (units(got) !== expected) differences.push(`${customerId}: ${got} instead of ${expected} hundredths`)
  }
  return { operations: done, refused, differences }
}

function decimal(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
}

/** Hundredths, read digit by digit. */
function units(text: string): bigint {
  const [whole, places = ''] = text.split('.')
  return BigInt(whole) * 100n + BigInt(places.padEnd(2, '0'))
}
