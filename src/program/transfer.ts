/** Points that go to another account: out of one as lots in an effect, into the other by the fact that brings them. */

import { compareExact, exactText, exactUnitsOnly, fromUnits } from '../core/decimal/exact.js'
import { spend, takeLots, usableOf } from '../points/purse.js'
import type { TransferForm } from './compile.js'
import { refused } from './earn.js'
import { post, purseOf, setPurse } from './ledger.js'
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
  const { scale, floor, consume } = run.program.currencies[rule.from]
  const asked = amount(run)
  if (asked === undefined || compareExact(asked, 0) <= 0) throw refused('no-amount', 'program.redemption.amount', { rule: rule.id })
  const units = exactUnitsOnly(asked, scale)
  if (units === undefined)
    throw refused('not-a-multiple', 'program.redemption.step', { rule: rule.id, step: exactText(fromUnits(1, scale)) })
  const purse = purseOf(run, rule.from)
  const short = units - (usableOf(purse, run.day) - floor)
  if (short > 0)
    throw refused('insufficient-balance', 'points.balance.insufficient', {
      currency: rule.from,
      missing: exactText(fromUnits(short, scale)),
    })
  const taken = takeLots(purse, units, consume, run.day)
  setPurse(run, rule.from, spend(taken.purse, units, taken.missing))
  post(run, 'transfer', rule.from, -units, rule.id)
  run.effects.push({
    type: 'transfer',
    at: run.now,
    cause: run.cause,
    rule: rule.id,
    currency: rule.from,
    lots: shownLots(taken.lots, scale),
  })
}
