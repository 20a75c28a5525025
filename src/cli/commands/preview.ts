import type { Argv } from 'yargs';
import { plural } from '../../diagnostic/index.ts';
import type { Diagnostic } from '../../model/index.ts';
import type { PreviewedMail } from '../../pipeline/preview.ts';
import { type Command, type CommonArguments, commonOptions, dayOption, nowOption, usage } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import type { PreviewRequest } from '../preview/render.ts';
import { paint, print, printDiagnostics, printJson } from '../terminal.ts';

export interface PreviewArguments extends CommonArguments {
  dump?: string[];
  port: string;
  once: boolean;
  since?: string;
  out?: string;
  subscriptions?: string;
  templates?: string;
  siteUrl?: string;
  from?: string;
}

export const previewCommand = {
  command: 'preview [dump..]',
  describe:
    "Look at each subscriber's next mail in a browser, while you change the templates; sends and records nothing",
  builder: (args: Argv) =>
    args
      .positional('dump', { type: 'string', array: true, describe: 'Files or folders; default: dumps/' })
      .options(commonOptions)
      .option('port', { type: 'string', requiresArg: true, default: '8025', describe: 'The port on 127.0.0.1; 0: any' })
      .option('once', { type: 'boolean', default: false, describe: 'Render, say what came out, and end' })
      .option('since', { type: 'string', requiresArg: true, describe: 'On a first run: as for paperboy run' })
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: 'The output folder, which is read, but for mail/.cache; default: out',
      })
      .option('subscriptions', {
        type: 'string',
        requiresArg: true,
        describe: 'The folder of subscriptions; default: subscriptions',
      })
      .option('templates', { type: 'string', requiresArg: true, describe: 'A folder of templates of your own' })
      .option('site-url', { type: 'string', requiresArg: true, describe: 'The address of the published out/public' })
      .option('from', { type: 'string', requiresArg: true, describe: 'The sender, "Name <address>"' }),
  examples: [
    ['preview', 'open the address that it prints'],
    ['preview --templates my-templates', 'with templates of your own; the page follows your changes'],
  ],
  docs: 'mail.md',
  exits: [0, 2, 3, 5, 130, 143],
  run: preview,
} satisfies Command;

/** `paperboy.preview/1`. */
export interface PreviewDocument {
  schema: 'paperboy.preview/1';
  url: string | null;
  mails: {
    subscription: string;
    subject: string;
    quiet: boolean;
    papers: number;
    layout: PreviewedMail['message']['layout'];
    url: string | null;
  }[];
  diagnostics: Diagnostic[];
}

async function preview(argv: PreviewArguments): Promise<ExitCode> {
  const port = /^\d{1,5}$/.test(argv.port) ? Number(argv.port) : Number.NaN;
  if (!(port <= 65_535)) throw usage(`--port is not a port: ${JSON.stringify(argv.port)}`, 'a number from 0 to 65535');
  const { placesOf, renderMails } = await import('../preview/render.ts');
  const request: PreviewRequest = {
    dumps: argv.dump ?? [],
    now: nowOption(argv.now),
    date: dayOption('date', argv.date),
    since: dayOption('since', argv.since),
    out: argv.out,
    subscriptions: argv.subscriptions,
    templates: argv.templates,
    siteUrl: argv.siteUrl,
    from: argv.from,
  };
  const first = await renderMails(request);
  const errors = first.diagnostics.filter(({ severity }) => severity === 'error');
  const code = errors.some((one) => one.code === 'template-invalid') ? 2 : errors.length > 0 ? 3 : 0;
  if (argv.once) {
    report(argv, first, null);
    return code;
  }
  const { watchAndServe } = await import('../preview/watch.ts');
  const session = await watchAndServe(port, request, placesOf(request), first);
  report(argv, first, session.url);
  return session.ended;
}

function report(
  { json }: PreviewArguments,
  { mails, diagnostics }: { mails: readonly PreviewedMail[]; diagnostics: readonly Diagnostic[] },
  url: string | null,
): void {
  if (json) {
    const document: PreviewDocument = {
      schema: 'paperboy.preview/1',
      url,
      mails: mails.map(({ subscription, quiet, papers, message: { subject, layout } }) => {
        const own = url === null ? null : `${url}mails/${encodeURIComponent(subscription)}.html`;
        return { subscription, subject, quiet, papers, layout, url: own };
      }),
      diagnostics: [...diagnostics],
    };
    printJson(document);
  } else {
    for (const { subscription, quiet, papers, message } of mails) {
      const size = `${(message.layout.bytes / 1000).toFixed(1)} kB`;
      print(`${subscription}  ${quiet ? 'nothing due' : plural(papers, 'paper')}  ${size}  ${message.subject}`);
    }
    if (url !== null) print(`\n${paint('bold', url)}  (Ctrl-C ends it)`);
  }
  printDiagnostics(diagnostics);
}
