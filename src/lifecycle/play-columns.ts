/** Every customer of a base through a lifecycle, from columns: one run, one memory, no objects but where a rule asks for a whole fact. */

import { UsageError } from '../core/errors.js'
import type { FactLike } from '../core/language/fact-scope.js'
import type { AsOf } from '../core/time/as-of.js'
import { momentOf } from '../core/time/as-of.js'
import { type Day, MS_PER_DAY } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'
import { dayAt, offsetsBetween, type Zone, type ZoneOffsets, zoneOf } from '../core/time/zone.js'
import { type Facts, factAt } from '../facts/facts.js'
import type { LifecycleDefinition } from './definition.js'
import { type EventForm, type Machine, machineForm } from './machine.js'
import { apply, newRun, type Run, settle } from './run.js'

export interface Played {
  readonly machine: Machine
  readonly run: Run
  /** The last local day. */
  readonly day: Day
  readonly facts: CustomerFacts
  /** By type code. */
  readonly forms: readonly (EventForm | undefined)[]
  readonly lights: readonly Light[]
  readonly readsAmount: readonly boolean[]
  readonly memory: Run['memory']
  /** The whole fact, or what changes of a light one; `undefined` when neither is read. */
  readonly factOf: ((light: Light, row: number) => FactLike) | undefined
}

/** @throws UsageError `tierwise.lifecycle.currency` when the facts are in another currency than the definition */
export function playColumns(definition: LifecycleDefinition, facts: Facts, asOf: AsOf): Played {
  const machine = machineForm(definition)
  if (facts.currency !== definition.currency)
    throw new UsageError('tierwise.lifecycle.currency', { definition: definition.currency, facts: facts.currency })
  const zone = facts.zones === undefined ? machine.zone : zoneOf(definition.timeZone, facts.zones)
  const { before, day } = momentOf(asOf, zone)
  const { columns } = facts
  const forms: (EventForm | undefined)[] = columns.type.values.map((type) => machine.events.get(type))
  const needsAmount = machine.asked.has('amount')
  const readsAmount = forms.map((form) => form !== undefined && (form.updates.length > 0 || needsAmount))
  // One per type: what does not change from fact to fact is written once.
  const lights = forms.map((form) => (form === undefined ? UNREAD : lightOf(form.type)))
  const whole = needsWholeFact(machine)
  const needsTime = machine.fields.has('at')
  const hasChannel = columns.channel !== undefined && machine.fields.has('channel')
  const factOf = whole
    ? (_: Light, row: number) => factAt(facts, row)
    : needsTime || hasChannel
      ? (light: Light, row: number) => {
          light.at = columns.at[row]
          if (hasChannel) light.channel = channelAt(facts, row)
          return light
        }
      : undefined
  const run = newRun(machine)
  run.owned = true
  const grouped = byCustomer(facts, forms, before, zone, readsAmount, factOf !== undefined)
  return { machine, run, day, facts: grouped, forms, lights, readsAmount, memory: machine.empty.memory.slice(), factOf }
}

/** Plays the customer with this code to the end; the run then stands there. */
export function play({ machine, run, day: last, facts, forms, lights, readsAmount, memory, factOf }: Played, customer: number): void {
  const { starts, days, codes, amounts, rows } = facts
  const { memory: blank } = machine.empty
  for (let k = 0; k < blank.length; k++) memory[k] = blank[k]
  run.memory = memory
  run.cells = machine.emptyCells
  run.stage = machine.initial
  run.entered = Number.NaN
  run.due = Number.POSITIVE_INFINITY
  run.spent = Number.NEGATIVE_INFINITY
  run.chain = Number.NaN
  run.steps = 0
  for (let k = starts[customer]; k < starts[customer + 1]; k++) {
    const code = codes[k]
    const light = lights[code]
    if (readsAmount[code]) {
      const amount = amounts[k]
      // As a small integer it needs no box of its own: that is a quarter of the time.
      const small = amount | 0
      light.amountMinor = small === amount ? small : Number.isNaN(amount) ? undefined : amount
    }
    const fact = factOf === undefined ? light : factOf(light, rows[k])
    const day = days[k]
    if (run.due <= day) settle(run, day)
    apply(run, forms[code] as EventForm, fact, day)
  }
  if (run.due <= last) settle(run, last)
}

