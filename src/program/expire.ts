/** What ends by itself: lots past their last day, and balances left idle. */

import { exactText, fromUnits } from '../core/decimal/exact.js'
import { reason } from '../core/reason.js'
import { formatDate } from '../core/time/civil.js'
import type { Entry } from '../points/entry.js'
import { expireLots as endLots, forfeit, purseOf } from '../points/ledger.js'
import type { Purse } from '../points/purse.js'
import type { CurrencyForm } from './form.js'
import type { Run } from './run.js'
import { convertFull } from './spend.js'

/** What has ended by today is gone at 00:00. */
export function expireLots(run: Run): void {
  for (const form of Object.values(run.program.currencies)) {
    const purse = run.books.purses[form.id]
    if (purse === undefined || isKept(run, form, purse)) continue
    const { length } = run.entries
    endLots(run, form.id)
    expireIdle(run, form)
    for (let i = length; i < run.entries.length; i++) tellOf(run, form, run.entries[i])
  }
}

/** A host that writes to the member wants to know how many points are gone, and why. */
function tellOf(run: Run, { id, scale, definition }: CurrencyForm, { kind, units, rule }: Entry): void {
  if (kind !== 'expire') return
  const params = {
    currency: definition.name ?? id,
    amount: exactText(fromUnits(-units, scale)),
    on: formatDate(run.day),
    idle: rule === 'idle',
  }
  run.reasons.push(reason('program.points.expired', 'applied', params))
}

function isKept(run: Run, form: CurrencyForm, purse: Purse): boolean {
  if (form.suspended === undefined) return false
  return purse.suspended || (purse.keepUntil !== null && purse.keepUntil >= run.day)
}

function expireIdle(run: Run, form: CurrencyForm): void {
  const purse = purseOf(run, form.id)
  if (form.idleEnd === undefined || purse.active === null || form.idleEnd(purse.active) >= run.day) return
  const conversion = form.definition.idle?.convert
  const into = conversion === undefined ? undefined : run.program.conversions.find((one) => one.rule.id === conversion)
  if (into !== undefined) convertFull(run, into)
  forfeit(run, form.id, 'expire', 'idle')
}
