/** Points that go to another account: out of one as lots in an effect, into the other by the fact that brings them. */

import { compareExact, exactText, exactUnitsOnly, fromUnits } from '../core/decimal/exact.js'
import { purseOf, requireUsable, spendLots } from '../points/ledger.js'
import { takeLots } from '../points/purse.js'
import { refused } from '../points/refusal.js'
import type { TransferForm } from './form.js'
import { shownLots } from './members.js'
import { openLots } from './opening.js'
import type { Run } from './run.js'

/** @throws a refusal */
export function transfer(run: Run): void {
  for (const form of run.form.transfers) {
    if (form.rule.out === run.fact.type) sendOne(run, form)
    else
      openLots(run, run.fact.attributes?.lots, {
        kind: 'transfer',
        rule: form.rule.id,
        keepsDates: form.rule.keepsDates === true,
        only: form.rule.from,
      })
  }
}

function sendOne(run: Run, { rule, amount, where }: TransferForm): void {
  if (!where(run)) return
  const terms = run.program.currencies[rule.from]
  const { scale, consume } = terms
  const asked = amount(run)
  if (asked === undefined || compareExact(asked, 0) <= 0) throw refused('no-amount', 'program.redemption.amount', { rule: rule.id })
  const units = exactUnitsOnly(asked, scale)
  if (units === undefined)
    throw refused('not-a-multiple', 'program.redemption.step', { rule: rule.id, step: exactText(fromUnits(1, scale)) })
  const purse = purseOf(run, rule.from)
  requireUsable(purse, terms, units, run.day)
  const taken = takeLots(purse, units, consume, run.day)
  spendLots(run, rule.from, 'transfer', rule.id, units, taken)
  run.effects.push({
    type: 'transfer',
    at: run.now,
    cause: run.cause,
    rule: rule.id,
    currency: rule.from,
    lots: shownLots(taken.lots, scale),
  })
}
