/** Flags that a fact sets, with their last day, or takes away. */

import type { Run } from './run.js'

export function raiseFlags(run: Run): void {
  const { books } = run
  for (const form of run.form.flags) {
    if (!form.where(run)) continue
    if (form.sets) {
      const until = form.until?.(run, run.day) ?? null
      books.flags = { ...books.flags, [form.id]: { on: run.day, until } }
    } else if (books.flags[form.id] !== undefined) {
      const { [form.id]: _, ...rest } = books.flags
      books.flags = rest
    }
  }
}
