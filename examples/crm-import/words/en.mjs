/** What the command says, in English. Sentences about rows come from `tierwise/messages`. */
import { en as catalogue } from 'tierwise/messages'
import { aheadEn } from './ahead-en.mjs'
import { reportEn } from './report-en.mjs'

const BINARIES = {
  zip: 'a workbook or zip archive (.xlsx?)',
  xls: 'an Excel workbook (.xls)',
  pdf: 'a PDF',
  gzip: 'a gzip archive',
  parquet: 'a Parquet file',
  binary: 'a binary file',
}

const rowsOf = (count) => `${count} ${String(count) === '1' ? 'row' : 'rows'}`

/** Reasons of this command's own: signs of leaving beside silence (ahead/warnings.mjs), and what ahead/value.mjs cannot tell. */
const OWN = {
  'value.no-amounts': () => 'no order has an amount above 0',
  'sign.silentDays': ({ params }) => `${params.actual} days without an order since a complaint or a low score`,
  'sign.surprise': () => 'bought surprisingly less in this half year than in the one before',
}

const KINDS = {
  order: 'orders',
  refund: 'refunds',
  interaction: 'interactions',
  feedback: 'feedback',
  answer: 'survey answers',
  enroll: 'enrollments',
  customer: 'customers',
  link: 'identity links',
}

