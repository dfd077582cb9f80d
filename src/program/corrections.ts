/** What a late fact changes in a program: every figure that is another now is named with its cause. */

import { exactText, fromUnits } from '../core/decimal/exact.js'
import type { Played } from '../core/journal.js'
import { type Reason, reason } from '../core/reason.js'
import { balanceOf } from '../points/purse.js'
import { readCounter } from './counters.js'
import type { Run } from './run.js'
import type { Stepped } from './step.js'

/** Each figure, old and new; each event that is refused now and was not, or the other way round. */
export function correctionReasons(before: Played<Run, Stepped>, after: Played<Run, Stepped>, cause: string): Reason[] {
  const { program } = after.run
  const reasons: Reason[] = []
  const note = (of: 'tier' | 'balance' | 'measure', figure: string, was: string | null, is: string | null): void => {
    if (was !== is) reasons.push(reason('program.figure.corrected', 'applied', { of, figure, was, is, cause }))
  }
  note('tier', 'tier', before.run.books.tier, after.run.books.tier)
  for (const { id, scale } of program.currencyList) {
    const figure = ({ books }: Run): string => {
      const purse = books.purses[id]
      return exactText(fromUnits(purse === undefined ? 0 : balanceOf(purse), scale))
    }
    note('balance', id, figure(before.run), figure(after.run))
  }
  for (const counter of Object.values(program.counters)) {
    const figure = (run: Run): string | null => {
      const value = readCounter(run, counter, false)
      return value === undefined ? null : exactText(value)
    }
    note('measure', counter.id, figure(before.run), figure(after.run))
  }
  for (const fact of new Set([...before.refusals.keys(), ...after.refusals.keys()])) {
    const was = before.refusals.get(fact)?.refused?.refusal ?? 'applied'
    const is = after.refusals.get(fact)?.refused?.refusal ?? 'applied'
    if (fact !== cause && was !== is) reasons.push(reason('program.outcome.corrected', 'applied', { fact, was, is, cause }))
  }
  return reasons
}
