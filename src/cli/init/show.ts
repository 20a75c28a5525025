import { join, relative, sep } from 'node:path';
import type { InitArguments, InitDocument } from '../commands/init.ts';
import { quoted } from '../schedule/crontab.ts';
import { paint, print, printJson } from '../terminal.ts';
import { commandIn } from './own.ts';
import { subscriptionPath } from './scaffold.ts';
import type { SetUp } from './set-up.ts';
import { variableOf } from './texts.ts';

/** Shows what was set up, and the commands that come next. */
export function show(argv: InitArguments, { folder, answers, write, keep, remarks }: SetUp): void {
  const from = relative(process.cwd(), folder) || '.';
  const path = (file: { path: string }): string => join(from, file.path.split('/').join(sep));
  const next = nextSteps(folder, from, answers);
  if (argv.json) {
    const document: InitDocument = {
      schema: 'paperboy.init/1',
      dryRun: argv.dryRun,
      written: write.map(path),
      kept: keep.map(path),
      next,
      remarks,
    };
    printJson(document);
    return;
  }
  if (argv.dryRun) for (const file of write) print(`${paint('bold', path(file))}\n${indented(file.content)}`);
  for (const file of write) print(`${argv.dryRun ? 'would write' : 'wrote'}  ${path(file)}`);
  for (const file of keep) print(`${argv.dryRun ? 'would keep ' : 'kept '}  ${path(file)}`);
  for (const remark of remarks) process.stderr.write(`${remark}\n`);
  print(`\n${paint('bold', 'Next')}`);
  for (const { what, commands } of next) print(`  ${what}:\n${commands.map((one) => `    ${one}`).join('\n')}`);
}

const indented = (text: string): string => text.trimEnd().replace(/^(?=.)/gm, '  ');

function nextSteps(folder: string, from: string, { id, action }: SetUp['answers']): InitDocument['next'] {
  const own = commandIn(folder);
  const mail = join('out', 'mail', 'preview', id, 'digest.html');
  return [
    {
      what: "Save today's list of papers; dumps/README.md says how to do it by hand",
      commands: [...(from === '.' ? [] : [`cd ${quoted(from)}`]), `${own} fetch`],
    },
    { what: `Make your first digest, then open ${mail}`, commands: [`${own} run`] },
    {
      what: 'See how much your topics find, and what to change',
      commands: [`${own} profile test ${subscriptionPath(id)}`],
    },
    {
      what: `To get it by mail, put ${variableOf(id)} and your mail server into .env, and check`,
      commands: [`${own} doctor`],
    },
    action === null
      ? { what: 'To get it every day', commands: [`${own} schedule crontab --fetch --send`] }
      : {
          what: 'To have GitHub run it every day',
          commands: [
            'git add .github .gitignore dumps paperboy.yaml subscriptions',
            'git commit -m "Set Paperboy up"',
            'git push',
          ],
        },
  ];
}
