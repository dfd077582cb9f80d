import { compiledForm } from '../core/compiled.js'
import { addExact, compareExact, type Exact, exactNumber, exactText, readExact, subtractExact } from '../core/decimal/exact.js'
import { compileCondition } from '../core/language/compile-condition.js'
import { compileValue } from '../core/language/compile-value.js'
import type { Condition } from '../core/language/condition.js'
import type { NumberGetter, Test } from '../core/language/scope.js'
import { type Reason, reason } from '../core/reason.js'
import { type AsOf, instantOf, momentOf } from '../core/time/as-of.js'
import { type Day, formatDate, parseDate } from '../core/time/civil.js'
import { addLength, type Length } from '../core/time/length.js'
import { dayAt, type Zone, zoneOf } from '../core/time/zone.js'
import type { RuleRow } from '../rules/definition.js'
import { rowScope } from '../rules/row-scope.js'
import { traceCondition } from '../rules/trace.js'
import type { ChannelPreference, PastAction, PlaybookAction, PlaybookCustomer, PlaybookDefinition } from './definition.js'

/** An action that is allowed and worth it today. */
export interface NextAction {
  readonly action: string
  readonly name?: string
  readonly strategy?: string
  readonly priority: number
  /** Expected gain and cost, decimal text in major units. */
  readonly value: string
  readonly cost: string
  /** Absent for actions without channels. */
  readonly channel?: string
  /** What speaks for the channel; absent where the customer has no preference among those the action has. */
  readonly channelShare?: number
  readonly channelSupport?: number
  readonly do?: Readonly<Record<string, unknown>>
  /** Why: stage, tier and the proof of the condition. */
  readonly reasons: readonly Reason[]
}

export interface RefusedAction {
  readonly action: string
  readonly reasons: readonly Reason[]
}

export interface NextActions {
  readonly customerId: string
  /** Best first: by priority, then by value less cost, then as written. */
  readonly actions: readonly NextAction[]
  /** Every other action, and what stands against it. */
  readonly refused: readonly RefusedAction[]
}

/**
 * What to do next with a customer, what not, and why. What the host has done is told in `customer.history`; nothing is remembered here.
 * @example
 * nextBestActions(playbook, { ...row, stage: 'atRisk', tier: 'gold', valueAtRisk: '1200', history }, { asOf: '2026-11-01' }).actions[0]
 */
export function nextBestActions(playbook: PlaybookDefinition, customer: PlaybookCustomer, { asOf }: { readonly asOf: AsOf }): NextActions {
  const form = playbookForm(playbook)
  const { day } = momentOf(asOf, form.zone)
  const past = pastOf(form, customer.history ?? [], day)
  const actions: { next: NextAction; net: number; index: number }[] = []
  const refused: RefusedAction[] = []
  form.actions.forEach((action, index) => {
    const against = reasonsAgainst(form, action, customer, past, day)
    if (against.length > 0) refused.push({ action: action.rule.id, reasons: against })
    else {
      const value = action.value(customer) ?? 0
      actions.push({ next: nextOf(action, customer, value), net: exactNumber(subtractExact(value, action.cost)), index })
    }
  })
  actions.sort((a, b) => b.next.priority - a.next.priority || b.net - a.net || a.index - b.index)
  return { customerId: customer.customerId, actions: actions.map(({ next }) => next), refused }
}

export interface ActionForm {
  readonly rule: PlaybookAction
  readonly when: Test<RuleRow> | undefined
  readonly unless: Test<RuleRow> | undefined
  readonly value: NumberGetter<RuleRow>
  readonly cost: Exact
}

export interface PlaybookForm {
  readonly definition: PlaybookDefinition
  readonly zone: Zone
  readonly actions: readonly ActionForm[]
  readonly byId: ReadonlyMap<string, ActionForm>
}

export const playbookForm = compiledForm('playbook', (definition: PlaybookDefinition): PlaybookForm => {
  const test = (condition: Condition | undefined): Test<RuleRow> | undefined =>
    condition === undefined ? undefined : compileCondition(condition, rowScope)
  const actions = definition.actions.map((rule) => ({
    rule,
    when: test(rule.when),
    unless: test(rule.unless),
    value: rule.value === undefined ? () => 0 : compileValue(rule.value, rowScope),
    cost: readExact(rule.cost ?? 0) as Exact,
  }))
  return { definition, zone: zoneOf(definition.timeZone), actions, byId: new Map(actions.map((action) => [action.rule.id, action])) }
})

interface Done {
  readonly action: string
  readonly day: Day
  readonly cost: Exact
  readonly isContact: boolean
}

/** What was done up to the day; a later one is not known yet. */
export function pastOf(form: PlaybookForm, history: readonly PastAction[], day: Day): readonly Done[] {
  return history
    .map(({ action, at, cost }) => {
      const known = form.byId.get(action)
      return {
        action,
        day: dayOfPast(form, at),
        cost: readExact(cost) ?? known?.cost ?? 0,
        isContact: known === undefined || isContact(known),
      }
    })
    .filter((done) => done.day <= day)
}

function dayOfPast({ zone }: PlaybookForm, at: string | number): Day {
  const day = typeof at === 'string' ? parseDate(at) : Number.NaN
  return Number.isNaN(day) ? dayAt(zone, instantOf(at)) : day
}

