export { churnPolicySchema } from '../churn/schema.js'
export { endSchema, monthDaySchema } from '../core/language/end-schema.js'
export { conditionSchema, decimalSchema, idSchema, roundingSchema, valueSchema } from '../core/language/schema.js'
export { lengthSchema, measureSchema, unitSchema, windowSchema } from '../core/measure/schema.js'
export { lifecycleSchema, stageSchema, transitionSchema } from '../lifecycle/schema.js'
export { playbookSchema } from '../playbook/schema.js'
export { pointsSchema } from '../points/ledger-schema.js'
export { currencySchema, earnSchema, redeemSchema, reverseSchema } from '../points/schema.js'
export { tierTableSchema } from '../portfolio/schema.js'
export { programSchema } from '../program/schema.js'
export { fitRfmOptionsSchema, rfmModelSchema, rfmSegmentsSchema } from '../rfm/schema.js'
export { ruleSchema } from '../rules/schema.js'
export { scorecardSchema } from '../scorecard/schema.js'
export { ladderSchema } from '../tiers/ladder-schema.js'
export {
  eventGrantSchema,
  grantSchema,
  lifetimeSchema,
  pricedBenefitSchema,
  reviewSchema,
  scheduleSchema,
  tierSchema,
} from '../tiers/schema.js'
export { DEFINITION_KINDS, type DefinitionKind, type JsonSchema, jsonSchema } from './json-schema.js'
