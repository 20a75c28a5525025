// One measurement of Paperboy in a process of its own: its peak memory is then its own. Prints one JSON document.
// Arguments: subscribers, mode (or | boolean | query), text (real | spelled)
import { MatchIndex } from '../../dist/match/index.js';
import { languages, load, subscribers } from './input.mjs';

const [count, mode, text] = [Number(process.argv[2]), process.argv[3], process.argv[4]];
const { papers, grams } = load({ real: text === 'real' });
const made = [];
for (const lists of subscribers(count, mode === 'or' ? 'or' : 'boolean', grams)) {
  const topic =
    mode === 'query' ? { any: [], all: [], none: [], query: languages.paperboy(lists) } : { ...lists, query: null };
  made.push({ id: String(made.length), topics: [{ name: 't', ...topic }] });
}
globalThis.gc?.();
const before = process.memoryUsage().rss;
const cpu = process.cpuUsage();
const at = [performance.now()];
const index = new MatchIndex();
for (const profile of made) index.set(profile);
at.push(performance.now());
const batch = index.scan(papers);
at.push(performance.now());
const hits = index.count(batch);
at.push(performance.now());
const { user, system } = process.cpuUsage(cpu);
if (index.errors.size > 0) throw new Error(`${index.errors.size} profiles have errors`);
console.log(
  JSON.stringify({
    build: at[1] - at[0],
    scan: at[2] - at[1],
    evaluate: at[3] - at[2],
    total: at[3] - at[0],
    // Of all threads, the collector's too: says how busy the machine was with other things.
    cpu: (user + system) / 1000,
    hits,
    ...index.sizes,
    input: before,
    peak: process.resourceUsage().maxRSS * 1024,
  }),
);
