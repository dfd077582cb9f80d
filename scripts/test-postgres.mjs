/** `npm run test:postgres`: a share of the SQL tests on a real PostgreSQL server instead of PGlite, that of DATABASE_URL or one of its own. */
import { spawnSync } from 'node:child_process'
import { ensureInstalled, root } from './install.mjs'
import { startPostgres } from './postgres.mjs'

ensureInstalled()
// These statements are long and the tables short: compiling them to machine code takes the server longer than running them.
const server = process.env.DATABASE_URL === undefined ? await startPostgres({ fsync: 'off', jit: 'off' }) : undefined
const url = process.env.DATABASE_URL ?? server?.url
if (url === undefined) console.log('not run here: PostgreSQL is not installed, and DATABASE_URL names no server')
else {
  try {
    const { status } = spawnSync('npx', ['vitest', 'run', 'test/sql/one-definition.law.test.ts', 'test/sql/injection.test.ts'], {
      cwd: root,
      stdio: 'inherit',
      env: { TIERWISE_CASES: '0.2', ...process.env, DATABASE_URL: url },
    })
    process.exitCode = status ?? 1
  } finally {
    server?.stop()
  }
}
