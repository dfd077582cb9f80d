/** Every customer of a base through a lifecycle, from columns: one run, one memory, no objects but where a rule asks for a whole fact. */

import { UsageError } from '../core/errors.js'
import type { FactLike } from '../core/language/fact-scope.js'
import type { AsOf } from '../core/time/as-of.js'
import { momentOf } from '../core/time/as-of.js'
import type { Day } from '../core/time/civil.js'
import { dayAt, zoneOf } from '../core/time/zone.js'
import { type Facts, factAt, rowsByCustomer } from '../facts/facts.js'
import { type EventForm, type Machine, machineForm } from './compile.js'
import type { LifecycleDefinition } from './definition.js'
import { apply, newRun, type Run, settle } from './run.js'

export interface Played {
  readonly machine: Machine
  readonly run: Run
  /** The last local day. */
  readonly day: Day
  /** Plays the customer with this code to the end; the run then stands there. */
  readonly play: (customer: number) => void
}

/** @throws UsageError `tierwise.lifecycle.currency` when the facts are in another currency than the definition */
export function playColumns(definition: LifecycleDefinition, facts: Facts, asOf: AsOf): Played {
  const machine = machineForm(definition)
  if (facts.currency !== definition.currency)
    throw new UsageError('tierwise.lifecycle.currency', { definition: definition.currency, facts: facts.currency })
  const zone = facts.zones === undefined ? machine.zone : zoneOf(definition.timeZone, facts.zones)
  const { before, day: last } = momentOf(asOf, zone)
  const { columns } = facts
  const { at, amountMinor } = columns
  const { codes } = columns.type
  const forms: (EventForm | undefined)[] = columns.type.values.map((type) => machine.events.get(type))
  // Facts are in time order: those that count come first, and each day's offset is asked for once.
  let counted = 0
  const days = new Int32Array(facts.length)
  for (; counted < facts.length && at[counted] < before; counted++) days[counted] = dayAt(zone, at[counted])
  const { starts, rows } = rowsByCustomer(facts)
  const whole = needsWholeFact(machine)
  const light: { -readonly [K in keyof FactLike]: FactLike[K] } = { type: '', at: 0, amountMinor: undefined, channel: undefined }
  const run = newRun(machine)
  const { memory: blank } = machine.empty
  const memory = blank.slice()
  run.owned = true
  const needsTime = machine.fields.has('at')
  const needsAmount = machine.asked.has('amount')
  const hasChannel = columns.channel !== undefined && machine.fields.has('channel')

  const play = (customer: number): void => {
    run.memory = memory
    for (let k = 0; k < blank.length; k++) memory[k] = blank[k]
    run.cells = machine.emptyCells
    run.stage = machine.initial
    run.entered = Number.NaN
    run.due = Number.POSITIVE_INFINITY
    run.spent = Number.NEGATIVE_INFINITY
    run.chain = Number.NaN
    run.steps = 0
    for (let k = starts[customer]; k < starts[customer + 1]; k++) {
      const i = rows[k]
      if (i >= counted) break
      const form = forms[codes[i]]
      if (form === undefined) continue
      let fact: FactLike = light
      if (whole) fact = factAt(facts, i)
      else {
        light.type = form.type
        if (form.updates.length > 0 || needsAmount) {
          const amount = amountMinor[i]
          // As a small integer it needs no box of its own: that is a quarter of the time.
          const small = amount | 0
          light.amountMinor = small === amount ? small : Number.isNaN(amount) ? undefined : amount
        }
        if (needsTime) light.at = at[i]
        if (hasChannel) light.channel = channelAt(facts, i)
      }
      const day = days[i]
      if (run.due <= day) settle(run, day)
      apply(run, form, fact, day)
    }
    if (run.due <= last) settle(run, last)
  }
  return { machine, run, day: last, play }
}

function channelAt({ columns: { channel } }: Facts, i: number): string | undefined {
  return channel === undefined || channel.codes[i] < 0 ? undefined : channel.values[channel.codes[i]]
}

const LIGHT = new Set(['type', 'at', 'amount', 'currency', 'channel'])

/** Whether some rule looks at more of a fact than its type, time, amount and channel. */
function needsWholeFact({ fields, emptyCells }: Machine): boolean {
  return emptyCells.length > 0 || [...fields].some((name) => !LIGHT.has(name))
}
