import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { between, read, refresh } from './support.ts';

interface Described {
  description: string;
  default?: string;
}
const action = parse(read('action.yml')) as Record<'inputs' | 'outputs', Record<string, Described>>;

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/'([^']+)'/g, '`$1`');

describe('docs/action.md', () => {
  it('has the inputs and outputs of action.yml', () => {
    const inputs = Object.entries(action.inputs).map(
      ([name, { description, default: value = '' }]) =>
        `| \`${name}\` | ${value === '' ? '' : `\`${value}\``} | ${cell(description)} |`,
    );
    const outputs = Object.entries(action.outputs).map(
      ([name, { description }]) => `| \`${name}\` | ${cell(description)} |`,
    );
    let text = read('docs/action.md');
    text = between(text, 'inputs', ['| input | default | |', '|---|---|---|', ...inputs].join('\n'));
    text = between(text, 'outputs', ['| output | |', '|---|---|', ...outputs].join('\n'));
    refresh('docs/action.md', text);
    expect(read('docs/action.md')).toBe(text);
  });
});
