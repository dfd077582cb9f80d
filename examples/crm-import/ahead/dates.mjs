/** Calendar days as `YYYY-MM-DD` and as numbers since 1970-01-01. */

const DAY = 86_400_000

export const dayOf = (date) => Date.parse(date) / DAY
export const dateOf = (day) => new Date(day * DAY).toISOString().slice(0, 10)
export const dateAfter = (date, days) => dateOf(dayOf(date) + days)
