/** The seed of a law: its own, or `TIERWISE_SEED`. */
export function seedOf(own: number): number {
  const asked = Number(process.env.TIERWISE_SEED ?? own)
  return Number.isSafeInteger(asked) ? asked : own
}
