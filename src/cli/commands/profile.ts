import type { Argv } from 'yargs';
import { type Command, usage } from '../command.ts';
import type { ProfileReport } from '../documents.ts';
import type { ExitCode } from '../exit.ts';
import { type Bar, svgHistogram, textHistogram } from '../histogram.ts';
import { paint, print, printJson } from '../terminal.ts';
import { type TopicArguments, topicOptions, topicsOf } from '../topics.ts';

interface ProfileArguments extends TopicArguments {
  action: 'test';
  file?: string;
  state?: string;
  svg?: string;
  json: boolean;
}

export const profileCommand = {
  command: 'profile <action> [file]',
  describe: 'Test a profile on the archive: how many papers, which terms bring them, what to add or exclude',
  builder: (args: Argv) =>
    args
      .positional('action', { choices: ['test'] as const, describe: 'What to do with the profile' })
      .positional('file', { type: 'string', describe: 'A subscription; or give keywords or a query' })
      .options(topicOptions)
      .option('state', { type: 'string', requiresArg: true, describe: 'The archive; default: out/state' })
      .option('svg', {
        type: 'string',
        requiresArg: true,
        describe: 'Write the histogram of the first topic to this file',
      })
      .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document on stdout' }),
  examples: [
    ['profile test subscriptions/ada.yaml', 'how its topics would have done'],
    [`profile test --query '"reward model" -survey'`, 'how a query would have done'],
  ],
  docs: 'matching.md',
  exits: [0, 2, 5],
  run: profile,
} satisfies Command;

async function profile(argv: ProfileArguments): Promise<ExitCode> {
  const { settingsOf } = await import('../settings.ts');
  const { openArchive } = await import('../state.ts');
  const { checkTopics } = await import('../../pipeline/inspect.ts');
  const { testProfile } = await import('../../pipeline/profile.ts');
  const { profileDocument } = await import('../documents.ts');
  const subscription = argv.file ?? argv.subscription;
  const { topics, queries = [] } = await topicsOf(subscription === undefined ? argv : { ...argv, subscription });
  checkTopics(topics, queries);
  const { outDir } = settingsOf({});
  const archive = (await openArchive(argv.state ?? outDir)).archive();
  const report = testProfile(archive, topics, queries);
  if (argv.svg !== undefined) await writePicture(argv.svg, report.topics[0]!);
  if (argv.json) printJson(profileDocument(report));
  else for (const topic of report.topics) show(topic);
  return 0;
}

const barsOf = ({ days }: ProfileReport['topics'][number]): Bar[] =>
  days.map(({ day, papers, matches }) => ({ label: day, total: papers, filled: matches }));

async function writePicture(path: string, topic: ProfileReport['topics'][number]): Promise<void> {
  const { writeFile } = await import('node:fs/promises');
  const title = `${topic.topic}: ${topic.matches} of ${topic.papers} papers`;
  await writeFile(path, svgHistogram(title, barsOf(topic))).catch((error: NodeJS.ErrnoException) => {
    throw usage(`cannot write ${path}: ${error.code ?? error.message}`);
  });
}

function show(topic: ProfileReport['topics'][number]): void {
  const share = topic.papers === 0 ? 0 : Math.round((topic.matches / topic.papers) * 100);
  print(
    `${paint('bold', topic.topic)}: ${topic.matches} of ${topic.papers} papers (${share} %), ${topic.perDay.toFixed(1)} a day\n`,
  );
  if (topic.days.length > 0)
    print(
      `${textHistogram(barsOf(topic))
        .map((line) => `  ${line}`)
        .join('\n')}\n`,
    );
  for (const warning of topic.warnings) print(`  ! ${warning}`);
  print('  terms');
  for (const { term, papers, alone } of topic.terms.slice(0, 20)) {
    print(`    ${String(papers).padStart(5)}  ${term}${alone > 0 ? `, ${alone} by it alone` : ''}`);
  }
  if (topic.terms.length > 20) print(`           and ${topic.terms.length - 20} more`);
  const list = (name: string, terms: typeof topic.add) => {
    if (terms.length === 0) return;
    print(`  ${name}`);
    for (const { term, inside, outside } of terms)
      print(`    ${term} (in ${inside} of these papers, in ${outside} others)`);
  };
  list('perhaps add', topic.add);
  list('perhaps exclude', topic.exclude);
  if (topic.samples.length > 0) print('  papers, the best and the weakest');
  for (const { title, score, clause } of topic.samples)
    print(`    ${score.toFixed(2).padStart(6)}  ${title}\n            ${clause}`);
  print('');
}
