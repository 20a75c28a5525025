import { describe, expect, it } from 'vitest';
import { parseSubscription } from '../../src/config/subscriptions.ts';
import { blocksOf, read, rowsOf } from './support.ts';

const page = read('docs/subscriptions.md');
const { properties, required } = JSON.parse(read('schemas/subscription.schema.json'));
const rows = rowsOf(page, ['field', 'default', 'meaning']);

describe('docs/subscriptions.md', () => {
  it('lists the fields that there are', () => {
    expect(rows.map(([field]) => field).toSorted()).toEqual(Object.keys(properties).toSorted());
  });

  it.each(rows)('gives the default of %s: %s', (field, shown) => {
    const value = properties[field!].default;
    const expected = required.includes(field)
      ? 'required'
      : Array.isArray(value)
        ? `[${value}]`
        : String(value ?? shown);
    expect(shown).toBe(expected);
  });

  const examples = blocksOf(page, 'yaml').filter((lines) => lines.some((line) => line.startsWith('topics:')));

  it.each(examples.map((lines) => [lines.join('\n')]))('has an example that is valid: %j', (text) => {
    expect(parseSubscription(text, 'example.yaml').diagnostics).toEqual([]);
    expect(parseSubscription(`${text}\nkeyword: x`, 'example.yaml').diagnostics).not.toEqual([]);
  });

  it('has such examples', () => expect(examples.length).toBeGreaterThan(1));
});
