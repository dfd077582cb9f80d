/** The one verb of this room: a definition or model, and where the host keeps its data, become a statement for the host's engine. */

import { UsageError } from '../core/errors.js'
import type { RfmModel } from '../rfm/model.js'
import type { RfmSegments } from '../rfm/segments.js'
import { clickhouse } from './clickhouse.js'
import type { Dialect, DialectName } from './dialect.js'
import { columns, finish, newDraft } from './draft.js'
import { duckdb } from './duckdb.js'
import { type FiguresFrom, figuresOf } from './figures.js'
import { sql } from './fragment.js'
import { postgres } from './postgres.js'
import { type RfmFit, rfmFitSql, rfmSql } from './rfm.js'
import type { SqlStatement } from './statement.js'
import { SUMMARY_FIGURES, type SummaryFigure, type SummaryRecipe } from './summary.js'

/** The question that `summarize` answers. */
export interface SummaryQuestion extends SummaryRecipe {
  readonly kind: 'summary'
  /** Default: all. Fewer figures make a shorter and faster statement. */
  readonly figures?: readonly SummaryFigure[]
}

export type SqlSubject = SummaryQuestion | RfmFit | RfmModel

export interface ToSqlOptions extends FiguresFrom {
  readonly dialect: DialectName
  /** RFM: also the segment of every customer. */
  readonly segments?: RfmSegments
}

const DIALECTS: Readonly<Record<DialectName, Dialect>> = { duckdb, postgres, clickhouse }

export function toSql(subject: SqlSubject, options: ToSqlOptions): SqlStatement {
  const dialect = Object.hasOwn(DIALECTS, options.dialect) ? DIALECTS[options.dialect] : undefined
  if (dialect === undefined)
    throw new UsageError('sql.dialect.unknown', { dialect: String(options.dialect), known: Object.keys(DIALECTS).join(', ') })
  const draft = newDraft(dialect)
  switch (subject.kind) {
    case 'summary': {
      const { kind, figures = SUMMARY_FIGURES, ...recipe } = subject
      const from = figuresOf(draft, figures, { ...options, summary: recipe })
      const chosen = figures.map((figure) => [figure, from.of(sql`f_`, figure)] as const)
      return finish(
        draft,
        'customer summaries',
        sql`SELECT\n${columns(draft, [['customerId', sql`f_.customer`], ...chosen])}\nFROM ${from.name} AS f_`,
      )
    }
    case 'rfm-fit':
      return rfmFitSql(draft, subject, options)
    case 'rfm':
      return rfmSql(draft, subject, options)
    default:
      throw new UsageError('sql.subject.unknown', { kind: String((subject as { kind?: unknown }).kind) })
  }
}
