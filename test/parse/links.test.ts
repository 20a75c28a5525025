import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { abstractLinks, arxivIdOf, readArxivId, withAbstractLinks } from '../../src/parse/links.ts';

const code = (url: string) => [{ rel: 'code', url }];
const project = (url: string) => [{ rel: 'project', url }];

describe('links in an abstract', () => {
  test.each([
    ['Code is at https://github.com/a/b.', code('https://github.com/a/b')],
    ['Code is at https://github.com/a/b .', code('https://github.com/a/b')],
    ['Code:https://www.github.com/a/b, and more.', code('https://www.github.com/a/b')],
    ['see GitHub.https://gitlab.com/a/b/-/tree/main; it', code('https://gitlab.com/a/b/-/tree/main')],
    ['(code: https://github.com/a/b)', code('https://github.com/a/b')],
    ['(see https://github.com/a/b_(c)).', code('https://github.com/a/b_(c)')],
    ['https://codeberg.org/a/b(and so on', code('https://codeberg.org/a/b')],
    ['[https://github.com/a/b](https://github.com/a/b)', code('https://github.com/a/b')],
    ['at \\href{https://github.com/a/b\\_c}{\\texttt{here}}.', code('https://github.com/a/b_c')],
    ['at \\url{https://bitbucket.org/a/b}.', code('https://bitbucket.org/a/b')],
    ['at https://github.com/a/b{this link}, and', code('https://github.com/a/b')],
    ['at “https://github.com/a/b”。', code('https://github.com/a/b')],
    ['代码：https://github.com/a/b。', code('https://github.com/a/b')],
    ['is available here: github.com/a/b.', code('https://github.com/a/b')],
    ['models at https://hf-mirror.com/lab/model-7B.', code('https://huggingface.co/lab/model-7B')],
    ['data at http://hf.co/datasets/lab/set', code('https://huggingface.co/datasets/lab/set')],
    ['try https://huggingface.co/spaces/lab/demo!', project('https://huggingface.co/spaces/lab/demo')],
    ['at https://thing.github.io', project('https://thing.github.io/')],
    ['Project page: https://aka.ms/thing{https://aka.ms/thing}', project('https://aka.ms/thing')],
    ['Our code and data are available at https://thing.example.org/.', project('https://thing.example.org/')],
  ])('%s', (abstract, links) => {
    expect(abstractLinks(abstract)).toEqual(links);
  });

  test.each([
    ['broken by a space', 'Code is available at https: //github.com/a/b'],
    ['no cue', 'It runs at https://www.example.org/, as always.'],
    ['a cue in another sentence', 'We give code. It runs at https://www.example.org/.'],
    ['a citation', 'The project of https://arxiv.org/abs/2602.01785 is extended.'],
    ['a paper of the site', 'code of https://huggingface.co/papers/2602.01785'],
    ['an account alone', 'models of https://huggingface.co/lab'],
    ['the host alone', 'hosted on https://github.com/'],
    ['another scheme', 'code at ftp://github.com/a/b and javascript://github.com/%0aalert(1)'],
    ['credentials', 'code at https://github.com@evil.example/a/b'],
    ['no host', 'code at https:// and http://.'],
    ['an address in a mail address', 'code: me@github.com/a'],
    ['too long', `code at https://github.com/a/${'b'.repeat(3_000)}`],
  ])('none: %s', (_, abstract) => {
    expect(abstractLinks(abstract)).toEqual([]);
  });

  test('the first of each, code before project', () => {
    expect(
      abstractLinks(
        'Page: https://x.github.io, code https://github.com/a/b; https://github.com/c/d, https://y.github.io',
      ),
    ).toEqual([...code('https://github.com/a/b'), ...project('https://x.github.io/')]);
    expect(abstractLinks(null)).toEqual([]);
  });

  test('what the dump states wins', () => {
    const stated = code('https://github.com/stated/one') as Parameters<typeof withAbstractLinks>[0];
    expect(withAbstractLinks(stated, 'https://github.com/a/b https://x.github.io')).toEqual([
      ...stated,
      ...project('https://x.github.io/'),
    ]);
  });

  test('any text: only clean http(s) addresses, at most one of each', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'https://',
        'http://',
        'github.com/',
        'a.github.io/',
        '(',
        ')',
        '{',
        '\\',
        '\\_',
        '.',
        'code ',
        '%',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const links = abstractLinks(pieces.join(''));
        expect(new Set(links.map((link) => link.rel)).size).toBe(links.length);
        for (const { url } of links) expect(new URL(url).protocol).toMatch(/^https?:$/);
      }),
    );
  });
});

describe('arXiv ids', () => {
  test.each([
    ['https://arxiv.org/abs/2602.01785v2', '2602.01785'],
    ['http://arxiv.org/abs/2602.01785v1', '2602.01785'],
    ['https://arxiv.org/pdf/2602.01785v2.pdf', '2602.01785'],
    ['https://arxiv.org/html/2602.01785/', '2602.01785'],
    ['https://export.arxiv.org/abs/cs.CL/0601001', 'cs.CL/0601001'],
    ['https://ar5iv.labs.arxiv.org/html/2602.01785', '2602.01785'],
    ['https://huggingface.co/papers/2602.01785#community', '2602.01785'],
    ['https://hf.barry1.top/papers/2602.01785v3?x=1', '2602.01785'],
    ['https://doi.org/10.48550/arXiv.2602.01785', '2602.01785'],
    ['https://huggingface.co/papers', null],
    ['https://huggingface.co/lab/2602.01785', null],
    ['https://arxiv.org/list/cs.CL/2602', null],
    ['https://arxiv.org/abs/2613.01785', null],
    ['https://notarxiv.org/abs/2602.01785', null],
    ['https://example.org/abs/2602.01785', null],
    ['/papers/2602.01785', null],
    ['javascript:alert(1)', null],
  ])('%s', (url, id) => {
    expect(arxivIdOf(url)).toBe(id);
  });

  test.each([
    ['2602.01785', '2602.01785'],
    [' arXiv:2602.01785v12 ', '2602.01785'],
    ['0704.0001', '0704.0001'],
    ['hep-th/9901001v2', 'hep-th/9901001'],
    ['2602.017856', null],
    ['', null],
  ])('%s', (text, id) => {
    expect(readArxivId(text)).toBe(id);
  });
});
