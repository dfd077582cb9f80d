/** PostgreSQL: embedded in this process (PGlite, kept in a folder) or a server by its URL. Both speak the same SQL. */
import { mkdirSync } from 'node:fs'

/**
 * @param url `postgres://…`, or undefined for the embedded one
 * @param folder where the embedded one keeps its files; `memory://` for none
 * @returns `{ query(text, params), transaction(work), close() }`
 */
export async function openDatabase(url, folder = 'data') {
  const database = url ? await overNetwork(url) : await embedded(folder)
  await database.migrate()
  return database
}

async function overNetwork(url) {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  pool.on('error', () => {}) // a connection that dies while idle; the next query opens another
  return {
    query: (text, params) => pool.query(text, params),
    async transaction(work) {
      const client = await pool.connect()
      try {
        await client.query('begin')
        const result = await work((text, params) => client.query(text, params))
        await client.query('commit')
        client.release()
        return result
      } catch (error) {
        await client.query('rollback').then(
          () => client.release(),
          () => client.release(true),
        )
        throw error
      }
    },
    // Two processes may start at once; the lock lets one of them make the tables.
    migrate: () => pool.query(`begin; select pg_advisory_xact_lock(7417); ${TABLES} commit`),
    close: () => pool.end(),
  }
}

async function embedded(folder) {
  const { PGlite } = await import('@electric-sql/pglite')
  if (!folder.includes('://')) mkdirSync(folder, { recursive: true })
  const lite = await PGlite.create(folder)
  return {
    query: (text, params) => lite.query(text, params),
    transaction: (work) => lite.transaction((tx) => work((text, params) => tx.query(text, params))),
    migrate: () => lite.exec(TABLES),
    close: () => lite.close(),
  }
}

/** State is JSON of ours; entries are append-only; effects wait for whoever sends mails; events are the history that a replay needs. */
const TABLES = `
  create table if not exists accounts (account text primary key, version integer not null, state jsonb not null);
  create table if not exists events (
    id text primary key, account text not null, request jsonb not null, event jsonb, answer jsonb not null, received_at timestamptz not null default now());
  create index if not exists events_by_account on events (account);
  create table if not exists entries (account text not null, id text not null, entry jsonb not null, primary key (account, id));
  create table if not exists effects (id bigserial primary key, account text not null, effect jsonb not null, done_at timestamptz);
`
