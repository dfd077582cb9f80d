/** What a thread does when it is asked: one step of a summary, on columns in shared memory or on columns it was given. */

import { countBins, type Extent, extentOf, numberParts, type Ranges } from '../core/math/integer-parts.js'
import { type FigureRules, type Figures, figuresOf, fillFigures } from '../facts/figures.js'
import type { WantedFigures } from '../facts/histories.js'
import { newSummaryWorkspace, type Parted, type PurchaseColumns, parted, scatter } from '../facts/parted.js'
import type { Purchases } from '../facts/purchases.js'

export type Step =
  | { readonly step: 'extent'; readonly customer: Int32Array }
  | { readonly step: 'bins'; readonly customer: Int32Array; readonly extent: Extent }
  | ScatterStep
  | NumberStep
  | FiguresStep
  | RangeStep

/** A stretch of the purchases goes where its parts are. */
interface ScatterStep {
  readonly step: 'scatter'
  /** Without gross amounts where they are the net ones. */
  readonly bought: Omit<Purchases, 'numbered' | 'grossMinor'> & { readonly grossMinor?: Float64Array }
  readonly ranges: Ranges
  readonly starts: Int32Array
  readonly to: PurchaseColumns
}

/** Numbers the ids of some parts and writes them at the beginning of the two columns; the answer is where each part's begin. */
interface NumberStep {
  readonly step: 'number'
  readonly customer: Int32Array
  readonly starts: Int32Array
  readonly ids: Int32Array
  readonly slots: Int32Array
}

/** Writes the rows of some parts' customers. */
interface FiguresStep {
  readonly step: 'figures'
  readonly parts: Parted
  readonly figures: WantedFigures
  readonly numbers?: Int32Array
  readonly rules: FigureRules
}

/** Where memory cannot be shared: the purchases of a range of customers, as columns that were sent. */
interface RangeStep {
  readonly step: 'range'
  readonly bought: Purchases
  readonly customers: number
  readonly rules: FigureRules
}

const workspace = newSummaryWorkspace()

/** @throws UsageError `tierwise.decimal.unsafe` */
export function runStep(step: Step): unknown {
  switch (step.step) {
    case 'extent':
      return extentOf(step.customer)
    case 'bins':
      return countBins(step.customer, step.extent)
    case 'scatter':
      return scatter({ ...step.bought, grossMinor: step.bought.grossMinor ?? step.bought.netMinor }, step.ranges, step.starts, step.to)
    case 'number':
      return numberStep(step)
    case 'figures':
      step.numbers?.set((step.parts.ids as Int32Array).subarray(0, step.numbers.length))
      return fillFigures(step.figures, step.parts, step.rules)
    case 'range':
      return figuresOf(
        parted(step.bought, () => step.customers, workspace),
        step.rules,
      )
  }
}

function numberStep({ customer, starts, ids, slots }: NumberStep): Int32Array {
  const numbered = numberParts(customer, starts)
  ids.set(numbered.ids)
  slots.set(numbered.slots)
  return numbered.first
}

/** What an answer need not be copied for. */
export function buffersOf(step: Step, answer: unknown): readonly ArrayBufferLike[] {
  if (step.step !== 'range') return []
  const { numbers, figures } = answer as Figures
  const { status, ...columns } = figures
  return [...Object.values(columns), status.codes as Int8Array, ...(numbers ? [numbers] : [])].map(({ buffer }) => buffer)
}
