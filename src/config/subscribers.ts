import type { Diagnostic, Subscription } from '../model/index.ts';
import { checkAddress } from '../model/mailbox.ts';
import type { Loaded } from './load-subscriptions.ts';
import { subscriptionIn } from './subscriptions.ts';
import { readYaml, type YamlFile } from './yaml.ts';

/** The variable, and the name under which it is reported. */
const NAME = 'PAPERBOY_SUBSCRIBERS';

/** The address of a subscription that has a file, or a whole subscription. */
type Entry = { id: string; wrong: (message: string) => Diagnostic } & (
  | { address: string }
  | { subscription: Subscription }
);

/** What the secret says. */
interface Subscribers {
  entries: Entry[];
  /** Ids of subscriptions in it that have errors: what is there of theirs stays. */
  unread: string[];
  diagnostics: Diagnostic[];
}

/**
 * Reads `PAPERBOY_SUBSCRIBERS`: addresses by subscription, and whole subscriptions, in one secret.
 *
 * ```yaml
 * ada: ada@example.org
 * ben:
 *   address: ben@example.org
 *   topics: { Agents: [agent, tool use] }
 * ```
 * JSON is YAML, too. Diagnostics name the place in the secret, and repeat nothing of it that could be an address.
 */
export function readSubscribers(text: string): Subscribers {
  const unread: string[] = [];
  const taken = new Set<string>();
  // Of Windows line ends whose last line feed was cut off, as shells do, a carriage return is left.
  const { yaml, diagnostics } = readYaml(text.replace(/\r$/, ''), NAME, 'subscribers-invalid');
  if (yaml === null) return { entries: [], unread, diagnostics };
  if (typeof yaml.value !== 'object' || yaml.value === null || Array.isArray(yaml.value)) {
    const message = 'there must be an address, or a subscription, for each id';
    const expected = 'lines such as ada: ada@example.org';
    return { entries: [], unread, diagnostics: [yaml.report('subscribers-invalid', [], { message, expected })] };
  }
  const entries = Object.entries(yaml.value).flatMap(([key, value]): Entry[] => {
    const report = (message: string) => yaml.report('subscribers-invalid', [key], { message }, true);
    const wrong = (message: string): [] => {
      diagnostics.push(report(message));
      return [];
    };
    // Two spellings of one id are two entries to YAML. Which of two addresses is meant is not guessed: the first counts.
    const first = (entry: Entry): Entry[] => {
      if (taken.has(entry.id)) return wrong(`the id ${entry.id} stands here twice`);
      taken.add(entry.id);
      return [entry];
    };
    const id = key.toLowerCase();
    if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(id)) return wrong('this is not the id of a subscription');
    if (typeof value === 'string') {
      const gate = checkAddress(value);
      return gate.ok ? first({ id, wrong: report, address: gate.value }) : wrong(`the address of ${id} ${gate.reason}`);
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return wrong(`${id} must have an address or a subscription`);
    }
    const found = subscriptionIn(within(yaml, key), NAME, id, []);
    diagnostics.push(...found.diagnostics);
    const { subscription } = found;
    if (subscription !== null) return first({ id: subscription.id, wrong: report, subscription });
    unread.push(id);
    return [];
  });
  return { entries, unread, diagnostics };
}

/** One entry of a file as if it were a file of its own. */
const within = (yaml: YamlFile, key: string): YamlFile => ({
  value: (yaml.value as Record<string, unknown>)[key],
  report: (code, path, detail, atKey) => yaml.report(code, [key, ...path], detail, atKey),
});

/**
 * The subscriptions of files, with what the secret adds. An address in the secret is used in place of that in the file, which may
 * name a variable that nobody set. @param text empty: nothing is added.
 */
export function withSubscribers(loaded: Loaded, text: string): Loaded {
  if (text === '') return loaded;
  const { entries, unread, diagnostics } = readSubscribers(text);
  const subscriptions = [...loaded.subscriptions];
  for (const entry of entries) {
    const at = subscriptions.findIndex(({ id }) => id === entry.id);
    if ('subscription' in entry) {
      if (at === -1 && !loaded.unread.includes(entry.id)) subscriptions.push(entry.subscription);
      else diagnostics.push(entry.wrong(`there is a file for ${entry.id}, so here only its address can be given`));
    } else if (at !== -1) {
      subscriptions[at] = { ...subscriptions[at]!, address: { kind: 'literal', address: entry.address } };
    } else if (!loaded.unread.includes(entry.id)) {
      diagnostics.push(entry.wrong(`there is no subscription ${entry.id} that the address could be for`));
    }
  }
  return { subscriptions, unread: [...loaded.unread, ...unread], diagnostics: [...loaded.diagnostics, ...diagnostics] };
}
