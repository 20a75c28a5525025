import { readFileSync } from 'node:fs';
import { type Printed, print } from '../parse/print.ts';
import { random } from '../random.ts';

/** A paper of the original, as it was printed. */
export interface Block {
  title: string;
  abstract: string;
  /** Everything of it, from the title to the meta block. */
  text: string;
}

/** The sample dump that has all of T1, T2 and T3, as blocks. */
function sampleBlocks(): { head: string; blocks: Block[] } {
  const paragraphs = readFileSync('dumps/oct-31-rationales.txt', 'utf8').split('\n\n');
  const blocks: Block[] = [];
  for (const paragraph of paragraphs.slice(6)) {
    const last = blocks.at(-1);
    if (paragraph.includes('\n·\n')) last!.text += `\n\n${paragraph}`;
    else if (last !== undefined && last.abstract === '') {
      last.abstract = paragraph;
      last.text += `\n\n${paragraph}`;
    } else blocks.push({ title: paragraph, abstract: '', text: paragraph });
  }
  return { head: paragraphs.slice(0, 6).join('\n\n'), blocks };
}

export interface Mutant {
  seed: number;
  bytes: Buffer;
  /** The papers whose block is whole, with blank lines around it. */
  intact: Block[];
}

const { head, blocks } = sampleBlocks();
const original = Buffer.from([head, ...blocks.map((block) => block.text)].join('\n\n'));

/** One to four random changes: flipped bytes, cuts, removed and doubled stretches, joins, other line ends, noise. */
export function mutant(seed: number): Mutant {
  const next = random(seed);
  let bytes: Buffer = original;
  const times = 1 + Math.floor(next() * 4);
  for (let change = 0; change < times; change++) bytes = mutateOnce(bytes, next);
  const text = `\n\n${bytes.toString('utf8').replace(/\r\n?/g, '\n')}\n\n`;
  return { seed, bytes, intact: blocks.filter((block) => text.includes(`\n\n${block.text}\n\n`)) };
}

function mutateOnce(bytes: Buffer, next: () => number): Buffer {
  const at = Math.floor(next() * bytes.length);
  const length = 1 + Math.floor(next() ** 3 * 3_000);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (Math.floor(next() * 9)) {
    case 0: {
      const copy = Buffer.from(bytes);
      for (let flip = 0; flip < 8; flip++) copy[Math.floor(next() * copy.length)]! ^= 1 << Math.floor(next() * 8);
      return copy;
    }
    case 1:
      return before;
    case 2:
      return after;
    case 3:
      return Buffer.concat([before, after.subarray(length)]);
    case 4:
      return Buffer.concat([before, after.subarray(0, length), after]);
    case 5: {
      // Joins two paragraphs.
      const blank = bytes.indexOf('\n\n', at);
      return blank < 0 ? bytes : Buffer.concat([bytes.subarray(0, blank), bytes.subarray(blank + 2)]);
    }
    case 6:
      return Buffer.from(bytes.toString('latin1').replaceAll('\n', next() < 0.5 ? '\r\n' : '\r'), 'latin1');
    case 7:
      return Buffer.concat([
        before,
        Buffer.from(
          ['\0\0\0', '\ufeff', '\u202e', '\n\n\n', 'Oct 31\n', '·\n', '  • 3 authors\n', '\x1b[2J'][
            Math.floor(next() * 8)
          ]!,
        ),
        after,
      ]);
    default:
      // Two dumps in one file.
      return Buffer.concat([bytes, Buffer.from('\n\n'), original.subarray(0, Math.floor(next() * original.length))]);
  }
}

/** A dump of many papers, for the limits of memory and time. */
export function large(papers: number, abstractLength: number): string {
  const sentence = 'The method works on every benchmark that was tried, and the reasons are given in full. ';
  const abstract = sentence.repeat(Math.ceil(abstractLength / sentence.length)).trim();
  const list: Printed[] = Array.from({ length: papers }, (_, index) => ({
    title: `A Large Study of Number ${index}`,
    abstract,
    meta: { authors: 3 },
    date: 'Oct 8',
    comments: null,
  }));
  return print(list, 'Oct 31');
}
