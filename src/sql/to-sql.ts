/** The one verb of this room: a definition or model, and where the host keeps its data, become a statement for the host's engine. */

import type { ChurnPolicy } from '../churn/definition.js'
import type { RhythmModel } from '../churn/fit-rhythm.js'
import type { GammaGammaModel } from '../clv/fit-gamma-gamma.js'
import { UsageError } from '../core/errors.js'
import type { Measure } from '../core/measure/definition.js'
import type { RfmModel } from '../rfm/model.js'
import type { RuleDefinition } from '../rules/definition.js'
import type { ScorecardDefinition } from '../scorecard/definition.js'
import type { LadderDefinition } from '../tiers/ladder.js'
import { type DeclineQuestion, declineSql, policySql, type RhythmSqlOptions, rhythmSql } from './churn.js'
import { clickhouse } from './clickhouse.js'
import type { Dialect, DialectName } from './dialect.js'
import { columns, type Draft, finish, newDraft } from './draft.js'
import { duckdb } from './duckdb.js'
import { type FiguresFrom, figuresOf } from './figures.js'
import { sql } from './fragment.js'
import { type LadderSqlOptions, ladderSql, ruleSql } from './ladder.js'
import { type MigrationQuestion, type MigrationSource, migrationSql } from './migration.js'
import { postgres } from './postgres.js'
import { type ClvQuestion, clvSql, type ForecastOptions, purchasesSql, type SqlPurchaseModel, spendSql } from './purchases.js'
import { type RfmFit, type RfmSqlOptions, rfmFitSql, rfmSql } from './rfm.js'
import { scorecardSql } from './scorecard.js'
import type { SqlStatement } from './statement.js'
import { SUMMARY_FIGURES, type SummaryFigure, type SummaryRecipe } from './summary.js'
import { historySql, type TierHistory } from './tier-history.js'

/** The question that `summarize` answers. */
export interface SummaryQuestion extends SummaryRecipe {
  readonly kind: 'summary'
  /** Default: all. Fewer figures make a shorter and faster statement. */
  readonly figures?: readonly SummaryFigure[]
}

/** The question that `measureFacts` answers. */
export interface MeasuresQuestion {
  readonly kind: 'measures'
  readonly measures: Readonly<Record<string, Measure>>
}

/** What can be asked: the library's definitions and models, and the questions of verbs that take none. */
export type SqlSubject =
  | SummaryQuestion
  | MeasuresQuestion
  | RfmFit
  | RfmModel
  | ScorecardDefinition
  | LadderDefinition
  | RuleDefinition
  | SqlPurchaseModel
  | GammaGammaModel
  | ClvQuestion
  | RhythmModel
  | ChurnPolicy
  | DeclineQuestion

export interface ToSqlOptions extends FiguresFrom, RfmSqlOptions, LadderSqlOptions, ForecastOptions, RhythmSqlOptions {
  readonly dialect: DialectName
  /** Of a ladder: the tier on many days up to `asOf` instead of that one. */
  readonly history?: TierHistory | undefined
}

const DIALECTS: Readonly<Record<DialectName, Dialect>> = { duckdb, postgres, clickhouse }

/**
 * A statement that gives, inside the host's engine, the rows that the library's verb gives in process: one row per customer, in no order, with columns named
 * as in the library and NULL where a value is missing.
 *
 * ```ts
 * const { text, params } = toSql(model, { dialect: 'duckdb', source: { table: 'orders', customer: 'customer_id', at: 'ordered_at', amountMinor: 'cents', timeZone: 'UTC' }, asOf })
 * ```
 *
 * Texts of the definition are parameters, names are quoted, numbers are typed literals: no definition changes the shape of a statement. What cannot be said
 * exactly is NULL and noted; `lossless` is then false.
 *
 * Facts are taken as they stand: one row per fact, ids unique among them.
 *
 * @throws UsageError `sql.…` for a source, option or name that cannot be used; those of the verbs for their options
 */
export function toSql(
  subject: MigrationQuestion,
  options: { readonly dialect: DialectName; readonly source: MigrationSource },
): SqlStatement
export function toSql(subject: SqlSubject, options: ToSqlOptions): SqlStatement
export function toSql(
  subject: SqlSubject | MigrationQuestion,
  options: ToSqlOptions | { readonly dialect: DialectName; readonly source: MigrationSource },
): SqlStatement {
  const dialect = Object.hasOwn(DIALECTS, options.dialect) ? DIALECTS[options.dialect] : undefined
  if (dialect === undefined)
    throw new UsageError('sql.dialect.unknown', { dialect: String(options.dialect), known: Object.keys(DIALECTS).join(', ') })
  const draft = newDraft(dialect)
  // The overloads pair the one question over two tables with its source.
  if (subject.kind === 'migration') return migrationSql(draft, options.source as MigrationSource)
  return write(draft, subject, options as ToSqlOptions)
}

function write(draft: Draft, subject: SqlSubject, options: ToSqlOptions): SqlStatement {
  switch (subject.kind) {
    case 'summary': {
      const { kind, figures = SUMMARY_FIGURES, ...recipe } = subject
      return figuresSql(draft, 'customer summaries', figures, { ...options, summary: recipe, measures: undefined })
    }
    case 'measures':
      return figuresSql(draft, 'measures', Object.keys(subject.measures), { ...options, measures: subject.measures })
    case 'rfm-fit':
      return rfmFitSql(draft, subject, options)
    case 'rfm':
      return rfmSql(draft, subject, options)
    case 'scorecard':
      return scorecardSql(draft, subject, options)
    case 'ladder':
      return options.history === undefined ? ladderSql(draft, subject, options) : historySql(draft, subject, options, options.history)
    case 'rule':
      return ruleSql(draft, subject, options)
    case 'bgnbd':
    case 'mbgnbd':
      return purchasesSql(draft, subject, options)
    case 'gammagamma':
      return spendSql(draft, subject, options)
    case 'clv':
      return clvSql(draft, subject, options)
    case 'rhythm':
      return rhythmSql(draft, subject, options)
    case 'churnpolicy':
      return policySql(draft, subject, options)
    case 'decline':
      return declineSql(draft, subject, options)
    default:
      throw new UsageError('sql.subject.unknown', { kind: String((subject as { kind?: unknown }).kind) })
  }
}

function figuresSql(draft: Draft, says: string, figures: readonly string[], from: FiguresFrom): SqlStatement {
  const { name, of } = figuresOf(draft, figures, from)
  const chosen = figures.map((figure) => [figure, of(sql`f_`, figure)] as const)
  return finish(draft, says, sql`SELECT\n${columns(draft, [['customerId', sql`f_.customer`], ...chosen])}\nFROM ${name} AS f_`)
}
