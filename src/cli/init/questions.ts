import { createInterface } from 'node:readline/promises';
import { readTopic, type TopicAnswer } from './topics.ts';

/** Ctrl-C, or the end of the input, before all was answered. */
export class Unanswered extends Error {
  readonly interrupted: boolean;
  constructor(interrupted: boolean) {
    super(interrupted ? 'interrupted' : 'the input ended');
    this.interrupted = interrupted;
  }
}

/** Asks one question. @returns the answer without spaces around it. @throws Unanswered */
export type Ask = (question: string) => Promise<string>;

/** Asks on a terminal. What is asked goes to stderr, for stdout is for the result. */
export function openTerminal(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): { ask: Ask; close(): void } {
  const lines = createInterface({ input, output, terminal: 'isTTY' in input && input.isTTY === true });
  let ended = false;
  const end = new AbortController();
  lines.on('SIGINT', () => end.abort(new Unanswered(true)));
  // Lines that came before the end are still answers; only a question after the last one has none.
  lines.on('close', () => {
    ended = true;
    if (!end.signal.aborted) end.abort(new Unanswered(false));
  });
  return {
    async ask(question) {
      if (ended) throw end.signal.reason;
      try {
        return (await lines.question(question, { signal: end.signal })).trim();
      } catch {
        throw end.signal.reason ?? new Unanswered(false);
      }
    },
    close: () => lines.close(),
  };
}

/**
 * Asks for topics, one a line, until an empty one.
 * @param trouble what is wrong with a topic, or `null`.
 */
export async function askTopics(
  ask: Ask,
  say: (text: string) => void,
  trouble: (topics: readonly TopicAnswer[]) => string | null,
): Promise<TopicAnswer[]> {
  say('What do you want to read about? A heading, a colon, and keywords with commas, for instance');
  say('  Reward models: reward model, reward hacking, RLHF');
  const topics: TopicAnswer[] = [];
  for (;;) {
    const text = await ask(topics.length === 0 ? 'Topic: ' : 'Another topic (Enter: that is all): ');
    if (text === '' && topics.length > 0) return topics;
    const topic = readTopic(text);
    const problem = topic === null ? 'at least one keyword is needed' : trouble([...topics, topic]);
    if (problem === null) topics.push(topic!);
    else say(`  ${problem}`);
  }
}

/** Asks until the answer is good. An empty one means the default. */
export async function askText(
  ask: Ask,
  say: (text: string) => void,
  { question, fallback, trouble }: { question: string; fallback: string; trouble(text: string): string | null },
): Promise<string> {
  for (;;) {
    const text = (await ask(`${question} [${fallback}]: `)) || fallback;
    const problem = trouble(text);
    if (problem === null) return text;
    say(`  ${problem}`);
  }
}

/** Asks yes or no; Enter means no. */
export const askYes = async (ask: Ask, question: string): Promise<boolean> =>
  /^y(?:es)?$/i.test(await ask(`${question} [y/N]: `));