function isContact({ rule }: ActionForm): boolean {
  return rule.channels !== undefined
}

/** Everything that stands against an action today; empty: it may be done. */
export function reasonsAgainst(
  form: PlaybookForm,
  action: ActionForm,
  customer: PlaybookCustomer,
  past: readonly Done[],
  day: Day,
): Reason[] {
  const { rule } = action
  const { id, stages, tiers, coolDown, cap, channels } = rule
  const against: Reason[] = []
  const refuse = (code: string, params: Reason['params'], more: Partial<Reason> = {}): void => {
    against.push(reason(code, 'refused', { action: id, ...params }, more))
  }
  if (stages !== undefined && !stages.includes(customer.stage ?? '')) refuse('playbook.stage.other', { stage: customer.stage ?? null })
  if (tiers !== undefined && !tiers.includes(customer.tier ?? '')) refuse('playbook.tier.other', { tier: customer.tier ?? null })
  if (action.when !== undefined && !action.when(customer))
    refuse('playbook.condition.unmet', {}, { children: [traceCondition(rule.when as Condition, rowScope, customer)] })
  if (action.unless?.(customer))
    refuse('playbook.exclusion.holds', {}, { children: [traceCondition(rule.unless as Condition, rowScope, customer)] })
  const value = action.value(customer)
  if (value === undefined) refuse('playbook.value.unknown', {})
  else if (rule.value !== undefined && compareExact(value, action.cost) <= 0)
    refuse('playbook.value.too-low', { value: exactText(value), cost: exactText(action.cost) })
  if (channels !== undefined && channelOf(action, customer) === undefined)
    refuse('playbook.channel.refused', { channels: channels.join(', ') })

  const same = past.filter((done) => done.action === id)
  if (coolDown !== undefined && same.length > 0) {
    const free = addLength(Math.max(...same.map((done) => done.day)), coolDown)
    if (day < free) refuse('playbook.cool-down.running', { until: formatDate(free) })
  }
  if (cap !== undefined && within(same, day, cap.per).length >= cap.n)
    refuse('playbook.cap.reached', { n: cap.n, days: `${cap.per.n} ${cap.per.unit}` })
  if (isContact(action)) {
    const contacts = past.filter((done) => done.isContact)
    for (const all of form.definition.contacts ?? [])
      if (within(contacts, day, all.per).length >= all.n)
        refuse('playbook.contacts.reached', { n: all.n, days: `${all.per.n} ${all.per.unit}` })
  }
  const { budget } = form.definition
  if (budget !== undefined && compareExact(action.cost, 0) > 0) {
    const spent = within(past, day, budget.per).reduce<Exact>((total, done) => addExact(total, done.cost), 0)
    const left = subtractExact(readExact(budget.amount) as Exact, spent)
    if (compareExact(action.cost, left) > 0) refuse('playbook.budget.spent', { cost: exactText(action.cost), left: exactText(left) })
  }
  return against
}

/** Within a length of time up to and including the day. */
function within(past: readonly Done[], day: Day, per: Length): readonly Done[] {
  const from = addLength(day, { n: -per.n, unit: per.unit })
  return past.filter((done) => done.day > from)
}

/** The customer's most used channel among those of the action; without any, the action's first that is not refused. */
export function channelOf(
  { rule }: ActionForm,
  { preferredChannels = [], refusedChannels = [] }: PlaybookCustomer,
): ChannelPreference | { readonly channel: string } | undefined {
  const open = (rule.channels ?? []).filter((channel) => !refusedChannels.includes(channel))
  const liked = preferredChannels.filter(({ channel }) => open.includes(channel))
  if (liked.length === 0) return open[0] === undefined ? undefined : { channel: open[0] }
  return liked.reduce((best, one) =>
    one.share > best.share || (one.share === best.share && open.indexOf(one.channel) < open.indexOf(best.channel)) ? one : best,
  )
}

function nextOf(action: ActionForm, customer: PlaybookCustomer, value: Exact): NextAction {
  const { rule } = action
  const reasons: Reason[] = []
  if (rule.stages !== undefined) reasons.push(reason('playbook.stage.fits', 'met', { stage: customer.stage ?? null }))
  if (rule.tiers !== undefined) reasons.push(reason('playbook.tier.fits', 'met', { tier: customer.tier ?? null }))
  if (rule.when !== undefined) reasons.push(traceCondition(rule.when, rowScope, customer))
  const channel = channelOf(action, customer)
  if (channel !== undefined)
    reasons.push(
      'share' in channel
        ? reason('playbook.channel.preferred', 'info', { channel: channel.channel, share: channel.share, support: channel.support })
        : reason('playbook.channel.fallback', 'info', { channel: channel.channel }),
    )
  return {
    action: rule.id,
    ...(rule.name === undefined ? {} : { name: rule.name }),
    ...(rule.strategy === undefined ? {} : { strategy: rule.strategy }),
    priority: rule.priority ?? 0,
    value: exactText(value),
    cost: exactText(action.cost),
    ...(channel === undefined ? {} : { channel: channel.channel }),
    ...(channel !== undefined && 'share' in channel ? { channelShare: channel.share, channelSupport: channel.support } : {}),
    ...(rule.do === undefined ? {} : { do: rule.do }),
    reasons,
  }
}
