import { decimal, toUnitsExact } from '../core/decimal/decimal.js'
import { type DefineOptions, define, safeDefine } from '../core/define.js'
import type { DefinitionError } from '../core/errors.js'
import { type Reason, reason } from '../core/reason.js'
import type { Result } from '../core/result.js'
import type { PointsDefinition } from './ledger-definition.js'
import { pointsSchema } from './ledger-schema.js'

const options: DefineOptions<PointsDefinition> = { kind: 'points', schema: pointsSchema, check }

/**
 * Frozen currencies from plain JSON.
 * @throws DefinitionError with every issue: forms, unknown currencies and conversions, names used twice, amounts a currency cannot hold
 */
export function definePoints(config: unknown): PointsDefinition {
  return define(options, config)
}

/** `definePoints` that returns its failure instead of throwing it. */
export function safeDefinePoints(config: unknown): Result<PointsDefinition, DefinitionError> {
  return safeDefine(options, config)
}

function check({ currencies, convert = [] }: PointsDefinition): Reason[] {
  const issues: Reason[] = []
  const fits = (amount: string | number | undefined, currency: string, path: (string | number)[]): void => {
    const scale = currencies[currency]?.scale ?? 0
    if (amount !== undefined && toUnitsExact(decimal(amount), scale) === undefined)
      issues.push(reason('points.amount.places', 'error', { amount, currency, scale }, { path }))
  }
  const above = (amount: string | number, path: (string | number)[]): void => {
    if (decimal(amount).units <= 0) issues.push(reason('points.amount.not-positive', 'error', { amount }, { path }))
  }
  const ids = new Set<string>()
  convert.forEach(({ id, from, to, step, minimum, give }, i) => {
    if (ids.has(id)) issues.push(reason('points.conversion.twice', 'error', { conversion: id }, { path: ['convert', i, 'id'] }))
    ids.add(id)
    for (const [side, currency] of [
      ['from', from],
      ['to', to],
    ] as const)
      if (currencies[currency] === undefined)
        issues.push(reason('points.currency.unknown', 'error', { currency }, { path: ['convert', i, side] }))
    if (from === to) issues.push(reason('points.conversion.circular', 'error', { conversion: id }, { path: ['convert', i, 'to'] }))
    fits(step, from, ['convert', i, 'step'])
    fits(minimum, from, ['convert', i, 'minimum'])
    fits(give, to, ['convert', i, 'give'])
    above(step, ['convert', i, 'step'])
    above(give, ['convert', i, 'give'])
  })
  for (const [id, { floor, idle }] of Object.entries(currencies)) {
    fits(floor, id, ['currencies', id, 'floor'])
    if (idle?.convert === undefined) continue
    const conversion = convert.find((one) => one.id === idle.convert)
    if (conversion?.from !== id)
      issues.push(
        reason(
          'points.conversion.unknown',
          'error',
          { conversion: idle.convert, currency: id },
          { path: ['currencies', id, 'idle', 'convert'] },
        ),
      )
  }
  return issues
}
