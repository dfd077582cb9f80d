/** One member under the draft: the ladder's own words as a program over the member's events, so that purchases can be tried out. */

import { type AccountState, defineProgram, type ProgramDefinition, replayProgram } from 'tierwise/program'
import type { LadderDefinition } from 'tierwise/tiers'
import type { Base } from './base'
import { MEASURES } from './rules'

export interface MemberAccount {
  readonly program: ProgramDefinition
  readonly state: AccountState
}

/** A ladder without terms decides every day; as a program that is a term of one day, reviewed at its end. */
const DAILY = {
  grant: { until: { plus: { n: 1, unit: 'day' }, last: 'dayBefore' } },
  review: { else: { to: 'supported' } },
} as const

/** @returns undefined where the ladder uses words that only a table can answer */
export function memberAccount(base: Base, ladder: LadderDefinition, row: number): MemberAccount | undefined {
  try {
    const { tiers, grant, review, lifetime } = ladder
    const program = defineProgram({
      kind: 'program',
      format: 1,
      id: ladder.id,
      timeZone: base.timeZone,
      currency: base.currency,
      measures: MEASURES,
      tiers,
      ...(grant === undefined ? DAILY : { grant, ...(review && { review }) }),
      ...(lifetime && { lifetime }),
    })
    const account = base.measures.columns.customerId[row]
    return { program, state: replayProgram(program, base.history(row), { account, asOf: base.asOf }).state }
  } catch {
    return undefined
  }
}
