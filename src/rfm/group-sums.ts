/**
 * Sums of `values` per group, compensated as `sum` is, so that groups add up to the whole. Values that are not finite are left out.
 * @param groups the group of each row, 0 … count − 1
 * @source A. Neumaier (1974), ZAMM 54, 39–51
 */
export function groupSums(groups: Int32Array, count: number, values: Float64Array): Float64Array {
  const totals = new Float64Array(count)
  const lost = new Float64Array(count)
  for (let i = 0; i < groups.length; i++) {
    const value = values[i]
    if (value - value !== 0) continue
    const total = totals[groups[i]]
    const next = total + value
    lost[groups[i]] += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    totals[groups[i]] = next
  }
  return totals.map((total, g) => total + lost[g])
}

/** How many rows each group has. */
export function groupCounts(groups: Int32Array, count: number): Float64Array {
  const counts = new Float64Array(count)
  for (let i = 0; i < groups.length; i++) counts[groups[i]]++
  return counts
}
