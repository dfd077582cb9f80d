/** Counting pairs of values: a table of (from, to) → how often, and by how many customers. Open addressing; a Map of a million keys takes ten times as long. */

export interface Pairs {
  /** Counts the pair once more. Calls of one customer must follow each other. */
  add(from: number, to: number, customer: number): void
  /** The pairs of at least so many customers, by from, then to. */
  list(minCustomers?: number): PairCounts
}

export interface PairCounts {
  readonly length: number
  readonly from: Int32Array
  readonly to: Int32Array
  readonly count: Int32Array
  readonly customers: Int32Array
}

export function pairsOf(valueCount: number): Pairs {
  let capacity = 1024
  let size = 0
  let keys = new Float64Array(capacity).fill(-1)
  let count = new Int32Array(capacity)
  let customers = new Int32Array(capacity)
  let lastCustomer = new Int32Array(capacity)

  const slotOf = (key: number): number => {
    // Keys reach valueCount² > 2³²: both halves go into the product.
    let slot = Math.imul((key % 4294967296) ^ Math.imul(Math.floor(key / 4294967296), 0x85ebca6b), 0x9e3779b1) >>> 0
    slot = (slot ^ (slot >>> 15)) & (capacity - 1)
    while (keys[slot] !== key && keys[slot] !== -1) slot = (slot + 1) & (capacity - 1)
    return slot
  }
  const grow = (): void => {
    const old = { keys, count, customers, lastCustomer }
    capacity *= 2
    keys = new Float64Array(capacity).fill(-1)
    count = new Int32Array(capacity)
    customers = new Int32Array(capacity)
    lastCustomer = new Int32Array(capacity)
    old.keys.forEach((key, i) => {
      if (key === -1) return
      const slot = slotOf(key)
      keys[slot] = key
      count[slot] = old.count[i]
      customers[slot] = old.customers[i]
      lastCustomer[slot] = old.lastCustomer[i]
    })
  }
  return {
    add(from, to, customer) {
      const key = from * valueCount + to
      const slot = slotOf(key)
      const fresh = keys[slot] === -1
      if (fresh || lastCustomer[slot] !== customer) customers[slot]++
      keys[slot] = key
      lastCustomer[slot] = customer
      count[slot]++
      if (fresh && ++size * 2 > capacity) grow()
    },
    list(minCustomers = 1) {
      const order = keys.filter((key, slot) => key !== -1 && customers[slot] >= minCustomers).sort()
      const slots = Int32Array.from(order, slotOf)
      return {
        length: size,
        from: Int32Array.from(order, (key) => Math.floor(key / valueCount)),
        to: Int32Array.from(order, (key) => key % valueCount),
        count: Int32Array.from(slots, (slot) => count[slot]),
        customers: Int32Array.from(slots, (slot) => customers[slot]),
      }
    },
  }
}

/** Σ of the counts out of each value. */
export function outTotals(pairs: { readonly from: ArrayLike<number>; readonly count: ArrayLike<number> }, values: number): Float64Array {
  const totals = new Float64Array(values)
  for (let i = 0; i < pairs.from.length; i++) totals[pairs.from[i]] += pairs.count[i]
  return totals
}

/** Count of a pair by bisection within its row; 0 for pairs never seen. */
export function pairLookup(
  pairs: { readonly from: ArrayLike<number>; readonly to: ArrayLike<number>; readonly count: ArrayLike<number> },
  values: number,
): (from: number, to: number) => number {
  const starts = rowStarts(pairs.from, values)
  return (from, to) => {
    let low = starts[from]
    let high = starts[from + 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (pairs.to[middle] < to) low = middle + 1
      else high = middle
    }
    return low < starts[from + 1] && pairs.to[low] === to ? pairs.count[low] : 0
  }
}

/** Where each value's row begins in pairs sorted by `from`. */
export function rowStarts(from: ArrayLike<number>, values: number): Int32Array {
  const starts = new Int32Array(values + 1)
  for (let i = 0; i < from.length; i++) starts[from[i] + 1]++
  for (let v = 0; v < values; v++) starts[v + 1] += starts[v]
  return starts
}
