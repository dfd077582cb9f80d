/** The order of customers and facts in every table. */

/** Whole numbers ascending, then other ids by code units. */
export function compareIds(a: string, b: string): number {
  const x = wholeNumber(a)
  const y = wholeNumber(b)
  if (x !== undefined && y !== undefined) return x - y
  if (x !== undefined) return -1
  if (y !== undefined) return 1
  return a < b ? -1 : a > b ? 1 : 0
}

function wholeNumber(id: string): number | undefined {
  if (id.length > 15) return undefined
  const first = id.charCodeAt(0)
  if (first === 48 ? id.length > 1 : first < 48 || first > 57) return undefined
  const value = Number(id)
  return Number.isSafeInteger(value) ? value : undefined
}
