import { afterEach, describe, expect, test, vi } from 'vitest';
import { summarise } from '../../src/cli/summary.ts';
import { paint, print, printDiagnostics } from '../../src/cli/terminal.ts';
import { diagnostic } from '../../src/diagnostic/index.ts';

const hostile = 'a\u001b]0;owned\u0007\u001b[2J\u009b31m\u202eb\r\nerror c [flood].txt';
const shown = 'a\\x1b]0;owned\\x07\\x1b[2J\\x9b31m\\u202eb\\r\\nerror c [flood].txt';

/** What was written to a stream, as a terminal or as a pipe. */
function written(stream: NodeJS.WriteStream, terminal: boolean, act: () => void): string {
  let text = '';
  const spy = vi.spyOn(stream, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  const before = stream.isTTY;
  stream.isTTY = terminal;
  vi.stubEnv('NO_COLOR', '');
  vi.stubEnv('TERM', 'xterm');
  try {
    act();
  } finally {
    stream.isTTY = before;
    spy.mockRestore();
  }
  return text;
}

afterEach(() => vi.unstubAllEnvs());

describe.each([
  ['a terminal', true],
  ['a pipe', false],
])('control characters on %s', (_, terminal) => {
  test('data: lines stay lines, everything else is shown', () => {
    const text = written(process.stdout, terminal, () => print(`one ${hostile}\ntwo é 漢字 😀`));
    expect(text).toBe(`one ${shown.replace('\\n', '\n')}\ntwo é 漢字 😀\n`);
  });

  test('a painted line is one line, and our own style is all the terminal gets', () => {
    const text = written(process.stdout, terminal, () => print(`${paint('bold', hostile)}\nnext`));
    expect(text).toBe(terminal ? `\u001b[1m${shown}\u001b[22m\nnext\n` : `${shown}\nnext\n`);
  });

  test('a diagnostic is one line for each of its parts', () => {
    const problem = diagnostic('file-unreadable', { message: hostile, file: hostile, actual: hostile, hint: hostile });
    const text = written(process.stderr, terminal, () => printDiagnostics([problem]));
    const styled = terminal ? '\u001b[31merror\u001b[39m' : 'error';
    expect(text).toBe(`${shown} ${styled} ${shown} [file-unreadable]\n  found:    ${shown}\n  hint:     ${shown}\n`);
  });
});

test('a remark of the summary is one line', () => {
  const remark = diagnostic('digest-refused', { message: 'm', file: hostile });
  const report = {
    verdict: { kind: 'quiet' as const, reason: 'nothing' },
    editions: [],
    digests: [],
    written: [],
    diagnostics: [remark],
  };
  expect(summarise(report, [])).toContain(`\n  ${shown}: m\n`);
});
