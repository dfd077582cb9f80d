/** The same work on ever twice as many customers, up to a million: `growth` of a table. */
export function growthTo1M(variants, timed = { warm: 2, runs: 3 }) {
  return {
    variants,
    sizes: {
      '125k customers': { customers: 125_000, ...timed },
      '250k customers': { customers: 250_000, ...timed },
      '500k customers': { customers: 500_000, ...timed },
      '1M customers': { customers: 1_000_000, ...timed },
    },
  }
}
