/**
 * Points alone, whole histories of many accounts in columns: lots that end after a year, redemptions that use the oldest first or are
 * refused. The events are those of the ledger ceiling with their times cut to days, because our points end at midnight, not to the millisecond.
 */
import { DAY, END, gen } from './ceilings/w5-ledger/gen.mjs'

export const base = 'ceiling'
const GOALS = [
  { goal: 'G12', variant: 'tierwise', of: 'ceiling', atMost: 1.5 },
  { goal: 'G12', variant: 'tierwise', of: 'naive', atMost: 1 / 15 },
]
export const sizes = {
  '10k accounts × 20 events': { accounts: 10_000, quick: true, warm: 20, runs: 9, goals: GOALS },
  '1M accounts × 20 events': { accounts: 1_000_000, warm: 1, runs: 2, goals: GOALS },
}

export const growth = {
  variants: ['ceiling', 'tierwise'],
  sizes: {
    '125k accounts': { accounts: 125_000, warm: 2, runs: 3 },
    '250k accounts': { accounts: 250_000, warm: 2, runs: 3 },
    '500k accounts': { accounts: 500_000, warm: 1, runs: 3 },
    '1M accounts': { accounts: 1_000_000, warm: 1, runs: 3 },
  },
}

const YEAR = 365 * DAY

export function load({ accounts }) {
  const { per, type, pts, t } = gen(accounts)
  const at = t.map((instant) => Math.floor(instant / DAY) * DAY)
  const from = Int32Array.from({ length: accounts + 1 }, (_, i) => i * per)
  return { accounts, per, from, type, points: pts, at }
}

export const variants = {
  /** The `columns` engine of ceilings/w5-ledger, as it stands there. */
  ceiling:
    ({ accounts, per, type, points, at }) =>
    () => {
      const lots = new Int32Array(1 << 16)
      const ends = new Float64Array(1 << 16)
      const balance = new Int32Array(accounts)
      const expired = new Int32Array(accounts)
      const refused = new Int32Array(accounts)
      for (let c = 0, k = 0; c < accounts; c++) {
        let head = 0
        let tail = 0
        let held = 0
        let gone = 0
        let no = 0
        for (let i = 0; i < per; i++, k++) {
          const now = at[k]
          const p = points[k]
          while (head < tail && ends[head] <= now) {
            const left = lots[head++]
            gone += left
            held -= left
          }
          if (type[k] === 0) {
            lots[tail] = p
            ends[tail++] = now + YEAR
            held += p
          } else if (held < p) no++
          else {
            held -= p
            let need = p
            while (need > 0) {
              const left = lots[head]
              if (left <= need) {
                need -= left
                head++
              } else {
                lots[head] = left - need
                need = 0
              }
            }
          }
        }
        while (head < tail && ends[head] <= END) {
          const left = lots[head++]
          gone += left
          held -= left
        }
        balance[c] = held
        expired[c] = gone
        refused[c] = no
      }
      return { balance, expired, refused }
    },
  tierwise: async ({ from, type, points, at }) => {
    const { applyMany, newWorkspace } = await import('tierwise/program')
    const program = await pointsAlone()
    const workspace = newWorkspace()
    const columns = { from, types: ['earn', 'redeem'], type, at, attributes: { points } }
    return () => {
      const { columns: figures } = applyMany(program, columns, { at: END, workspace }).table
      return { balance: figures['balance.points'], expired: figures['expired.points'], refused: figures.refused }
    }
  },
  /** Objects, `filter` for expiry, `shift` for the oldest: as a careful application writes it. */
  naive: ({ accounts, per, type, points, at }) => {
    const events = Array.from(type, (code, k) => ({
      account: Math.floor(k / per),
      type: code ? 'redeem' : 'earn',
      points: points[k],
      at: at[k],
    }))
    return () => {
      const figures = { balance: new Int32Array(accounts), expired: new Int32Array(accounts), refused: new Int32Array(accounts) }
      const all = new Map()
      const expire = (id, account, now) => {
        for (const lot of account.lots) if (lot.endsAt <= now) figures.expired[id] += lot.left
        account.lots = account.lots.filter((lot) => lot.endsAt > now)
      }
      for (const event of events) {
        let account = all.get(event.account)
        if (!account) {
          account = { lots: [] }
          all.set(event.account, account)
        }
        expire(event.account, account, event.at)
        if (event.type === 'earn') account.lots.push({ left: event.points, endsAt: event.at + YEAR })
        else if (account.lots.reduce((sum, lot) => sum + lot.left, 0) < event.points) figures.refused[event.account]++
        else {
          for (let need = event.points; need > 0; ) {
            const used = Math.min(account.lots[0].left, need)
            account.lots[0].left -= used
            need -= used
            if (account.lots[0].left === 0) account.lots.shift()
          }
        }
      }
      for (const [id, account] of all) {
        expire(id, account, END)
        figures.balance[id] = account.lots.reduce((sum, lot) => sum + lot.left, 0)
      }
      return figures
    }
  },
}

export function check({ balance, expired, refused }) {
  const sum = (column) => column.reduce((total, value) => total + value, 0)
  return [sum(balance), sum(expired), sum(refused)].join(' ')
}

export async function pointsAlone() {
  const { defineProgram } = await import('tierwise/program')
  return defineProgram({
    kind: 'program',
    format: 1,
    id: 'points-alone',
    timeZone: 'UTC',
    currency: 'USD',
    currencies: { points: { lots: { until: { plus: { n: 365, unit: 'day' }, last: 'dayBefore' } } } },
    earn: [{ id: 'earn', on: 'earn', to: 'points', value: 'points' }],
    redeem: [{ id: 'redeem', on: 'redeem', from: 'points', amount: 'points' }],
  })
}
