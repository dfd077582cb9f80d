/**
 * Purchases → figures over threads that share memory. Each thread takes a stretch of the purchases and puts them where their part is, then each
 * takes some of the parts and writes their customers' figures where they belong: no row is walked twice, nothing is copied or joined.
 */

import { distinctIntegers } from '../core/math/distinct-integers.js'
import { type Extent, partsFor, type Ranges, rangesFrom, rowsByPart } from '../core/math/integer-parts.js'
import { type FigureRules, type Figures, figuresOf } from '../facts/figures.js'
import { figuresWithin, newFigures } from '../facts/histories.js'
import { isCrowded, type Memory, parted, room, type SummaryWorkspace, spanOf } from '../facts/parted.js'
import type { Purchases } from '../facts/purchases.js'
import type { Step } from './steps.js'

/** The answers of steps, in their order; `rows` is how much of the work each one is. */
export type Ask = (steps: readonly { readonly step: Step; readonly rows: number }[]) => Promise<unknown[]>

/** Steps for each thread: where one core is slower than another, the other takes more of them. */
const STEPS = 4

/** How often `figuresShared` tells of each purchase. */
export function walksOf({ numbered }: Purchases): number {
  return numbered ? 5 : 3
}

export async function figuresShared(
  given: Purchases,
  customers: () => number,
  rules: FigureRules,
  workspace: SummaryWorkspace,
  threads: number,
  memory: NonNullable<Memory>,
  ask: Ask,
): Promise<Figures> {
  const { length, numbered } = given
  if (length === 0) return figuresOf(parted(given, customers, workspace), rules)
  const bought = inMemory(given, memory)
  const { customer, at, netMinor, grossMinor } = bought
  const stretches = evenly(length, threads * STEPS)
  const ofStretches = (make: (from: number, until: number, i: number) => Step): Promise<unknown[]> =>
    ask(stretches.map(([from, until], i) => ({ step: make(from, until, i), rows: until - from })))

  const extent = numbered
    ? widest((await ofStretches((from, until) => ({ step: 'extent', customer: customer.subarray(from, until) }))) as Extent[])
    : { low: 0, high: customers() - 1 }
  const bins = (await ofStretches((from, until) => ({ step: 'bins', customer: customer.subarray(from, until), extent }))) as Int32Array[]
  const ranges = rangesFrom(extent, Math.max(partsFor(length), threads * STEPS), added(bins))
  if (numbered && isCrowded(ranges, length)) {
    const { distinct, codes } = distinctIntegers(customer)
    const coded = { ...bought, customer: codes, numbered: false }
    const { figures } = await figuresShared(coded, () => distinct.length, rules, workspace, threads, memory, ask)
    return { customers: distinct.length, numbers: Int32Array.from(distinct), figures }
  }

  const placed = room(workspace, bought, memory)
  const starts = startsOf(bins, ranges)
  await ofStretches((from, until, i) => ({
    step: 'scatter',
    bought: {
      length: until - from,
      customer: customer.subarray(from, until),
      at: at.subarray(from, until),
      netMinor: netMinor.subarray(from, until),
      ...(grossMinor === netMinor ? {} : { grossMinor: grossMinor.subarray(from, until) }),
    },
    ranges,
    starts: starts[i],
    to: placed,
  }))

  const groups = evenly(ranges.parts, Math.min(ranges.parts, threads * STEPS))
  const ofGroups = (make: (from: number, until: number) => Step): Promise<unknown[]> =>
    ask(groups.map(([from, until]) => ({ step: make(from, until), rows: ranges.starts[until] - ranges.starts[from] })))
  // As long as the purchases, because nobody knows yet how many customers a part has; what is not written takes no memory.
  const ids = new Int32Array(memory(numbered ? 4 * length : 0))
  const slots = new Int32Array(memory(numbered ? 4 * length : 0))
  const rowsOf = (column: Int32Array, from: number, until: number): Int32Array => column.subarray(ranges.starts[from], ranges.starts[until])
  const first = numbered
    ? joinedFirst(
        (await ofGroups((from, until) => ({
          step: 'number',
          customer: placed.customer,
          starts: ranges.starts.subarray(from, until + 1),
          ids: rowsOf(ids, from, until),
          slots: rowsOf(slots, from, until),
        }))) as Int32Array[],
        ranges.parts,
      )
    : firstByCode(ranges, customers())

  const count = first[ranges.parts]
  const figures = newFigures(count, rules.wanted, memory)
  const numbers = numbered ? new Int32Array(memory(4 * count)) : undefined
  await ofGroups((from, until) => ({
    step: 'figures',
    parts: {
      length,
      numbered,
      ...placed,
      ...spanOf(bought),
      count: until - from,
      starts: ranges.starts.subarray(from, until + 1),
      first: first.slice(from, until + 1).map((c) => c - first[from]),
      firstCode: first[from],
      ...(numbered ? { ids: rowsOf(ids, from, until), slots: rowsOf(slots, from, until) } : {}),
    },
    figures: figuresWithin(figures, first[from], first[until]),
    ...(numbers ? { numbers: numbers.subarray(first[from], first[until]) } : {}),
    rules,
  }))
  return { customers: count, numbers, figures }
}

