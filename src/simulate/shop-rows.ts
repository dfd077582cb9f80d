/** The rows the simulated shop exports: what a CRM would hand over, one plain object per record. Amounts are decimal text in major units, times ISO 8601 with the shop's offset. */

export interface ShopCustomerRow {
  readonly customerId: string
  readonly name: string
  readonly region: string
  readonly birthYear: number
  readonly gender: string
  readonly incomeBand: string
  /** Categories, joined by `|`. */
  readonly interests: string
  readonly acquisitionChannel: string
  /** `YYYY-MM-DD` */
  readonly joinedOn: string
}

export interface ShopOrderLine {
  readonly product: string
  readonly category: string
  readonly quantity: number
  /** Of the line, after discount. The lines of an order sum to its amount. */
  readonly amount: string
  /** Of the line. */
  readonly cost: string
}

export interface ShopOrderRow {
  readonly orderId: string
  readonly customerId: string
  readonly orderedAt: string
  /** Paid: after discount. */
  readonly amount: string
  readonly currency: string
  readonly discount: string
  readonly payment: string
  readonly channel: string
  readonly lines: readonly ShopOrderLine[]
}

export interface ShopRefundRow {
  readonly refundId: string
  readonly orderId: string
  readonly refundedAt: string
  readonly amount: string
  readonly currency: string
}

export interface ShopInteractionRow {
  readonly interactionId: string
  readonly customerId: string
  /** `visit`, `view`, `click`, `ticket`, `review`, `referral`, `training`. */
  readonly type: string
  readonly at: string
  readonly channel: string
  readonly category?: string
  readonly product?: string
  /** Of a review, a ticket after the sale: the order it is about. */
  readonly orderId?: string
  /** What serving it cost. */
  readonly cost?: string
}

export interface ShopFeedbackRow {
  readonly feedbackId: string
  readonly customerId: string
  readonly topic: string
  readonly complaint: boolean
  readonly openedAt: string
  readonly answeredAt?: string
  readonly solvedAt?: string
}

export interface ShopAnswerRow {
  readonly answerId: string
  readonly customerId: string
  /** `nps` 0 … 10, `csat` 1 … 5, `ces` 1 … 7. */
  readonly survey: string
  readonly answeredAt: string
  readonly score: number
}

export interface ShopEnrollmentRow {
  readonly customerId: string
  readonly enrolledAt: string
  readonly channel: string
}

/** One list per kind of source: `readFacts(shop.rows, shop.mapping)`. */
export interface ShopRows {
  readonly customer: readonly ShopCustomerRow[]
  readonly order: readonly ShopOrderRow[]
  readonly refund: readonly ShopRefundRow[]
  readonly interaction: readonly ShopInteractionRow[]
  readonly feedback: readonly ShopFeedbackRow[]
  readonly answer: readonly ShopAnswerRow[]
  readonly enroll: readonly ShopEnrollmentRow[]
}
