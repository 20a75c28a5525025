import { UserError } from '../diagnostic/index.ts';
import type { Subscription } from '../model/index.ts';
import { listOption, usage } from './command.ts';

/** Options by which a command is told what to look for. */
export const topicOptions = {
  any: {
    group: 'What to look for',
    type: 'string',
    requiresArg: true,
    describe: 'A keyword or phrase; one of them suffices',
  },
  all: {
    group: 'What to look for',
    type: 'string',
    requiresArg: true,
    describe: 'A keyword or phrase that must be there',
  },
  none: {
    group: 'What to look for',
    type: 'string',
    requiresArg: true,
    describe: 'A keyword or phrase that must not be there',
  },
  query: {
    group: 'What to look for',
    type: 'string',
    requiresArg: true,
    describe: 'A query in the profile language; with keywords, both must match',
  },
  subscription: {
    group: 'What to look for',
    type: 'string',
    requiresArg: true,
    describe: 'Take the topics of this file',
  },
} as const;

export interface TopicArguments {
  any?: string | string[];
  all?: string | string[];
  none?: string | string[];
  query?: string;
  subscription?: string;
}

/** The topics of a file, or the one that keywords and a query make. @throws UserError (exit 2) when neither or both are given. */
export async function topicsOf(argv: TopicArguments): Promise<Pick<Subscription, 'topics' | 'queries'>> {
  const [any, all, none] = [listOption(argv.any), listOption(argv.all), listOption(argv.none)];
  const query = argv.query ?? null;
  const stated = any.length + all.length + none.length > 0 || query !== null;
  if (argv.subscription === undefined) {
    if (!stated) throw usage('nothing to match', '--any, --all, --query or --subscription');
    return { topics: [{ name: 'command line', any, all, none, query }] };
  }
  if (stated) throw usage('--subscription goes without keywords and --query');
  const { readSubscription } = await import('../config/load-subscriptions.ts');
  const { subscription, diagnostics } = await readSubscription(argv.subscription);
  if (subscription === null) throw new UserError(diagnostics, 2);
  return subscription;
}
