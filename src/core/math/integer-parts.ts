/** A long column of ids, part by part: what is known of each id of a part stays in a processor's cache while its rows are walked. */

/** Whole numbers to parts: ranges of numbers with about equally many rows each, in ascending order. */
export interface Ranges {
  readonly parts: number
  readonly low: number
  /** Numbers share a bin from here on. */
  readonly shift: number
  /** The part of `(value − low) >>> shift`. */
  readonly partOf: Uint16Array
  /** Part p has the rows `starts[p]` to `starts[p + 1] − 1` of the parted column. */
  readonly starts: Int32Array
  /** Rows of the largest part. */
  readonly most: number
}

/** Rows of a part: with ten rows an id, what is known of its ids fills half of a 2 MB cache. Up to twice as many stay together, which spares a pass. */
const ROWS_PER_PART = 1 << 16
const MOST_PARTS = 256
/** A histogram this long stays in the nearest cache, and tells ids apart that are as unevenly spread as those of a base that grew together. */
const MOST_BINS = 1 << 13

/** One pass for the range, one for the histogram; then bins go to parts by their rows, so that gaps and clusters among the numbers even out. */
export function rangesOf(values: Int32Array): Ranges {
  const { length } = values
  if (length <= 2 * ROWS_PER_PART)
    return { parts: 1, low: 0, shift: 31, partOf: new Uint16Array(2), starts: Int32Array.of(0, length), most: length }
  const extent = extentOf(values)
  return rangesFrom(extent, partsFor(length), countBins(values, extent))
}

/** How many parts a column of this length asks for. */
export function partsFor(length: number): number {
  return Math.max(1, Math.min(MOST_PARTS, Math.ceil(length / ROWS_PER_PART)))
}

export interface Extent {
  readonly low: number
  readonly high: number
}

export function extentOf(values: Int32Array): Extent {
  let low = 0x7fffffff
  let high = -0x80000000
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value < low) low = value
    if (value > high) high = value
  }
  return { low, high }
}

/** How many rows each bin has; those of several stretches of a column add up. */
export function countBins(values: Int32Array, { low, high }: Extent): Int32Array {
  const shift = shiftOf(low, high)
  const bins = new Int32Array(MOST_BINS)
  for (let i = 0; i < values.length; i++) bins[(values[i] - low) >>> shift]++
  return bins
}

function shiftOf(low: number, high: number): number {
  let shift = 0
  while (Math.floor((high - low) / 2 ** shift) >= MOST_BINS) shift++
  return shift
}

export function rangesFrom({ low, high }: Extent, parts: number, bins: Int32Array): Ranges {
  const length = bins.reduce((sum, rows) => sum + rows, 0)
  const partOf = new Uint16Array(MOST_BINS)
  let seen = 0
  for (let bin = 0; bin < MOST_BINS; bin++) {
    partOf[bin] = Math.min(parts - 1, Math.floor((seen / length) * parts))
    seen += bins[bin]
  }
  const starts = new Int32Array(parts + 1)
  starts.set(rowsByPart(bins, partOf, parts), 1)
  const most = Math.max(...starts)
  for (let part = 1; part <= parts; part++) starts[part] += starts[part - 1]
  return { parts, low, shift: shiftOf(low, high), partOf, starts, most }
}

/** Of a stretch of the column, by its bins. */
export function rowsByPart(bins: Int32Array, partOf: Uint16Array, parts: number): Int32Array {
  const rows = new Int32Array(parts)
  for (let bin = 0; bin < MOST_BINS; bin++) rows[partOf[bin]] += bins[bin]
  return rows
}

/** The ids of each part, in ascending order over all parts, and which of them each row has. */
export interface PartIds {
  /** Part p has the ids `first[p]` to `first[p + 1] − 1`. */
  readonly first: Int32Array
  /** Ascending. */
  readonly ids: Int32Array
  /** Beside `ids`: by which number, counted from 0 in each part, the rows name it. */
  readonly slots: Int32Array
}

