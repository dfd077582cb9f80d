/** Purchases → figures, part by part: histories of one part make room for those of the next. */

import { type Day, MS_PER_DAY } from '../core/time/civil.js'
import { startOfUnit } from '../core/time/length.js'
import { daysAscend, dayWithin, offsetsBetween, type Zone, type ZoneOffsets, type ZoneTable, zoneOf } from '../core/time/zone.js'
import {
  addInUnit,
  addOnDay,
  figuresWithin,
  forgotten,
  type Histories,
  newFigures,
  newHistories,
  PLAIN_STRIDE,
  STRIDE,
  type SummaryMeta,
  type WantedFigures,
} from './histories.js'
import type { Parted } from './parted.js'
import { isPlain, plainWalker } from './plain-figures.js'
import type { SummaryFigure } from './summary.js'
import { writeFigures } from './write-figures.js'

export interface FigureRules extends SummaryMeta {
  readonly zones?: readonly ZoneTable[] | undefined
  readonly refundsAt: 'order' | 'refund'
  /** Absent: all. */
  readonly wanted?: readonly SummaryFigure[] | undefined
}

export interface Figures {
  readonly customers: number
  /** Their ids, ascending, where the purchases went by whole numbers. */
  readonly numbers: Int32Array | undefined
  readonly figures: WantedFigures
}

/** @throws UsageError `tierwise.decimal.unsafe` */
export function figuresOf(parts: Parted, rules: FigureRules): Figures {
  const customers = parts.first[parts.count]
  const figures = newFigures(customers, rules.wanted)
  fillFigures(figures, parts, rules)
  return { customers, numbers: parts.ids, figures }
}

/** Row c is of customer c. */
export function fillFigures(figures: WantedFigures, inTime: Parted, rules: FigureRules): void {
  const { zone, offsets } = clockOf(inTime, rules)
  const dayAt = (instant: number): Day => dayWithin(zone, offsets, instant)
  const ascend = offsets ? daysAscend(offsets) : purchasesAscend(inTime, dayAt)
  const parts = ascend ? inTime : inOrderOfDays(inTime, dayAt)
  const fixed = offsets?.offsets.length === 1 ? offsets.offsets[0] : undefined
  const isBrief = ascend && isPlain(rules.wanted)
  const stride = isBrief ? PLAIN_STRIDE : STRIDE
  const walk = isBrief ? plainWalker(parts, fixed, dayAt) : walker(parts, rules, fixed, dayAt)
  const { count, first, firstCode, slots } = parts
  let histories = newHistories(0)
  for (let part = 0; part < count; part++) {
    const from = first[part]
    const until = first[part + 1]
    histories = forgotten(histories, until - from, stride)
    walk(histories, part, slots ? 0 : firstCode + from, until - from)
    const places = slots ? slots.subarray(from, until) : inTurn(until - from)
    writeFigures(figuresWithin(figures, from, until), places, histories, stride, rules)
  }
}

function inTurn(length: number): Int32Array {
  const places = new Int32Array(length)
  for (let c = 0; c < length; c++) places[c] = c
  return places
}

function clockOf({ length, firstAt, lastAt }: Parted, { timeZone, zones }: FigureRules): { zone: Zone; offsets: ZoneOffsets | undefined } {
  const zone = zoneOf(timeZone, zones)
  return { zone, offsets: length === 0 ? undefined : offsetsBetween(zone, firstAt, lastAt, length) }
}

/** The same of purchases, where they are too few for the offsets between them to be looked up. */
function purchasesAscend({ at, starts, count }: Parted, dayAt: (instant: number) => Day): boolean {
  for (let p = 0; p < count; p++) for (let i = starts[p] + 1; i < starts[p + 1]; i++) if (dayAt(at[i]) < dayAt(at[i - 1])) return false
  return true
}

/** The purchases of each part by local day, those of one day in their order. */
function inOrderOfDays(parts: Parted, dayAt: (instant: number) => Day): Parted {
  const { count, starts, customer, at, netMinor, grossMinor } = parts
  const end = starts[count]
  const days = new Float64Array(end)
  const order = new Int32Array(end)
  for (let i = starts[0]; i < end; i++) {
    days[i] = dayAt(at[i])
    order[i] = i
  }
  for (let p = 0; p < count; p++) order.subarray(starts[p], starts[p + 1]).sort((a, b) => days[a] - days[b] || a - b)
  const ordered = (column: Float64Array): Float64Array => Float64Array.from(order, (i) => column[i])
  const net = ordered(netMinor)
  return {
    ...parts,
    customer: Int32Array.from(order, (i) => customer[i]),
    at: ordered(at),
    netMinor: net,
    grossMinor: grossMinor === netMinor ? net : ordered(grossMinor),
  }
}

/** Walks one part with `size` customers. `base` is the code its first customer has. */
type Walk = (histories: Histories, part: number, base: number, size: number) => void

function walker(
  { starts, customer, at, netMinor, grossMinor }: Parted,
  { countBy, refundsAt }: FigureRules,
  fixed: number | undefined,
  dayAt: (instant: number) => Day,
): Walk {
  const valueMinor = refundsAt === 'order' ? netMinor : grossMinor
  return (histories, part, base) => {
    if (fixed !== undefined && countBy === 'day')
      walkDays(histories, customer, at, netMinor, valueMinor, starts[part], starts[part + 1], base, fixed)
    else {
      for (let i = starts[part]; i < starts[part + 1]; i++) {
        const day = dayAt(at[i])
        if (countBy === 'day') addOnDay(histories, customer[i] - base, day, 1, at[i], at[i], netMinor[i], valueMinor[i])
        else {
          const unit = countBy === 'order' ? i : startOfUnit(day, countBy)
          addInUnit(histories, customer[i] - base, day, unit, 1, at[i], at[i], netMinor[i], valueMinor[i])
        }
      }
    }
  }
}

/** Most bases: purchases count by day, in a zone whose clocks did not change while they were made. */
function walkDays(
  histories: Histories,
  customer: Int32Array,
  at: Float64Array,
  netMinor: Float64Array,
  valueMinor: Float64Array,
  from: number,
  to: number,
  base: number,
  offset: number,
): void {
  for (let i = from; i < to; i++) {
    const instant = at[i]
    const day = Math.floor((instant + offset) / MS_PER_DAY)
    addOnDay(histories, customer[i] - base, day, 1, instant, instant, netMinor[i], valueMinor[i])
  }
}
