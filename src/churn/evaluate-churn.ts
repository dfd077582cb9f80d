/** Which level of warning each customer is at, and the signs that decided it. */

import { UsageError } from '../core/errors.js'
import { requireFrozen } from '../core/freeze.js'
import { type Reason, reason } from '../core/reason.js'
import type { DictionaryColumn, Table } from '../core/table.js'
import type { ChurnPolicy, WarningLevel, WarningSign } from './definition.js'

/** Figures by name: columns of any tables of the same customers in the same order. */
export type Indicators = Readonly<Record<string, ArrayLike<number>>>

export interface ChurnTable extends Table<{ readonly level: DictionaryColumn }> {
  readonly kind: 'churntable'
  readonly format: 1
  readonly definition: { readonly id: string }
}

export interface ChurnDecision {
  readonly level: string
  /** The signs that were reached, with actual and required figures; empty at the level of everybody else. */
  readonly reasons: readonly Reason[]
}

/**
 * A level for every customer. A missing figure reaches no sign.
 *
 * @param indicators `{ ...rhythm.columns, ...decline.columns, pAny: prediction.columns.pAny }`; columns that are not numbers are passed over
 * @throws UsageError `churn.indicator.missing` for an indicator of the policy without a column, `churn.indicator.length`
 */
export function evaluateChurnTable(policy: ChurnPolicy, indicators: Readonly<Record<string, unknown>>, length: number): ChurnTable {
  requireFrozen(policy, 'churnpolicy')
  const columns = numberColumns(policy, indicators, length)
  const values = [...policy.levels.map((level) => level.id), policy.otherwise]
  const codes = new Uint8Array(length)
  for (let i = 0; i < length; i++) {
    const figure = (name: string): number => columns[name][i]
    const k = policy.levels.findIndex((level) => reaches(level, figure))
    codes[i] = k < 0 ? policy.levels.length : k
  }
  return { kind: 'churntable', format: 1, definition: { id: policy.id }, length, columns: { level: { codes, values } } }
}

/** One customer's level and why. */
export function evaluateChurn(policy: ChurnPolicy, figures: Readonly<Record<string, number | undefined>>): ChurnDecision {
  requireFrozen(policy, 'churnpolicy')
  const figure = (name: string): number => figures[name] ?? Number.NaN
  const level = policy.levels.find((candidate) => reaches(candidate, figure))
  if (level === undefined) return { level: policy.otherwise, reasons: [] }
  const signs = [...(level.any ?? []), ...(level.all ?? [])].filter((sign) => holds(sign, figure))
  return {
    level: level.id,
    reasons: signs.map((sign) => {
      const actual = figure(sign.indicator)
      const required = sign.gte ?? sign.lte ?? null
      const params = { level: level.id, indicator: sign.indicator, direction: sign.gte === undefined ? 'lte' : 'gte' }
      return reason('churn.sign.reached', 'met', params, { actual, required })
    }),
  }
}

function reaches({ any, all }: WarningLevel, figure: (name: string) => number): boolean {
  return (any === undefined || any.some((sign) => holds(sign, figure))) && (all === undefined || all.every((sign) => holds(sign, figure)))
}

function holds({ indicator, gte, lte }: WarningSign, figure: (name: string) => number): boolean {
  const value = figure(indicator)
  return !Number.isNaN(value) && (gte === undefined || value >= gte) && (lte === undefined || value <= lte)
}

function numberColumns(policy: ChurnPolicy, indicators: Readonly<Record<string, unknown>>, length: number): Indicators {
  const out: Record<string, ArrayLike<number>> = {}
  for (const { any = [], all = [] } of policy.levels) {
    for (const { indicator } of [...any, ...all]) {
      const column = indicators[indicator]
      if (!ArrayBuffer.isView(column)) throw new UsageError('churn.indicator.missing', { indicator })
      out[indicator] = column as unknown as ArrayLike<number>
      if (out[indicator].length !== length)
        throw new UsageError('churn.indicator.length', { indicator, length: out[indicator].length, expected: length })
    }
  }
  return out
}
