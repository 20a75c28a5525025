import { describe, expect, it } from 'vitest';
import { cli, read, rowsOf } from './support.ts';

/** The date of a dump and its basis, as `parse` gives them. */
async function dated(file: string, ...others: string[]): Promise<string> {
  const paths = [file, ...others].map((name) => `dumps/${name}`);
  const { stdout } = await cli('parse', ...paths, '--json', '--now', '2026-11-21T12:00:00Z');
  const { date, dateBasis } = JSON.parse(stdout).dumps[0];
  return `${date} ${dateBasis}`;
}

describe('docs/dumps.md', () => {
  const october = 'oct-31-rationales.txt';
  const rows = rowsOf(read('docs/dumps.md'), ['dump', 'alone', 'with the October dump']);

  it('has a table of dates', () => expect(rows.map(([file]) => file)).toEqual(['jul-30-alignment.txt', october]));

  it.each(rows)('%s alone is of %s, with the October dump of %s', async (file, alone, together) => {
    expect(await dated(file!)).toBe(alone);
    expect(await dated(file!, october)).toBe(together);
  });
});
