/** Lint of random small ladders against trying everything: nothing missed, nothing invented. */

import { defineTiers, evaluateTier, lintTiers } from 'tierwise/tiers'
import { expect, it } from 'vitest'
import { cases } from '../support/cases.js'

const VALUES = [undefined, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5]
const POINTS = VALUES.flatMap((a) => VALUES.map((b) => ({ ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }) })))
const asOf = '2026-01-01'

it('names exactly the tiers that cannot be reached or kept', () => {
  let seed = 20260101
  const pick = <T>(choices: readonly T[]): T => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return choices[Math.floor((seed / 2 ** 32) * choices.length)]
  }
  const leaf = () => ({ measure: pick(['a', 'b']), [pick(['gte', 'gt', 'lt', 'lte'])]: String(pick([0, 1, 2, 3])) })
  const condition = (): object =>
    pick([leaf, () => ({ all: [leaf(), leaf()] }), () => ({ any: [leaf(), leaf()] }), () => ({ not: leaf() })])()
  const seen: Record<string, number> = {}
  for (let i = 0; i < cases(300); i++) {
    const ladder = defineTiers({
      kind: 'ladder',
      format: 1,
      id: 'random',
      tiers: [
        { id: 't0' },
        ...['t1', 't2', 't3'].map((id) => ({
          id,
          enter: condition(),
          ...(pick([0, 1]) ? { keep: condition() } : {}),
          ...(pick([0, 0, 1]) ? { requires: 'previous' } : {}),
        })),
      ],
      review: { else: { to: pick(['earned', 'oneDown', 'base']) } },
    })
    const held = new Set(['t0'])
    for (let before = 0; before !== held.size; ) {
      before = held.size
      for (const tier of held) for (const point of POINTS) held.add(evaluateTier(ladder, point, { asOf, current: { tier } }).tier)
    }
    const kept = [...held].filter((tier) =>
      POINTS.some((point) => evaluateTier(ladder, point, { asOf, current: { tier } }).outcome === 'kept'),
    )
    const findings = lintTiers(ladder)
    const found = (pattern: RegExp) =>
      findings
        .filter(({ code }) => pattern.test(code))
        .map(({ params }) => String(params.tier))
        .sort()
    for (const { code } of findings) seen[code] = (seen[code] ?? 0) + 1
    const all = ['t1', 't2', 't3']
    expect({ ladder, notHeld: found(/^tiers\.tier\.(contradictory|shadowed|unreachable)$/) }).toEqual({
      ladder,
      notHeld: all.filter((tier) => !held.has(tier)),
    })
    expect({ ladder, lost: found(/never-kept/) }).toEqual({ ladder, lost: all.filter((tier) => held.has(tier) && !kept.includes(tier)) })
  }
  for (const code of ['tiers.tier.contradictory', 'tiers.tier.shadowed', 'tiers.tier.unreachable', 'tiers.tier.never-kept'])
    expect(seen[code]).toBeGreaterThan(0)
})
