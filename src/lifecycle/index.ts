export { adoptLifecycle } from './adopt.js'
export { advanceLifecycle } from './advance.js'
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
export { lifecycleDiagram } from './diagram.js'
export type { LifecycleEvent } from './event.js'
export { type FitLifecycleOptions, fitLifecycle, type LifecycleFit, type SilenceTradeOff, safeFitLifecycle } from './fit-lifecycle.js'
export { type GapColumns, type GapOptions, gapTable } from './gaps.js'
export { type LintLifecycleOptions, lintLifecycle } from './lint.js'
export { type NextDue, nextDue } from './next-due.js'
export type { LifecycleEffect, LifecycleOutcome, LifecycleStep } from './outcome.js'
export type { LifecycleUntil } from './reading.js'
export { type ReplayOptions, replayLifecycle } from './replay.js'
export { type PresetOptions, type RetailOptions, retailLifecycle, type SilenceThreshold, type SilenceThresholds } from './retail.js'
export {
  type FitStageChainOptions,
  fitStageChain,
  type StageChain,
  type StageValueColumns,
  type StageValueOptions,
  stageValue,
} from './stage-chain.js'
export { type CountDates, type StageCountColumns, stageCounts } from './stage-counts.js'
export { type StageFunnelColumns, type StageFunnelOptions, stageFunnel } from './stage-funnel.js'
export { type StageMatrixColumns, type StageMatrixOptions, stageMatrix } from './stage-matrix.js'
export { type StagePathColumns, type StagePaths, stagePaths } from './stage-paths.js'
export { type StageColumns, type StageTable, stageTable } from './stage-table.js'
export { startLifecycle } from './start.js'
export type { LifecycleSnapshot, LifecycleState, Memory, MeterCell } from './state.js'
export { type SubscriptionOptions, subscriptionLifecycle } from './subscription.js'
export { type TimeInStage, type TimeInStageColumns, timeInStage } from './time-in-stage.js'
export { transition } from './transition.js'
