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

test.each([
  ['card.hbs', '{{title}} {{titel}}', /card\.hbs.*titel/],
  ['card.hbs', '{{title}}{{#if tittle}}x{{/if}}', /card\.hbs: there is no field "tittle"; fields are: title, url/],
  ['card.hbs', '{{title}}{{#unless nope}}x{{/unless}}', /"nope"/],
  ['card.hbs', '{{title}}{{#each linkz}}{{url}}{{/each}}', /"linkz"/],
  ['card.hbs', '{{title}}{{#each links}}{{#if urll}}x{{/if}}{{/each}}', /"urll"/],
  ['card.hbs', '{{title}}{{#each links}}{{#if ../tittle}}x{{/if}}{{/each}}', /tittle/],
  ['card.hbs', '{{title}}{{#if gist}}{{else}}{{#if oops}}x{{/if}}{{/if}}', /"oops"/],
  ['card.hbs', '', /must show the/],
  ['text-card.hbs', '  ', /must show the/],
  ['card.hbs', '{{#if gist}}{{title}}{{/if}}', /must show the/],
  ['note.hbs', '{{oops}}', /note\.hbs.*oops/],
  ['header.hbs', '{{chart.title}}', /header\.hbs/],
  ['text-footer.hbs', '{{#if nots}}x{{/if}}', /"nots"/],
])('%s as %s is refused before the first mail', async (file, source, problem) => {
  await expect(createMailRenderer({ ...templates(), [file]: source }, memoryCache())).rejects.toThrow(problem);
});

test.each([
  ['card.hbs', '{{title}}{{#each links as |link i|}}{{i}}{{link.url}}{{@index}}{{../title}}{{@root.title}}{{/each}}'],
  ['card.hbs', '{{title}}{{#if links.length}}{{#with links}}{{#each this}}{{this.url}}{{/each}}{{/with}}{{/if}}'],
  [
    'header.hbs',
    '{{#with chart}}{{title}}{{#each bars}}{{label}}{{../title}}{{/each}}{{/with}}{{#chart}}{{title}}{{/chart}}',
  ],
])('positive control: %s as %s is accepted', async (file, source) => {
  await expect(createMailRenderer({ ...templates(), [file]: source }, memoryCache())).resolves.toBeDefined();
});

test.each([
  ['</mj-section>', '', /shell\.mjml: line \d+: <\/mj-body> stands where <mj-section> of line \d+ is open/],
  ['</mj-column>', '', /<mj-column>/],
  ['</mjml>', '', /<mjml> of? ?.*is not closed|<mjml> is not closed/],
  ['</mj-body>', '</mj-body></mj-body>', /<mj-body>|mjml/],
])('a shell whose %s became "%s" is refused, also when it is cached', async (from, to, problem) => {
  const changed = { ...templates() };
  changed['shell.mjml'] = changed['shell.mjml']?.replace(from, to) ?? '';
  await expect(createMailRenderer(changed, memoryCache())).rejects.toThrow(problem);
});

test.each(TEMPLATE_FILES)('without %s there is no mail', async (file) => {
  const { [file]: _left, ...rest } = templates();
  await expect(createMailRenderer(rest, memoryCache())).rejects.toThrow(`${file}: it is missing`);
});
