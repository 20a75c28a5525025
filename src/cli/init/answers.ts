import { parseSubscription } from '../../config/subscriptions.ts';
import { checkName } from '../../model/mailbox.ts';
import { usage } from '../command.ts';
import type { InitArguments } from '../commands/init.ts';
import { type Ask, askText, askTopics, askYes } from './questions.ts';
import type { Answers } from './scaffold.ts';
import { subscriptionText } from './texts.ts';
import { readTopic, sampleTopics, type TopicAnswer } from './topics.ts';

/** What the answers depend on besides a person. */
export interface Circumstances {
  siteUrl: string | null;
  /** The action that a workflow can use; `null`: there is none. */
  action: string | null;
  /** Whether the folder has a workflow that runs Paperboy already. */
  running: boolean;
}

/** Asks a person; `say` shows a line that is no question. */
export interface Person {
  ask: Ask;
  say(text: string): void;
}

/**
 * Answers from the flags, then from a person, then defaults.
 * @param person `null`: nobody can be asked.
 * @throws UserError (exit 2) when a flag is wrong, or an answer that has no default is missing; `Unanswered`.
 */
export async function answersOf(
  argv: InitArguments,
  given: readonly string[],
  circumstances: Circumstances,
  person: Person | null,
): Promise<Answers> {
  const refuse = (flag: string, problem: string | null): void => {
    if (problem !== null) throw usage(`${flag} cannot be used: ${problem}`);
  };
  const topics = given.map((text) => readTopic(text) ?? { name: '', keywords: [] });
  if (topics.some(({ keywords }) => keywords.length === 0)) refuse('--topics', 'at least one keyword is needed');
  if (topics.length > 0) refuse('--topics', topicTrouble(topics));
  if (argv.name !== undefined) refuse('--name', nameTrouble(argv.name));
  if (argv.id !== undefined) refuse('--id', idTrouble(argv.id));
  if (topics.length === 0 && person === null && !argv.yes) {
    throw usage(
      'nobody can be asked here, and --topics is missing',
      '--topics "Reward models: reward model, RLHF", or --yes for a sample',
    );
  }
  const chosen =
    topics.length > 0 ? topics : person === null ? sampleTopics : await askTopics(person.ask, person.say, topicTrouble);
  const name = argv.name ?? (await nameFrom(person));
  const id = argv.id ?? idFrom(name);
  return {
    id,
    name,
    topics: chosen,
    siteUrl: circumstances.siteUrl,
    action: await actionFor(argv, circumstances, person),
  };
}

const nameFrom = async (person: Person | null): Promise<string> =>
  person === null
    ? 'Me'
    : askText(person.ask, person.say, { question: 'Your name', fallback: 'Me', trouble: nameTrouble });

async function actionFor(
  { workflow }: InitArguments,
  { action, running }: Circumstances,
  person: Person | null,
): Promise<string | null> {
  if (workflow !== undefined) return workflow ? action : null;
  // Who has one already, or cannot have one, is not asked.
  if (person === null || action === null || running) return null;
  return (await askYes(person.ask, 'Run it on GitHub every day?')) ? action : null;
}

/** What a subscription with these topics would be refused for. */
function topicTrouble(topics: readonly TopicAnswer[]): string | null {
  const { diagnostics } = parseSubscription(subscriptionText({ id: 'me', name: 'Me', topics }, 'x'), 'me.yaml');
  return diagnostics.find(({ severity }) => severity === 'error')?.message ?? null;
}

function nameTrouble(text: string): string | null {
  // It goes into a file that may be public, and an address must not.
  if (text.includes('@')) return 'a name is needed here, and not an address';
  const gate = checkName(text.trim());
  return gate.ok ? null : `the name ${gate.reason}`;
}

const idTrouble = (text: string): string | null =>
  /^[a-z0-9][a-z0-9._-]{0,63}$/.test(text)
    ? null
    : 'an id has 1 to 64 lower-case letters, digits, ".", "_" or "-", the first a letter or a digit';

/** `Grace Hopper` as `grace-hopper`; a name without such letters is `me`. */
function idFrom(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const id = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return id.slice(0, 64) || 'me';
}
