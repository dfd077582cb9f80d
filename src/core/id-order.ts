/** The order of ids and of other words of the host: the same in every locale. Ties anywhere in the library are broken by it. */

const WHOLE = /^(?:0|[1-9]\d*)$/

/** Whole numbers ascending first ('9' before '10'), then other ids by code units. */
export function compareIds(a: string, b: string): number {
  if (a === b) return 0
  const aWhole = WHOLE.test(a)
  if (aWhole !== WHOLE.test(b)) return aWhole ? -1 : 1
  if (aWhole && a.length !== b.length) return a.length - b.length // without leading zeros the longer number is the larger
  return a < b ? -1 : 1
}
