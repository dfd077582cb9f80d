/** What the values of a column look like: dates, amounts, numbers, ids. Looked at on a sample; the library reads the rest. */

const ISO = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(.+))?$/
const COMPACT = /^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:T?([01]\d|2[0-3])[0-5]\d([0-5]\d)?)?$/
const NAMED =
  /^(?:[A-Za-z]{3,9},?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?[\s-]+[A-Za-z]{3,9}\.?,?|[A-Za-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?)[\s-]+\d{4}(?:,?\s+.+)?$/
/** `Jan-05-25`, `05-Jan-25`: named months with years of two digits, which the library reads when told so. */
const NAMED_SHORT = /^(?:(?<month>[A-Za-z]{3})([\s-])\d{1,2}|\d{1,2}([\s-])[A-Za-z]{3})[\s-]\d{2}$/
const TWO_WAYS = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[,\s]+(.+))?$/
const OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/
const MARK = '(?:[A-Z]{1,2}\\$|[A-Z]{2}¥|[A-Z]{3}|RMB|人民币|zł|[$€£¥￥₹₩₽₫฿₺₱₴₪元円원])?'
const AMOUNT = new RegExp(`^[-+(]?\\s*${MARK}\\s*[-+]?\\s*\\d[\\d.,'’\\s]*${MARK}\\s*[-)]?$`)

const SIGNS = {
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  元: 'CNY',
  円: 'JPY',
  원: 'KRW',
  RMB: 'CNY',
  '₫': 'VND',
  '฿': 'THB',
  '₺': 'TRY',
  '₱': 'PHP',
  '₴': 'UAH',
  '₪': 'ILS',
  zł: 'PLN',
}
/** What stands in columns of currencies instead of ISO 4217 codes. */
const CURRENCY_WORDS = { ...SIGNS, 人民币: 'CNY', '¥': 'CNY', '￥': 'CNY', 美元: 'USD', US$: 'USD', 欧元: 'EUR', 港币: 'HKD', 日元: 'JPY' }

const CODES = new Set(Intl.supportedValuesOf('currency'))

/** The ISO 4217 code that a code, a sign or a word stands for; `undefined` for anything else. */
export function codeOf(word) {
  const text = word?.trim().toUpperCase()
  return CODES.has(text) ? text : CURRENCY_WORDS[text]
}

/** @param values the sample's cells of one column, blanks dropped */
export function lookAt(cells) {
  const values = cells.map((cell) => narrow(cell.trim())).filter((cell) => cell !== '')
  const share = (test) => (values.length === 0 ? 0 : values.filter(test).length / values.length)
  const numbers = values.map(numberOf)
  const distinct = new Set(values)
  return {
    filled: cells.length === 0 ? 0 : values.length / cells.length,
    values,
    distinct,
    uniqueness: values.length === 0 ? 0 : distinct.size / values.length,
    dates: share(isDate),
    amounts: share((value) => AMOUNT.test(value) && !isPlainDate(value)),
    numbers: share((_, i) => !Number.isNaN(numbers[i])),
    integers: share((_, i) => Number.isInteger(numbers[i])),
    fractions: share((_, i) => !Number.isNaN(numbers[i]) && !Number.isInteger(numbers[i])),
    negative: share((_, i) => numbers[i] < 0),
    inRange: (low, high) => share((_, i) => numbers[i] >= low && numbers[i] <= high),
  }
}

/** Full-width digits and signs and the other minuses as the reader of amounts and dates takes them. */
export function narrow(text) {
  return /[\uff01-\uff5e\u2212\u2013\u3000]/.test(text)
    ? text
        .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
        .replace(/[\u2212\u2013]/g, '-')
        .replace(/\u3000/g, ' ')
    : text
}

function isDate(value) {
  return ISO.test(value) || COMPACT.test(value) || NAMED.test(value) || NAMED_SHORT.test(value) || TWO_WAYS.test(value)
}

function isPlainDate(value) {
  return ISO.test(value) || TWO_WAYS.test(value)
}

export function numberOf(cell) {
  const value = narrow(cell)
  if (!AMOUNT.test(value)) return Number.NaN
  const digits = value.replace(/[^\d.,()-]/g, '')
  const plain =
    /,\d{1,2}$/.test(digits.replace(/[()-]/g, '')) && !digits.includes('.') ? digits.replace(',', '.') : digits.replace(/,/g, '')
  const negative = /^\(.*\)$/.test(plain) || plain.startsWith('-') || plain.endsWith('-')
  const magnitude = Number(plain.replace(/[()-]/g, ''))
  return negative ? -magnitude : magnitude
}

/**
 * How the dates of a column are to be read, beyond what the library understands by itself.
 * @returns `format` for day-first and month-first dates, `epoch` for numbers; `assumed` when the sample does not decide; `first` (`d`, `M` or `either`) where the
 *   column is written in several ways
 */
