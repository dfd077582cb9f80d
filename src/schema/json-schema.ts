/**
 * JSON Schema (draft 2020-12) of every kind of definition, for editors and forms. It says what the form of a definition is; that its names exist
 * and its bands meet is for `defineX` to say. The build writes it into the package with the doc comments of the interfaces as descriptions.
 */

import * as z from 'zod/mini'
import { churnPolicySchema } from '../churn/schema.js'
import { endSchema, monthDaySchema } from '../core/language/end-schema.js'
import { conditionSchema, roundingSchema, valueSchema } from '../core/language/schema.js'
import { aggregateSchema, lengthSchema, measureSchema, unitSchema, windowSchema } from '../core/measure/schema.js'
import { lifecycleSchema, stageSchema, transitionSchema } from '../lifecycle/schema.js'
import { playbookSchema } from '../playbook/schema.js'
import { pointsSchema } from '../points/ledger-schema.js'
import { currencySchema, earnSchema, redeemSchema, reverseSchema } from '../points/schema.js'
import { tierTableSchema } from '../portfolio/schema.js'
import { programSchema } from '../program/schema.js'
import { fitRfmOptionsSchema, rfmModelSchema, rfmSegmentsSchema } from '../rfm/schema.js'
import { ruleSchema } from '../rules/schema.js'
import { scorecardSchema } from '../scorecard/schema.js'
import { ladderSchema } from '../tiers/ladder-schema.js'
import {
  eventGrantSchema,
  grantSchema,
  lifetimeSchema,
  pricedBenefitSchema,
  reviewSchema,
  scheduleSchema,
  tierSchema,
} from '../tiers/schema.js'

/** What `kind` says in a definition; `rfm-options` are the options of `fitRfm`, which have no `kind`. */
export type DefinitionKind =
  | 'churnpolicy'
  | 'ladder'
  | 'lifecycle'
  | 'playbook'
  | 'points'
  | 'program'
  | 'rfm'
  | 'rfm-options'
  | 'rfm-segments'
  | 'rule'
  | 'scorecard'
  | 'tier-table'

const SCHEMAS: Readonly<Record<DefinitionKind, z.ZodMiniType>> = {
  churnpolicy: churnPolicySchema,
  ladder: ladderSchema,
  lifecycle: lifecycleSchema,
  playbook: playbookSchema,
  points: pointsSchema,
  program: programSchema,
  rfm: rfmModelSchema,
  'rfm-options': fitRfmOptionsSchema,
  'rfm-segments': rfmSegmentsSchema,
  rule: ruleSchema,
  scorecard: scorecardSchema,
  'tier-table': tierTableSchema,
}

/** Every kind there is a schema for. */
export const DEFINITION_KINDS: readonly DefinitionKind[] = Object.keys(SCHEMAS) as DefinitionKind[]

/** Parts with a name of their own, which is that of their interface. */
const NAMED: readonly (readonly [string, z.ZodMiniType])[] = [
  ['Aggregate', aggregateSchema],
  ['Condition', conditionSchema],
  ['Currency', currencySchema],
  ['EarnRule', earnSchema],
  ['EndRule', endSchema],
  ['EventGrant', eventGrantSchema],
  ['GrantRule', grantSchema],
  ['Length', lengthSchema],
  ['LifecycleDefinition', lifecycleSchema],
  ['LifetimeRule', lifetimeSchema],
  ['Measure', measureSchema],
  ['MonthDay', monthDaySchema],
  ['PricedBenefit', pricedBenefitSchema],
  ['RedeemRule', redeemSchema],
  ['ReverseRule', reverseSchema],
  ['Review', reviewSchema],
  ['Rounding', roundingSchema],
  ['Schedule', scheduleSchema],
  ['ScorecardDefinition', scorecardSchema],
  ['Stage', stageSchema],
  ['Tier', tierSchema],
  ['Transition', transitionSchema],
  ['Unit', unitSchema],
  ['Value', valueSchema],
  ['Window', windowSchema],
]

/** A node of a JSON Schema: only what this library writes. */
export interface JsonSchema {
  $schema?: string
  $ref?: string
  $defs?: Record<string, JsonSchema>
  title?: string
  description?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  default?: unknown
  pattern?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  propertyNames?: JsonSchema
  items?: JsonSchema
  prefixItems?: JsonSchema[]
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  [keyword: string]: unknown
}

/**
 * The JSON Schema of a kind of definition, as `defineX` takes it: defaults may be left out.
 *
 * @example
 * const schema = jsonSchema('program')
 * Object.keys(schema.properties ?? {}) // every key of a program
 */
export function jsonSchema(kind: DefinitionKind): JsonSchema {
  const root = SCHEMAS[kind]
  const names = z.registry<{ id: string }>()
  for (const [id, schema] of NAMED) if (schema !== root) names.add(schema, { id })
  const made = z.toJSONSchema(root, {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
    metadata: names as unknown as typeof z.globalRegistry, // a registry of our own: the global one belongs to the host
  }) as JsonSchema
  const { $schema, $defs, ...body } = made
  delete body['~standard']
  // An earn rule may leave its id out; `defineProgram` names it before the zod schema looks.
  const earn = $defs?.EarnRule
  if (earn !== undefined) earn.required = earn.required?.filter((key) => key !== 'id')
  body.properties = { $schema: { type: 'string' }, ...body.properties }
  const result: JsonSchema = { $schema, title: `tierwise ${kind}`, ...body, ...($defs === undefined ? {} : { $defs }) }
  refine(result)
  return result
}

/** What zod's refinements say and JSON Schema can say too. */
function refine(node: JsonSchema): void {
  delete node.id
  const { properties } = node
  if (isDecimal(node)) node.pattern = DECIMAL
  if (properties !== undefined && COMPARISONS.every((operator) => operator in properties))
    node.oneOf = COMPARISONS.map((operator) => ({ required: [operator] }))
  for (const child of childrenOf(node)) refine(child)
}

/** Text or a number and nothing else said about it: that is how this library writes decimals. */
function isDecimal({ type, default: _, ...rest }: JsonSchema): boolean {
  return Array.isArray(type) && type.length === 2 && type.includes('string') && type.includes('number') && Object.keys(rest).length === 0
}

/** Text that reads as an exact decimal. */
const DECIMAL = '^[+-]?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,3})?$'
const COMPARISONS = ['gte', 'gt', 'lte', 'lt', 'eq', 'in', 'exists']

function childrenOf(node: JsonSchema): JsonSchema[] {
  const one = [node.items, node.propertyNames, typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined]
  return [
    ...one.filter((child) => child !== undefined),
    ...(node.anyOf ?? []),
    ...(node.prefixItems ?? []),
    ...Object.values(node.properties ?? {}),
    ...Object.values(node.$defs ?? {}),
  ]
}
