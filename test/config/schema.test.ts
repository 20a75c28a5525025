import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { subscriptionSchema } from '../../src/config/subscription-schema.ts';
import { parseSubscription } from '../../src/config/subscriptions.ts';

// `UPDATE_SCHEMAS=1 npx vitest run test/config` writes the schema again.
const file = new URL('../../schemas/subscription.schema.json', import.meta.url);
const generated = `${JSON.stringify(toJsonSchema(subscriptionSchema, { typeMode: 'input' }), null, 2)}\n`;
if (process.env.UPDATE_SCHEMAS) writeFileSync(file, generated);

describe('subscription.schema.json', () => {
  const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(file, 'utf8')));

  it('is what the validators say', () => {
    expect(readFileSync(file, 'utf8')).toBe(generated);
    const schema = JSON.parse(generated);
    expect(schema.additionalProperties).toBe(false);
    expect(schema.required).toEqual(['topics']);
    expect(schema.properties['max-papers']).toMatchObject({ type: 'integer', minimum: 1, maximum: 200, default: 20 });
  });

  it.each([
    ['topics: {a: [x]}', true],
    ['topics: {a: x}', true],
    ['topics: [{name: a, any: x, none: [y, z]}]\npublic: true\nchanges: [new, revised]', true],
    ['topics: [{name: a, query: x OR y}]\naddress: env:X\nid: a.b\nmax-papers: 200\nbackfill: 0', true],
    ['topics: [{any: x}]', false],
    ['topics: []', false],
    ['topics: {}', false],
    ['topics: x', false],
    ['topics: {a: [x]}\nmax-papers: 0', false],
    ['topics: {a: [x]}\nmax-papers: 1.5', false],
    ['topics: {a: [x]}\nextra: 1', false],
    ['topics: {a: [3]}', false],
    ['topics: {a: [x]}\nchanges: [seen]', false],
    ['topics: {a: [x]}\ncadence: hourly', false],
    ['topics: {a: [x]}\nid: "-"', false],
    ['{}', false],
  ])('agrees with the reader on %j: %s', (text, good) => {
    expect(validate(parse(text))).toBe(good);
    expect(parseSubscription(text, 'ada.yaml').subscription !== null).toBe(good);
  });

  it('accepts the subscriptions that ship with the project', () => {
    const folder = new URL('../../subscriptions/', import.meta.url);
    const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const text = readFileSync(new URL(name, folder), 'utf8');
      expect(validate(parse(text)), name).toBe(true);
      expect(parseSubscription(text, name).diagnostics, name).toEqual([]);
    }
  });
});
