/** Figures as text in the reader's language. Missing is a dash, never 0. */
export function figures(locale, currency) {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const decimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const fine = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 })
  const places = placesOf(currency)
  const exact = new Intl.NumberFormat(locale, { minimumFractionDigits: places, maximumFractionDigits: places })
  const sign = currency === 'XXX' ? '' : signOf(locale, currency)
  const or = (value, write) => (value === undefined || !Number.isFinite(value) ? '–' : write(value))
  return {
    currency,
    minorPerMajor: 10 ** places,
    count: (value) => or(value, (n) => whole.format(n)),
    decimal: (value) => or(value, (n) => decimal.format(n)),
    /** `1.65`. */
    fine: (value) => or(value, (n) => fine.format(n)),
    /** `0.25`, `2`. */
    plain: (value) => or(value, (n) => plain.format(n)),
    percent: (value) => or(value, (n) => `${n > 0 && n < 0.0995 ? decimal.format(n * 100) : whole.format(n * 100)}%`),
    /** A chance that is not certain is not said to be: `>99%`. */
    chance: (value) => or(value, (n) => (n < 1 && n >= 0.995 ? '>99%' : n > 0 && n < 0.005 ? '<1%' : `${whole.format(n * 100)}%`)),
    /** `+19`, `−4`. */
    signed: (value) => or(value, (n) => (Math.round(n) > 0 ? '+' : Math.round(n) < 0 ? '−' : '') + whole.format(Math.abs(Math.round(n)))),
    /** `+¥1,200`, `−¥40`. */
    signedMajor: (value) =>
      or(value, (n) => (n > 0 ? '+' : n < 0 ? '−' : '') + sign + (Math.abs(n) >= 10_000 ? compact : whole).format(Math.abs(n))),
    /** Minor units → `¥1,234.50`. */
    money: (minor) => or(minor, (n) => sign + exact.format(n / 10 ** places)),
    /** Major units, as models give them. */
    major: (value) => or(value, (n) => sign + exact.format(n)),
    /** `¥2.94M`, `294万`. */
    short: (minor) => or(minor, (n) => sign + (Math.abs(n) >= 10 ** (places + 4) ? compact : whole).format(n / 10 ** places)),
    shortMajor: (value) => or(value, (n) => sign + (Math.abs(n) >= 10_000 ? compact : whole).format(n)),
  }
}

/** Decimal places of a currency's minor unit. */
export function placesOf(currency) {
  if (currency === 'XXX') return 2
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits
}

function signOf(locale, currency) {
  const part = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find(({ type }) => type === 'currency').value
  return /^[A-Z]+$/i.test(part) ? `${part} ` : part
}