export const en = {
  lang: 'en',
  locale: 'en',
  catalogue: { ...catalogue, ...OWN },
  ahead: aheadEn,
  /** A reason as a sentence of its own. */
  sentence: (text) => `${text[0].toUpperCase()}${text.slice(1)}.`,
  report: reportEn,
  list: (items) => items.join(', '),
  listAnd: (items, more) => `${items} and ${more} more`,

  problems: {
    'file.missing': ({ path }) => `There is no file “${path}”.`,
    'file.directory': ({ path }) => `“${path}” is a directory; name a CSV file in it.`,
    'file.special': ({ path }) => `“${path}” is not a regular file.`,
    'file.forbidden': ({ path }) => `“${path}” may not be read by this user.`,
    'file.unreadable': ({ path, system }) => `“${path}” cannot be read (${system}).`,
    'file.empty': ({ path }) => `“${path}” is empty.`,
    'file.no-records': ({ path, headings }) => `“${path}” has headings (${headings}) but no rows under them.`,
    'file.no-objects': ({ path }) => `“${path}” looks like JSON, but no record can be read from it.`,
    'file.wide': ({ path, columns, most }) =>
      `“${path}” has ${columns} columns, more than the ${most} of any spreadsheet: is it one order per row?`,
    'file.binary': ({ path, kind }) => `“${path}” is ${BINARIES[kind]}, not a CSV; export it as CSV first.`,
    'recognize.nothing': ({ path, headings }) =>
      `“${path}”: no customer, date and amount found under its headings (${headings}). Name them: --map customer=…,at=…,amount=…`,
    'recognize.same-file': ({ path }) => `“${path}” is named twice.`,
    'recognize.no-orders': ({ kinds }) =>
      `There are no orders in these files, only ${kinds}. Add a file of orders: customer, date, amount.`,
    'map.form': ({ text }) => `--map ${text}: write field=heading, for example --map customer=客户编号,amount=Total`,
    'map.field': ({ field, fields }) => `--map: “${field}” is no field. Fields are: ${fields}.`,
    'map.kind': ({ kind, kinds }) => `--map: “${kind}” is no kind of file. Kinds are: ${kinds}.`,
    'map.heading': ({ heading, headings }) => `--map: no file has a heading “${heading}”. There are: ${headings}.`,
    'map.unused': ({ heading, field, path, part }) =>
      `--map: in “${path}”, taken for ${KINDS[part]}, “${heading}” cannot be ${field}. Say the kind too: --map kind.${field}=${heading}`,
    'map.values': ({ heading, field }) => `--map: nothing under “${heading}” looks like ${field}.`,
    'option.unknown': ({ text }) => `${text} See --help.`,
    'option.as-of': ({ text }) => `--as-of ${text}: write a date such as 2026-03-01, or an instant such as 2026-03-01T00:00:00+08:00.`,
    'option.zone': ({ text }) => `--zone ${text} is no time zone; write for example Europe/Berlin, Asia/Shanghai or +08:00.`,
    'option.currency': ({ text }) => `--currency ${text} is no ISO 4217 code; write for example CNY, EUR or USD.`,
    'option.method': ({ text, methods }) => `--method ${text}: the methods are ${methods}.`,
    'option.price': ({ option, text }) =>
      `--${option} ${text}: write for example --${option} ${option === 'cost' ? 'gold=120,silver=30' : 'stars=0.01'}`,
    'rules.missing': ({ path, system }) => `“${path}” cannot be read (${system}).`,
    'rules.json': ({ path, text }) => `“${path}” is no JSON: ${text}`,
    'rules.kind': ({ path, kinds }) => `“${path}” is no set of rules: its "kind" must be one of ${kinds}.`,
    'rules.kinds': ({ before, after }) => `A ${before} cannot be compared with a ${after}.`,
    'rules.invalid': ({ path, issues }) =>
      `“${path}” cannot be used; ${issues.length === 1 ? 'one thing is' : `${issues.length} things are`} wrong:\n${issues.map((issue) => `  · ${issue}`).join('\n')}`,
    'rules.currency': ({ id, rules, files }) => `The rules “${id}” are in ${rules}, the files in ${files}.`,
    'rules.measure': ({ names, known }) => `The ladder asks for ${names}, which these files do not give. There are: ${known}.`,
    'option.rules': ({ missing }) => `--before and --after compare two sets of rules; ${missing} is missing.`,
    'option.lang': ({ text }) => `--lang ${text}: the languages are en and zh-CN.`,
    'facts.none': ({ rows }) => `None of ${rowsOf(rows)} could be used; the report above says why.`,
    'facts.none-before': ({ asOf, first }) => `No order lies on or before ${asOf}; the first is of ${first}.`,
    'out.unwritable': ({ path, system }) => `“${path}” cannot be written (${system}).`,
    'memory.out': () => 'The rows do not fit into memory; try NODE_OPTIONS=--max-old-space-size=8192.',
  },

  help: `npm start -- [files.csv …] [options]

Reads CSV files of orders (and refunds, interactions, feedback, survey answers, customers, enrollments),
scores and tiers every customer, and writes customer-tiers.csv and report.html.
Without a file it makes up a shop and reads that.

  --as-of DATE     the day of the report; default: the last date in the files
  --zone ZONE      time zone of times without an offset, and of days; default: the files' own offset, else UTC
  --currency CODE  ISO 4217; default: what the files name, else XXX
  --map F=HEADING  which heading is which field, where the guess is wrong; several by comma
                   F: customer at amount id category product quantity … or kind.field: refund.at=…
  --method METHOD  what makes the tiers: score (default), rfm or cluster
  --before FILE    rules now, and
  --after FILE     rules to come, both JSON: who would move, gain and lose, in impact.html
  --cost T=N       what a tier’s benefits cost per customer and year: gold=120,silver=30
  --worth P=N      what a point is worth: stars=0.01
  --lang LANG      en or zh-CN
  --out DIR        where to write; default: out
  --help           this text`,

  titles: {
    files: 'What was read',
    assumed: 'What was assumed',
    quality: 'Data quality',
    segments: 'Segments (RFM)',
    tiers: 'Tiers',
    top: 'Top of the customer tier table',
    written: 'Written',
  },

  kinds: KINDS,

  fields: {
    customer: 'customer',
    at: 'time',
    amount: 'amount',
    id: 'id',
    order: 'order',
    refersTo: 'order',
    quantity: 'quantity',
    product: 'product',
    category: 'category',
    cost: 'cost',
    currency: 'currency',
    channel: 'channel',
    payment: 'payment',
    discount: 'discount',
    line: 'line',
    type: 'type',
    survey: 'survey',
    score: 'score',
    topic: 'topic',
    complaint: 'complaint',
    answered: 'answered',
    solved: 'solved',
    alias: 'alias',
    from: 'from',
    until: 'until',
    name: 'name',
    region: 'region',
    birthYear: 'birth year',
    age: 'age',
    ageBand: 'age band',
    gender: 'gender',
    incomeBand: 'income band',
    interests: 'interests',
    acquisitionChannel: 'acquired by',
    joinedOn: 'joined',
  },

  delimiters: { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar', ' ': 'blanks', json: 'JSON' },
  unused: (headings) => `not used: ${headings}`,
  noHeadings: 'no headings: columns are numbered',
  guessed: (field) => `${field}?`,
  guessNote: '? by its values; the heading did not say',
  progress: (name, percent, mb) => `Reading ${name}: ${percent} % of ${mb} MB`,
  steps: {
    tiers: 'Tiers',
    stages: 'Stages',
    warnings: 'Warnings',
    compare: 'Comparing models',
    value: 'Expected values',
    actions: 'Next actions',
    impact: 'Playing the rules',
  },
  doing: (what, percent) => `${what}${percent > 0 ? `: ${percent} %` : ' …'}`,
  working: (rows) => `Computing over ${rows} rows …`,

  assumptions: {
    sample: ({ customers, seed, dir }) =>
      `no file named: a shop of ${customers} customers was made up (seed ${seed}) and written to ${dir}`,
    asOf: ({ date }) => `the report is as of ${date}, the last date in the files (--as-of)`,
    asOfGiven: ({ date }) => `the report is as of ${date}, as asked`,
    lonely: ({ count, date }) => `${rowsOf(count)} dated long after everything else, up to ${date}, left aside: probably a slip of the pen`,
    zoneUtc: () => 'the files name no time zone: times and days are in UTC (--zone)',
    zoneOffsetUtc: () => 'all times are in UTC, and days are counted there (--zone)',
    zoneMany: () => 'times carry several offsets: days are counted in UTC (--zone)',
    zoneOffset: ({ zone }) => `all times carry the offset ${zone}: days are counted there (--zone)`,
    zoneGiven: ({ zone }) => `times without an offset, and days, are in ${zone}, as asked`,
    currencyNone: () => 'the files name no currency: amounts are in XXX, no currency, with two places (--currency)',
    currencyFound: ({ currency }) => `amounts are in ${currency}, which the files name (--currency)`,
    currencyGiven: ({ currency }) => `amounts are in ${currency}, as asked`,
    noOrderIds: () => 'orders have no id: each row is an order of its own',
    lines: ({ heading }) => `rows with one “${heading}” are the lines of one order; their amounts add up`,
    totalRepeats: ({ heading }) =>
      `every line of an order repeats the same amount under “${heading}”: it is the order's total and counted once`,
    multiplied: ({ price, quantity }) => `amount is “${price}” × “${quantity}”`,
    negative: ({ heading }) => `a negative “${heading}” is a refund`,
    cancelled: ({ heading, words, rows }) => `orders whose “${heading}” is ${words} are no purchases (${rowsOf(rows)} left out)`,
    kept: ({ heading, words }) => `orders whose “${heading}” is ${words} are purchases`,
    mixedDates: ({ heading }) =>
      `dates under “${heading}” are day first in some rows and month first in others: where both could be meant, the row is not used`,
    dayFirst: ({ heading, format }) => `dates under “${heading}” could be read in two ways: taken as ${format}`,
    dateFormat: ({ heading, format }) => `dates under “${heading}” are ${format}`,
    decimalComma: () => 'the comma in amounts is the decimal point',
    minor: ({ heading }) => `“${heading}” is in minor units (cents)`,
    inlineRefunds: ({ heading }) => `“${heading}” above zero is a refund of that order`,
    typesLeftOut: ({ heading, words }) => `rows whose “${heading}” is ${words} carry no amount and are left out`,
    types: ({ heading, kind, words }) => `rows whose “${heading}” is ${words} are ${KINDS[kind]}`,
  },

  quality: {
    row: (file, row, text) => `${file} row ${row}: ${text}`,
    inFile: (file, text) => `${file}: ${text}`,
    counts: ({ kind, rows, used, skipped }) => `${kind}: ${rowsOf(rows)}, ${used} used, ${skipped} skipped`,
    cells: 'more cells than headings (skipped)',
    type: 'a type of event that is rare here and has no place (skipped)',
    totals: 'a line of totals (skipped)',
    placeholder: 'a date that stands for none (skipped)',
    quote: 'a quote is opened and never closed (skipped)',
    object: 'no JSON object (skipped)',
    counted: (count, outcome, text) => `${count} × ${outcome}: ${text}`,
    fine: 'nothing to complain about',
    outcome: { error: 'not used', warning: 'doubtful', info: 'noted' },
    time: ({ rows, seconds }) => `${rowsOf(rows)} in ${seconds} s`,
  },

  segment: {
    segment: 'Segment',
    customers: 'Customers',
    share: 'Share',
    orders: 'Orders',
    revenue: 'Revenue',
    revenueShare: 'Share',
    averageOrder: 'Per order',
  },
  tier: { customers: 'Customers', share: 'Share', revenue: 'Revenue', revenueShare: 'Share', median: 'Median' },
  unsegmented: '(no orders yet)',
}
