/** Flags that a fact sets, with their last day, or takes away: before it has its effects, or once it has had them. */

import type { FlagForm } from './form.js'
import { settleTier } from './grants.js'
import type { Run } from './run.js'

export function raiseFlags(run: Run): void {
  const { books } = run
  for (const form of run.form.flags) {
    if (form.usedUp || !form.where(run)) continue
    if (form.sets) {
      const until = form.until?.(run, run.day) ?? null
      books.flags = { ...books.flags, [form.id]: { on: run.day, until } }
    } else lower(run, form)
  }
}

/** What the fact has used up; a status that rested on it ends at once. */
export function lowerUsedFlags(run: Run): void {
  const { flags } = run.books
  for (const form of run.form.flags) if (form.usedUp && form.where(run)) lower(run, form)
  if (run.books.flags !== flags) settleTier(run, true)
}

function lower({ books }: Run, { id }: FlagForm): void {
  if (books.flags[id] === undefined) return
  const { [id]: _, ...rest } = books.flags
  books.flags = rest
}
