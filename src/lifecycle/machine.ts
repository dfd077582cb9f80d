/** A lifecycle as its verbs read it: for every stage and fact type the candidates, for every stage the timers. Who defines or adopts one brings the compiler. */

import { attachedForm } from '../core/compiled.js'
import type { Scope, Test } from '../core/language/scope.js'
import type { Day } from '../core/time/civil.js'
import type { Zone } from '../core/time/zone.js'
import type { LifecycleDefinition, Stage, Transition } from './definition.js'
import type { Limit } from './linear.js'
import type { Reading } from './reading.js'
import type { Run } from './run.js'
import type { LifecycleSnapshot, MeterCell } from './state.js'

export interface TransitionForm {
  readonly rule: Transition
  readonly to: StageForm
  readonly test: Test<Run> | undefined
  /** The test as numbers, where it is one comparison: no call is as cheap as none. */
  readonly limit: Limit | undefined
  readonly path: readonly (string | number)[]
  readonly trigger: 'event' | 'time'
  /** Whether taking it gives the host something to do. */
  readonly emits: boolean
}

export interface TimerForm extends TransitionForm {
  /** NaN when it does not run. */
  readonly due: (run: Run) => Day
}

export interface StageForm {
  readonly id: string
  readonly index: number
  readonly stage: Stage
  /** By the index of the fact type. */
  readonly on: readonly (readonly TransitionForm[])[]
  readonly timers: readonly TimerForm[]
  /** Whether a fact of the type moves one of the timers. */
  readonly retimed: readonly boolean[]
}

export interface EventForm {
  readonly type: string
  readonly index: number
  /** Slots of the memory that count the facts of the type. */
  readonly tallies: readonly number[]
  /** Slots that keep its latest local day. */
  readonly days: readonly number[]
  /** What else remembers it. */
  readonly updates: readonly ((run: Run) => void)[]
}

export interface Machine {
  readonly definition: LifecycleDefinition
  readonly identity: { readonly id: string; readonly hash: string }
  readonly zone: Zone
  readonly reading: Reading
  /** Whether facts may come late. */
  readonly isPatient: boolean
  readonly events: ReadonlyMap<string, EventForm>
  /** The same look-up for one event after the other. */
  readonly eventOf: (type: string) => EventForm | undefined
  readonly stages: ReadonlyMap<string, StageForm>
  readonly list: readonly StageForm[]
  readonly initial: StageForm
  readonly empty: LifecycleSnapshot
  readonly emptyCells: readonly (readonly MeterCell[])[]
  /** What the definition asks about a fact, first steps of paths only. */
  readonly fields: ReadonlySet<string>
  /** What transitions alone ask. */
  readonly asked: ReadonlySet<string>
  /** The attributes among them. */
  readonly names: readonly string[]
  readonly scope: Scope<Run>
  /** Serves one verb at a time. */
  readonly run: Run
}

/** What `defineLifecycle`, `adoptLifecycle` and the presets attach. */
const attached = attachedForm<LifecycleDefinition, Machine>('lifecycle')

/** @throws UsageError `tierwise.definition.not-adopted` */
export const machineForm = attached.of

export const attachMachine = attached.attach