type Light = { -readonly [K in keyof FactLike]: FactLike[K] }

function lightOf(type: string): Light {
  return { type, at: Number.NaN, amountMinor: undefined, channel: undefined }
}

/** Of types that no rule reads. As long as it lives, engines keep what they compiled for its shape. */
const UNREAD = lightOf('')

/** The facts that count and that the definition reads, customer by customer in time order. */
interface CustomerFacts {
  readonly starts: Int32Array
  readonly days: Int32Array
  readonly codes: Uint8Array | Uint32Array
  /** Where a rule reads them. */
  readonly amounts: Float64Array
  /** Their places in `facts`; empty unless asked for. */
  readonly rows: Int32Array
}

/** Each fact is moved once to where it is read in a row; to fetch its columns from all over the base later takes twice the time. */
function byCustomer(
  facts: Facts,
  forms: readonly (EventForm | undefined)[],
  before: Instant,
  zone: Zone,
  readsAmount: readonly boolean[],
  keepsRows: boolean,
): CustomerFacts {
  const { at, amountMinor, customer, type } = facts.columns
  const known = Uint8Array.from(forms, (form) => (form === undefined ? 0 : 1))
  const starts = new Int32Array(facts.customers.ids.length + 1)
  // Facts are in time order: those that count come first.
  let counted = 0
  for (; counted < facts.length && at[counted] < before; counted++) starts[customer[counted] + 1] += known[type.codes[counted]]
  for (let c = 1; c < starts.length; c++) starts[c] += starts[c - 1]
  const next = starts.slice()
  const length = starts[starts.length - 1]
  const days = new Int32Array(length)
  const codes = new (forms.length <= 256 ? Uint8Array : Uint32Array)(length)
  const amounts = new Float64Array(readsAmount.includes(true) ? length : 0)
  const rows = new Int32Array(keepsRows ? length : 0)
  const { from, offsets } = (counted === 0 ? undefined : offsetsBetween(zone, at[0], at[counted - 1], counted)) ?? NO_OFFSETS
  let day = 0
  let dayEnd = Number.NEGATIVE_INFINITY
  for (let i = 0, span = 0; i < counted; i++) {
    const instant = at[i]
    if (from.length === 0) day = dayAt(zone, instant)
    else if (instant >= dayEnd) {
      while (from[span + 1] <= instant) span++
      day = Math.floor((instant + offsets[span]) / MS_PER_DAY)
      dayEnd = Math.min((day + 1) * MS_PER_DAY - offsets[span], from[span + 1] ?? Number.POSITIVE_INFINITY)
    }
    const code = type.codes[i]
    if (known[code] === 0) continue
    const k = next[customer[i]]++
    days[k] = day
    codes[k] = code
    if (readsAmount[code]) amounts[k] = amountMinor[i]
    if (keepsRows) rows[k] = i
  }
  return { starts, days, codes, amounts, rows }
}

/** Too few facts to ask for a whole span. */
const NO_OFFSETS: ZoneOffsets = { from: [], offsets: [] }

function channelAt({ columns: { channel } }: Facts, i: number): string | undefined {
  return channel === undefined || channel.codes[i] < 0 ? undefined : channel.values[channel.codes[i]]
}

const LIGHT = new Set(['type', 'at', 'amount', 'currency', 'channel'])

/** Whether some rule looks at more of a fact than its type, time, amount and channel. */
function needsWholeFact({ fields, emptyCells }: Machine): boolean {
  return emptyCells.length > 0 || [...fields].some((name) => !LIGHT.has(name))
}
