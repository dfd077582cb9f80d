/** English. Each room adds its own codes in `en/<room>.ts`; a room's catalogue can also be imported alone. */

import type { Catalogue } from './catalogue.js'
import { affinityEn } from './en/affinity.js'
import { churnEn } from './en/churn.js'
import { clusterEn } from './en/cluster.js'
import { clvEn } from './en/clv.js'
import { crmEn } from './en/crm.js'
import { definitionEn } from './en/definition.js'
import { factsEn } from './en/facts.js'
import { lifecycleEn } from './en/lifecycle.js'
import { playbookEn } from './en/playbook.js'
import { pointsEn } from './en/points.js'
import { portfolioEn } from './en/portfolio.js'
import { previewEn } from './en/preview.js'
import { programEn } from './en/program.js'
import { rfmEn } from './en/rfm.js'
import { rulesEn } from './en/rules.js'
import { satisfactionEn } from './en/satisfaction.js'
import { scorecardEn } from './en/scorecard.js'
import { sqlEn } from './en/sql.js'
import { termsEn } from './en/terms.js'
import { tiersEn } from './en/tiers.js'

/** Every sentence in English: `sentences(issues, en)`. */
export const en: Catalogue = {
  ...affinityEn,
  ...churnEn,
  ...clusterEn,
  ...clvEn,
  ...crmEn,
  ...definitionEn,
  ...factsEn,
  ...rfmEn,
  ...rulesEn,
  ...satisfactionEn,
  ...scorecardEn,
  ...portfolioEn,
  ...pointsEn,
  ...previewEn,
  ...programEn,
  ...lifecycleEn,
  ...playbookEn,
  ...termsEn,
  ...sqlEn,
  ...tiersEn,
}
