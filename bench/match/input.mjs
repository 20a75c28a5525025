// What the benchmark matches: papers, and subscribers whose terms are n-grams of them, drawn by Zipf's law.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseText } from '../../dist/parse/parse.js';
import { seeded } from '../random.mjs';

function filesOf(root) {
  if (root === undefined || root === '')
    return readdirSync('dumps')
      .sort()
      .map((name) => join('dumps', name));
  return ['text', 'api'].flatMap((folder) => {
    const path = join(root, folder);
    return existsSync(path)
      ? readdirSync(path)
          .sort()
          .map((name) => join(path, name))
      : [];
  });
}

/**
 * Words spelled anew, each distinct one as five consonants. Full-text engines divide, fold and inflect words each in its way; over such
 * words all of them agree, so that hits can be compared exactly, and frequencies and neighbours are still those of real papers.
 */
function speller() {
  const letters = 'bcdfghjklmnpqrtv';
  const known = new Map();
  return (word) => {
    let spelled = known.get(word);
    if (spelled === undefined) {
      // A bijection of 20 bits, so that words of neighbouring numbers share no beginning.
      const n = (known.size * 0x5bd1f + 0x2f3a1) & 0xfffff;
      spelled = '';
      for (let i = 0; i < 5; i++) spelled += letters[(n >> (4 * i)) & 15];
      known.set(word, spelled);
    }
    return spelled;
  };
}

/** A hundred papers and the n-grams of all. `real`: as they are printed; otherwise spelled anew. */
export function load({ real = false, papers: most = 100 } = {}) {
  const seen = new Map();
  for (const path of filesOf(process.env.PAPERBOY_REAL_DUMPS)) {
    for (const { title, abstract } of parseText(readFileSync(path, 'utf8'), path).file.papers) {
      if (!seen.has(title)) seen.set(title, { title, abstract: abstract ?? '' });
    }
  }
  const spell = speller();
  const words = (text) => text.toLowerCase().match(/[a-z]{2,}/g) ?? [];
  const all = [...seen.values()].map(({ title, abstract }) => {
    if (real) return { title, abstract };
    return { title: words(title).map(spell).join(' '), abstract: words(abstract).map(spell).join(' ') };
  });
  const counts = new Map();
  for (const { title, abstract } of all) {
    for (const text of [title, abstract]) {
      const list = words(text);
      for (let i = 0; i < list.length; i++) {
        for (let n = 1; n <= 3 && i + n <= list.length; n++) {
          const gram = list.slice(i, i + n).join(' ');
          counts.set(gram, (counts.get(gram) ?? 0) + 1);
        }
      }
    }
  }
  // The hundred most frequent words are those of grammar, which nobody asks for.
  const grams = [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([gram]) => gram)
    .slice(100, 50_100);
  const papers = all.slice(0, most);
  return { papers, grams };
}

/** Subscribers with eight terms each. `or`: any of eight; `boolean`: any of five, one that must be there, two that must not, a stem. */
export function* subscribers(count, mode, grams) {
  const random = seeded(20_261_127);
  const total = Math.log(grams.length);
  const draw = () => grams[Math.min(grams.length - 1, Math.floor(Math.exp(random() * total)) - 1)];
  const common = () => grams[Math.floor(random() * 300)];
  for (let id = 0; id < count; id++) {
    if (mode === 'or') {
      yield { any: [draw(), draw(), draw(), draw(), draw(), draw(), draw(), draw()], all: [], none: [] };
    } else {
      const stem = `${draw().split(' ')[0].slice(0, 4)}*`;
      yield { any: [draw(), draw(), draw(), draw(), stem], all: [common()], none: [draw(), draw()] };
    }
  }
}

/** The same as a query in each language. */
export const languages = {
  paperboy: ({ any, all, none }) => {
    const term = (text) => (text.includes(' ') ? `"${text}"` : text);
    return [`(${any.map(term).join(' OR ')})`, ...all.map(term), ...none.map((text) => `-${term(text)}`)].join(' ');
  },
  fts5: ({ any, all, none }) => {
    const term = (text) => (text.endsWith('*') ? `"${text.slice(0, -1)}"*` : `"${text}"`);
    const wanted = [`(${any.map(term).join(' OR ')})`, ...all.map(term)].join(' AND ');
    return none.length === 0 ? wanted : `(${wanted}) NOT (${none.map(term).join(' OR ')})`;
  },
  tsquery: ({ any, all, none }) => {
    const term = (text) => (text.endsWith('*') ? `${text.slice(0, -1)}:*` : `(${text.split(' ').join(' <-> ')})`);
    return [`(${any.map(term).join(' | ')})`, ...all.map(term), ...none.map((text) => `!${term(text)}`)].join(' & ');
  },
};
