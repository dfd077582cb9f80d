/** The process killed under load, on a real PostgreSQL; `npm run crash` in the example does it 200 times. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { cases } from '../../support/cases.js'

test('loses nothing and counts nothing twice when it is killed', ({ skip }) => {
  spawnSync(process.execPath, ['scripts/example.mjs', 'examples/backend-inline'])
  const { status, stdout, stderr } = spawnSync(process.execPath, ['examples/backend-inline/check/crash.js', String(cases(10))], {
    encoding: 'utf8',
  })
  if (stdout.startsWith('not run here')) skip(stdout.trim())
  expect(`${stdout}${stderr}`).toMatch(/nothing lost, nothing twice\n$/)
  expect(status).toBe(0)
}, 900_000)
