import { readDecimal } from '../core/decimal/decimal.js'
import { type DefineOptions, define, safeDefine } from '../core/define.js'
import type { DefinitionError } from '../core/errors.js'
import { type Reason, reason } from '../core/reason.js'
import type { Result } from '../core/result.js'
import { readyLadder } from './compile.js'
import type { LadderDefinition } from './ladder.js'
import { ladderSchema } from './ladder-schema.js'

const options: DefineOptions<LadderDefinition> = { kind: 'ladder', schema: ladderSchema, check }

/**
 * A frozen ladder from plain JSON.
 * @throws DefinitionError with every issue: forms, unknown tiers, names used twice, words a row of measures has no meaning for
 */
export function defineTiers(config: unknown): LadderDefinition {
  return readyLadder(define(options, config))
}

/** `defineTiers` that returns its failure instead of throwing it. */
export function safeDefineTiers(config: unknown): Result<LadderDefinition, DefinitionError> {
  const result = safeDefine(options, config)
  if (result.success) readyLadder(result.data)
  return result
}

/** Words of the language that only a program's facts and account can answer. */
const FOREIGN = ['balance', 'calendar', 'member', 'share', 'tier', 'value', 'window'] as const

function check({ tiers, grant, review, lifetime = [] }: LadderDefinition): Reason[] {
  const issues: Reason[] = []
  const ids = new Set(tiers.map(({ id }) => id))
  const visit = (node: unknown, path: (string | number)[]): void => {
    if (node === null || typeof node !== 'object') return
    for (const [key, inner] of Object.entries(node)) {
      const at = [...path, Array.isArray(node) ? Number(key) : key]
      if ((FOREIGN as readonly string[]).includes(key)) issues.push(reason('tiers.condition.word', 'error', { word: key }, { path: at }))
      else if (BOUNDS.has(key)) checkBound(inner, at, issues)
      else visit(inner, at)
    }
  }
  const seen = new Set<string>()
  tiers.forEach(({ id, enter, keep, requires }, i) => {
    if (seen.has(id)) issues.push(reason('tiers.tier.twice', 'error', { tier: id }, { path: ['tiers', i, 'id'] }))
    seen.add(id)
    if (requires !== undefined && requires !== 'previous' && !ids.has(requires))
      issues.push(reason('tiers.tier.unknown', 'error', { tier: requires }, { path: ['tiers', i, 'requires'] }))
    if (i === 0 && (enter ?? keep ?? requires) !== undefined)
      issues.push(reason('tiers.base.conditions', 'error', { tier: id }, { path: ['tiers', 0] }))
    visit(enter, ['tiers', i, 'enter'])
    visit(keep, ['tiers', i, 'keep'])
  })
  lifetime.forEach(({ tier, when }, i) => {
    if (!ids.has(tier)) issues.push(reason('tiers.tier.unknown', 'error', { tier }, { path: ['lifetime', i, 'tier'] }))
    visit(when, ['lifetime', i, 'when'])
  })
  if (review?.grace !== undefined && grant === undefined)
    issues.push(reason('tiers.grace.no-term', 'error', {}, { path: ['review', 'grace'] }))
  return issues
}

const BOUNDS: ReadonlySet<string> = new Set(['gte', 'gt', 'lte', 'lt', 'eq'])

/** On the right stands a literal of at most 15 digits where it has decimals, or another measure of the row. */
function checkBound(bound: unknown, path: (string | number)[], issues: Reason[]): void {
  if (typeof bound === 'object') {
    for (const word of Object.keys(bound as object)) {
      if (word !== 'measure' && word !== 'field') issues.push(reason('tiers.condition.word', 'error', { word }, { path: [...path, word] }))
    }
    return
  }
  const read = readDecimal(bound)
  if (read !== undefined && read.scale > 0 && Math.abs(read.units) >= 1e15)
    issues.push(reason('tiers.measure.digits', 'error', { name: String(bound), digits: 15 }, { path }))
}
