/** Which numbers of a ladder a slider over one measure moves, and whether two ladders differ in nothing else. */

import { readDecimal, TEN } from '../../core/decimal/decimal.js'
import type { Condition } from '../../core/language/condition.js'
import type { LadderDefinition } from '../../tiers/ladder.js'

/** The parts of a ladder that decide; words for people may differ. */
const DECIDING = ['grant', 'review', 'lifetime'] as const

/** Every single comparison, flag and test of a ladder that the slider does not move. */
export function fixedLeaves(ladder: LadderDefinition, measure: string): Condition[] {
  const leaves = new Map<string, Condition>()
  const visit = (condition: Condition): void => {
    if ('all' in condition) condition.all.forEach(visit)
    else if ('any' in condition) condition.any.forEach(visit)
    else if ('of' in condition) condition.of.forEach(visit)
    else if ('not' in condition) visit(condition.not)
    else if (thresholdOf(condition, measure) === undefined) leaves.set(JSON.stringify(condition), condition)
  }
  for (const condition of conditionsOf(ladder)) visit(condition)
  return [...leaves.values()]
}

/** The thresholds on the measure, ascending, each once. */
export function thresholdsOf(ladder: LadderDefinition, measure: string): Float64Array {
  const found = new Set<number>()
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return
    const threshold = thresholdOf(node, measure)
    if (threshold !== undefined)
      found.add(threshold + 0) // −0 is 0
    else for (const inner of Object.values(node)) visit(inner)
  }
  conditionsOf(ladder).forEach(visit)
  return Float64Array.from(found).sort()
}

/** Where two ladders differ in more than thresholds on the measure; undefined where they do not. */
export function otherChange(a: LadderDefinition, b: LadderDefinition, measure: string): string | undefined {
  if (a.tiers.length !== b.tiers.length) return 'tiers'
  for (let i = 0; i < a.tiers.length; i++) {
    for (const key of ['id', 'requires', 'enter', 'keep'] as const) {
      const found = difference(a.tiers[i][key], b.tiers[i][key], measure, `tiers.${i}.${key}`)
      if (found !== undefined) return found
    }
  }
  for (const key of DECIDING) {
    const found = difference(a[key], b[key], measure, key)
    if (found !== undefined) return found
  }
  return undefined
}

function difference(a: unknown, b: unknown, measure: string, path: string): string | undefined {
  if (a === b) return undefined
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return path
  if (thresholdOf(a, measure) !== undefined && thresholdOf(b, measure) !== undefined && operatorOf(a) === operatorOf(b)) return undefined
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [one, other] = [a, b].map((node) => (Object.hasOwn(node, key) ? (node as Record<string, unknown>)[key] : undefined))
    const found = difference(one, other, measure, `${path}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

function conditionsOf({ tiers, lifetime = [] }: LadderDefinition): Condition[] {
  const all = [...tiers.flatMap(({ enter, keep }) => [enter, keep]), ...lifetime.map(({ when }) => when)]
  return all.filter((condition) => condition !== undefined)
}

/** The number a comparison of the measure stands against; undefined for everything else. */
function thresholdOf(node: object, measure: string): number | undefined {
  const { measure: named, field, ...comparison } = node as { readonly measure?: unknown; readonly field?: unknown }
  if ((named ?? field) !== measure) return undefined
  const [operator, bound] = Object.entries(comparison)[0] ?? []
  if (operator === undefined || !ORDERED.has(operator) || typeof bound === 'boolean') return undefined
  const read = readDecimal(bound)
  return read && read.units / TEN[read.scale]
}

function operatorOf(node: object): string | undefined {
  return Object.keys(node).find((key) => ORDERED.has(key))
}

const ORDERED: ReadonlySet<string> = new Set(['gte', 'gt', 'lte', 'lt', 'eq'])
