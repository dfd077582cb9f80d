/** The sync, step by step: read the export, compute, compare with what the CRM has, write what differs. */
const { mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { join, resolve } = require('node:path')
const { parseArgs } = require('node:util')
const Papa = require('papaparse')
const { readFacts } = require('tierwise/facts')
const { en, sentences } = require('tierwise/messages')
const { zhCN } = require('tierwise/messages/zh-CN')
const { defineProgram } = require('tierwise/program')
const { computeRows } = require('./compute.js')
const { Problem } = require('./problem.js')
const { readExport } = require('./read-export.js')
const { readSent, withChanges } = require('./sent.js')
const { vendors } = require('./vendors.js')
const { words } = require('./words.js')

const HELP = `npm start -- [zoho|fxiaoke] [--from DIR] [--out DIR] [--as-of DATE] [--dry-run] [--lang en|zh-CN]

Reads a folder of recorded CRM answers, computes tier, points, RFM and stage of every customer, and writes the
update requests that differ from what the CRM has, with a report of every change. Makes no network call.`

/** Changes told on the screen; all of them are in `changes.csv`. */
const SHOWN = 3

function main(argv) {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      out: { type: 'string', default: 'out' },
      'as-of': { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      lang: { type: 'string', default: 'en' },
      help: { type: 'boolean', default: false },
    },
  })
  const say = words[values.lang]
  if (!say) throw new Problem('--lang: en or zh-CN')
  if (values.help) return console.log(HELP)
  const name = positionals[0] ?? 'zoho'
  if (!Object.hasOwn(vendors, name)) throw new Problem(say.vendor(name))
  const config = readJson(join(__dirname, 'config', `${name}.json`))
  const vendor = vendors[name]
  const out = resolve(values.out, name)

  const { records, fingerprint } = readExport(values.from ? resolve(values.from) : join(__dirname, 'recorded', name))
  const preset = vendor.read(records, config.read)
  const asOf = values['as-of'] ?? lastDayOf(preset, config.read.timeZone)
  const { facts, issues } = readFacts(preset.rows, { ...preset.mapping, asOf })
  console.log(say.read(facts.length, facts.customers.ids.length, asOf))
  tell([...preset.issues, ...issues], values.lang, say)

  const table = computeRows(facts, defineProgram(readJson(join(__dirname, 'config', 'club.json'))), asOf)
  const sent = readSent(join(out, 'sent.json'), fingerprint)
  const sentRecords = Object.entries(sent).map(([id, fields]) => ({ [vendor.id]: id, ...fields }))
  const plan = vendor.shape(table, config.write, [records[config.write.to], sentRecords], config.read)
  tell(plan.issues, values.lang, say)
  console.log(say.plan(plan.changes.length, plan.unchanged, plan.requests.length))
  for (const { customerId, fields } of plan.changes.slice(0, SHOWN))
    console.log(`  ${customerId}: ${fields.map(({ name: field, from, to }) => `${field} ${from ?? '–'} → ${to ?? '–'}`).join(', ')}`)
  if (plan.changes.length > SHOWN) console.log(`  ${say.moreChanges(plan.changes.length - SHOWN)}`)
  if (values['dry-run']) return console.log(say.dry)
  if (plan.requests.length === 0) return console.log(say.nothing)
  writeOut(out, plan, { fingerprint, fields: withChanges(sent, plan.changes) })
  console.log(say.written(out))
}

/** The last local day of a sale: a recording knows no other “now”. */
function lastDayOf({ rows }, timeZone) {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const times = rows.order.map(({ at }) => new Date(at).getTime()).filter(Number.isFinite)
  if (times.length === 0) throw new Problem('No record of a sale has a date; name the day with --as-of.')
  return day.format(times.reduce((last, time) => Math.max(last, time)))
}

function tell(issues, lang, say) {
  const told = sentences(issues, lang === 'zh-CN' ? zhCN : en)
  for (const sentence of told.slice(0, 8)) console.log(`  ${sentence}`)
  if (told.length > 8) console.log(`  ${say.more(told.length - 8)}`)
}

function writeOut(out, { requests, changes }, sent) {
  rmSync(join(out, 'requests'), { recursive: true, force: true })
  mkdirSync(join(out, 'requests'), { recursive: true })
  requests.forEach((request, i) => {
    writeFileSync(join(out, 'requests', `${String(i + 1).padStart(4, '0')}.json`), `${JSON.stringify(request, null, 2)}\n`)
  })
  const report = changes.flatMap(({ customerId, fields }) =>
    fields.map(({ name, from, to }) => ({ customer: customerId, field: name, from, to })),
  )
  writeFileSync(join(out, 'changes.csv'), `\uFEFF${Papa.unparse(report)}\n`)
  // Last: should the writes above fail, the next run does them again.
  writeFileSync(join(out, 'sent.json'), `${JSON.stringify(sent)}\n`)
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}

try {
  main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Problem) && !String(error.code).startsWith('ERR_PARSE_ARGS')) throw error
  console.error(error.message)
  process.exitCode = 1
}
