/** `npm run test:postgres`: a share of the SQL tests on a real PostgreSQL server instead of PGlite, that of DATABASE_URL or one of its own. */
import { ensureInstalled } from './install.mjs'
import { startPostgres } from './postgres.mjs'
import { tool } from './tool.mjs'

ensureInstalled()
const { DATABASE_URL, TIERWISE_CASES = '0.2' } = process.env
// These statements are long and the tables short: compiling them to machine code takes the server longer than running them.
const server = DATABASE_URL === undefined ? await startPostgres({ fsync: 'off', jit: 'off' }) : undefined
const url = DATABASE_URL ?? server?.url
if (url === undefined) console.log('not run here: PostgreSQL is not installed, and DATABASE_URL names no server')
else {
  try {
    const files = ['test/sql/one-definition.law.test.ts', 'test/sql/injection.test.ts']
    process.exitCode = tool('vitest', ['run', ...files], { DATABASE_URL: url, TIERWISE_CASES }) ? 0 : 1
  } finally {
    server?.stop()
  }
}
