/** The ladder of the tier benchmarks, for us and for a rule engine. */
import { NOW, TIERS } from '../ceilings/w2-tiers/program.mjs'

const DAY = 86_400_000
export const AS_OF = '2025-01-01'
/** A term that ended on this day or later is in its thirty days of grace. */
export const GRACE_FROM = NOW - 30 * DAY
/** What `logic` packs beside the rank. */
export const OUTCOMES = ['base', 'entered', 'held', 'kept', 'kept', 'grace', 'fell']
/** What decided, by the same places. */
export const CODES = [
  ['tiers.enter.unmet'],
  ['tiers.enter.met'],
  ['tiers.term.running'],
  ['tiers.enter.met'],
  ['tiers.keep.met'],
  ['tiers.keep.unmet', 'tiers.grace.running'],
  ['tiers.keep.unmet', 'tiers.grace.over', 'tiers.fall.to'],
]

const node = (part) =>
  Array.isArray(part) ? { measure: part[0], gte: part[2] } : part.all ? { all: part.all.map(node) } : { any: part.any.map(node) }
export const definition = {
  kind: 'ladder',
  format: 1,
  id: 'five',
  tiers: TIERS.map(({ id, entry, retain }) => (entry ? { id, enter: node(entry), keep: node(retain) } : { id })),
  grant: { until: { plus: { n: 12, unit: 'month' }, last: 'dayBefore' } },
  review: { grace: { n: 30, unit: 'day' } },
}

/** The same as one expression over the measures, the rank held as a number and the last day as epoch ms: rank · 10 + the place of the outcome. */
export function logic() {
  const of = (part) =>
    Array.isArray(part) ? { [part[1]]: [{ var: part[0] }, part[2]] } : part.all ? { and: part.all.map(of) } : { or: part.any.map(of) }
  const byTier = (answer) => ({
    if: TIERS.slice(1)
      .flatMap((_, i) => [{ '===': [{ var: 'tier' }, i + 1] }, answer(i + 1)])
      .concat(answer(0)),
  })
  const decided = (earned) =>
    byTier((held) => {
      if (earned > held) return earned * 10 + 1
      if (held === 0) return 0
      const after =
        earned === held
          ? held * 10 + 3
          : { if: [of(TIERS[held].retain), held * 10 + 4, { '>=': [{ var: 'until' }, GRACE_FROM] }, held * 10 + 5, earned * 10 + 6] }
      return { if: [{ '>=': [{ var: 'until' }, NOW] }, held * 10 + 2, after] }
    })
  return { if: [4, 3, 2, 1].flatMap((rank) => [of(TIERS[rank].entry), decided(rank)]).concat(decided(0)) }
}
