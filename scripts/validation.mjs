/**
 * `npm run validation`: writes docs/clv/validation.md — every way of looking ahead, judged on what came after, on three histories. The third-party ones are
 * used where they lie beside the project; without them the page is not written, only printed as far as it goes.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { root } from './install.mjs'

const { freshen } = await import('./build.mjs')
if (!freshen()) process.exit(1)
const { compareClv, fitMbgNbd, predictMbgNbd } = await import('tierwise/clv')
const { calibrateChurn } = await import('tierwise/churn')
const { readFacts } = await import('tierwise/facts')
const { en, sentences } = await import('tierwise/messages')

const reference = `${root}../shared/reference/data/`
const bases = [
  {
    title: 'Simulated shop',
    about: '600 customers of a Pareto/NBD shop (test/fixtures/own), 18 months; the models’ own story, so they should win.',
    file: `${root}test/fixtures/own/orders.csv`,
    order: { id: 'order_id', customer: 'customer_id', at: 'ordered_at', amount: 'amount' },
    until: '2025-06-30',
    holdout: { n: 26, unit: 'week' },
    warn: { n: 13, unit: 'week' },
  },
  {
    title: 'CDNOW',
    about: '2,357 customers of a music shop, all new in one quarter of 1997: 39 weeks of calibration, 39 of holdout.',
    file: `${reference}cdnow_sample_transactions.csv`,
    order: { customer: 'customer_id', at: 'date', amount: 'amount' },
    until: '1998-06-30',
    holdout: { n: 39, unit: 'week' },
    warn: { n: 13, unit: 'week' },
  },
  {
    title: 'Sample orders of the R package rfm',
    about: '4,906 orders of 995 customers, drawn without regard to history: nothing predicts them, and a good tool says so.',
    file: `${reference}rfm_orders.csv`,
    order: { customer: 'customer_id', at: 'order_date', amount: 'revenue' },
    until: '2006-12-30',
    holdout: { n: 26, unit: 'week' },
    warn: { n: 26, unit: 'week' },
  },
]

const NAMES = {
  bgnbd: 'BG/NBD',
  mbgnbd: 'MBG/NBD',
  paretonbd: 'Pareto/NBD',
  ridge: 'ridge regression (`fitResponse`)',
  blend: 'ridge and model blended',
  rate: 'everybody goes on as so far',
  recency: 'recency alone',
  mean: 'the same for everybody',
  rhythm: 'rhythm (`fitRhythm`)',
}

const here = bases.filter(({ file }) => existsSync(file))
const page = ['# Validation out of sample', '', '*Written by `npm run validation`; do not edit.*', '', introduction(), '']
for (const base of here) page.push(...chapter(base))
const text = `${page.join('\n').trimEnd()}\n`
if (here.length === bases.length) {
  writeFileSync(`${root}docs/clv/validation.md`, text)
  console.log('docs/clv/validation.md is written.')
} else {
  console.log(text)
  console.log(`not run here: ${bases.length - here.length}`)
}

function introduction() {
  return [
    'Forecasts of purchases per customer, fitted to the past up to a day and judged on the time after it. **Deviance** (mean Poisson deviance per',
    'customer, with its 95 % interval) decides: it is the loss under which an honest expectation is the best forecast. *Behind* is the paired difference',
    'from the best with its interval; where that holds 0 the difference may be chance. MAE is shown because people ask for it, and misleads: forecasting 0',
    'for everybody wins it on most bases.',
    '',
    'Warnings of leaving (no purchase within the horizon) are judged by rolling origin: the history is replayed from three past days.',
  ].join('\n')
}

function chapter({ title, about, file, order, until, holdout, warn }) {
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/)
  const names = head.split(',')
  const rows = lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [names[i], value])))
  const { facts } = readFacts(rows, { order, currency: 'USD', timeZone: 'UTC' })
  const verdict = compareClv(facts, { holdout, until })
  const days = warn.n * 7
  const warnings = calibrateChurn(facts, {
    asOf: until,
    horizon: warn,
    scores: {
      'MBG/NBD, 1 − P(any)': (customers) => risks(customers, days, 'pAny'),
      'MBG/NBD, 1 − P(alive)': (customers) => risks(customers, days, 'pAlive'),
    },
  })
  const f = (value, digits = 3) => (Number.isFinite(value) ? value.toFixed(digits) : '')
  return [
    `## ${title}`,
    '',
    about,
    `Calibration to ${verdict.calibrationEnd}, holdout to ${verdict.until}: ${verdict.candidates[0].actual} purchases.`,
    '',
    '| forecast | deviance | behind the best | expected | RMSE | MAE | Brier | slope | Gini |',
    '|---|---|---|---|---|---|---|---|---|',
    ...verdict.candidates.map(
      (c) =>
        `| ${NAMES[c.id]} | ${f(c.deviance.value)} [${f(c.deviance.low)}, ${f(c.deviance.high)}] | ${c.id === verdict.best ? 'best' : `${f(c.behind.value)} [${f(c.behind.low)}, ${f(c.behind.high)}]${c.tie ? ' tie' : ''}`} | ${f(c.expected, 0)} | ${f(c.rmse)} | ${f(c.mae)} | ${f(c.brier, 4)} | ${f(c.calibrationSlope, 2)} | ${f(c.gini)} |`,
    ),
    '',
    ...sentences(verdict.why, en).map((line) => `- ${line}`),
    ...verdict.left.map(({ id, reason }) => `- ${NAMES[id]} could not be tried: ${sentences([reason], en)[0]}`),
    '',
    `Warnings that a customer will buy nothing within ${warn.n} weeks, from ${warnings.origins.join(', ')}; ${f(100 * warnings.scores[0].base, 0)} % did not.`,
    '',
    `| score | AUC | Brier (everybody alike: ${f(warnings.scores[0].brierOfBase, 4)}) | left among the 20 % most at risk |`,
    '|---|---|---|---|',
    ...warnings.scores.map(
      (s) =>
        `| ${NAMES[s.id] ?? s.id} | ${f(s.auc)} [${f(s.aucLow)}, ${f(s.aucHigh)}] | ${f(s.brier, 4)} | ${f(100 * s.cuts[2].precision, 0)} % |`,
    ),
    '',
    ...sentences(warnings.why, en).map((line) => `- ${line}`),
    '',
  ]
}

function risks(customers, horizonDays, column) {
  let model
  try {
    model = fitMbgNbd(customers)
  } catch (error) {
    if (error.code !== 'tierwise.fit' || error.best === null) throw error
    model = error.best
  }
  return predictMbgNbd(model, customers, { horizon: horizonDays }).columns[column].map((p) => 1 - p)
}
