import { createHash } from 'node:crypto';
import { greekNames } from '../model/greek.ts';

/** Letters that Unicode's compatibility decomposition leaves alone, and signs that carry the meaning of a name. */
const transliterations: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
  ...greekNames,
  // Looks and sounds like the Latin letter.
  ο: 'o',
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  і: 'i',
  є: 'ye',
  '+': '-plus-',
  '#': '-sharp-',
  '&': '-and-',
  '@': '-at-',
  '%': '-percent-',
};

const longest = 60;
/** Names that Windows does not allow for a folder; the published tree must survive a checkout there. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * A folder name for a name: lower-case ASCII letters, digits and single hyphens, 1 to 60 characters, so never empty
 * and never `..`. A name with nothing to transliterate (`强化学习`) becomes `topic-` and a hash of it, which a
 * change to other names does not touch.
 */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\x00-\x7f]|[+#&@%]/gu, (character) => transliterations[character] ?? '-')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest + 1)
    .replace(/^-+|-+$/g, '');
  const slug =
    plain.length > longest
      ? plain.slice(0, plain.lastIndexOf('-') > longest / 2 ? plain.lastIndexOf('-') : longest)
      : plain;
  return slug === '' || reserved.test(slug) ? `${slug || 'topic'}-${hash(name)}` : slug;
}

/**
 * A slug for each of the names, all different. Where two names fall together, the first given keeps the plain slug and
 * the others get a hash of their own name, so that the address of a feed does not depend on how many collide.
 */
export function slugsOf(names: Iterable<string>): Map<string, string> {
  const slugs = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of names) {
    if (slugs.has(name)) continue;
    let slug = slugOf(name);
    for (let length = 8; taken.has(slug); length += 8) {
      slug = `${slugOf(name)
        .slice(0, longest - length - 1)
        .replace(/-$/, '')}-${hash(name, length)}`;
    }
    taken.add(slug);
    slugs.set(name, slug);
  }
  return slugs;
}

function hash(name: string, length = 8): string {
  return createHash('sha256').update(name).digest('hex').slice(0, length);
}
