/** The day of the report: the last date in the files, unless that date is a slip of the pen. */

const DAY = 86_400_000

/**
 * @param at epoch ms, ascending
 * @returns `{ last, lonely }`: the last instant that belongs to the rest, and how many come after it.
 *   A date is left out when more than a year lies between it and the rest and at most one row in 200 is beyond; or ten years and one in ten.
 */
export function lastOf(at) {
  const n = at.length
  let end = n
  for (let i = n - 1; i > 0 && n - i <= Math.max(1, n / 10); i--) {
    const gapDays = (at[i] - at[i - 1]) / DAY
    if (gapDays > 3653 || (gapDays > 366 && n - i <= n / 200)) end = i
  }
  return { last: at[end - 1], lonely: n - end, farthest: at[n - 1] }
}

/** `2026-03-01`: the local day of an instant, in an IANA zone or at a fixed offset. */
export function localDay(instant, timeZone) {
  return new Date(localDays(timeZone)(instant) * DAY).toISOString().slice(0, 10)
}

/** Instant → local day, counted from 1970-01-01. */
export function localDays(timeZone) {
  const fixed = /^([+-])(\d{2}):(\d{2})$/.exec(timeZone)
  const minutes = fixed ? (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])) : 0
  if (timeZone === 'UTC' || fixed) return (instant) => Math.floor((instant + minutes * 60_000) / DAY)
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const known = new Map()
  return (instant) => {
    const quarter = Math.floor(instant / 900_000) // no zone changes its day within one
    let day = known.get(quarter)
    if (day === undefined) {
      day = Date.parse(format.format(quarter * 900_000)) / DAY
      known.set(quarter, day)
    }
    return day
  }
}
