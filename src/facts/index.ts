export type { Aggregate, Measure } from '../core/measure/definition.js'
export type { Issue, Outcome, Reason, Scalar } from '../core/reason.js'
export type { Cell, Column, Columns, DictionaryColumn, Row, Table } from '../core/table.js'
export { row, rows } from '../core/table.js'
export type { AsOf } from '../core/time/as-of.js'
export { type ZoneTable, zoneTable } from '../core/time/zone.js'
export { type CohortColumns, cohortTable } from './cohorts.js'
export { type CollectOptions, collectFacts } from './collect-facts.js'
export type { AttributeValue, Fact, FactLine } from './fact.js'
export {
  type CustomerList,
  type CustomerRows,
  type FactColumns,
  type Facts,
  factAt,
  factsOf,
  type OriginalAmount,
  rowsByCustomer,
} from './facts.js'
export type { QualityCount, QualityReport, SourceQuality } from './issues.js'
export type * from './mapping.js'
export {
  addToMeasures,
  type MeasureOptions,
  measureFacts,
  measureOne,
  type RunningMeasures,
  readMeasures,
  startMeasures,
} from './measures.js'
export { newSummaryWorkspace, type SummaryWorkspace } from './parted.js'
export {
  addFact,
  addFacts,
  type CustomerPartial,
  emptyPartials,
  finish,
  type KeptFact,
  mergeSummaries,
  type OpenRefund,
  type PartialOptions,
  type Partials,
  partialIssues,
  partialsOf,
} from './partials.js'
export { type ReadResult, readFacts } from './read-facts.js'
export type { ColumnSource, Input, Source } from './source.js'
export { type HoldoutColumns, type Split, splitFacts } from './split.js'
export { type SummarizeRecordsOptions, summarize, summarizeOne } from './summarize.js'
export type {
  CountBy,
  Period,
  SummarizeFiguresOptions,
  SummarizeOptions,
  SummaryColumns,
  SummaryFigure,
  SummaryRow,
  SummaryStatus,
  SummaryTable,
} from './summary.js'
