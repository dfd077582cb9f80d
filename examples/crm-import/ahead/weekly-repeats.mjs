/** Repeat purchases of each week since the first customer came, of those who had bought when the model was fitted. */
import { rowsByCustomer } from 'tierwise/facts'
import { localDays } from '../as-of.mjs'

/**
 * @param calibration the summary the model was fitted to
 * @param weeks how many
 */
export function weeklyRepeats(facts, calibration, weeks) {
  const { starts, rows } = rowsByCustomer(facts)
  const { type, at } = facts.columns
  const { frequency, firstAt } = calibration.columns
  const purchase = type.values.indexOf('purchase')
  const dayOf = localDays(facts.timeZone)
  const first = firstAt.reduce((least, instant) => (instant < least ? instant : least), Number.POSITIVE_INFINITY)
  const origin = dayOf(first)
  const counts = new Float64Array(weeks)
  for (let c = 0; c < calibration.length; c++) {
    if (!(frequency[c] >= 0)) continue
    let before
    for (let k = starts[c]; k < starts[c + 1]; k++) {
      const i = rows[k]
      if (type.codes[i] !== purchase) continue
      const day = dayOf(at[i])
      if (before !== undefined && day > before) {
        const week = Math.ceil((day - origin) / 7) - 1
        if (week < weeks) counts[week]++
      }
      before = day
    }
  }
  return counts
}
