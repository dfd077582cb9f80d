/** How many random cases a law runs: its own number times `TIERWISE_CASES` (default 1). */
export function cases(base: number): number {
  const factor = Number(process.env.TIERWISE_CASES ?? 1)
  return Math.max(1, Math.round(base * (Number.isFinite(factor) && factor > 0 ? factor : 1)))
}
