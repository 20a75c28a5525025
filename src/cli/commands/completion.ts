import type { Argv } from 'yargs';
import type { Command } from '../command.ts';
import { scripts } from '../completion-scripts.ts';

type Shell = keyof typeof scripts;
const shells = Object.keys(scripts) as Shell[];

export const completionCommand = {
  command: 'completion <shell>',
  describe:
    'Print a script with which a shell completes commands, options, words to choose from and ids of subscriptions',
  builder: (args: Argv) =>
    args.positional('shell', { choices: shells, demandOption: true, describe: 'Which shell is yours' }),
  examples: [
    ['completion bash >> ~/.bashrc', 'for bash, from the next shell on'],
    ['completion zsh >> ~/.zshrc', 'for zsh, below compinit'],
    ['completion fish > ~/.config/fish/completions/paperboy.fish', 'for fish'],
  ],
  docs: 'interface.md#completion',
  exits: [0, 2],
  run: async ({ shell }: { shell: Shell }) => {
    process.stdout.write(scripts[shell]);
    return 0;
  },
} satisfies Command;
