/** Three PostgreSQL servers on this machine: two shards with the rows, a coordinator with none of them, and beside it all rows in one table. */
import pg from 'pg'
import { startPostgres } from '../../scripts/postgres.mjs'
import { ordersSql } from './orders.js'

const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  work_mem: '256MB',
  shared_buffers: '256MB',
  max_wal_size: '4GB',
}
const TABLE = 'order_id bigint not null, customer_id int not null, ordered_ms bigint not null, amount_minor bigint not null'

/** @returns `{ coordinator, stop() }`, or undefined where PostgreSQL is not installed */
export async function startCluster(orders, customers, say) {
  const servers = []
  const clients = []
  const stop = async () => {
    for (const client of clients) await client.end().catch(() => {})
    for (const server of servers) server.stop()
  }
  try {
    for (let i = 0; i < 3; i++) {
      const server = await startPostgres(SETTINGS)
      if (server === undefined) return undefined
      servers.push(server)
      const client = new pg.Client({ connectionString: server.url })
      await client.connect()
      clients.push(client)
    }
    const [coordinator, ...shards] = clients
    const started = performance.now()
    await Promise.all(shards.map((shard, i) => fillShard(shard, i, shards.length, orders, customers)))
    await link(coordinator, servers.slice(1))
    await coordinator.query(
      `create unlogged table orders_here (${TABLE}); insert into orders_here ${ordersSql(orders, customers)}; analyze orders_here`,
    )
    say(`${orders} orders of at most ${customers} customers made on two shards and, once more, on one server: ${seconds(started)}`)
    for (const shard of shards) {
      const { rows } = await shard.query('select count(*)::int as n from orders')
      say(`  a shard with ${rows[0].n} orders`)
    }
    return { coordinator, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** PostgreSQL's own hash decides which shard a customer belongs to: the coordinator's partitions then know where everybody is. */
async function fillShard(shard, index, count, orders, customers) {
  await shard.query(`
    create table by_hash (customer_id int) partition by hash (customer_id);
    create unlogged table orders (${TABLE});
    insert into orders select * from (${ordersSql(orders, customers)}) as all_
      where satisfies_hash_partition('by_hash'::regclass, ${count}, ${index}, customer_id);
    analyze orders`)
}

async function link(coordinator, servers) {
  await coordinator.query(`create extension postgres_fdw; create table orders (${TABLE}) partition by hash (customer_id)`)
  for (const [i, { port }] of servers.entries())
    await coordinator.query(`
      create server shard_${i} foreign data wrapper postgres_fdw
        options (host '127.0.0.1', port '${port}', dbname 'postgres', async_capable 'true', fetch_size '50000', use_remote_estimate 'true');
      create user mapping for current_user server shard_${i} options (user 'tierwise', password_required 'false');
      create foreign table orders_${i} partition of orders for values with (modulus ${servers.length}, remainder ${i})
        server shard_${i} options (table_name 'orders')`)
  await coordinator.query(
    `alter database postgres set enable_partitionwise_aggregate = on; set enable_partitionwise_aggregate = on; analyze orders`,
  )
}

export function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
