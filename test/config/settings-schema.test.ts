import { readFileSync, writeFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readSettingsFile } from '../../src/config/settings-file.ts';
import { settingsSchema } from '../../src/config/settings-schema.ts';

// `UPDATE_SCHEMAS=1 npx vitest run test/config` writes the schema again.
const file = new URL('../../schemas/settings.schema.json', import.meta.url);
const generated = `${JSON.stringify(toJsonSchema(settingsSchema, { typeMode: 'input' }), null, 2)}\n`;
if (process.env.UPDATE_SCHEMAS) writeFileSync(file, generated);

describe('settings.schema.json', () => {
  const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(file, 'utf8')));

  it('is what the validators say', () => expect(readFileSync(file, 'utf8')).toBe(generated));

  it.each([
    ['out: built\ndumps: [a, b]\nmax-new: 7\nrequire-state: true\nlanguage: de', true],
    ['dumps: a\nsmtp-rate: 5', true],
    ['subscription: x', false],
    ['max-new: 0', false],
    ['max-new: "7"', false],
    ['require-state: "yes"', false],
    ['language: fr', false],
    ['channel: nope', false],
    ['dumps: [3]', false],
    ['smtp-password: x', false],
  ])('agrees with the reader on %j: %s', (text, good) => {
    expect(validate(parse(text))).toBe(good);
    expect(readSettingsFile(text, 'paperboy.yaml').diagnostics.length === 0).toBe(good);
  });
});