/** Numbers the ids of each part in the order of arrival; `values` become those numbers. */
export function numberParts(values: Int32Array, starts: Int32Array): PartIds {
  const parts = starts.length - 1
  const first = new Int32Array(parts + 1)
  let keys = new Int32Array(1024)
  let table = new Int32Array(4096)
  let count = 0
  for (let part = 0; part < parts; part++) {
    const start = count
    table.fill(0)
    let mask = (table.length >> 1) - 1
    for (let i = starts[part]; i < starts[part + 1]; i++) {
      const key = values[i]
      let place = spread(key) & mask
      let number = table[2 * place + 1]
      while (number !== 0 && table[2 * place] !== key) {
        place = (place + 1) & mask
        number = table[2 * place + 1]
      }
      if (number === 0) {
        if (count === keys.length) keys = doubled(keys)
        keys[count++] = key
        number = count - start
        table[2 * place] = key
        table[2 * place + 1] = number
        if (2 * number > mask) {
          table = rehashed(2 * table.length, keys, start, count)
          mask = (table.length >> 1) - 1
        }
      }
      values[i] = number - 1
    }
    first[part + 1] = count
  }
  const ids = new Int32Array(count)
  const slots = new Int32Array(count)
  for (let part = 0; part < parts; part++) sortPart(keys, first[part], first[part + 1], ids, slots)
  return { first, ids, slots }
}

/** A table of keys and their numbers + 1 side by side; 0 is free. */
function rehashed(length: number, keys: Int32Array, start: number, count: number): Int32Array<ArrayBuffer> {
  const table = new Int32Array(length)
  const mask = (length >> 1) - 1
  for (let k = start; k < count; k++) {
    let place = spread(keys[k]) & mask
    while (table[2 * place + 1] !== 0) place = (place + 1) & mask
    table[2 * place] = keys[k]
    table[2 * place + 1] = k - start + 1
  }
  return table
}

function doubled(keys: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * keys.length)
  longer.set(keys)
  return longer
}

function spread(key: number): number {
  const h = Math.imul(key, 0x85ebca6b)
  return h ^ (h >>> 15)
}

/** Keys that share a drawer are put in order one by one; more of them than this are sorted. */
const CROWDED = 32

/** By drawers of equal range, about one key in each: a part of a thousand ids is in order after three walks. */
function sortPart(keys: Int32Array, from: number, to: number, ids: Int32Array, slots: Int32Array): void {
  const count = to - from
  if (count === 0) return
  let low = keys[from]
  let high = low
  for (let k = from + 1; k < to; k++) {
    if (keys[k] < low) low = keys[k]
    if (keys[k] > high) high = keys[k]
  }
  const width = (high - low + 1) / count
  const ends = new Int32Array(count + 1)
  for (let k = from; k < to; k++) ends[Math.floor((keys[k] - low) / width) + 1]++
  for (let d = 1; d <= count; d++) ends[d] += ends[d - 1]
  const next = ends.slice(0, count)
  for (let k = from; k < to; k++) {
    const place = from + next[Math.floor((keys[k] - low) / width)]++
    ids[place] = keys[k]
    slots[place] = k - from
  }
  for (let d = 0; d < count; d++) {
    const start = from + ends[d]
    const end = from + ends[d + 1]
    if (end - start > CROWDED) sortRun(ids, slots, start, end)
    else if (end - start > 1) insertRun(ids, slots, start, end)
  }
}

function insertRun(ids: Int32Array, slots: Int32Array, start: number, end: number): void {
  for (let k = start + 1; k < end; k++) {
    const id = ids[k]
    const slot = slots[k]
    let j = k - 1
    while (j >= start && ids[j] > id) {
      ids[j + 1] = ids[j]
      slots[j + 1] = slots[j]
      j--
    }
    ids[j + 1] = id
    slots[j + 1] = slot
  }
}

function sortRun(ids: Int32Array, slots: Int32Array, start: number, end: number): void {
  const order = Int32Array.from({ length: end - start }, (_, k) => start + k).sort((a, b) => ids[a] - ids[b])
  const sortedIds = order.map((k) => ids[k])
  const sortedSlots = order.map((k) => slots[k])
  ids.set(sortedIds, start)
  slots.set(sortedSlots, start)
}
