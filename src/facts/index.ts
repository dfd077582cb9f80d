export type { Cell, Column, Columns, DictionaryColumn, Row, Table } from '../core/table.js'
export { row, rows } from '../core/table.js'
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
export { type ReadResult, readFacts } from './read-facts.js'
export type { ColumnSource, Input, Source } from './source.js'
export { summarize, summarizeOne } from './summarize.js'
export type { CountBy, Period, SummarizeOptions, SummaryColumns, SummaryRow, SummaryStatus, SummaryTable } from './summary.js'
