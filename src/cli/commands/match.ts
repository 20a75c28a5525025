import type { Argv } from 'yargs';
import { type Command, type CommonArguments, commonOptions, dayOption, nowOption } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import { paint, print, printDiagnostics, printJson } from '../terminal.ts';
import { type TopicArguments, topicOptions, topicsOf } from '../topics.ts';

interface MatchArguments extends CommonArguments, TopicArguments {
  dump: string[];
  abbreviations: boolean;
}

export const matchCommand = {
  command: 'match <dump..>',
  describe: 'Show which papers of dumps match keywords, a query or a subscription, and why',
  builder: (args: Argv) =>
    args
      .positional('dump', { type: 'string', array: true, describe: 'Files or folders; - for standard input' })
      .options(topicOptions)
      .option('abbreviations', {
        type: 'boolean',
        default: true,
        describe:
          'LLM finds "large language model" and back, as the dumps define it; --no-abbreviations switches it off',
      })
      .options(commonOptions),
  examples: [
    ['match dumps --any DPO --any "reward model" --none survey', 'one of two phrases, and not a third'],
    [`match dumps --query '"reward model" AND NOT title:survey'`, 'a query'],
    ['match dumps --subscription subscriptions/ada.yaml', 'what the topics of a subscription find'],
  ],
  docs: 'matching.md',
  exits: [0, 2, 3],
  run: match,
} satisfies Command;

async function match(argv: MatchArguments): Promise<ExitCode> {
  const { readSources } = await import('../../fetch/files.ts');
  const { parseSources } = await import('../../pipeline/parse.ts');
  const { checkTopics, distinctPapers, findPapers } = await import('../../pipeline/inspect.ts');
  const date = dayOption('date', argv.date);
  const now = nowOption(argv.now);
  const { topics, queries = [] } = await topicsOf(argv);
  checkTopics(topics, queries);
  const sources = await readSources(argv.dump);
  const dumps = parseSources(sources, { now, date });
  const papers = distinctPapers(dumps);
  const { abbreviations } = argv;
  const found = findPapers(topics, papers, { now, queries, abbreviations });
  const matches = found.map(({ title, arxivId, topic, score, spans }) => ({ title, arxivId, topic, score, spans }));
  const all = dumps.flatMap((dump) => dump.diagnostics);
  if (argv.json) printJson({ schema: 'paperboy.match/1', matches });
  else {
    for (const { title, topic, score, clause } of found) {
      print(`${score.toFixed(2).padStart(6)}  ${paint('bold', title)}\n        ${topic}: ${clause}`);
    }
    print(`${new Set(matches.map((found) => found.title)).size} of ${papers.length} papers match`);
  }
  printDiagnostics(all);
  return all.some((problem) => problem.severity === 'error') ? 3 : 0;
}
