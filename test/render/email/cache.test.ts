import { beforeEach, expect, test, vi } from 'vitest';
import { createMailRenderer, TEMPLATE_FILES, TemplateError } from '../../../src/render/email/index.ts';
import { CONTEXT, memoryCache, READER, templates, typicalDigest } from './sample.ts';

let loaded = 0;
vi.mock('mjml', async (original) => {
  loaded += 1;
  return original();
});
beforeEach(() => {
  loaded = 0;
  vi.resetModules();
});

test('MJML is loaded when the cache has no shell, and not when it has one', async () => {
  const cache = memoryCache();
  const first = await createMailRenderer(templates(), cache);
  expect(loaded).toBe(1); // the positive control
  expect(cache.entries.size).toBe(1);
  vi.resetModules();
  const fresh = await import('../../../src/render/email/index.ts');
  const second = await fresh.createMailRenderer(templates(), memoryCache(cache.entries));
  expect(loaded).toBe(1);
  expect(second.render(typicalDigest(), READER, CONTEXT)).toEqual(first.render(typicalDigest(), READER, CONTEXT));
});

test.each(['', '{', 'null', '[]', '{"start":{}}', 'cut'])('a damaged entry (%s) is compiled anew', async (value) => {
  const cache = memoryCache();
  await createMailRenderer(templates(), cache);
  const [[key, whole] = ['', '']] = cache.entries;
  cache.entries.set(key, value === 'cut' ? whole.slice(0, whole.length / 2) : value);
  await createMailRenderer(templates(), cache);
  expect(cache.entries.get(key)).toBe(whole);
});

test('a changed theme gets an entry of its own', async () => {
  const cache = memoryCache();
  await createMailRenderer(templates(), cache);
  await createMailRenderer({ ...templates(), 'theme.json': '{"logo":"x","accent":"#005f73","width":600}' }, cache);
  expect(cache.entries.size).toBe(2);
});

test('a changed template gets an entry of its own', async () => {
  const cache = memoryCache();
  await createMailRenderer(templates(), cache);
  const changed = templates();
  changed['shell.mjml'] = changed['shell.mjml']?.replace('[[width]]px', '640px') ?? '';
  await createMailRenderer(changed, cache);
  expect(cache.entries.size).toBe(2);
});

test.each([
  ['card.hbs', '{{{title}}}', /unescaped/],
  ['card.hbs', '{{&title}}', /unescaped/],
  ['card.hbs', '{{#if title}}{{{title}}}{{/if}}', /unescaped/],
  ['card.hbs', '{{> other}}', /partials/],
  ['card.hbs', '{{* inline}}', /decorators/],
  ['card.hbs', '{{#if title}}', /card\.hbs/],
])('%s as %s is refused', async (file, source, problem) => {
  const refusal = await createMailRenderer({ ...templates(), [file]: source }, memoryCache()).catch((error) => error);
  expect(refusal).toBeInstanceOf(TemplateError);
  expect(refusal.message).toMatch(problem);
});

test('a field that does not exist is an error and not a blank', async () => {
  const renderer = await createMailRenderer({ ...templates(), 'card.hbs': '{{titel}}' }, memoryCache());
  expect(() => renderer.render(typicalDigest(), READER, CONTEXT)).toThrow(/card\.hbs.*titel/);
});

test.each(TEMPLATE_FILES)('without %s there is no mail', async (file) => {
  const { [file]: _left, ...rest } = templates();
  await expect(createMailRenderer(rest, memoryCache())).rejects.toThrow(`${file}: it is missing`);
});
