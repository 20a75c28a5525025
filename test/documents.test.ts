import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { faultsOf } from './documents/check.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const context = { root, scripts: Object.keys(scripts) };

/** The documents for people: of the root, and of the folders that have some. */
const documents = ['', 'docs', 'dumps', 'subscriptions', 'bench', '.github']
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: folder === 'docs', encoding: 'utf8' })
      .map((name) => join(folder, name).split(sep).join('/'))
      .filter((name) => name.endsWith('.md')),
  );

describe('documents', () => {
  it('are looked at', () => {
    expect(documents).toContain('CONTRIBUTING.md');
    expect(documents).toContain('CHANGELOG.md');
    expect(documents).toContain('subscriptions/README.md');
  });

  it.each(documents)('%s links to what exists and names scripts that exist', (path) => {
    expect(faultsOf(path, readFileSync(join(root, path), 'utf8'), context)).toEqual([]);
  });
});

describe('planted faults are seen', () => {
  it.each([
    ['a\n\n[x](gone.md)', ['3: gone.md does not exist']],
    ['![x](docs/gone.png)', ['1: docs/gone.png does not exist']],
    ['[x]\n\n[x]: gone.md', ['3: gone.md does not exist']],
    ['[x](../shared/DESIGN.md)', ['1: ../shared/DESIGN.md leaves the project']],
    ['[x](out/public/all/papers.md)', ['1: out/public/all/papers.md is not part of the repository']],
    ['[x](#two)\n\n# One', ['1: #two: no such heading']],
    ['[x](CONTRIBUTING.md#no-such-heading)', ['1: CONTRIBUTING.md#no-such-heading: no such heading']],
    ['Run `npm run nonsense`.', ['1: there is no script "nonsense"']],
    ['```sh\nnpm run nonsense -- --x\n```', ['1: there is no script "nonsense"']],
  ])('%j', (markdown, faults) => {
    expect(faultsOf('CHANGELOG.md', markdown, context)).toEqual(faults);
  });

  it.each([
    '[x](package.json) [y](src/model) <https://example.org> [z](mailto:a@example.org)',
    '[x](#two-words--more) \n\n# Two `words` & more',
    '[x](#a-1)\n\n# A\n\n# A',
    'Run `npm run test:real` or `npm test`.',
    '`[x](gone.md)`',
  ])('and nothing else: %j', (markdown) => {
    expect(faultsOf('CHANGELOG.md', markdown, context)).toEqual([]);
  });
});
