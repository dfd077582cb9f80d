/** What the files leave open, decided once for all of them, and said. */

/**
 * @param parts every recognized part: `{ file, kind, … }`
 * @returns `{ currency, timeZone, assumed: [{ code, params }] }`
 */
export function settle(parts, { zone, currency }) {
  const assumed = []
  const say = (code, params = {}) => assumed.push({ code, params })

  const named = new Set(parts.map((part) => part.currency).filter((code) => /^[A-Z]{3}$/.test(code ?? '')))
  const orderCurrency = parts.find((part) => part.kind === 'order')?.currency
  const found = orderCurrency ?? [...named][0]
  const money = currency ?? found ?? 'XXX'
  if (currency) say('currencyGiven', { currency })
  else if (found) say('currencyFound', { currency: found })
  else say('currencyNone')

  const offsets = new Set(parts.map((part) => part.offset).filter(Boolean))
  const [offset] = offsets
  const shared = offsets.size === 1 && offset !== 'many' ? offset : undefined
  if (zone) say('zoneGiven', { zone })
  else if (shared && shared !== 'UTC') say('zoneOffset', { zone: shared })
  else if (offsets.size > 0 && !shared) say('zoneMany')
  else say(shared ? 'zoneOffsetUtc' : 'zoneUtc')

  for (const part of parts) sayPart(part, say)
  if (parts.some(({ fields, decimalComma }) => fields.amount && decimalComma)) say('decimalComma')
  return { currency: money, timeZone: zone ?? shared ?? 'UTC', assumed: withoutRepeats(assumed) }
}

function sayPart(part, say) {
  const { kind, fields, times } = part
  if (kind === 'order') {
    if (!fields.id) say('noOrderIds')
    if (part.lines) say(part.totalRepeats ? 'totalRepeats' : 'lines', { heading: part.totalRepeats ? fields.amount : fields.id })
    if (part.product) say('multiplied', { price: part.product[0], quantity: part.product[1] })
    if (part.negative) say('negative', { heading: fields.amount })
    if (part.status) say('cancelled', { heading: part.status, file: part.file })
  }
  if (part.ifAmount) say('inlineRefunds', { heading: fields.amount })
  if (part.minor) say('minor', { heading: fields.amount })
  if (part.typed && !part.typed.alone) say('types', { heading: part.typed.heading, kind, words: part.typed.words })
  if (part.typed?.leftOut.length > 0) say('typesLeftOut', { heading: part.typed.heading, words: part.typed.leftOut })
  for (const [field, { format, assumed, first }] of Object.entries(times))
    if (first === 'either') say('mixedDates', { heading: fields[field] })
    else if (format) say(assumed ? 'dayFirst' : 'dateFormat', { heading: fields[field], format })
}

function withoutRepeats(items) {
  return [...new Map(items.map((item) => [`${item.code} ${JSON.stringify(item.params)}`, item])).values()]
}
