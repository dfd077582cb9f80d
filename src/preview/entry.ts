/** A line of the ledger as a reason. */

import { exactText, fromUnits } from '../core/decimal/exact.js'
import { type Reason, reason } from '../core/reason.js'
import { formatDate } from '../core/time/civil.js'
import type { Entry } from '../points/entry.js'
import type { Program } from '../program/form.js'

/** What it adds to the balance: units on hold are not usable yet. */
export function movedBy({ kind, units }: Entry): number {
  return kind === 'hold' || kind === 'cancel' ? 0 : units
}

export function entryReason({ calendar, currencies }: Program, entry: Entry): Reason {
  const text = (units: number): string => exactText(fromUnits(units, currencies[entry.currency].scale))
  const isHeld = entry.kind === 'hold' || entry.kind === 'cancel'
  const { kind, rule, cause, undoes } = entry
  return reason(
    undoes !== undefined ? 'preview.entry.undone' : isHeld ? 'preview.entry.held' : 'preview.entry.moved',
    'info',
    { on: formatDate(calendar.dayOf(entry.at)), kind, amount: text(entry.units), rule, cause, ...(undoes === undefined ? {} : { undoes }) },
    { actual: text(movedBy(entry)) },
  )
}
