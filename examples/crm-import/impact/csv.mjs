/** Everybody who would move, as a table for `csvLines`. */

/** @param words of the reader's language */
export function impactTable({ losers, winners, points }, words) {
  const all = [...losers, ...winners]
  const say = words.ahead.impact
  const texts = (of) => all.map((each) => of(each) ?? '')
  return {
    length: all.length,
    columns: {
      customerId: texts(({ id }) => id),
      ruleMove: texts(({ move }) => say.move[move]),
      tierNow: texts(({ from }) => from),
      tierThen: texts(({ to }) => to),
      validNow: texts(({ validUntilBefore }) => validUntilBefore ?? undefined),
      validThen: texts(({ validUntilAfter }) => validUntilAfter ?? undefined),
      ...Object.fromEntries(
        Object.keys(points).map((currency) => [currency, Float64Array.from(all, (each) => Number(each.points[currency] ?? 0))]),
      ),
    },
  }
}
