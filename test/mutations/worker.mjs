// Parses what it is sent, in a thread of its own with a memory limit: a crash, a hang or a flood of memory ends the thread,
// and the test sees it. Uses the built code, for threads do not share the test runner's compiler.
import { parentPort } from 'node:worker_threads';
import { decode } from '../../dist/fetch/decode.js';
import { parseText } from '../../dist/parse/parse.js';

parentPort.on('message', ({ bytes }) => {
  const { text, diagnostics } = decode(Buffer.from(bytes), 'mutant.txt');
  const { format, file } = parseText(text, 'mutant.txt');
  parentPort.postMessage({
    format,
    papers: file.papers.map(({ title, abstract, line }) => ({ title, abstract, line })),
    diagnostics: [...diagnostics, ...file.diagnostics].map(({ code, severity, line }) => ({ code, severity, line })),
    lines: file.lines,
  });
});
