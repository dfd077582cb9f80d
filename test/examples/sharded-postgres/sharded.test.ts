/** The example on three real servers, small; and its worker processes. */
import { spawnSync } from 'node:child_process'
import { beforeAll, expect, test } from 'vitest'

const run = (...args: string[]): { code: number | null; out: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { code: status, out: `${stdout}${stderr}` }
}
beforeAll(() => expect(run('scripts/example.mjs', 'examples/sharded-postgres')).toMatchObject({ code: 0 }), 300_000)

test('scores two shards as one process does, grouped where the rows are', ({ skip }) => {
  const { code, out } = run('examples/sharded-postgres/run.js', '60000')
  if (out.startsWith('not run here')) skip(out.trim())
  expect(out).toContain('the grouping is done on both shards')
  const [, same, all] = /identical: (\d+) of (\d+) customers\n$/.exec(out) ?? []
  expect(Number(same)).toBe(Number(all))
  expect(Number(all)).toBeGreaterThan(5000)
  expect(code).toBe(0)
}, 300_000)

test('merges what worker processes summarized', () => {
  const { code, out } = run('examples/sharded-postgres/merge.js', '20000', '3')
  expect(out).toMatch(/identical: (\d+) of \1 customers\n$/)
  expect(code).toBe(0)
}, 300_000)
