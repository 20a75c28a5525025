import type { Command } from './command.ts';

/** The headings of `paperboy --help`, in their order. */
export const groups = ['Every day', 'Look', 'Delivery', 'State', 'Set up'] as const;

/** A line of the table: loading is put off until the command is wanted, for every import costs start-up time. */
export interface Entry {
  group: (typeof groups)[number];
  load(): Promise<Command>;
}

/** Every command, in the order of `--help`. To add one: a file in `cli/commands/`, a line here. */
export const table = {
  run: { group: 'Every day', load: async () => (await import('./commands/run.ts')).runCommand },
  fetch: { group: 'Every day', load: async () => (await import('./commands/fetch.ts')).fetchCommand },
  preview: { group: 'Every day', load: async () => (await import('./commands/preview.ts')).previewCommand },
  parse: { group: 'Look', load: async () => (await import('./commands/parse.ts')).parseCommand },
  diff: { group: 'Look', load: async () => (await import('./commands/diff.ts')).diffCommand },
  match: { group: 'Look', load: async () => (await import('./commands/match.ts')).matchCommand },
  papers: { group: 'Look', load: async () => (await import('./commands/papers.ts')).papersCommand },
  history: { group: 'Look', load: async () => (await import('./commands/history.ts')).historyCommand },
  why: { group: 'Look', load: async () => (await import('./commands/why.ts')).whyCommand },
  profile: { group: 'Look', load: async () => (await import('./commands/profile.ts')).profileCommand },
  send: { group: 'Delivery', load: async () => (await import('./commands/send.ts')).sendCommand },
  deliveries: { group: 'Delivery', load: async () => (await import('./commands/deliveries.ts')).deliveriesCommand },
  retry: { group: 'Delivery', load: async () => (await import('./commands/retry.ts')).retryCommand },
  resend: { group: 'Delivery', load: async () => (await import('./commands/resend.ts')).resendCommand },
  suppress: { group: 'Delivery', load: async () => (await import('./commands/suppress.ts')).suppressCommand },
  unsuppress: { group: 'Delivery', load: async () => (await import('./commands/suppress.ts')).unsuppressCommand },
  inbox: { group: 'Delivery', load: async () => (await import('./commands/inbox.ts')).inboxCommand },
  subscribers: { group: 'Delivery', load: async () => (await import('./commands/subscribers.ts')).subscribersCommand },
  archive: { group: 'State', load: async () => (await import('./commands/archive.ts')).archiveCommand },
  init: { group: 'Set up', load: async () => (await import('./commands/init.ts')).initCommand },
  doctor: { group: 'Set up', load: async () => (await import('./commands/doctor.ts')).doctorCommand },
  schedule: { group: 'Set up', load: async () => (await import('./commands/schedule.ts')).scheduleCommand },
  templates: { group: 'Set up', load: async () => (await import('./commands/templates.ts')).templatesCommand },
  config: { group: 'Set up', load: async () => (await import('./commands/config.ts')).configCommand },
  completion: { group: 'Set up', load: async () => (await import('./commands/completion.ts')).completionCommand },
} satisfies Record<string, Entry>;

export type CommandName = keyof typeof table;
export const commandNames = Object.keys(table) as CommandName[];

/** Whether there is a command of this name. */
export const isCommand = (name: string): name is CommandName => Object.hasOwn(table, name);

/** All commands, in the order of the table. */
export const allCommands = (): Promise<Command[]> => Promise.all(Object.values(table).map(({ load }) => load()));
