/** The definition one edits: a ladder, as plain JSON, over two measures of the last twelve months. Change this file for your own rules. */

import { adoptTiers, type LadderDefinition } from 'tierwise/tiers'

/** The same measures for the whole base (columns) and for one member (a program). */
export const MEASURES = {
  spend: { from: 'purchase', value: 'amount', aggregate: 'sum', window: { rolling: { n: 12, unit: 'month' } }, empty: 0 },
  orders: { from: 'purchase', aggregate: 'count', window: { rolling: { n: 12, unit: 'month' } }, empty: 0 },
} as const
export type MeasureId = keyof typeof MEASURES
export const MEASURE_IDS = Object.keys(MEASURES) as MeasureId[]

export const TODAY: LadderDefinition = adoptTiers({
  kind: 'ladder',
  format: 1,
  id: 'club',
  tiers: [
    { id: 'member', name: 'Member' },
    {
      id: 'silver',
      name: 'Silver',
      enter: {
        any: [
          { measure: 'spend', gte: '500' },
          { measure: 'orders', gte: '8' },
        ],
      },
    },
    {
      id: 'gold',
      name: 'Gold',
      enter: {
        all: [
          { measure: 'spend', gte: '1800' },
          { measure: 'orders', gte: '4' },
        ],
      },
    },
    {
      id: 'platinum',
      name: 'Platinum',
      enter: {
        all: [
          { measure: 'spend', gte: '4500' },
          { measure: 'orders', gte: '8' },
        ],
      },
    },
  ],
})

/** What one member of a tier costs per year, in the base's currency. */
export const BENEFIT_COST: Readonly<Record<string, string>> = { member: '0', silver: '40', gold: '150', platinum: '480' }

export interface Threshold {
  /** Where the number stands in the definition. */
  readonly path: readonly (string | number)[]
  readonly tier: string
  readonly measure: string
  readonly operator: string
  readonly value: number
}

/** Every number of the ladder that a measure is compared with. */
export function thresholdsOf(ladder: LadderDefinition): Threshold[] {
  const found: Threshold[] = []
  const visit = (node: unknown, path: readonly (string | number)[], tier: string): void => {
    if (Array.isArray(node)) for (const [i, inner] of node.entries()) visit(inner, [...path, i], tier)
    else if (node !== null && typeof node === 'object') {
      const { measure } = node as { measure?: unknown }
      for (const [key, inner] of Object.entries(node)) {
        const isNumber = (typeof inner === 'string' || typeof inner === 'number') && inner !== '' && Number.isFinite(Number(inner))
        if (typeof measure === 'string' && ['gte', 'gt', 'lte', 'lt'].includes(key) && isNumber)
          found.push({ path: [...path, key], tier, measure, operator: key, value: Number(inner) })
        else visit(inner, [...path, key], tier)
      }
    }
  }
  ladder.tiers.forEach((tier, i) => {
    for (const key of ['enter', 'keep'] as const) visit(tier[key], ['tiers', i, key], tier.id)
  })
  return found
}

/** The same ladder with another number; the old one is not changed. */
export function withThreshold(ladder: LadderDefinition, { path }: Threshold, value: number): LadderDefinition {
  const copy = structuredClone(ladder)
  let node = copy as unknown as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) node = node[key] as typeof node
  node[path[path.length - 1]] = String(value)
  return adoptTiers(copy)
}

export function tierName(ladder: LadderDefinition, id: string): string {
  return ladder.tiers.find((tier) => tier.id === id)?.name ?? id
}
