import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from './inputs.ts';

/** An address that must not leave the runner, and whose it is. */
export interface Protected {
  address: string;
  /** The id of a subscription. */
  owner: string;
}

const addresses = /[^\s"'<>,;:()[\]{}|]+@[^\s"'<>,;:()[\]{}|@]+/g;
const found = (text: string): string[] => (text.match(addresses) ?? []).map((each) => each.replace(/[.]+$/, ''));

/**
 * The addresses of the subscribers: in `PAPERBOY_SUBSCRIBERS`, in the variables that files of subscriptions name, and in the
 * files. Read by their look and not by the parsers, so that also what these refuse is protected.
 */
export async function protectedAddresses(folder: string, env: Environment): Promise<Protected[]> {
  const all: Protected[] = [];
  const named = (text: string): string[] => [...text.matchAll(/env:(\w+)/g)].map(([, name]) => env[name!] ?? '');
  let owner = 'PAPERBOY_SUBSCRIBERS';
  for (const line of (env.PAPERBOY_SUBSCRIBERS ?? '').split(/\r\n|\r|\n/)) {
    // `ada: ada@example.org`, or `ada:` with the address below it; in JSON all stands in one line.
    owner = /^["']?(?!address\b)([a-z0-9][\w.-]{0,63})["']?\s*:/i.exec(line)?.[1] ?? owner;
    for (const address of found([line, ...named(line)].join('\n'))) {
      all.push({ address, owner: nameBefore(line, address) ?? owner });
    }
  }
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => /\.ya?ml$/i.test(each))) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => '');
    const id = name.replace(/\.ya?ml$/i, '').toLowerCase();
    for (const address of found([text, ...named(text)].join('\n'))) all.push({ address, owner: id });
  }
  return all.filter(({ address }, index) => all.findIndex((each) => each.address === address) === index);
}

/** In `{"ada": "ada@example.org", ...}` the key right before an address. */
const nameBefore = (line: string, address: string): string | null =>
  /["']([a-z0-9][\w.-]{0,63})["']\s*:\s*["']?$/i.exec(line.slice(0, line.indexOf(address)))?.[1] ?? null;

/** A search for addresses in any form in which they could be read again. */
export function addressSearch(all: readonly Protected[]): (content: Buffer | string) => Protected[] {
  const needles = all.map((one) => ({
    one,
    plain: one.address.toLowerCase(),
    encoded: [one.address, one.address.toLowerCase()].flatMap((text) => inBase64(text)),
  }));
  return (content) => {
    if (needles.length === 0) return [];
    const text = typeof content === 'string' ? content : content.toString('latin1');
    const forms = [text.toLowerCase()];
    // Twice, for one encoding may be inside another; the last without the line breaks of quoted-printable.
    for (let round = 0; round < 2; round++) forms.push(decoded(forms.at(-1)!));
    forms.push(
      decoded(
        text
          .replace(/=\r?\n/g, '')
          .replace(/=([\da-f]{2})/gi, '%$1')
          .toLowerCase(),
      ),
    );
    const joined = text.replace(/[\r\n]+/g, '');
    return needles
      .filter(
        ({ plain, encoded }) =>
          forms.some((form) => form.includes(plain)) || encoded.some((part) => joined.includes(part)),
      )
      .map(({ one }) => one);
  };
}

/** A text with `***` in place of addresses, or `null` when it has one in a form that cannot be taken out. */
export function withoutAddresses(text: string, all: readonly Protected[]): string | null {
  const plain = all.map(({ address }) => address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const left = plain.reduce((shorter, each) => shorter.replace(new RegExp(each, 'gi'), '***'), text);
  return addressSearch(all)(left).length === 0 ? left : null;
}

const named: Record<string, string> = {
  commat: '@',
  period: '.',
  plus: '+',
  lowbar: '_',
  hyphen: '-',
  dash: '-',
  amp: '&',
};

/** Text in small letters without percent-, entity- and backslash-encoding of ASCII characters. */
function decoded(text: string): string {
  const character = (code: number, whole: string) => (code < 128 ? String.fromCharCode(code).toLowerCase() : whole);
  return text
    .replace(/%([\da-f]{2})/g, (whole, hex) => character(Number.parseInt(hex, 16), whole))
    .replace(/\\(?:u00|x)([\da-f]{2})/g, (whole, hex) => character(Number.parseInt(hex, 16), whole))
    .replace(/&#x0*([\da-f]{2});?/g, (whole, hex) => character(Number.parseInt(hex, 16), whole))
    .replace(/&#0*(\d{2,3});?/g, (whole, digits) => character(Number(digits), whole))
    .replace(/&(\w{3,6});/g, (whole, name) => named[name] ?? whole);
}

/** What base64 makes of a text, for each place within three bytes at which it can begin; the ends depend on what is around. */
function inBase64(text: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
    const certain = whole.slice(shift === 0 ? 0 : 4);
    // Of a very short address too little is certain: it would be found everywhere.
    return certain.length < 8 ? [] : [certain, certain.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