export function dateStyle({ values }, heading) {
  const twoWays = values.map((value) => TWO_WAYS.exec(value)).filter(Boolean)
  if (twoWays.length > 0 && twoWays.length + values.filter((value) => ISO.test(value)).length > values.length / 2) {
    const [firstOver, secondOver] = [1, 3].map((group) => twoWays.filter((match) => Number(match[group]) > 12).length)
    // Some can only be read as day first, others only as month first: which of them 3/4/2024 goes with, nobody can tell.
    if (Math.min(firstOver, secondOver) > (firstOver + secondOver) / 50) return { first: 'either' }
    const dayFirst = firstOver !== secondOver ? firstOver > secondOver : twoWays[0][2] === '.' || steadier(twoWays)
    const [, , separator, , year, clock] = mostCommonShape(twoWays)
    const order = dayFirst ? ['d', 'M'] : ['M', 'd']
    const format = `${order.join(separator)}${separator}${year.length === 4 ? 'yyyy' : 'yy'}${clockFormat(clock)}`
    // The library reads a column in one format; where there are ISO dates too, the others are written as those.
    return { format, assumed: firstOver === secondOver, ...(twoWays.length < values.length ? { first: order[0] } : {}) }
  }
  const short = values.length > 0 && values.every((value) => NAMED_SHORT.test(value)) ? NAMED_SHORT.exec(values[0]) : undefined
  if (short) return { format: (short.groups.month ? ['MMM', 'd', 'yy'] : ['d', 'MMM', 'yy']).join(short[2] ?? short[3]) }
  if (values.length > 0 && values.every((value) => /^\d{13}$/.test(value))) return { epoch: 'ms' }
  if (values.length > 0 && values.every((value) => /^\d{9,10}$/.test(value))) return { epoch: 's' }
  if (
    /date|time|day|日期|时间/i.test(heading) &&
    values.length > 0 &&
    values.every((value) => Number(value) > 20_000 && Number(value) < 80_000)
  )
    return { epoch: 'excel' }
  return {}
}

/** Exports are in order of time, mostly: the reading under which fewer steps go back is the likelier. */
function steadier(matches) {
  const steps = (day, month) => {
    let back = 0
    let before = 0
    for (const match of matches) {
      const key = Number(match[4]) * 10_000 + Number(match[month]) * 100 + Number(match[day])
      if (key < before) back++
      before = key
    }
    return back
  }
  return steps(1, 3) < steps(3, 1)
}

function mostCommonShape(matches) {
  const counts = new Map()
  for (const match of matches) {
    const shape = `${match[4].length} ${clockFormat(match[5])}`
    counts.set(shape, { match, count: (counts.get(shape)?.count ?? 0) + 1 })
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0].match
}

function clockFormat(clock) {
  if (!clock) return ''
  const half = /[ap]m$/i.test(clock) ? ' a' : ''
  const seconds = /^\d{1,2}:\d{2}:\d{2}/.test(clock)
  return ` ${half ? 'h' : 'H'}:mm${seconds ? ':ss' : ''}${half && !/\s[ap]m$/i.test(clock) ? 'a' : half}`
}

/** The one offset that (nearly) all times of the column carry; `'many'` if they differ, `undefined` if they have none. */
export function offsetOf({ values }) {
  const offsets = new Map()
  for (const value of values) {
    const clock = ISO.exec(value)?.[4]
    const offset = clock && OFFSET.exec(clock)?.[0]
    if (offset) offsets.set(offset, (offsets.get(offset) ?? 0) + 1)
  }
  if (offsets.size === 0) return undefined
  const [[offset, count]] = [...offsets].sort((a, b) => b[1] - a[1])
  if (count < values.length * 0.98) return 'many'
  return offset === 'Z' || /^[+-]00:?00$/.test(offset) ? 'UTC' : offset.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2')
}

/** `1.234,50` or `12,5`: the comma is the decimal point; and so it is where points stand before three digits only, as in `1.234`, and never before two. */
export function hasDecimalComma({ values }) {
  let comma = 0
  let point = 0
  let thousands = 0
  for (const value of values) {
    if (/\d,\d{1,2}(?!\d)\D*$/.test(value)) comma++
    else if (/\d\.\d{1,2}(?!\d)\D*$/.test(value)) point++
    else if (/(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.,])/.test(value)) thousands++
  }
  return comma > point || (comma === 0 && point === 0 && thousands > 0)
}

/** Kana, and the letters for amount, buying and selling that Chinese writes otherwise. */
const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}額売税込]/u

/** The currency that amounts or their heading name; a bare ¥ or $ names none, except that a Chinese heading makes ¥ yuan, and a Japanese one yen. */
export function currencyIn({ values }, heading) {
  const counts = new Map()
  const add = (code) => code && counts.set(code, (counts.get(code) ?? 0) + 1)
  for (const value of values) {
    const mark = /^[-+(]?\s*([A-Z]{3}|RMB|zł|[€£₹₩₽₫฿₺₱₴₪])|([A-Z]{3}|RMB|zł|[€£₹₩₽₫฿₺₱₴₪元円원])\s*[-)]?$/.exec(value)
    const word = mark?.[1] ?? mark?.[2]
    add(SIGNS[word] ?? (CODES.has(word) ? word : undefined))
    if (/[¥￥]/.test(value) && /\p{Script=Han}/u.test(heading)) add(JAPANESE.test(heading) ? 'JPY' : 'CNY')
  }
  const unit = /[(（[【]\s*(.+?)\s*[)）\]】]/.exec(heading)?.[1] ?? ''
  const code = /^[A-Z]{3}$/.test(unit) ? unit : /[\s_.]([A-Z]{3})$/.exec(heading)?.[1]
  add(SIGNS[unit] ?? (CODES.has(code) ? code : undefined))
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}
