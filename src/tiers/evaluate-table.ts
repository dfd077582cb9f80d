/** The tiers of a whole base: columns in, columns out, the same decision row by row. */

import type { DictionaryColumn, Table } from '../core/table.js'
import { PACK, VERDICTS } from './decide.js'
import { type CurrentTiers, tableDecider } from './decide-table.js'
import type { LadderDefinition, TierOutcome } from './ladder.js'

export type EvaluatedTiers = Table<{
  readonly tier: DictionaryColumn
  readonly outcome: DictionaryColumn<TierOutcome>
  readonly until: Float64Array
}>

export interface EvaluateTiersOptions {
  /** `YYYY-MM-DD`. */
  readonly asOf: string
  readonly current?: CurrentTiers
}

/**
 * The tier of every row of a table of measures, as `evaluateTier` would give it.
 * @returns `tier`, `outcome`, and `until` as epoch ms (`NaN`: no term, `Infinity`: never ends)
 */
export function evaluateTiers(ladder: LadderDefinition, measures: Table, { asOf, current }: EvaluateTiersOptions): EvaluatedTiers {
  const decider = tableDecider(ladder, measures, asOf, current)
  const { length } = measures
  const tiers = new Uint8Array(length)
  const outcomes = new Uint8Array(length)
  const until = new Float64Array(length)
  for (let i = 0; i < length; i++) {
    const packed = decider.decide(i)
    tiers[i] = packed / PACK // whole ranks: the array drops the verdict's part
    outcomes[i] = OUTCOME_OF[packed % PACK]
    until[i] = decider.until(packed, decider.end(i))
  }
  return {
    length,
    columns: { tier: { codes: tiers, values: decider.tiers }, outcome: { codes: outcomes, values: OUTCOMES }, until },
  }
}

const OUTCOMES: readonly TierOutcome[] = ['entered', 'held', 'kept', 'grace', 'fell', 'base']
const OUTCOME_OF = Uint8Array.from(VERDICTS, ({ outcome }) => OUTCOMES.indexOf(outcome))
