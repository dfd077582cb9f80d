export { adoptLifecycle } from './adopt.js'
export { advanceLifecycle, type LifecycleUntil } from './advance.js'
export { type B2bAccountOptions, b2bAccountLifecycle } from './b2b-account.js'
export { defineLifecycle, safeDefineLifecycle } from './define.js'
export type {
  AfterTrigger,
  AtTrigger,
  EffectData,
  EventTrigger,
  LifecycleDefinition,
  LifecycleFlag,
  Rhythm,
  RhythmLength,
  Stage,
  Strategy,
  Transition,
} from './definition.js'
export type { LifecycleEvent } from './event.js'
export { type NextDue, nextDue } from './next-due.js'
export type { LifecycleEffect, LifecycleOutcome, LifecycleStep } from './outcome.js'
export { type ReplayOptions, replayLifecycle } from './replay.js'
export { type PresetOptions, type RetailOptions, retailLifecycle, type SilenceThreshold, type SilenceThresholds } from './retail.js'
export { startLifecycle } from './start.js'
export type { LifecycleSnapshot, LifecycleState, Memory, MeterCell } from './state.js'
export { type SubscriptionOptions, subscriptionLifecycle } from './subscription.js'
export { transition } from './transition.js'
