import { expect, it } from 'vitest';
import { analysePaper, tellingTerms } from '../../src/match/index.ts';

const of = (title: string, abstract = '') => analysePaper({ title, abstract });

it('names what few papers have, phrases first; not what all have, nor what is known', () => {
  const papers = [
    of('Masked Diffusion for Proteins', 'language models'),
    of('Masked Diffusion Revisited', 'language models'),
    of('Calibrated Judges', 'language models that judge'),
  ];
  expect(tellingTerms(papers[0]!, papers, [], 4)).toEqual(['masked diffusion', 'proteins']);
  expect(tellingTerms(papers[0]!, papers, ['masked diffusion'], 4)).toEqual(['proteins']);
  expect(tellingTerms(papers[0]!, papers, [], 1)).toEqual(['masked diffusion']);
  const many = Array.from({ length: 40 }, (_, n) => of(`Agents number${n}`));
  expect(tellingTerms(many[0]!, many, [], 4)).not.toContain('agents');
  expect(tellingTerms(of('The'), papers, [], 4)).toEqual([]);
});
