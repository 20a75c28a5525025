import { describe, expect, it } from 'vitest';
import { readSubscribers } from '../../src/config/subscribers.ts';
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

  const secrets = [...blocksOf(page, 'yaml'), ...blocksOf(page, 'json')]
    .map((lines) => lines.join('\n'))
    .filter((text) => text.includes('ada@example.org'));

  it('shows the secret with both forms in YAML and in JSON, which say the same', () => {
    const [yaml, json] = secrets.map((text) => readSubscribers(text));
    expect(secrets).toHaveLength(2);
    expect(yaml!.diagnostics).toEqual([]);
    expect(yaml!.entries.map(({ id }) => id)).toEqual(['ada', 'dan']);
    expect(JSON.stringify(json)).toBe(JSON.stringify(yaml));
    expect(readSubscribers(`${secrets[0]}\neve: nobody`).diagnostics).toHaveLength(1);
  });

  it('has such examples', () => expect(examples.length).toBeGreaterThan(1));
});
