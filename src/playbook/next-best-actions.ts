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
import type { ChannelPreference, FrequencyCap, PastAction, PlaybookAction, PlaybookCustomer, PlaybookDefinition } from './definition.js'

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
    const against = reasonsAgainst({ form, action, customer, past, day })
    if (against.length > 0) refused.push({ action: action.rule.id, reasons: against })
    else {
      actions.push({ next: nextOf(action, customer, action.value(customer) ?? 0), net: netOf(action, customer), index })
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
  /** Each once, in the order of the actions. */
  readonly channels: readonly string[]
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
  return {
    definition,
    zone: zoneOf(definition.timeZone),
    actions,
    byId: new Map(actions.map((action) => [action.rule.id, action])),
    channels: [...new Set(actions.flatMap(({ rule }) => rule.channels ?? []))],
  }
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

/** What an action brings less what it costs, major units. */
export function netOf(action: ActionForm, customer: PlaybookCustomer): number {
  return exactNumber(subtractExact(action.value(customer) ?? 0, action.cost))
}

/** One action for one customer on one day. */
export interface Question {
  readonly form: PlaybookForm
  readonly action: ActionForm
  readonly customer: PlaybookCustomer
  readonly past: readonly Done[]
  readonly day: Day
}

/** Everything that stands against an action today; empty: it may be done. */
export function reasonsAgainst(question: Question): Reason[] {
  const { id } = question.action.rule
  return OBJECTIONS.filter(({ stands }) => stands(question)).flatMap(({ code, params, proof }) =>
    [params?.(question) ?? {}]
      .flat()
      .map((own) => reason(code, 'refused', { action: id, ...own }, proof === undefined ? {} : { children: [proof(question)] })),
  )
}

/** Whether nothing stands against it: the same answer without the reasons, for a whole base. */
export function isPermitted(question: Question): boolean {
  for (let i = 0; i < OBJECTIONS.length; i++) if (OBJECTIONS[i].stands(question)) return false
  return true
}

interface Objection {
  readonly code: string
  readonly stands: (question: Question) => boolean
  /** Asked, as the proof is, only where it stands: what it tests is there then. Several where several limits are reached. */
  readonly params?: (question: Question) => Reason['params'] | readonly Reason['params'][]
  readonly proof?: (question: Question) => Reason
}

const OBJECTIONS: readonly Objection[] = [
  {
    code: 'playbook.stage.other',
    stands: ({ action: { rule }, customer }) => rule.stages !== undefined && !rule.stages.includes(customer.stage ?? ''),
    params: ({ customer }) => ({ stage: customer.stage ?? null }),
  },
  {
    code: 'playbook.tier.other',
    stands: ({ action: { rule }, customer }) => rule.tiers !== undefined && !rule.tiers.includes(customer.tier ?? ''),
    params: ({ customer }) => ({ tier: customer.tier ?? null }),
  },
  {
    code: 'playbook.condition.unmet',
    stands: ({ action: { when }, customer }) => when !== undefined && !when(customer),
    proof: ({ action: { rule }, customer }) => traceCondition(rule.when as Condition, rowScope, customer),
  },
  {
    code: 'playbook.exclusion.holds',
    stands: ({ action: { unless }, customer }) => unless?.(customer) === true,
    proof: ({ action: { rule }, customer }) => traceCondition(rule.unless as Condition, rowScope, customer),
  },
  { code: 'playbook.value.unknown', stands: ({ action, customer }) => action.value(customer) === undefined },
  {
    code: 'playbook.value.too-low',
    stands: ({ action, customer }) => {
      const value = action.rule.value === undefined ? undefined : action.value(customer)
      return value !== undefined && compareExact(value, action.cost) <= 0
    },
    params: ({ action, customer }) => ({ value: exactText(action.value(customer) ?? 0), cost: exactText(action.cost) }),
  },
  {
    code: 'playbook.channel.refused',
    stands: ({ action: { rule }, customer }) =>
      rule.channels !== undefined &&
      customer.refusedChannels !== undefined &&
      rule.channels.every((one) => customer.refusedChannels?.includes(one)),
    params: ({ action }) => ({ channels: (action.rule.channels ?? []).join(', ') }),
  },
  {
    code: 'playbook.cool-down.running',
    stands: (question) => question.day < freeFrom(question),
    params: (question) => ({ until: formatDate(freeFrom(question)) }),
  },
  {
    code: 'playbook.cap.reached',
    stands: ({ action: { rule }, past, day }) => rule.cap !== undefined && isReached(rule.cap, past.filter(isOf(rule.id)), day),
    params: ({ action: { rule } }) => capParams(rule.cap as FrequencyCap),
  },
  {
    code: 'playbook.contacts.reached',
    stands: (question) => contactsReached(question).length > 0,
    params: (question) => contactsReached(question).map(capParams),
  },
  {
    code: 'playbook.budget.spent',
    stands: (question) => {
      const left = budgetLeft(question)
      return left !== undefined && compareExact(question.action.cost, 0) > 0 && compareExact(question.action.cost, left) > 0
    },
    params: (question) => ({ cost: exactText(question.action.cost), left: exactText(budgetLeft(question) as Exact) }),
  },
]

/** The first day after the cool-down; −∞ where none runs. */
function freeFrom({ action: { rule }, past }: Question): Day {
  let free = Number.NEGATIVE_INFINITY
  if (rule.coolDown === undefined) return free
  for (const done of past) if (done.action === rule.id) free = Math.max(free, addLength(done.day, rule.coolDown))
  return free
}

function isOf(id: string): (done: Done) => boolean {
  return ({ action }) => action === id
}

function isReached({ n, per }: FrequencyCap, past: readonly Done[], day: Day): boolean {
  return within(past, day, per).length >= n
}

function capParams({ n, per }: FrequencyCap): Reason['params'] {
  return { n, days: `${per.n} ${per.unit}` }
}

const NONE: readonly FrequencyCap[] = []

function contactsReached({ form, action, past, day }: Question): readonly FrequencyCap[] {
  const { contacts } = form.definition
  if (contacts === undefined || !isContact(action)) return NONE
  const own = past.filter((done) => done.isContact)
  return contacts.filter((cap) => isReached(cap, own, day))
}

/** Of what may be spent on one customer. */
function budgetLeft({ form, past, day }: Question): Exact | undefined {
  const { budget } = form.definition
  if (budget === undefined) return undefined
  const spent = within(past, day, budget.per).reduce<Exact>((total, done) => addExact(total, done.cost), 0)
  return subtractExact(readExact(budget.amount) as Exact, spent)
}

/** Within a length of time up to and including the day. */
function within(past: readonly Done[], day: Day, per: Length): readonly Done[] {
  const from = addLength(day, { n: -per.n, unit: per.unit })
  return past.filter((done) => done.day > from)
}

/** The customer's most used channel among those of the action; without any, the action's first that is not refused. */
function channelOf(
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

/** The place of that channel among those of the playbook; −1 without any. */
export function channelCode({ channels }: PlaybookForm, action: ActionForm, customer: PlaybookCustomer): number {
  const chosen = channelOf(action, customer)
  return chosen === undefined ? -1 : channels.indexOf(chosen.channel)
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
