import { open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { diagnostic } from '../diagnostic/index.ts';
import type { Address, Diagnostic, Subscription } from '../model/index.ts';
import { checkAddress, checkName } from '../model/mailbox.ts';
import { issuesOf } from './issues.ts';
import { readRhythm } from './rhythm.ts';
import { subscriptionWithList, subscriptionWithMap } from './subscription-schema.ts';
import { readTopics } from './topics.ts';
import { maxBytes, readYaml, type YamlFile } from './yaml.ts';

/**
 * Reads one subscription. With any error there is no subscription, for a half-read one would send the wrong papers;
 * warnings do not prevent it. No diagnostic repeats an address.
 * @param text the YAML.
 * @param source the file's path as given; its stem is the default id.
 */
export function parseSubscription(
  text: string,
  source: string,
): { subscription: Subscription | null; diagnostics: Diagnostic[] } {
  const { yaml, diagnostics } = readYaml(text, source);
  if (yaml === null) return { subscription: null, diagnostics };
  const raw = yaml.value as { topics?: unknown } | null;
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    const message = 'a subscription consists of fields with values; at least `topics` is needed';
    return { subscription: null, diagnostics: [yaml.report('subscription-invalid', [], { message })] };
  }
  const inShort = typeof raw.topics === 'object' && raw.topics !== null && !Array.isArray(raw.topics);
  const result = inShort ? v.safeParse(subscriptionWithMap, raw) : v.safeParse(subscriptionWithList, raw);
  if (!result.success) return { subscription: null, diagnostics: issuesOf(result.issues, yaml) };
  const fields = result.output;

  const invalid = (path: string[], message: string, expected?: string) =>
    diagnostics.push(yaml.report('subscription-invalid', path, { message, ...(expected ? { expected } : {}) }));
  const id = (fields.id ?? basename(source).replace(/\.ya?ml$/i, '')).toLowerCase();
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(id)) {
    invalid(
      [],
      'the name of the file cannot serve as an id',
      'an `id`, or a name of letters, digits, ".", "_" and "-"',
    );
  }
  const name = fields.name === undefined ? null : checkName(fields.name);
  if (name !== null && !name.ok) invalid(['name'], `"name" ${name.reason}`);
  const locale = canonicalLocale(fields.locale);
  if (locale === null) invalid(['locale'], '"locale" is not a language tag', 'a BCP 47 tag such as en or de-AT');
  const address = fields.address === undefined ? null : readAddress(fields.address, yaml, diagnostics);
  const { topics, queries } = readTopics(fields.topics, fields.queries ?? {}, yaml, diagnostics);
  const rhythm = readRhythm(fields, (field, message) => invalid([field], `"${field}" ${message}`));
  if (diagnostics.some(({ severity }) => severity === 'error')) return { subscription: null, diagnostics };

  const subscription: Subscription = {
    id,
    name: name?.ok ? name.value : null,
    address,
    topics,
    ...(queries.length > 0 ? { queries } : {}),
    cadence: fields.cadence,
    maxPapers: fields['max-papers'],
    maxAgeDays: fields['max-age-days'],
    changes: [...new Set(fields.changes)],
    backfill: fields.backfill,
    public: fields.public,
    locale: locale ?? 'en',
    ...(fields.thread ? { thread: true } : {}),
    ...rhythm,
    source,
  };
  return { subscription, diagnostics };
}

function readAddress(text: string, yaml: YamlFile, diagnostics: Diagnostic[]): Address | null {
  const variable = /^(?:env|secret):(.*)$/s.exec(text);
  if (variable !== null) {
    const name = variable[1] ?? '';
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return { kind: 'env', name };
    const message = 'the name after "env:" is not that of an environment variable';
    diagnostics.push(
      yaml.report('subscription-invalid', ['address'], { message, expected: 'for instance env:MY_ADDRESS' }),
    );
    return null;
  }
  const address = checkAddress(text);
  if (address.ok) return { kind: 'literal', address: address.value };
  const expected = 'one plain e-mail address, or env:NAME';
  diagnostics.push(yaml.report('address-invalid', ['address'], { message: `the address ${address.reason}`, expected }));
  return null;
}

function canonicalLocale(tag: string): string | null {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    if (canonical === undefined) return null;
    new Intl.DateTimeFormat(canonical);
    return canonical;
  } catch {
    return null;
  }
}

/**
 * Reads every `*.yaml` and `*.yml` of a folder, in the order of their names. A broken file is reported and the others
 * are loaded all the same, and the ids by which its file would be known stand in `unread`; of two files with one id the first counts. Hidden files and subfolders are left alone.
 */
export async function loadSubscriptions(
  folder: string,
): Promise<{ subscriptions: Subscription[]; unread: string[]; diagnostics: Diagnostic[] }> {
  const subscriptions: Subscription[] = [];
  const unread: string[] = [];
  const diagnostics: Diagnostic[] = [];
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => /^[^.].*\.ya?ml$/i.test(name)).sort();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const message =
      code === 'ENOENT'
        ? 'there is no folder of subscriptions, so nobody gets a digest'
        : `the folder of subscriptions cannot be read: ${code}`;
    // No folder means no subscribers: the feeds of everything are made all the same.
    const severity = code === 'ENOENT' ? 'warning' : 'error';
    return {
      subscriptions,
      unread,
      diagnostics: [diagnostic('subscription-unreadable', { message, file: folder, severity })],
    };
  }
  const taken = new Map<string, string>();
  for (const name of names) {
    const source = join(folder, name);
    const text = await readText(source);
    if (typeof text !== 'string') {
      diagnostics.push(text);
      unread.push(stemOf(name));
      continue;
    }
    const { subscription, diagnostics: found } = parseSubscription(text, source);
    diagnostics.push(...found);
    if (subscription === null) {
      unread.push(stemOf(name));
      continue;
    }
    const other = taken.get(subscription.id);
    if (other !== undefined) {
      const message = `the id "${subscription.id}" is taken by ${other}`;
      diagnostics.push(diagnostic('subscription-duplicate', { message, file: source }));
      continue;
    }
    taken.set(subscription.id, source);
    subscriptions.push(subscription);
  }
  return { subscriptions, unread, diagnostics };
}

/** Reads one file. @throws never; a file that cannot be read gives a diagnostic. */
export async function readSubscription(
  source: string,
): Promise<{ subscription: Subscription | null; diagnostics: Diagnostic[] }> {
  const text = await readText(source);
  return typeof text === 'string' ? parseSubscription(text, source) : { subscription: null, diagnostics: [text] };
}

const stemOf = (name: string): string => name.replace(/\.ya?ml$/i, '').toLowerCase();

async function readText(source: string): Promise<string | Diagnostic> {
  const unreadable = (message: string) => diagnostic('subscription-unreadable', { message, file: source });
  try {
    const file = await open(source, 'r');
    try {
      if (!(await file.stat()).isFile()) return unreadable('this is not a file');
      // One byte more than allowed is enough to know, however large the file is.
      const { buffer, bytesRead } = await file.read(Buffer.alloc(maxBytes + 1), 0, maxBytes + 1, 0);
      if (bytesRead > maxBytes) return unreadable(`the file is larger than ${maxBytes / 1024} KB`);
      return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return unreadable(
      code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'the file is not UTF-8' : `cannot be read: ${code}`,
    );
  }
}
