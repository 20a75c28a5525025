import { describe, expect, it } from 'vitest';
import { why } from '../../src/cli/explain-schemas.ts';
import { refusals } from '../cli/refusals.ts';
import { cases } from '../pipeline/nobody-cases.ts';
import { read, rowsOf } from './support.ts';

const page = read('docs/no-mail.md');

describe('docs/no-mail.md', () => {
  // test/pipeline/nobody.test.ts holds these sentences against those of real runs.
  it('has the sentence of every case, and no other', () => {
    const rows = rowsOf(page, ['sentence', 'what it means', 'what to do']);
    expect(rows.map(([sentence]) => sentence!).sort()).toEqual(cases.map(({ sentence }) => sentence).sort());
    expect(rows.every(([, means, remedy]) => means !== '' && remedy !== '')).toBe(true);
  });

  // test/cli/nobody.test.ts brings each about.
  it('has every refusal with its exit code, and no other', () => {
    const rows = rowsOf(page, ['what is said', 'exit code', 'what to do']);
    const found = Object.entries(refusals).map(([code, { exit, sentence }]) => {
      const fitting = rows.filter(([said]) => sentence.test(said!));
      return [code, fitting.length, fitting[0]?.[1] === String(exit)];
    });
    expect(found).toEqual(Object.keys(refusals).map((code) => [code, 1, true]));
    expect(rows).toHaveLength(Object.keys(refusals).length);
  });

  it('has every kind that `paperboy why` can come to, with a sentence that its test has', () => {
    const rows = rowsOf(page, ['kind', 'example', 'what to do']);
    const [kinds] = [why.entries.verdict.pipe[0].entries.kind.options];
    expect(rows.map(([kind]) => kind!).sort()).toEqual([...kinds].sort());
    const tested = read('test/pipeline/why-delivery.test.ts');
    for (const [kind, example] of rows) expect(tested).toContain(`'${kind}: ${example}'`);
  });
});