/** Columns that threads can read; those that are elsewhere are copied. */
function inMemory({ length, numbered, customer, at, netMinor, grossMinor }: Purchases, memory: NonNullable<Memory>): Purchases {
  const kind = Object.getPrototypeOf(memory(0))
  const here = <A extends Int32Array | Float64Array>(column: A): A => {
    const used = column.subarray(0, length) as A // subarray keeps the kind
    if (Object.getPrototypeOf(used.buffer) === kind) return used
    const copy = (used instanceof Int32Array ? new Int32Array(memory(4 * length)) : new Float64Array(memory(8 * length))) as A // the same kind
    copy.set(used)
    return copy
  }
  const net = here(netMinor)
  return {
    length,
    numbered,
    customer: here(customer),
    at: here(at),
    netMinor: net,
    grossMinor: grossMinor === netMinor ? net : here(grossMinor),
  }
}

/** So many stretches of 0 … `end`, none empty. */
function evenly(end: number, count: number): [number, number][] {
  const bounds = Array.from({ length: count + 1 }, (_, i) => Math.floor((i * end) / count))
  return bounds
    .slice(1)
    .map((until, i): [number, number] => [bounds[i], until])
    .filter(([from, until]) => from < until)
}

function widest(extents: readonly Extent[]): Extent {
  return { low: Math.min(...extents.map(({ low }) => low)), high: Math.max(...extents.map(({ high }) => high)) }
}

function added(bins: readonly Int32Array[]): Int32Array {
  const sum = bins[0].slice()
  for (const more of bins.slice(1)) for (let bin = 0; bin < sum.length; bin++) sum[bin] += more[bin]
  return sum
}

/** Where the first purchase of each stretch belongs, part by part: behind those of the stretches before it, so that all stay in the order of time. */
function startsOf(bins: readonly Int32Array[], { parts, partOf, starts }: Ranges): Int32Array[] {
  const next = starts.slice(0, parts)
  return bins.map((stretch) => {
    const mine = next.slice()
    const rows = rowsByPart(stretch, partOf, parts)
    for (let part = 0; part < parts; part++) next[part] += rows[part]
    return mine
  })
}

/** The first customer of each part of the base, from the same of each group of parts, which begin at 0. */
function joinedFirst(ofGroups: readonly Int32Array[], parts: number): Int32Array {
  const first = new Int32Array(parts + 1)
  let part = 0
  for (const group of ofGroups) {
    const base = first[part]
    for (let k = 1; k < group.length; k++) first[part + k] = base + group[k]
    part += group.length - 1
  }
  return first
}

/** Parts are ranges of codes; those that nobody bought under belong to one too. */
function firstByCode({ parts, partOf, shift }: Ranges, customers: number): Int32Array {
  const first = new Int32Array(parts + 1).fill(customers)
  for (let bin = partOf.length - 1; bin >= 0; bin--) first[partOf[bin]] = Math.min(customers, bin * 2 ** shift)
  for (let part = parts - 1; part >= 0; part--) first[part] = Math.min(first[part], first[part + 1])
  first[0] = 0
  return first
}
