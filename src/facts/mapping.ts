/** How a host's columns become facts: any names, any of the usual spellings. Said once per source. */

import type { Rounding } from '../core/decimal/rounding.js'
import type { AsOf } from '../core/time/as-of.js'
import type { TimeFormat } from '../core/time/read-time.js'
import type { ZoneTable } from '../core/time/zone.js'

/** A column's name, or one value for every row of the source. */
export type Field = string | { readonly column: string } | { readonly value: string }

export type TimeField = string | ({ readonly column: string } & TimeFormat)

/** Amounts in major units (`12.5`, `'¥1,234.50'`) unless `unit: 'minor'` (1250). */
export type AmountField = string | { readonly column: string; readonly unit?: 'major' | 'minor' }

/** What an attribute is; read strictly, because rules will compare it. `date` keeps the ISO date, `amount` becomes integer minor units. */
export type AttributeKind = 'category' | 'number' | 'flag' | 'set' | 'date' | 'amount' | 'instant'

export type AttributeField =
  | string
  | { readonly column: string; readonly as?: AttributeKind; readonly separator?: string; readonly unit?: 'major' | 'minor' }

/** Only rows whose column has (one of) this value are read by this entry: one file of mixed rows, several entries. */
export type Where = Readonly<Record<string, string | readonly string[]>>

interface RowMapping {
  readonly where?: Where
  readonly attributes?: Readonly<Record<string, AttributeField>>
}

interface FactMapping extends RowMapping {
  /** Leave out where the source has no ids: each row is then a fact of its own. */
  readonly id?: Field
  readonly at: TimeField
  readonly channel?: Field
}

export interface OrderMapping extends FactMapping {
  readonly customer: Field
  readonly amount: AmountField
  /** ISO 4217 code per row; default the mapping's `currency`. */
  readonly currency?: Field
  /** Default `'purchase'`. */
  readonly type?: Field
  // One line per row: what was bought.
  readonly product?: Field
  readonly category?: Field
  readonly quantity?: string
  readonly cost?: AmountField
  /** `'rows'`: several rows with one id are the lines of one order and their amounts add up. `{ in: … }`: a column holds an array of line objects. */
  readonly lines?: 'rows' | LinesMapping
  /** Several rows of one order: what tells its lines apart, so that a line delivered twice counts once. */
  readonly line?: string
  /** What an amount below zero means. Without it such a row is an issue. */
  readonly negative?: 'refund'
}

export interface LinesMapping {
  readonly in: string
  readonly product?: string
  readonly category?: string
  readonly quantity?: string
  readonly amount?: AmountField
  readonly cost?: AmountField
}

export interface RefundMapping extends FactMapping {
  /** The id of the order. */
  readonly order: Field
  /** Default: the order's customer. */
  readonly customer?: Field
  /** Leave out for refunds of the whole order. An empty cell means the whole order too. */
  readonly amount?: AmountField
  readonly currency?: Field
}

export interface InteractionMapping extends FactMapping {
  readonly customer: Field
  /** `visit`, `view`, `click`, `ticket`, `review`, `referral`, `training`, … */
  readonly type: Field
  /** The host's words for types: `{ 工单: 'ticket' }`. Other words stay as they are. */
  readonly types?: Readonly<Record<string, string>>
  /** What serving it cost the host; becomes `attributes.costMinor`. */
  readonly cost?: AmountField
  readonly product?: Field
  readonly category?: Field
  readonly refersTo?: Field
}

export interface FeedbackMapping extends FactMapping {
  readonly customer: Field
  readonly topic?: Field
  readonly answered?: TimeField
  readonly solved?: TimeField
  /** A flag column; without it every feedback counts as one that is no complaint. */
  readonly complaint?: string
  readonly refersTo?: Field
}

export interface AnswerMapping extends FactMapping {
  readonly customer: Field
  /** `nps`, `csat`, `ces`. */
  readonly survey: Field
  readonly score: string
}

export interface EnrollMapping extends FactMapping {
  readonly customer: Field
}

export interface EventMapping extends FactMapping {
  readonly customer: Field
  readonly type: Field
  readonly amount?: AmountField
  readonly currency?: Field
  readonly refersTo?: Field
}

export interface CustomerMapping extends RowMapping {
  readonly id: Field
}

/** Shop account, app account and till card are one customer. The fact's own date decides which link holds. */
export interface LinkMapping {
  readonly where?: Where
  readonly alias: Field
  readonly customer: Field
  /** The link holds from this instant, until before that one; open where left out. */
  readonly from?: TimeField
  readonly until?: TimeField
}

/** Units of `Mapping.currency` for one unit of `currency`, from that local day on. */
export interface ExchangeRate {
  readonly currency: string
  /** `YYYY-MM-DD` */
  readonly from: string
  /** Decimal string, > 0. */
  readonly rate: string
}

export interface Sources {
  readonly order?: OrderMapping
  readonly refund?: RefundMapping
  readonly interaction?: InteractionMapping
  readonly feedback?: FeedbackMapping
  readonly answer?: AnswerMapping
  readonly enroll?: EnrollMapping
  readonly event?: EventMapping
  readonly customer?: CustomerMapping
  readonly link?: LinkMapping
}

export type SourceKind = keyof Sources

/** The entries a mapping may have. */
export const SOURCE_KINDS: readonly SourceKind[] = [
  'order',
  'refund',
  'interaction',
  'feedback',
  'answer',
  'enroll',
  'event',
  'customer',
  'link',
]

export interface Mapping extends Sources {
  /** ISO 4217, or `XXX` where there is none. Inherited by everything after. */
  readonly currency: string
  /** IANA zone in which local times are read and days are counted. Inherited by everything after. */
  readonly timeZone: string
  readonly zones?: readonly ZoneTable[]
  /**
   * Dated rates for amounts in other currencies. Without one such a row is an issue. A refund in the currency its order was converted
   * from goes by the rate of the order, if both are read at once.
   */
  readonly rates?: readonly ExchangeRate[]
  /** Rounding of converted amounts. Default `'halfEven'`. */
  readonly convertRound?: Rounding
  /** `1.234,50` is one thousand two hundred thirty-four and a half. */
  readonly decimalComma?: boolean
  /** Amounts with more places than the currency are issues, unless a rounding is named here; each rounded row is then noted. */
  readonly round?: Rounding
  /** Facts after this are noted; `summarize` ignores them by its own `asOf`. */
  readonly asOf?: AsOf
  /** Keep at most this many issues per code (the report counts all). Default: keep all. */
  readonly issueLimit?: number
  /** Issues also carry the id of their row, as `params.id`: where rows were made from another system's records, which know their id and no row. Default false. */
  readonly issueIds?: boolean
}
