import { exactText } from '../core/decimal/exact.js'
import { type AsOf, instantOf } from '../core/time/as-of.js'
import type { ProgramDefinition } from './definition.js'
import { advanceTo, lookAt } from './due.js'
import { programForm } from './form.js'
import { rankOf } from './grants.js'
import { type AccountState, requireOwn } from './journal.js'
import { newRun } from './run.js'
import { draftOf } from './state.js'

/** What a membership or a bought tier costs this account at this moment; changes nothing. */
export function quotePlan(
  definition: ProgramDefinition,
  state: AccountState,
  asked: Readonly<Record<string, unknown>>,
  { at }: { readonly at: AsOf },
): { readonly plan: string; readonly fee: string } | undefined {
  const program = programForm(definition)
  requireOwn(program, state)
  const run = newRun(program, draftOf(state.books))
  const now = instantOf(at)
  advanceTo(run, now)
  lookAt(run, now)
  run.rank = rankOf(run, run.books.tier)
  run.fact = { id: 'quote', customerId: state.account, type: 'quote', at: now, attributes: asked }
  const plan = (definition.subscription === undefined ? undefined : asked[definition.subscription.plan]) ?? asked.tier
  if (typeof plan !== 'string') return undefined
  const fee = program.price(plan)?.(run)
  return fee === undefined ? undefined : { plan, fee: exactText(fee) }
}
