import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LineAccount } from '../../src/model/index.ts';
import { type Block, large, type Mutant, mutant } from './mutate.ts';

/** 1,000 here; the full tier asks for 20,000 (`npm run test:full`). */
const count = Number(process.env.PAPERBOY_MUTATIONS ?? 1_000);
/** The watchdog: milliseconds for one file. */
const patience = 10_000;

interface Answer {
  format: string;
  papers: { title: string; abstract: string | null; line: number }[];
  diagnostics: { code: string; severity: string; line: number | null }[];
  lines: LineAccount | null;
}

let worker: Worker;
beforeAll(() => {
  worker = new Worker(new URL('./worker.mjs', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 256 } });
});
afterAll(() => worker.terminate());

async function parse(bytes: Uint8Array): Promise<Answer> {
  const waiting = new AbortController();
  const timer = setTimeout(() => worker.terminate(), patience);
  worker.postMessage({ bytes });
  // Rejects on `error`, also when the memory limit is hit; `exit` is the watchdog's doing.
  const { signal } = waiting;
  const [answer] = (await Promise.race([once(worker, 'message', { signal }), once(worker, 'exit', { signal })])) as [
    Answer | number,
  ];
  clearTimeout(timer);
  waiting.abort();
  if (typeof answer === 'number') throw new Error('the parser hung or died');
  return answer;
}

const fold = (text: string | null): string => (text ?? '').replace(/\s+/g, ' ').trim();

/** Papers whose block is whole and that are neither in the answer nor reported. */
function lost({ bytes, intact }: Mutant, { papers, diagnostics }: Answer): Block[] {
  const found = new Set(papers.map(({ title, abstract }) => `${fold(title)}\n${fold(abstract)}`));
  const lines = bytes.toString('utf8').split(/\r\n|\n|\r/);
  return intact.filter((block) => {
    if (found.has(`${fold(block.title)}\n${fold(block.abstract)}`)) return false;
    const at = lines.findIndex((line) => line.trim() === block.title) + 1;
    const reported = diagnostics.some(
      ({ severity, line }) => severity !== 'info' && (line === null || Math.abs(line - at) <= 12),
    );
    return !reported;
  });
}

describe('a mutated dump', () => {
  test(`${count} mutants: no crash, no hang, every line accounted for, no whole paper lost in silence`, async () => {
    let whole = 0;
    let exact = 0;
    for (let seed = 1; seed <= count; seed++) {
      const subject = mutant(seed);
      const answer = await parse(subject.bytes);
      const { lines, papers } = answer;
      if (lines !== null) expect(lines.explained + lines.unexplained, `seed ${seed}`).toBe(lines.total);
      expect({ seed, lost: lost(subject, answer).map((block) => block.title) }).toEqual({ seed, lost: [] });
      const found = new Set(papers.map(({ title, abstract }) => `${fold(title)}\n${fold(abstract)}`));
      whole += subject.intact.length;
      exact += subject.intact.filter((block) => found.has(`${fold(block.title)}\n${fold(block.abstract)}`)).length;
    }
    // Reporting is the last resort: nearly all whole papers are read exactly.
    expect(whole).toBeGreaterThan(count * 5);
    expect(exact / whole).toBeGreaterThan(0.99);
    process.stdout.write(`${count} mutants: ${exact} of ${whole} whole papers read exactly, the others reported\n`);
  }, 1_200_000);

  test('the check sees a paper that is lost', () => {
    const subject = mutant(1);
    const empty: Answer = { format: 'text', papers: [], diagnostics: [], lines: null };
    expect(subject.intact.length).toBeGreaterThan(0);
    expect(lost(subject, empty)).toEqual(subject.intact);
  });
});

describe('large dumps, within 256 MB', () => {
  test('3,000 papers', async () => {
    const { papers, lines } = await parse(Buffer.from(large(3_000, 1_500)));
    expect(papers).toHaveLength(3_000);
    expect(lines?.unexplained).toBe(0);
  });

  test('abstracts of 5 MB are cut and reported', async () => {
    const { papers, diagnostics } = await parse(Buffer.from(large(3, 5_000_000)));
    expect(papers).toHaveLength(3);
    expect(diagnostics.filter(({ code }) => code === 'text-cut')).toHaveLength(3);
  });
});
