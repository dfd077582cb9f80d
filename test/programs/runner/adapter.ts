/** A card's words into the library's and back. Names and decimals only; it branches on nothing but `clock`, `import`, `enrol` and `quote`. */

import { parseDate } from '../../../src/core/time/civil.js'
import { instantAt, zoneOf } from '../../../src/core/time/zone.js'
import type { ProgramEvent } from '../../../src/program/index.js'

export interface CardEvent {
  readonly id: string
  readonly at: string
  readonly type: string
  readonly effect?: Readonly<Record<string, string | number>>
  readonly postsAt?: string
  readonly expectRejected?: string
  readonly expectFee?: string
  readonly [key: string]: unknown
}

export interface Checkpoint {
  readonly at: string
  readonly [key: string]: unknown
}

export interface Scenario {
  readonly id: string
  readonly variant?: string
  readonly events: readonly CardEvent[]
  readonly expect: readonly Checkpoint[]
}

export interface Card {
  readonly slug: string
  readonly timeZone: string
  readonly scenarios: readonly Scenario[]
}

export type Action =
  | { readonly kind: 'event'; readonly event: ProgramEvent }
  | { readonly kind: 'clock'; readonly at: number }
  | { readonly kind: 'quote'; readonly at: number; readonly asked: Readonly<Record<string, unknown>> }

/** A date alone is noon of that day. */
export function instantOfCard(at: string, timeZone: string): number {
  const [date, time = '12:00:00'] = at.split('T')
  const [hour, minute, second = '0'] = time.split(':')
  return instantAt(zoneOf(timeZone), parseDate(date), ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000)
}

/** The answers a card carries never reach the engine. */
export function actionOf(card: CardEvent, timeZone: string, rename: (id: string) => string = (id) => id): Action {
  const { effect: _, postsAt: __, expectRejected: ___, expectFee: ____, note: _____, ...rest } = card as CardEvent & { note?: string }
  const at = instantOfCard(card.at, timeZone)
  const { id, type, at: ______, ...payload } = rest
  if (type === 'clock') return { kind: 'clock', at }
  if (type === 'quote') return { kind: 'quote', at, asked: payload }
  const head = { id: rename(id), customerId: 'member-1', at }
  if (type === 'import') return { kind: 'event', event: { ...head, type: 'opening', ...(payload.state as object) } }
  const linked = typeof payload.of === 'string' ? { ...payload, of: rename(payload.of) } : payload
  return { kind: 'event', event: { ...head, type: type === 'enrol' ? 'enroll' : type, ...linked } as ProgramEvent }
}
